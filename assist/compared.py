"""Two versions of the phrasebanks on the same call: which prompts came, went, moved or changed.

A prompt counts as the same showing where both versions show it within a few seconds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assist.core.cards import Card
from assist.core.events import Event, Shown

SAME_WITHIN = 10.0
"""Seconds between two showings of a prompt that are taken for one and the same."""

_MOVED_BY = 0.5


class Change(StrEnum):
    """What became of one showing, as seen from the version before."""

    GAINED = "gained"
    LOST = "lost"
    MOVED = "moved"
    REWORDED = "reworded"

    @property
    def sign(self) -> str:
        """As a report marks it."""
        return {"gained": "+", "lost": "−", "moved": "↔", "reworded": "✎"}[self.value]


@dataclass(frozen=True, slots=True)
class Difference:
    """One showing that differs. `before` is missing where it is gained, `now` where it is lost."""

    at: float
    change: Change
    before: Card | None
    now: Card | None

    @property
    def card(self) -> Card:
        """The card as it is now, or as it was."""
        card = self.now or self.before
        assert card is not None
        return card

    @property
    def later_by(self) -> float:
        """Seconds by which it comes later now; below zero for earlier."""
        return self.now.shown_at - self.before.shown_at if self.now and self.before else 0.0


def differences(now: Iterable[Event], before: Iterable[Event]) -> list[Difference]:
    """What differs between two followings of one call, in time order."""
    new, old = _showings(now), _showings(before)
    found = [
        difference
        for prompt in new.keys() | old.keys()
        for difference in _compared(new.get(prompt, []), old.get(prompt, []))
    ]
    return sorted(found, key=lambda one: (one.at, one.card.prompt))


def _showings(events: Iterable[Event]) -> dict[str, list[Card]]:
    showings: dict[str, list[Card]] = {}
    for event in events:
        if isinstance(event, Shown):
            showings.setdefault(event.card.prompt, []).append(event.card)
    return showings


def _compared(now: Sequence[Card], before: Sequence[Card]) -> Iterator[Difference]:
    """The showings of one prompt: each of now beside the nearest of before that is still free."""
    free = list(before)
    for card in now:
        same = min(free, key=lambda one: abs(one.shown_at - card.shown_at), default=None)
        if same is None or abs(same.shown_at - card.shown_at) > SAME_WITHIN:
            yield Difference(card.shown_at, Change.GAINED, None, card)
            continue
        free.remove(same)
        if (card.show, card.detail, card.kind) != (same.show, same.detail, same.kind):
            yield Difference(card.shown_at, Change.REWORDED, same, card)
        elif abs(card.shown_at - same.shown_at) > _MOVED_BY:
            yield Difference(card.shown_at, Change.MOVED, same, card)
    for card in free:
        yield Difference(card.shown_at, Change.LOST, card, None)
