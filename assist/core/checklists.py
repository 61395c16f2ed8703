"""The checklists of one call: which one is up, and what of it the agent has done.

Items tick in any order and at any time of the call, also before their checklist is up: what was
said early need not be said again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assist.core.advice import Match
from assist.core.events import Opened, Ticked
from assist.core.phrasebank import Checklist, InPhase, Role
from assist.core.rulebook import Rulebook
from assist.core.signals import Phase
from assist.core.spans import spine

Row = tuple[str, bool]
"""An item as it is listed, and whether it is done."""


@dataclass(frozen=True, slots=True)
class _Place:
    """An item in its checklist."""

    checklist: str
    item: str
    show: str


class Checklists:
    """Follows the checklists of one call. It is told what the rules found, and asked for rows."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._done: set[str] = set()
        self._up = ""
        self.adopt(rulebook)

    def adopt(self, rulebook: Rulebook) -> None:
        """Go on with another rulebook; what is done stays done."""
        self._lists = {one.opens.id: one for one in rulebook.checklists}
        self._places = {
            item.ticks.id: _Place(one.id, item.id, item.show)
            for one in rulebook.checklists
            for item in one.items
        }

    def take(self, found: Sequence[Match], at: float) -> list[Opened | Ticked]:
        """What the rules found to be done or to come up, as events. Nothing is told twice."""
        events: list[Opened | Ticked] = []
        for match in found:
            name = match.prompt.id
            if match.prompt.role is Role.OPENS and name != self._up and name in self._lists:
                self._up = name
                events.append(Opened(at, self._lists[name].id))
            place = self._places.get(name)
            if place and name not in self._done:
                self._done.add(name)
                told = (place.checklist, place.item, place.show)
                events.append(Ticked(at, *told, match.because))
        return events

    def rows(self, phase: Phase | None) -> tuple[Row, ...]:
        """The checklist that is up; nothing where there is none, or its phase is over."""
        checklist = self._lists.get(self._up)
        if checklist is None or not _holds(checklist, phase):
            return ()
        return tuple((item.show, item.ticks.id in self._done) for item in checklist.items)


def _holds(checklist: Checklist, phase: Phase | None) -> bool:
    """Whether the call is still in the phase that the checklist is for."""
    phases = [one.phases for one in spine(checklist.opens.when) if isinstance(one, InPhase)]
    return all(phase in wanted for wanted in phases)
