"""The transcript of one side: a recogniser's changing belief settles into words.

A word settles when it has stood unchanged in the partial results for a moment, or when the
utterance ends; from then on its text is a fact. Where a later result disagrees with what has
settled, the settled words stay and the rest of the new result goes on behind them. The final
result is kept beside them, so that what settled wrongly can still be read rightly.
"""

from dataclasses import dataclass, field

from assist.core.words import Heard, Speaker, Word

SETTLES_AFTER = 0.05
"""How long a word that others follow must have stood unchanged, in seconds."""

LAST_SETTLES_AFTER = 0.15
"""The same for the last word: the next sounds may still turn "you" into "uniform". What more or
less of either costs, in delay and in wrong words, `tests/bench/bench_settling.py` measures."""

_ARRIVES_AFTER = 0.22
"""How long after its end a word appears in partial results, in the median of the same
measurement: the estimate of a word's time until the final result gives the true one."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What one `Heard` settled.

    `words` are new. `first` is the place of the first of them in this side's call. `corrected`
    holds the true (start, end) of words of this utterance that had settled with estimated times,
    by their place. It and `final`, the whole utterance as it was heard in the end, are filled
    when the utterance ends; `misheard` are the places in `final` that had settled otherwise.
    """

    words: tuple[Word, ...] = ()
    first: int = 0
    corrected: dict[int, tuple[float, float]] = field(default_factory=dict)
    ended: bool = False
    final: tuple[Word, ...] = ()
    misheard: frozenset[int] = frozenset()


class Transcript:
    """One speaker's words, in order, each settled once."""

    def __init__(
        self,
        speaker: Speaker,
        settles_after: float = SETTLES_AFTER,
        last_settles_after: float = LAST_SETTLES_AFTER,
    ) -> None:
        self.speaker = speaker
        self._settles_after = settles_after
        self._last_settles_after = last_settles_after
        self._count = 0
        self._spoken_until = 0.0
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
        ended = self._ended(heard, new, first)
        if ended.final:
            self._spoken_until = ended.final[-1].end
        self._utterance.clear()
        self._tail.clear()
        return ended

    def _ended(self, heard: Heard, new: list[Word], first: int) -> Settled:
        """The utterance's end: the true times of its words, and the words as heard in the end."""
        settled = [word.text for word in self._utterance]
        began = self._count - len(settled)
        pairs = _pairs(settled, heard.words)
        right = {nth for place, nth in pairs if settled[place] == heard.words[nth]}
        if not heard.times:
            return Settled(tuple(new), first, ended=True, final=tuple(self._utterance))
        corrected = {
            began + place: heard.times[nth] for place, nth in pairs if began + place < first
        }
        final = tuple(
            Word(self.speaker, text, *times)
            for text, times in zip(heard.words, heard.times, strict=True)
        )
        misheard = frozenset(range(len(final))) - right
        return Settled(tuple(new), first, corrected, True, final, misheard)

    def _settle(self, tail: tuple[str, ...], at: float) -> list[Word]:
        held: list[tuple[str, float]] = []
        same = True
        for place, text in enumerate(tail):
            before = self._tail[place] if place < len(self._tail) else None
            same = same and before is not None and before[0] == text
            held.append((text, before[1] if same and before is not None else at))
        new: list[Word] = []
        for place, (text, since) in enumerate(held, 1):
            last = place == len(held)
            needed = self._last_settles_after if last else self._settles_after
            if at - since < needed - 1e-6:
                break
            new.append(self._estimated(text, since, new))
        self._tail = held[len(new) :]
        return new

    def _estimated(self, text: str, since: float, new: list[Word]) -> Word:
        """A word that appeared at `since`: behind the word before it, and never ahead of the sound."""
        before = new[-1] if new else self._utterance[-1] if self._utterance else None
        earliest = min(since, before.end if before else self._spoken_until)
        end = min(since, max(earliest + 0.02, since - _ARRIVES_AFTER))
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
