"""Between two calls: at most one line for the agent, in the quiet after a call.

After a hard call, a moment in which a customer thanked them comes back. After several calls about
the same, a line says that the next caller hears it for the first time. Rarely, one of the lines
that a team lead wrote in recognition. All of it goes by counts of prompts, never by a feeling.
"""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assist.core.cards import Card, Kind, Priority
from assist.core.words import Speaker

HARD = 3
"""Cards of the kind `calm`, or urgent ones, that make a call a hard one."""

ALIKE = 4
"""Calls in a row with a prompt of the same topic, after which fresh ears are wished for."""

RARELY = 12
"""Calls from one line of recognition to the next."""

_ABOUT = (Kind.EMPATHY, Kind.NEXT_STEP, Kind.CUE, Kind.CLARITY)
"""Kinds of prompt that say what a call was about, where the customer's words brought them up."""


class Quiet(StrEnum):
    """What a line between calls is for."""

    AFTER_A_HARD_CALL = "after_a_hard_call"
    FRESH_EARS = "fresh_ears"
    RECOGNITION = "recognition"


Lines = Mapping[Quiet, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Thanks:
    """A customer's thanks of another time: the day, as the agent would say it, and the words if
    they were kept.
    """

    day: str
    words: str = ""


class Between:
    """Follows one agent's calls, and says which line stands behind each; mostly none."""

    def __init__(self) -> None:
        self._topics: deque[frozenset[str]] = deque(maxlen=ALIKE)
        self._since_recognition = 0
        self._told: Counter[Quiet] = Counter()

    def after(self, cards: Sequence[Card], lines: Lines, thanks: Thanks | None) -> str:
        """The line after a call in which these cards showed. `thanks` is one that may come back."""
        self._topics.append(_topics(cards))
        self._since_recognition += 1
        if is_hard(cards) and thanks and lines.get(Quiet.AFTER_A_HARD_CALL):
            return _with_thanks(self._next(Quiet.AFTER_A_HARD_CALL, lines), thanks)
        if self._are_alike() and lines.get(Quiet.FRESH_EARS):
            self._topics.clear()
            return self._next(Quiet.FRESH_EARS, lines)
        if self._since_recognition >= RARELY and lines.get(Quiet.RECOGNITION):
            self._since_recognition = 0
            return self._next(Quiet.RECOGNITION, lines)
        return ""

    def _next(self, quiet: Quiet, lines: Lines) -> str:
        """The lines for this take turns."""
        line = lines[quiet][self._told[quiet] % len(lines[quiet])]
        self._told[quiet] += 1
        return line

    def _are_alike(self) -> bool:
        return len(self._topics) == ALIKE and bool(frozenset.intersection(*self._topics))


def is_hard(cards: Sequence[Card]) -> bool:
    """Whether so many calm or urgent cards showed in the call."""
    pressing = [one for one in cards if one.kind is Kind.CALM or one.priority is Priority.URGENT]
    return len(pressing) >= HARD


def _topics(cards: Sequence[Card]) -> frozenset[str]:
    return frozenset(
        one.bank
        for one in cards
        if one.kind in _ABOUT and one.because.speaker is Speaker.CUSTOMER and one.because.words
    )


def _with_thanks(line: str, thanks: Thanks) -> str:
    """The line with the day; the words in square brackets are left out where none were kept."""
    before, opened, rest = line.partition("[")
    part, closed, behind = rest.partition("]")
    if opened and closed:
        line = before + (part if thanks.words else "") + behind
    return line.replace("{day}", thanks.day).replace("{thanks}", thanks.words)
