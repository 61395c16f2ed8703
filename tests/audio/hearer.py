"""A program that hears a call through the headset that its environment names, through all faults.

It says what happens as JSON lines: {"event": "lost" | "heard", "side", "at", "why"}, where "at" is
a moment of `time.monotonic`, which all programs of a computer share. Each line on its standard input
is answered by an "is" event with what it holds now; at the end of the input it stops and writes
each side's sound to FOLDER/SIDE.npz.
Run it as `python -m tests.audio.hearer FOLDER [--customer X] [--agent X] [--tries-every SECONDS]`.
"""

import argparse
import gc
import json
import os
import sys
import threading
import time
from pathlib import Path

import numpy as np

from assist import hearing
from assist.audio.faults import SoundError
from assist.audio.frames import Frame
from assist.core.words import Speaker
from assist.hearing import Hearing

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def say(event: str, **facts: object) -> None:
    # In one piece: several threads say something.
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


class Ear:
    """Keeps every frame with the moment of its arrival, and says when a side goes and comes."""

    def __init__(self) -> None:
        self.frames: dict[Speaker, list[tuple[float, Frame]]] = {side: [] for side in Speaker}
        self.hears = dict.fromkeys(Speaker, False)
        self.losses = 0
        self.keeps = True

    def put(self, frame: Frame) -> None:
        if self.keeps:
            self.frames[frame.speaker].append((time.monotonic(), frame))
        if not self.hears[frame.speaker]:
            self.hears[frame.speaker] = True
            say("heard", side=frame.speaker, at=time.monotonic(), why="")

    def lost(self, speaker: Speaker, why: str) -> None:
        self.losses += 1
        if self.hears[speaker]:
            self.hears[speaker] = False
            say("lost", side=speaker, at=time.monotonic(), why=why)

    def save(self, folder: Path, zero: float) -> None:
        for side, kept in self.frames.items():
            np.savez(
                folder / f"{side}.npz",
                arrivals=[arrival - zero for arrival, _ in kept],
                starts=[frame.start for _, frame in kept],
                ends=[frame.end for _, frame in kept],
                rates=[frame.rate for _, frame in kept],
                samples=np.frombuffer(b"".join(frame.samples for _, frame in kept), "<i2"),
            )


def what_is(hears: Hearing, ear: Ear) -> dict[str, object]:
    gc.collect()
    return {
        "at": time.monotonic(),
        "devices": hears.devices(),
        "faults": {side: str(fault) for side, fault in hears.faults.items()},
        "checks": [finding.trouble for finding in hears.checks()],
        "zeros_for": {side: state.zeros_for for side, state in hears.states().items()},
        "losses": ear.losses,
        "memory": int(Path("/proc/self/statm").read_text().split()[1]) * PAGE,
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "threads": threading.active_count(),
    }


def main(arguments: argparse.Namespace) -> int:
    if arguments.tries_every:
        hearing._TRIES_EVERY = hearing._LOOKS_EVERY = arguments.tries_every
    ear = Ear()
    zero = time.monotonic()
    hears = Hearing(ear, {Speaker.CUSTOMER: arguments.customer, Speaker.AGENT: arguments.agent})
    began = time.monotonic()
    hears.start()
    say("listening", zero=zero, took=time.monotonic() - began)
    for line in sys.stdin:
        hears.watch()
        ear.keeps = ear.keeps and line.strip() != "keep nothing"
        say("is", **what_is(hears, ear))
    began = time.monotonic()
    hears.stop()
    say("stopped", took=time.monotonic() - began)
    ear.save(arguments.folder, zero)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--customer")
    parser.add_argument("--agent")
    parser.add_argument("--tries-every", type=float, default=0.0)
    began = time.monotonic()
    try:
        sys.exit(main(parser.parse_args()))
    except SoundError as fault:
        say("refused", why=str(fault), took=time.monotonic() - began)
        sys.exit(1)
