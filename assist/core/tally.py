"""What an agent is told after a call: its length, what showed and was used. Never a judgement."""

from dataclasses import dataclass, field

from assist.core.cards import Answer, Card, Summary
from assist.core.events import Answered, Event, Shown

SHORTEST = 15.0
"""Seconds: of a call shorter than that there is nothing to tell."""


@dataclass(slots=True)
class Tally:
    """Counts through one call. A card counts once, however often it is answered."""

    cards: list[Card] = field(default_factory=list)
    """Those that showed, in order."""
    _shown: set[int] = field(default_factory=set)
    _used: set[int] = field(default_factory=set)

    def note(self, event: Event) -> None:
        match event:
            case Shown(card=card):
                self._shown.add(card.serial)
                self.cards.append(card)
            case Answered(card=card, answer=Answer.USED):
                self._used.add(card.serial)
            case _:
                pass

    def summary(
        self, lasted: float, checklist: tuple[tuple[str, bool], ...] = ()
    ) -> Summary | None:
        """None of a call that was too short for one."""
        if lasted < SHORTEST:
            return None
        return Summary(lasted, len(self._shown), len(self._used), checklist)
