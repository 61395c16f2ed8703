"""Weighing: words that speak for a kind of prompt, or against it, added up over one breath.

A phrase of a few words is right or wrong; what a customer means is often spread over a whole
sentence, in words of which none says it alone. Phrasebanks say what such words count (`weights`),
and everything the customer says in one breath is added up, each phrase once. It is arithmetic that
can be read back word by word, and nothing else.

A point is a tenth of a natural logarithm of odds: 0 is even, 10 is nearly three to one, 20 seven.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, inf

from assist.core.fold import fold
from assist.core.words import Word

PAUSE = 0.4
"""Seconds without a word of the customer behind which their breath is weighed."""

SURE = 20
"""Points beyond what is asked for that no pause is waited for: it is hardly unsaid again."""

BREATH = 2.5
"""Seconds without a word of the customer behind which another breath begins."""

AGAINST = -5
"""Points of the words alone under which they speak against a prompt."""

LONGEST = 3
"""Folded words of the longest phrase that is weighed."""

SHORTEST_HEAD = 3
"""Letters that an open-ended word must begin with."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What words count for or against one thing, as one phrasebank has it.

    `points` go by folded phrases of one to `LONGEST` words, the last of which may be open-ended
    ("cancel*"), and by shared lists of such phrases ("{anger}"), which are in `lists` by their names.
    `begins_at` are the points before a word is said; None: this phrasebank does not say.
    """

    name: str
    points: Mapping[str, int]
    begins_at: int | None = None
    line: int = 0
    """Where they are written in their file."""
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()
    """Phrases that count by themselves only, not by the lists that they are in."""

    def phrases(self) -> Iterator[tuple[str, str]]:
        """Every folded phrase that counts, and what its points go by: itself, or its list."""
        for told in self.points:
            for phrase in self.lists[told[1:-1]] if is_list(told) else (told,):
                yield phrase, told


@dataclass(frozen=True, slots=True)
class Counted:
    """A phrase that was said and counts, or a list of which something was said."""

    told: str
    """The folded phrase, or the list in curly brackets."""
    points: int
    words: tuple[Word, ...]
    """The words that were heard for it."""

    def __str__(self) -> str:
        """What counts and how much; of a list, what was said too: "furious {anger} +12"."""
        said = f"{self.said} " if is_list(self.told) else ""
        return f"{said}{self.told} {self.points:+}"

    @property
    def said(self) -> str:
        """The words that were heard for it, in a row."""
        return " ".join(word.text for word in self.words)


def is_list(told: str) -> bool:
    """Whether points go by a list ("{anger}") and not by a phrase."""
    return told.startswith("{")


def joined(every: Iterable[Weights]) -> dict[str, Weights]:
    """The weights of all phrasebanks by name: what a later one says goes before the earlier.

    So a phrase that a later one weighs counts no more by the lists of the earlier ones.
    """
    found: dict[str, Weights] = {}
    for one in every:
        before = found.get(one.name, Weights(one.name, {}))
        again = one.points.keys() if before.lists else ()
        found[one.name] = Weights(
            one.name,
            {**before.points, **one.points},
            before.begins_at if one.begins_at is None else one.begins_at,
            lists={**before.lists, **one.lists},
            alone=before.alone.union(told for told in again if not is_list(told)),
        )
    return found


class Scales:
    """All weights of a rulebook, ready to be asked what a phrase counts."""

    def __init__(self, every: Iterable[Weights]) -> None:
        self.weights = joined(every)
        self._told: dict[str, set[str]] = {}
        self._points: dict[str, list[tuple[str, int]]] = {}
        self._alone: dict[str, set[str]] = {}
        for one in self.weights.values():
            for phrase, told in one.phrases():
                self._told.setdefault(phrase, set()).add(told)
            for told, points in one.points.items():
                self._points.setdefault(told, []).append((one.name, points))
            for phrase in one.alone:
                self._alone.setdefault(phrase, set()).add(one.name)
        heads = [phrase for phrase in self._told if phrase.endswith("*")]
        self._lengths = sorted({len(head.rpartition(" ")[2]) - 1 for head in heads})

    def counts(self, tokens: Sequence[str]) -> Iterator[tuple[str, str, int, int]]:
        """What the phrases count that end with the last token.

        Each as the weights that it counts for, what its points go by, the points, and how many
        tokens it has.
        """
        for first in range(max(0, len(tokens) - LONGEST), len(tokens)):
            phrases = [one for one in self._forms(tokens[first:]) if one in self._told]
            alone = set().union(*(self._alone.get(one, ()) for one in phrases))
            for told in sorted(set().union(*(self._told[one] for one in phrases))):
                for name, points in self._points[told]:
                    if not (name in alone and is_list(told)):
                        yield name, told, points, len(tokens) - first

    def _forms(self, tokens: Sequence[str]) -> Iterator[str]:
        """The words as a phrase, and with every beginning of the last of them that is asked for."""
        phrase, last = " ".join(tokens), tokens[-1]
        yield phrase
        for length in self._lengths:
            if length <= len(last):
                yield f"{phrase[: len(phrase) - len(last) + length]}*"


class Breath:
    """What one customer says in one breath, weighed as it grows. Times are seconds of call time."""

    def __init__(self, scales: Scales) -> None:
        self.scales = scales
        self._sounded = -inf
        self._begin()

    def _begin(self) -> None:
        self.words: list[Word] = []
        self._tokens: list[tuple[str, Word]] = []
        self._counted: dict[str, dict[str, Counted]] = {}
        self._sums: dict[str, int] = {}

    @property
    def due(self) -> float:
        """When it is to be weighed, if nothing more is said; never before a word."""
        return max(self.words[-1].end, self._sounded) + PAUSE if self.words else inf

    def sounding(self, until: float) -> None:
        """The customer is heard to speak, whatever it is, as far as that moment."""
        self._sounded = max(self._sounded, until)

    def hear(self, word: Word) -> None:
        """Take the customer's next word; behind a long pause it begins another breath."""
        if self.words and word.start - self.words[-1].end > BREATH:
            self._begin()
        self.words.append(word)
        for token in fold(word.text):
            self._tokens = [*self._tokens[1 - LONGEST :], (token, word)]
            for name, told, points, long in self.scales.counts([one for one, _ in self._tokens]):
                counted = self._counted.setdefault(name, {})
                if told not in counted:
                    heard = [word for _, word in self._tokens[-long:]]
                    counted[told] = Counted(told, points, tuple(dict.fromkeys(heard)))
                    self._sums[name] = self._sums.get(name, 0) + points

    def correct(self, final: Sequence[Word]) -> None:
        """Take an utterance as it was heard in the end, in the place of what had settled of it."""
        earlier = [word for word in self.words if word.end <= final[0].start]
        self._begin()
        for word in (*earlier, *final):
            self.hear(word)

    def counted(self, name: str) -> list[Counted]:
        """What counts for or against it, in the order in which it was said."""
        return list(self._counted.get(name, {}).values())

    def quoted(self, chosen: Iterable[Counted]) -> str:
        """The words that were heard for these, in their order; "…" stands for what is between."""
        telling = {word for one in chosen for word in one.words}
        text, gap = "", False
        for word in self.words:
            if word in telling:
                text += (" … " if gap else " ") * bool(text) + word.text
            gap = word not in telling
        return text

    def points(self, name: str) -> int | None:
        """What the breath weighs by these weights; nothing where there are none of that name."""
        weights = self.scales.weights.get(name)
        if weights is None:
            return None
        return (weights.begins_at or 0) + self.words_alone(name)

    def words_alone(self, name: str) -> int:
        """What the words said count together; under `AGAINST` they speak against it."""
        return self._sums.get(name, 0)


def chance(points: int) -> int:
    """The points as a score from 0 to 100: how likely they make it."""
    return round(100 / (1 + exp(-points / 10)))
