"""A small call written down: who says what, and when. Examples and `assist try` are such calls.

    where is my refund                 one person says this

    customer: where is my refund       a dialogue: each line names its speaker; a line without
    agent: let me look                 one goes on with the line before
    [1m 30s] customer: well?           spoken at that moment of the call
    [2m]                               the call goes on until then

Words follow each other at an even pace, and each turn begins when the one before has ended and a
short pause has passed, unless its moment is written before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assist.core.problems import nearest
from assist.core.words import Speaker, Word

WORD_FOR = 0.3
"""Seconds that a word takes, about 200 words a minute."""

PAUSE = 0.7
"""Seconds between two turns."""

_MARK = r"\[\s*(?P<mark>[^\]]*)\]\s*"
_LINE = re.compile(rf"\s*(?:{_MARK})?(?P<who>[^\W\d_]+)\s*:(?:\s+(?P<words>.*))?\s*")
_REST = re.compile(_MARK)
_SECOND_SPEAKER = re.compile(r"\s(customer|agent)\s*:(\s|$)", re.IGNORECASE)
_MOMENT = re.compile(
    r"(?:(?P<m>\d{1,3})\s*m(?:in)?)?\s*(?:(?P<s>\d{1,5}(?:\.\d{1,3})?)\s*s(?:ec)?)?"
)
_CLOCK = re.compile(r"(?P<m>\d{1,3}):(?P<s>[0-5]\d)")
_LONGEST = 4 * 3600.0


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in one go. `start` is its moment in the call, where one is written."""

    speaker: Speaker
    text: str
    start: float | None = None


class TurnError(ValueError):
    """A dialogue that cannot be read: in which of its lines (from 0), what is wrong, the mend."""

    def __init__(self, row: int, what: str, mend: str) -> None:
        super().__init__(f"{what}. {mend}")
        self.row, self.what, self.mend = row, what, mend


def read_turns(text: str, speaker: Speaker) -> list[Turn]:
    """The turns of a text. One that names no speaker is spoken by `speaker`, in one go.

    Raises TurnError.
    """
    rows = [(row, line.strip()) for row, line in enumerate(text.splitlines()) if line.strip()]
    if not any(names_speaker(line) for _, line in rows):
        _refuse_slip(rows)
        return [Turn(speaker, " ".join(line for _, line in rows))]
    turns: list[Turn] = []
    for row, line in rows:
        found, rest = _LINE.fullmatch(line), _REST.fullmatch(line)
        if rest:
            turns.append(Turn(speaker, "", _later(row, rest["mark"], turns)))
        elif found:
            turns.append(_turn(row, found, turns))
        elif turns:
            last = turns.pop()
            turns.append(Turn(last.speaker, f"{last.text} {line}".strip(), last.start))
        else:
            raise TurnError(
                row,
                "the dialogue begins without a speaker",
                'Begin it with "customer:" or "agent:"',
            )
    return turns


def spoken(turns: Sequence[Turn], start: float = 0.0) -> list[tuple[Word, int]]:
    """Every word of a call in the order in which they end, each with the number of its turn."""
    words: list[tuple[Word, int]] = []
    at = start
    for number, turn in enumerate(turns):
        at = turn.start if turn.start is not None else at
        for text in turn.text.split():
            words.append((Word(turn.speaker, text, at, at + WORD_FOR), number))
            at += WORD_FOR
        at += PAUSE
    return sorted(words, key=lambda one: one[0].end)


def end_of(turns: Sequence[Turn]) -> float:
    """When the last word has been said, or the moment that is written behind it."""
    words = spoken(turns)
    marks = [turn.start for turn in turns if turn.start is not None]
    return max([*marks, *(word.end for word, _ in words)], default=0.0)


def placed(words: Sequence[tuple[Word, int]]) -> Iterator[tuple[Word, int, int]]:
    """Each word with its place in its speaker's call and the number of its turn."""
    places = dict.fromkeys(Speaker, 0)
    for word, turn in words:
        yield word, places[word.speaker], turn
        places[word.speaker] += 1


def names_speaker(line: str) -> bool:
    """Whether the line begins as one of a dialogue."""
    found = _LINE.fullmatch(line)
    return found is not None and found["who"].lower() in list(Speaker)


def _refuse_slip(rows: Sequence[tuple[int, str]]) -> None:
    """A text with no speaker in it whose every line seems to begin with one: a slip of the pen."""
    for row, line in rows:
        found = _LINE.fullmatch(line)
        close = nearest(found["who"].lower(), list(Speaker), "") if found else ""
        if found and (close or found["mark"] is not None):
            raise _not_on_the_call(row, found["who"])


def _turn(row: int, found: re.Match[str], before: Sequence[Turn]) -> Turn:
    who = found["who"].lower()
    if who not in list(Speaker):
        raise _not_on_the_call(row, found["who"])
    words = found["words"] or ""
    if _SECOND_SPEAKER.search(f" {words}"):
        mend = 'Write the example as "- |" and each speaker on a line of their own below it'
        raise TurnError(row, "two speakers stand on one line", mend)
    start = None if found["mark"] is None else _later(row, found["mark"], before)
    return Turn(Speaker(who), words, start)


def _not_on_the_call(row: int, who: str) -> TurnError:
    mend = nearest(who.lower(), list(Speaker), 'Begin the line with "customer:" or "agent:"')
    return TurnError(row, f'"{who}" is not on the call', mend)


def _later(row: int, mark: str, before: Sequence[Turn]) -> float:
    """The moment that a mark names, where it is not before those above it."""
    start = _moment(row, mark)
    if start < max((turn.start for turn in before if turn.start is not None), default=0.0):
        raise TurnError(row, f"[{mark}] is before the line above", "Write later moments below")
    return start


def _moment(row: int, mark: str) -> float:
    found = _CLOCK.fullmatch(mark.strip()) or _MOMENT.fullmatch(mark.strip())
    at = 60 * float(found["m"] or 0) + float(found["s"] or 0) if found and mark.strip() else -1.0
    if not 0 <= at <= _LONGEST:
        raise TurnError(row, f"[{mark}] is not a moment of a call", "Write it as [12s] or [1m 30s]")
    return at
