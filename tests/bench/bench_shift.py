"""A shift of real calls through a sound server: are all found, is anything lost, does memory grow?

Calls are played one after the other into a virtual headset and heard by the whole program with its
overlay, on a virtual screen. Time runs SPEED times as fast (see `shift_program`). Once an hour,
between two calls, the headset's output is pulled out and plugged in again. What the program hears
is held against a replay of the same sound from the file: the same recogniser without devices. That
agrees with itself as far as the model knows the voices: of a real call over the telephone, the
demonstration model finds half of its words again when the same sound comes 13 ms later. So a second
replay, 13 ms later, says how many words can be expected to come again.
Run: python packaging/dev.py bench shift -- [FOLDER] [--hours 4] [--speed 4]
"""

import argparse
import json
import queue
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from itertools import cycle
from pathlib import Path
from typing import Any

from assist.audio.faults import SoundError
from assist.audio.files import RecordedCall, frames_of, open_call
from assist.audio.frames import Frame
from assist.core.words import Speaker
from assist.demo import FIRST, demo_call
from assist.speech.models import SpeechModel, find_model
from assist.speech.recogniser import Recogniser
from tests.cli.conftest import home_environment
from tests.headset import MICROPHONE, MICROPHONE_FEED, OUTPUT, Headset, virtual_headset
from tests.screens import open_screen

ROOT = Path(__file__).parents[2]
RECORDINGS = ROOT / "tests" / "recordings"
RATE = 16000
"""Of the virtual devices, before they are made faster. Calls of this rate pass unchanged."""

PAUSE_FOR = 40.0
"""Seconds of call time between two calls; after 30 without a word the program begins a new one."""

OUT_FOR = 1.0
BACK_WITHIN = 3.0
AHEAD_MS = 500
HOUR = 3600.0
LOOKS_EVERY = 5.0
PROMISED = 1.05
FOUND_FROM = 0.5
"""A call is found when it stands in the journal and at least so many were heard in it of the words
that the two replays share."""

LATER = 0.013
"""Seconds by which the second replay's sound comes later: a part of a block, as by a device."""

BEGINS_WITHIN = 60.0
"""Seconds of call time after its sound begins to play: until then somebody must have spoken."""


@dataclass(frozen=True)
class Played:
    """A call, made ready to be played fast, and what a replay of it finds."""

    name: str
    sides: dict[Speaker, Path]
    words: dict[Speaker, list[str]]
    again: int
    """How many of these words a replay finds again when the sound comes a little later."""

    def count(self) -> int:
        return sum(map(len, self.words.values()))


@dataclass(frozen=True)
class Heard:
    """A call that was played to the program, and what it heard."""

    call: Played
    began: datetime
    words: dict[Speaker, list[str]]

    def same(self) -> int:
        """How many of the replay's words were heard."""
        return sum(matching(self.call.words[one], self.words[one]) for one in Speaker)

    def is_heard(self) -> bool:
        return self.same() >= FOUND_FROM * self.call.again


@dataclass
class Shift:
    """What came of it."""

    calls: list[Heard] = field(default_factory=list)
    memory: list[list[float]] = field(default_factory=list)
    unplugged: int = 0
    ended: list[dict[str, Any]] = field(default_factory=list)
    journalled: list[datetime] = field(default_factory=list)
    """When each call of the journal began."""
    cards: int = 0


