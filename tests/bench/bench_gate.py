"""What the gate saves and what it loses, on clean lines, noisy ones, and quiet voices.

A bare Vosk recogniser hears everything; a word of its is lost to the gate when a good part of the
word's sound was not let through. Words that it hears where nothing was said are phantoms, and
counted apart; where it is not known what was said, those in sound below -60 dBFS. Where it is
known, the errors of both are counted too.
Run: python packaging/dev.py bench gate -- [CALL...]
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assist.audio.files import frames_of, open_call
from assist.audio.frames import Frame
from assist.audio.gate import Gate
from assist.audio.level import level_of
from assist.core.words import Speaker, Word
from assist.demo import FIRST, demo_call
from assist.speech.decoder import Decoder, Said
from assist.speech.models import SpeechModel, find_model
from assist.speech.recogniser import Recogniser

RECORDINGS = Path(__file__).parents[1] / "recordings"
PHANTOM = -60.0
HEARD_OF_WORD = 0.6
Sound = NDArray[np.float64]


def as_it_is(sound: Sound, rate: int) -> Sound:
    return sound


def hiss(level: float) -> Callable[[Sound, int], Sound]:
    """White noise of this level in dBFS."""

    def worsened(sound: Sound, rate: int) -> Sound:
        noise = np.random.default_rng(7).standard_normal(len(sound))
        return sound + 32768 * 10 ** (level / 20) * noise

    return worsened


def hum(sound: Sound, rate: int) -> Sound:
    """Mains hum with overtones, at -33 dBFS."""
    at = np.arange(len(sound)) / rate
    return sound + sum(900 / nth * np.sin(2 * np.pi * 50 * nth * at) for nth in (1, 2, 3, 5))


def quiet(sound: Sound, rate: int) -> Sound:
    """20 dB quieter: a microphone turned down."""
    return sound / 10


def fading(sound: Sound, rate: int) -> Sound:
    """Every five seconds, the sound fades in from nothing within two."""
    at = np.arange(len(sound)) / rate
    return sound * np.minimum(1.0, (at % 5.0) / 2.0)


WORSE = {
    "as it is": as_it_is,
    "hiss -60": hiss(-60),
    "hiss -50": hiss(-50),
    "hiss -40": hiss(-40),
    "hum -33": hum,
    "20 dB quieter": quiet,
    "fading in": fading,
}


@dataclass(frozen=True)
class Side:
    """One side of a call, and what was said where that is known."""

    frames: list[Frame]
    said: list[Word] | None


@dataclass
class Count:
    """Seconds, words and errors of some sides."""

    seconds: float = 0.0
    passed: float = 0.0
    words: int = 0
    lost: int = 0
    phantoms: int = 0
    said: int = 0
    bare_errors: int = 0
    errors: int = 0


def sides_of(path: Path, worse: Callable[[Sound, int], Sound]) -> Iterator[Side]:
    for speaker in Speaker:
        frames = [one for one in frames_of(open_call(path)) if one.speaker is speaker]
        yield Side(worsened(frames, worse), said_in(path, speaker))


def worsened(frames: list[Frame], worse: Callable[[Sound, int], Sound]) -> list[Frame]:
    sound = np.concatenate([np.frombuffer(one.samples, "<i2") for one in frames]).astype(float)
    changed = np.clip(np.rint(worse(sound, frames[0].rate)), -32768, 32767).astype("<i2").tobytes()
    made, at = [], 0
    for one in frames:
        made.append(replace(one, samples=changed[at : at + len(one.samples)]))
        at += len(one.samples)
    return made


def said_in(path: Path, speaker: Speaker) -> list[Word] | None:
    script = path.with_suffix(".jsonl")
    if not script.exists():
        return None
    lines = map(json.loads, script.read_text().splitlines())
    return [
        Word(speaker, word["text"], word["start"], word["end"])
        for line in lines
        if line["speaker"] == speaker
        for word in line["words"]
    ]


def bare(model: SpeechModel, frames: list[Frame]) -> list[Word]:
    decoder = Decoder(model, frames[0].rate)
    found: list[Said] = []
    for frame in frames:
        if decoder.feed(frame):
            found.append(decoder.end())
    found.append(decoder.break_off())
    return [
        Word(frames[0].speaker, text, *times)
        for said in found
        for text, times in zip(said.words, said.times, strict=True)
    ]


def gated(model: SpeechModel, frames: list[Frame]) -> list[str]:
    recogniser = Recogniser(model, frames[0].speaker)
    heard = [one for frame in frames for one in recogniser.hear(frame)]
    heard += recogniser.end(frames[-1].end)
    return [word for one in heard if one.final for word in one.words]


def passed_by(gate: Gate, frames: list[Frame]) -> set[int]:
    """The places of the frames that were let through."""
    place = {frame.start: nth for nth, frame in enumerate(frames)}
    return {place[one.start] for frame in frames for one in gate.take(frame).frames}


def count(model: SpeechModel, side: Side, total: Count) -> None:
    frames = side.frames
    words = bare(model, frames)
    through = passed_by(Gate(), frames)
    total.seconds += frames[-1].end
    total.passed += sum(frames[nth].end - frames[nth].start for nth in through)
    for word in words:
        places = [
            n for n, one in enumerate(frames) if one.end > word.start and one.start < word.end
        ]
        if is_phantom(word, side, [frames[nth] for nth in places]):
            total.phantoms += 1
            continue
        total.words += 1
        total.lost += len(through.intersection(places)) < HEARD_OF_WORD * len(places)
    if side.said is not None:
        said = [word.text for word in side.said]
        total.said += len(said)
        total.bare_errors += distance(said, [word.text for word in words])
        total.errors += distance(said, gated(model, frames))


def is_phantom(word: Word, side: Side, sound: list[Frame]) -> bool:
    if side.said is None:
        return max(map(level_of, sound)) < PHANTOM
    return not any(one.end > word.start and one.start < word.end for one in side.said)


def distance(said: list[str], heard: list[str]) -> int:
    """Words to change, add or leave out."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def main() -> None:
    model = SpeechModel(find_model())
    own = [demo_call(FIRST), *sorted(RECORDINGS.glob("*.flac"))]
    calls = [Path(one) for one in sys.argv[1:]] or own
    print("line            let through   words   lost to the gate   phantoms   errors bare / gated")
    overall = Count()
    for name, worse in WORSE.items():
        total = Count()
        for path in calls:
            for side in sides_of(path, worse):
                count(model, side, total)
        errors = f"{total.bare_errors} / {total.errors} of {total.said}" if total.said else "-"
        print(
            f"{name:14s} {100 * total.passed / total.seconds:11.0f} % {total.words:7d}   "
            f"{total.lost:5d} ({100 * total.lost / max(1, total.words):.2f} %)   "
            f"{total.phantoms:12d}   {errors}",
            flush=True,
        )
        overall.words += total.words
        overall.lost += total.lost
    print(f"lost to the gate: {100 * overall.lost / overall.words:.2f} % of {overall.words} words")


if __name__ == "__main__":
    main()
