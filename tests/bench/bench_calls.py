"""How well the program tells by itself where calls begin and end.

Days are put together out of recorded calls, with pauses, noise and holds between and within them;
the real recogniser hears all of it, and `assist.core.calls` says where calls begin and end. Each
piece of sound is recognised once and then placed at many moments. Printed: errors of begin and end
in seconds, calls missed (taken for a part of the one before), calls cut in two, and false ones.
Run: python packaging/dev.py bench calls -- [CALL...] (further recorded calls, or transcripts)
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assist.audio.files import frames_of, open_call
from assist.audio.frames import BLOCK_FOR, Frame
from assist.core.calls import Begins, Bounds, Calls
from assist.core.words import Heard, Speaker
from assist.demo import FIRST, demo_call
from assist.speech.models import SpeechModel, find_model
from assist.speech.recogniser import Recogniser

RECORDINGS = Path(__file__).parents[1] / "recordings"
RATE = 16000
SPEAKS_FROM = -45.0
"""dBFS: where it is not written down when somebody speaks, a frame above this is speech."""

Sound = NDArray[np.float64]


@dataclass(frozen=True)
class Piece:
    """Some seconds of both sides as they were heard. `begins` and `ends` are its true first and
    last word, None where it is no call."""

    name: str
    lasts: float
    heard: tuple[Heard, ...]
    voiced: tuple[tuple[Speaker, float], ...]
    begins: float | None = None
    ends: float | None = None


@dataclass
class Day:
    """Pieces one after another."""

    at: float = 0.0
    heard: list[Heard] = field(default_factory=list)
    voiced: list[tuple[Speaker, float]] = field(default_factory=list)
    calls: list[tuple[float, float]] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        self.heard += [moved(one, self.at) for one in piece.heard]
        self.voiced += [(side, at + self.at) for side, at in piece.voiced]
        if piece.begins is not None and piece.ends is not None:
            self.calls.append((piece.begins + self.at, piece.ends + self.at))
        self.at += piece.lasts

    def hold(self, piece: Piece) -> None:
        """The call before goes on after this."""
        began = self.calls[-1][0]
        self.add(piece)
        self.calls[-1:] = [(began, self.calls[-1][1])]

    def goes_on_with(self, piece: Piece) -> None:
        began = self.calls.pop()[0]
        self.add(piece)
        self.calls[-1] = (began, self.calls[-1][1])


@dataclass
class Errors:
    begins: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    noticed: list[float] = field(default_factory=list)
    calls: int = 0
    missed: int = 0
    cut: int = 0
    false: int = 0
    hours: float = 0.0


def moved(heard: Heard, by: float) -> Heard:
    times = tuple((start + by, end + by) for start, end in heard.times)
    return replace(heard, at=heard.at + by, times=times)


def piece_of(model: SpeechModel, name: str, frames: Iterable[Frame]) -> Piece:
    recognisers = {side: Recogniser(model, side) for side in Speaker}
    heard: list[Heard] = []
    voiced: list[tuple[Speaker, float]] = []
    loud: list[float] = []
    at = 0.0
    for frame in frames:
        recogniser = recognisers[frame.speaker]
        heard += recogniser.hear(frame)
        at = max(at, frame.end)
        if recogniser.hears_voice:
            voiced.append((frame.speaker, frame.end))
        if level(frame) > SPEAKS_FROM:
            loud.append(frame.end)
    for recogniser in recognisers.values():
        heard += recogniser.end(at)
    begins, ends = (loud[0], loud[-1]) if loud else (None, None)
    return Piece(name, at, tuple(heard), tuple(voiced), begins, ends)


def level(frame: Frame) -> float:
    samples = np.frombuffer(frame.samples, "<i2").astype(float) / 32768
    return float(20 * np.log10(np.sqrt(np.mean(samples**2)) + 1e-9))


def recorded(model: SpeechModel, path: Path) -> Piece:
    """A call, with its true first and last word where they are written beside it."""
    piece = piece_of(model, path.stem, frames_of(open_call(path)))
    script = path.with_suffix(".jsonl")
    if not script.exists():
        return piece
    lines = [json.loads(line) for line in script.read_text().splitlines()]
    return replace(
        piece, begins=min(one["start"] for one in lines), ends=max(one["end"] for one in lines)
    )


def made(model: SpeechModel, name: str, customer: Sound, agent: Sound) -> Piece:
    """No call: only sound, between -1 and 1 at RATE."""
    size = round(BLOCK_FOR * RATE)
    frames = []
    rng = np.random.default_rng(3)
    length = max(len(customer), len(agent)) // size * size
    for side, sound in ((Speaker.CUSTOMER, customer), (Speaker.AGENT, agent)):
        whole = np.zeros(length)
        whole[: len(sound)] = sound[:length]
        whole += rng.standard_normal(length) * 10 ** (-66 / 20)
        pcm = np.clip(whole * 32768, -32768, 32767).astype("<i2").tobytes()
        frames += [
            Frame(side, place * BLOCK_FOR, RATE, pcm[2 * place * size : 2 * (place + 1) * size])
            for place in range(length // size)
        ]
    frames.sort(key=lambda frame: frame.start)
    return replace(piece_of(model, name, frames), begins=None, ends=None)


# Sounds that are no call


def quiet(seconds: float) -> Piece:
    return Piece(f"{seconds:.0f} s of quiet", seconds, (), ())


def cough(rng: np.random.Generator) -> Sound:
    sound = np.zeros(0)
    for _ in range(2):
        burst = rng.standard_normal(round(0.25 * RATE)) * np.exp(-np.linspace(0, 6, 4000))
        sound = np.concatenate((sound, 0.4 * burst, np.zeros(round(0.15 * RATE))))
    return np.concatenate((sound, np.zeros(RATE)))


def tones(hertz: Sequence[float], seconds: float, fall: float = 0.0) -> Sound:
    at = np.arange(round(seconds * RATE)) / RATE
    return sum(0.12 * np.sin(2 * np.pi * one * at) for one in hertz) * np.exp(-fall * at)


def ringing(times: int) -> Sound:
    return np.concatenate([np.concatenate((tones((400, 450), 1), np.zeros(2 * RATE)))] * times)


def ping() -> Sound:
    return np.concatenate((tones((880,), 0.2, 8), tones((1320,), 0.5, 6), np.zeros(RATE)))


def music(seconds: float) -> Sound:
    """Broken chords with a bass, as on hold."""
    chords = ((262, 330, 392), (220, 262, 330), (175, 220, 262), (196, 247, 294))
    bars = [
        np.concatenate([tones((note, note * 2, chord[0] / 2), 0.4, 3) for note in (*chord, 392)])
        for chord in chords
    ]
    whole = np.concatenate(bars)
    return np.tile(whole, int(seconds * RATE / len(whole)) + 1)[: round(seconds * RATE)]


def spoken(script: str, folder: Path) -> Path | None:
    """A call out of a script, where the voices are installed."""
    if shutil.which("flite") is None:
        return None
    path = folder / f"spoken-{abs(hash(script))}.txt"
    path.write_text(f"# made for the benchmark\ncustomer: rms\nagent: slt\n\n{script}")
    voices = Path(__file__).parents[2] / "packaging" / "voices.py"
    done = subprocess.run([sys.executable, str(voices), str(path)], capture_output=True, text=True)
    found = [one for one in path.parent.glob(f"{path.stem}.*") if one.suffix in (".flac", ".ogg")]
    if not found:
        print(done.stderr or done.stdout, file=sys.stderr)
    return found[0] if found else None


HOLDS_BEGIN = (
    "+0.0  agent     thank you for calling, how can i help you\n"
    "+0.8  customer  i want to know where my order is please\n"
    "+0.8  agent     of course, i will look, please hold the line\n"
)
HOLD_ENDS = (
    "+0.0  agent     thank you for waiting, your order is on its way\n"
    "+0.8  customer  okay thank you so much for your help, goodbye\n"
    "+0.8  agent     goodbye\n"
)
COLLEAGUE = (
    "+0.0  agent     are you coming to lunch later, i think we can go at one\n"
    "+4.0  agent     yes, the same place as last week, it was very good\n"
)


# Days


def a_day(rng: random.Random, calls: Sequence[Piece], between: Sequence[Piece], gap: float) -> Day:
    """Twelve calls; pauses between 0.4 and 2 times `gap` seconds, something in every other one."""
    day = Day(at=5.0)
    for _ in range(12):
        day.add(rng.choice(calls))
        pause = gap * rng.uniform(0.4, 2.0)
        if between and rng.random() < 0.5:
            day.add(quiet(pause / 2))
            day.add(rng.choice(between))
            day.add(quiet(pause / 2))
        else:
            day.add(quiet(pause))
    day.add(quiet(400))
    return day


def a_day_of_holds(rng: random.Random, parts: tuple[Piece, Piece], hold: Piece | None) -> Day:
    day = Day(at=5.0)
    for _ in range(8):
        day.add(parts[0])
        kept = hold or quiet(rng.uniform(20, 150))
        day.heard += [moved(one, day.at) for one in kept.heard]
        day.voiced += [(side, at + day.at) for side, at in kept.voiced]
        day.at += kept.lasts
        day.goes_on_with(parts[1])
        day.add(quiet(rng.uniform(10, 40)))
    day.add(quiet(400))
    return day


def found_in(day: Day, bounds: Bounds) -> list[tuple[float, float, float]]:
    """Begin, end, and when the end was noticed, of each call that was told."""
    calls = Calls(bounds)
    merged = [(one.at, 1, one) for one in day.heard] + [(at, 0, one) for one, at in day.voiced]
    found: list[tuple[float, float, float]] = []
    began, at = 0.0, 0.0
    for moment, _, what in sorted(merged, key=lambda one: one[:2]):
        while at + 0.25 < moment:
            at += 0.25
            found += [(began, one.at, at) for one in calls.until(at)]
        if not isinstance(what, Heard):
            calls.sounds(what, moment)
            continue
        for change in calls.hear(what):
            if isinstance(change, Begins):
                began = change.at
            else:
                found.append((began, change.at, moment))
    while calls.going_on:
        at += 0.25
        found += [(began, one.at, at) for one in calls.until(at)]
    return found


def count(day: Day, bounds: Bounds, errors: Errors) -> None:
    found = found_in(day, bounds)
    mine: dict[int, list[tuple[float, float, float]]] = {}
    for one in found:
        overlaps = [min(one[1], end) - max(one[0], start) for start, end in day.calls]
        if max(overlaps, default=0.0) <= 0:
            errors.false += 1
        else:
            mine.setdefault(overlaps.index(max(overlaps)), []).append(one)
    errors.calls += len(day.calls)
    errors.hours += day.at / 3600
    for place, (start, end) in enumerate(day.calls):
        if place not in mine:
            errors.missed += 1
            continue
        errors.cut += len(mine[place]) - 1
        errors.begins.append(mine[place][0][0] - start)
        # Where the next call was taken for a part of this one, the end is the next one's.
        if place + 1 in mine or place + 1 == len(day.calls):
            errors.ends.append(mine[place][-1][1] - end)
            errors.noticed.append(mine[place][-1][2] - end)


def told(name: str, errors: Errors) -> str:
    def spread(values: Sequence[float]) -> str:
        if not values:
            return f"{'-':>18s}"
        middle, most = float(np.median(values)), float(np.percentile(np.abs(values), 95))
        return f"{middle:+7.1f} / {most:5.1f}   "

    return (
        f"{name:44s} {errors.calls:5d} {errors.missed:6d} {errors.cut:5d} {errors.false:6d}   "
        f"{spread(errors.begins)}{spread(errors.ends)}{spread(errors.noticed)}"
    )


def main() -> None:
    model = SpeechModel(find_model())
    more = [Path(one) for one in sys.argv[1:]]
    own = [demo_call(FIRST), *sorted(RECORDINGS.glob("*.flac"))]
    make = partial(made, model)
    rng = np.random.default_rng(5)
    nothing = np.zeros(0)
    with tempfile.TemporaryDirectory() as folder:
        calls = [recorded(model, path) for path in [*own, *more]]
        pieces = [spoken(script, Path(folder)) for script in (HOLDS_BEGIN, HOLD_ENDS, COLLEAGUE)]
        parts = [recorded(model, path) if path else None for path in pieces]
    begin, end, colleague = parts
    noises = [
        make("a cough", nothing, cough(rng)),
        make("a ping of the computer", ping(), nothing),
        make("ringing, not answered", ringing(4), nothing),
    ]
    if colleague:
        noises.append(replace(colleague, begins=None, ends=None))
    days: dict[str, list[Day]] = {}
    for gap in (6.0, 15.0, 45.0):
        for name, between in (("quiet", ()), ("noise", tuple(noises))):
            days[f"{name} between calls, about {gap:.0f} s"] = [
                a_day(random.Random(seed), calls, between, gap) for seed in range(3)
            ]
    days["nothing but noise"] = [Day(5.0) for _ in range(3)]
    for seed, day in enumerate(days["nothing but noise"]):
        chosen = random.Random(seed)
        for _ in range(20):
            day.add(chosen.choice(noises))
            day.add(quiet(chosen.uniform(5, 90)))
        day.calls = []
    if begin and end:
        days["quiet holds, 20 to 150 s"] = [
            a_day_of_holds(random.Random(seed), (begin, end), None) for seed in range(3)
        ]
        days["holds with music, 60 s"] = [
            a_day_of_holds(random.Random(9), (begin, end), make("music", music(60), nothing))
        ]
    print_all(days)


def print_all(days: dict[str, list[Day]]) -> None:
    print(f"{'':44s} calls missed   cut  false   begin (median / 95 %)  end   noticed")
    for ends_after in (15.0, 20.0, 30.0, 45.0):
        print(f"a quiet of {ends_after:.0f} s ends a call")
        for name, some in days.items():
            errors = Errors()
            for day in some:
                count(day, Bounds(ends_after=ends_after), errors)
            print("  " + told(name, errors), flush=True)


if __name__ == "__main__":
    main()
