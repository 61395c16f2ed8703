"""A program that hears both sides of the headset that its environment names, and tells what came.

Capture is tested in a program of its own, because PortAudio looks for the sound server once, when
it is first imported. It says "listening" when both sides are open and "lost SIDE" when one goes, ends at a line on its standard
input, writes each side's sound to FOLDER/SIDE.npz and what it noticed to FOLDER/report.json.
Run it as `python -m tests.audio.listener FOLDER [CUSTOMER_DEVICE [AGENT_DEVICE]]`.
"""

import json
import sys
import threading
import time
from pathlib import Path

import numpy as np

from assist.audio.capture import Capture
from assist.audio.devices import find_device
from assist.audio.faults import SoundError
from assist.audio.frames import Frame
from assist.core.words import Speaker

LOOKS_EVERY = 0.002


class Ear:
    """One side: its capture, every frame of it with the moment of its arrival, and when it went."""

    def __init__(self, side: Speaker, device: str | None, clock_zero: float) -> None:
        self.side = side
        self.frames: list[tuple[float, Frame]] = []
        self.lost_at: float | None = None
        self.capture = Capture(side, find_device(side, device), self.take, clock_zero)

    def take(self, frame: Frame) -> None:
        self.frames.append((time.monotonic(), frame))

    def look(self) -> None:
        if self.lost_at is None and not self.capture.alive():
            self.lost_at = time.monotonic()
            print(f"lost {self.side}", flush=True)

    def save(self, folder: Path) -> None:
        frames = [frame for _, frame in self.frames]
        np.savez(
            folder / f"{self.side}.npz",
            arrivals=[arrival for arrival, _ in self.frames],
            starts=[frame.start for frame in frames],
            ends=[frame.end for frame in frames],
            rate=frames[0].rate if frames else 0,
            samples=np.frombuffer(b"".join(frame.samples for frame in frames), "<i2"),
        )

    def report(self) -> dict[str, object]:
        capture = self.capture
        return {
            "device": capture.device.name,
            "lost": None if capture.lost is None else str(capture.lost),
            "lost_at": self.lost_at,
            "dropped": capture.dropped,
            "overflows": capture.overflows,
            "last_frame_at": capture.last_frame_at,
        }


def network_sockets() -> list[str]:
    """This program's open sockets that are not local ones, from the system's own tables."""
    fds = Path("/proc/self/fd").iterdir()
    targets = [str(fd.readlink()) for fd in fds if fd.is_symlink()]
    own = {target[8:-1] for target in targets if target.startswith("socket:[")}
    local = {line.split()[6] for line in Path("/proc/net/unix").read_text().splitlines()[1:]}
    return sorted(own - local)


def main(folder: Path, devices: list[str]) -> int:
    clock_zero = time.monotonic()
    names = [*devices, None, None]
    ears = [Ear(side, name, clock_zero) for side, name in zip(Speaker, names, strict=False)]
    for ear in ears:
        ear.capture.start()
    told_to_stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), told_to_stop.set()), daemon=True).start()
    print("listening", flush=True)
    while not told_to_stop.wait(LOOKS_EVERY):
        for ear in ears:
            ear.look()
    sockets = network_sockets()
    began = time.monotonic()
    for ear in ears:
        ear.capture.stop()
    stop_took = time.monotonic() - began
    for ear in ears:
        ear.save(folder)
    report: dict[str, object] = {ear.side: ear.report() for ear in ears}
    report |= {"clock_zero": clock_zero, "stop_took": stop_took, "network_sockets": sockets}
    report["processor_took"] = time.process_time()
    (folder / "report.json").write_text(json.dumps(report))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
    except SoundError as fault:
        print(fault, file=sys.stderr)
        sys.exit(1)
