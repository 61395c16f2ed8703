"""Written calls as words with times: transcripts as JSON lines, one utterance each, or plain texts
in which each line says who speaks.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assist.core.turns import TurnError, end_of, names_speaker, read_turns, spoken
from assist.core.words import Speaker, Word
from assist.faults import Fault

_SHAPE = '{"speaker": "customer", "start": 10.9, "end": 12.0, "text": "where is my refund"}'


@dataclass(frozen=True, slots=True)
class WrittenUtterance:
    """What one side said between two pauses. `start` is the first word's, `end` the last one's.

    One without words says only that the call goes on until then.
    """

    speaker: Speaker
    start: float
    end: float
    words: tuple[Word, ...]


def read_transcript(path: Path) -> list[WrittenUtterance]:
    """The utterances of a transcript, by their beginnings.

    Words without times of their own share the utterance's time by their length; those of a plain
    text follow each other at an even pace. Raises Fault with the line for what cannot be read.
    """
    text = _text(path)
    if path.suffix.lower() == ".txt":
        return _dialogue(text, path)
    utterances: list[WrittenUtterance] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            utterances.append(_utterance(line, f"{path}:{number}"))
    return sorted(utterances, key=lambda one: (one.start, one.end))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fault(str(path), "this is not a text in UTF-8", "save it as UTF-8") from error
    except OSError as error:
        raise Fault(str(path), error.strerror or "it cannot be read", "check the path") from error


def _dialogue(text: str, path: Path) -> list[WrittenUtterance]:
    """The turns of a plain text, in the way in which the examples of a phrasebank are written."""
    if not any(map(names_speaker, text.splitlines())):
        mend = 'begin each line with "customer:" or "agent:"'
        raise Fault(str(path), "no line says who speaks", mend)
    try:
        turns = read_turns(text, Speaker.CUSTOMER)
    except TurnError as error:
        mend = error.mend[:1].lower() + error.mend[1:].removesuffix("?")
        raise Fault(f"{path}:{error.row + 1}", error.what, mend) from error
    words: dict[int, list[Word]] = {}
    for word, number in spoken(turns):
        words.setdefault(number, []).append(word)
    said = [
        WrittenUtterance(turns[number].speaker, held[0].start, held[-1].end, tuple(held))
        for number, held in words.items()
    ]
    end = end_of(turns)
    return [*said, WrittenUtterance(Speaker.CUSTOMER, end, end, ())]


def in_time_order(utterances: list[WrittenUtterance]) -> Iterator[tuple[Word, bool]]:
    """Every word of a call by its end, each with whether it ends an utterance."""
    words = [
        (word, number == len(one.words))
        for one in utterances
        for number, word in enumerate(one.words, 1)
    ]
    yield from sorted(words, key=lambda pair: pair[0].end)


def spread(speaker: Speaker, text: str, start: float, end: float) -> tuple[Word, ...]:
    """Words that share the time from `start` to `end` by their number of letters."""
    words = text.split()
    total = sum(len(word) + 1 for word in words)
    spoken: list[Word] = []
    at = start
    for word in words:
        until = at + (end - start) * (len(word) + 1) / total
        spoken.append(Word(speaker, word, at, until))
        at = until
    return tuple(spoken)


def _utterance(line: str, where: str) -> WrittenUtterance:
    try:
        found = json.loads(line)
        speaker = Speaker(found["speaker"])
        start, end = _seconds(found["start"]), _seconds(found["end"])
        if end < start:
            raise ValueError("it ends before it starts")
        return WrittenUtterance(speaker, start, end, _words(found, speaker, start, end))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
        raise Fault(where, f"this is not an utterance ({what})", f"write it as {_SHAPE}") from error


def _words(found: dict[str, Any], speaker: Speaker, start: float, end: float) -> tuple[Word, ...]:
    if "words" in found:
        return tuple(
            Word(speaker, str(one["text"]), _seconds(one["start"]), _seconds(one["end"]))
            for one in found["words"]
        )
    return spread(speaker, str(found["text"]), start, end)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{value!r} is not a time in seconds")
    if not math.isfinite(value) or value < 0:
        raise ValueError(f"{value!r} is not a time in a call")
    return float(value)
