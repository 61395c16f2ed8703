"""The transcript of one side: a recogniser's changing belief settles into words.

A word settles when it has stood unchanged in the partial results for a moment, or when the
utterance ends; from then on its text is a fact. Where a later result disagrees with what has
settled, the settled words stay and the rest of the new result goes on behind them.
"""

from dataclasses import dataclass, field

from assist.core.words import Heard, Speaker, Word

SETTLES_AFTER = 0.1
"""How long a word must have stood unchanged, in seconds. With 50 ms blocks and the bundled
model, `tests/bench/settling.py` shows what more or less of it costs in delay and wrong words."""

_ARRIVES_AFTER = 0.22
"""How long after its end a word appears in partial results, in the median of the same
measurement: the estimate of a word's time until the final result gives the true one."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What one `Heard` settled.

    `words` are new. `first` is the place of the first of them in this side's call. `corrected`
    holds the true (start, end) of words of this utterance that had settled with estimated times,
    by their place; it is filled when the utterance ends.
    """

    words: tuple[Word, ...] = ()
    first: int = 0
    corrected: dict[int, tuple[float, float]] = field(default_factory=dict)
    ended: bool = False


class Transcript:
    """One speaker's words, in order, each settled once."""

    def __init__(self, speaker: Speaker, settles_after: float = SETTLES_AFTER) -> None:
        self.speaker = speaker
        self.heard_until = 0.0
        self._settles_after = settles_after
        self._count = 0
        self._utterance: list[Word] = []
        self._tail: list[tuple[str, float]] = []

    @property
    def utterance(self) -> tuple[Word, ...]:
        """The settled words of the utterance that is being spoken."""
        return tuple(self._utterance)

    @property
    def speaking(self) -> bool:
        """Whether an utterance has begun and not ended."""
        return bool(self._utterance or self._tail)

    def hear(self, heard: Heard) -> Settled:
        """Take the recogniser's newest belief; give back what settled through it."""
        self.heard_until = max(self.heard_until, heard.at)
        covered = _covered([word.text for word in self._utterance], heard.words)
        first = self._count
        if heard.final:
            new = self._end(heard, covered)
        else:
            new = self._settle(heard.words[covered:], heard.at)
        self._count += len(new)
        self._utterance.extend(new)
        if not heard.final:
            return Settled(tuple(new), first)
        corrected = self._correct(heard, first) if heard.times else {}
        self._utterance.clear()
        self._tail.clear()
        return Settled(tuple(new), first, corrected, ended=True)

    def _settle(self, tail: tuple[str, ...], at: float) -> list[Word]:
        held: list[tuple[str, float]] = []
        same = True
        for place, text in enumerate(tail):
            before = self._tail[place] if place < len(self._tail) else None
            same = same and before is not None and before[0] == text
            held.append((text, before[1] if same and before is not None else at))
        new: list[Word] = []
        for text, since in held:
            if at - since < self._settles_after - 1e-6:
                break
            new.append(self._estimated(text, since, new))
        self._tail = held[len(new) :]
        return new

    def _estimated(self, text: str, since: float, new: list[Word]) -> Word:
        before = new[-1] if new else self._utterance[-1] if self._utterance else None
        earliest = before.end if before else 0.0
        end = max(earliest + 0.02, since - _ARRIVES_AFTER)
        start = max(earliest, end - 0.08 - 0.05 * len(text))
        return Word(self.speaker, text, start, end)

    def _end(self, heard: Heard, covered: int) -> list[Word]:
        new: list[Word] = []
        for place in range(covered, len(heard.words)):
            if heard.times:
                start, end = heard.times[place]
                new.append(Word(self.speaker, heard.words[place], start, end))
            else:
                new.append(self._estimated(heard.words[place], heard.at, new))
        return new

    def _correct(self, heard: Heard, first: int) -> dict[int, tuple[float, float]]:
        """The true times of the words that had settled before this final result."""
        settled = [word.text for word in self._utterance]
        start_of = self._count - len(settled)
        corrected: dict[int, tuple[float, float]] = {}
        for place, nth in _pairs(settled, heard.words):
            if start_of + place < first:
                corrected[start_of + place] = heard.times[nth]
        return corrected


def _costs(settled: list[str], heard: tuple[str, ...]) -> list[list[int]]:
    """Levenshtein's table of words: row i, column j is the distance of the first i and first j."""
    table = [list(range(len(heard) + 1))]
    for i, word in enumerate(settled, 1):
        row = [i]
        above = table[-1]
        for j, other in enumerate(heard, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (word != other)))
        table.append(row)
    return table


def _covered(settled: list[str], heard: tuple[str, ...]) -> int:
    """How many words of `heard` the settled ones stand for: the best cut, by edit distance."""
    count = len(settled)
    if tuple(settled) == heard[:count]:
        return count
    last = _costs(settled, heard)[-1]
    return min(range(len(last)), key=lambda cut: (last[cut], abs(cut - count)))


def _pairs(settled: list[str], heard: tuple[str, ...]) -> list[tuple[int, int]]:
    """Which settled word is which heard one, along the cheapest alignment."""
    table = _costs(settled, heard)
    i, j = len(settled), len(heard)
    j = min(range(j + 1), key=lambda cut: (table[i][cut], abs(cut - i)))
    pairs: list[tuple[int, int]] = []
    while i and j:
        if table[i][j] == table[i - 1][j - 1] + (settled[i - 1] != heard[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif table[i][j] == table[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]