class Program:
    """The running program, overheard."""

    def __init__(self, headset: Headset, display: str, home: Path, speed: int) -> None:
        sound = {name: headset.env[name] for name in ("PULSE_SERVER", "PULSE_COOKIE")}
        screen = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.shift_program", str(speed)],
            env=home_environment(home) | sound | screen,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._said: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        if self._said.get() is None:
            raise SystemExit("the program did not start")

    def said(self) -> list[dict[str, Any]]:
        """All that it said since it was last asked. Ends the benchmark when it has died."""
        found = []
        while not self._said.empty():
            one = self._said.get()
            if one is None:
                raise SystemExit(f"the program ended, with exit code {self._program.wait()}")
            found.append(one)
        return found

    def memory(self) -> float:
        """Resident, in MB."""
        for line in Path(f"/proc/{self._program.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise LookupError("VmRSS")

    def end(self) -> list[dict[str, Any]]:
        """The last that it says."""
        self._program.send_signal(signal.SIGTERM)
        return list(iter(self._said.get, None))

    def _read(self) -> None:
        assert self._program.stdout is not None
        for line in self._program.stdout:
            self._said.put(json.loads(line))
        self._said.put(None)


def calls_in(folder: Path | None) -> list[Path]:
    own = [demo_call(FIRST), *sorted(RECORDINGS.glob("*.flac"))]
    others = [one for one in sorted(folder.iterdir()) if is_call(one)] if folder else []
    return [*others, *own]


def is_call(path: Path) -> bool:
    """Whether it can be read as a call with two sides."""
    try:
        open_call(path)
    except SoundError:
        return False
    return True


def made_ready(path: Path, folder: Path, model: SpeechModel, speed: int) -> Played:
    """Writes each side as a sound file whose rate is `speed` times the true one."""
    call = open_call(path)
    again = 0
    sides, words = {}, {}
    for speaker in Speaker:
        frames = side_of(call, speaker)
        sides[speaker] = folder / f"{path.stem}-{speaker}.wav"
        with wave.open(str(sides[speaker]), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(frames[0].rate * speed)
            sound.writeframes(b"".join(frame.samples for frame in frames))
        words[speaker] = replayed(model, frames)
        again += matching(words[speaker], replayed(model, later(frames)))
    return Played(path.name, sides, words, again)


def side_of(call: RecordedCall, speaker: Speaker) -> list[Frame]:
    return [frame for frame in frames_of(call) if frame.speaker is speaker]


def later(frames: Sequence[Frame]) -> list[Frame]:
    """The same sound, `LATER`."""
    first = frames[0]
    sound = bytes(2 * round(LATER * first.rate)) + b"".join(one.samples for one in frames)
    size = len(first.samples)
    return [
        Frame(first.speaker, place / 2 / first.rate, first.rate, sound[place : place + size])
        for place in range(0, len(sound) - size + 1, size)
    ]


def replayed(model: SpeechModel, frames: Sequence[Frame]) -> list[str]:
    recogniser = Recogniser(model, frames[0].speaker)
    heard = [one for frame in frames for one in recogniser.hear(frame)]
    heard += recogniser.end(frames[-1].end)
    return [word for one in heard if one.final for word in one.words]


def make_faster(headset: Headset, speed: int) -> None:
    """Plugs the same devices in again, with `speed` times the rate."""
    for device in (OUTPUT, MICROPHONE, MICROPHONE_FEED):
        headset.unload(device)
    headset.plug_in_as(OUTPUT, RATE * speed, channels=1)
    headset.plug_in_as(MICROPHONE_FEED, RATE * speed, channels=1)
    headset.plug_in(MICROPHONE)


def unplug(headset: Headset, speed: int) -> None:
    headset.unload(OUTPUT)
    time.sleep(OUT_FOR)
    headset.plug_in_as(OUTPUT, RATE * speed, channels=1)
    time.sleep(BACK_WITHIN)


@contextmanager
def listening(speed: int, home: Path) -> Iterator[tuple[Headset, Program]]:
    with virtual_headset() as headset, open_screen() as screen:
        make_faster(headset, speed)
        yield headset, Program(headset, screen.display, home, speed)


def play(calls: Sequence[Played], hours: float, speed: int, home: Path) -> Shift:
    shift = Shift()
    with listening(speed, home) as (headset, program):
        clock = Clock(speed)
        for call in cycle(calls):
            shift.calls.append(hear(headset, program, call, clock, shift))
            if clock.hours() >= hours:
                break
            if clock.hours() >= shift.unplugged + 0.5:
                unplug(headset, speed)
                shift.unplugged += 1
        shift.ended = [one for one in program.end() if one["event"] == "ended"]
    with closing(sqlite3.connect(home / "data/agent-assist/journal.db")) as journal:
        began = journal.execute("SELECT began FROM calls ORDER BY began").fetchall()
        shift.journalled = [datetime.fromisoformat(one) for (one,) in began]
        (shift.cards,) = journal.execute(
            "SELECT count(*) FROM events WHERE event = 'prompt'"
        ).fetchone()
    return shift


class Clock:
    """How much of the shift has gone by, in call time."""

    def __init__(self, speed: int) -> None:
        self.speed = speed
        self._began = time.monotonic()

    def hours(self) -> float:
        return (time.monotonic() - self._began) * self.speed / HOUR


def hear(headset: Headset, program: Program, call: Played, clock: Clock, shift: Shift) -> Heard:
    """Plays one call and the pause after it; what was heard meanwhile."""
    sides, began = call.sides, datetime.now(UTC)
    played = headset.play(sides[Speaker.CUSTOMER], sides[Speaker.AGENT], AHEAD_MS)
    watched = threading.Thread(target=played.wait)
    watched.start()
    while watched.is_alive():
        look(program, clock, shift)
        watched.join(LOOKS_EVERY)
    played.wait()
    time.sleep(PAUSE_FOR / clock.speed)
    heard: dict[Speaker, list[str]] = {one: [] for one in Speaker}
    for said in program.said():
        heard[Speaker(said["side"])] += said["text"].split()
    return Heard(call, began, heard)


def look(program: Program, clock: Clock, shift: Shift) -> None:
    """Notes the memory, and tells of the hour that is over."""
    hour = int(clock.hours())
    while len(shift.memory) <= hour:
        if shift.memory:
            print(f"hour {hour}: {line(shift, hour - 1)}", flush=True)
        shift.memory.append([])
    shift.memory[hour].append(program.memory())


def line(shift: Shift, hour: int) -> str:
    seen = shift.memory[hour]
    lost = sum(not one.is_heard() for one in shift.calls)
    return (
        f"{statistics.median(seen):.1f} MB in the median, {max(seen):.1f} at most; "
        f"{len(shift.calls)} calls so far, {lost} lost"
    )


def matching(expected: Sequence[str], heard: Sequence[str]) -> int:
    """How many words both have, in the same order."""
    matcher = SequenceMatcher(a=expected, b=heard, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def is_journalled(heard: Heard, shift: Shift, speed: int) -> bool:
    """Whether a call stands in the journal that began when this one did. It keeps whole seconds."""
    earliest = heard.began - timedelta(seconds=1)
    latest = heard.began + timedelta(seconds=BEGINS_WITHIN / speed)
    return any(earliest <= one <= latest for one in shift.journalled)


def report(shift: Shift, hours: float, speed: int) -> None:
    found = sum(one.is_heard() and is_journalled(one, shift, speed) for one in shift.calls)
    print(f"\na shift of {hours:g} hours at {speed} times the speed")
    print(f"calls played {len(shift.calls)}, found {found}, lost {len(shift.calls) - found}")
    print(f"calls in the journal {len(shift.journalled)}, with {shift.cards} cards")
    print_words("all", shift.calls)
    for name in dict.fromkeys(one.call.name for one in shift.calls):
        print_words(name, [one for one in shift.calls if one.call.name == name])
    for one in shift.ended:
        print(
            f"{one['side']}: sound missing {one['missing']:.2f} s in {one['holes']} holes, "
            f"refused {one['refused']:.2f} s, left out {one['left_out']:.2f} s; "
            f"came back {one['recovered']} times, recogniser replaced {one['replaced']} times"
        )
    print(f"output unplugged {shift.unplugged} times")
    whole = [one for one in shift.memory if len(one) * LOOKS_EVERY * speed > HOUR / 3]
    if len(whole) > 2:
        ratio = statistics.median(whole[-1]) / statistics.median(whole[1])
        print(f"memory, hour {len(whole)} / hour 2: {ratio:.3f} (promised: {PROMISED})")


def print_words(name: str, calls: Sequence[Heard]) -> None:
    expected, again, same = (
        sum(counts)
        for counts in zip(
            *((one.call.count(), one.call.again, one.same()) for one in calls), strict=True
        )
    )
    more = sum(sum(map(len, one.words.values())) for one in calls) - same
    print(
        f"  {name}, {len(calls)} times: words of the replay {expected}, found again by a second one "
        f"{again}, heard {same} ({100 * same / again:.1f} % of these); beside them {more}"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description="a shift of calls through a sound server")
    asked.add_argument("folder", nargs="?", type=Path, help="a folder of calls to play as well")
    asked.add_argument("--hours", type=float, default=4.0)
    asked.add_argument("--speed", type=int, default=4)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = SpeechModel(find_model())
        paths = calls_in(wanted.folder)
        calls = [made_ready(one, Path(folder), model, wanted.speed) for one in paths]
        del model
        shift = play(calls, wanted.hours, wanted.speed, Path(folder))
    report(shift, wanted.hours, wanted.speed)


if __name__ == "__main__":
    main()
