"""Where the agent put the window, for each arrangement of monitors: at the office, at home.

Plain facts: a settings file can hold `Places.as_plain()` and give it back to `from_plain`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QRect

from assist.ui.place import MARGIN, Corner, Place

SNAP, FLUSH = 26, 8
"""Dropped this near to an edge (logical pixels), it goes to the usual distance from it, or onto
it."""


@dataclass(frozen=True, slots=True)
class Monitor:
    """One screen: its name, and where it lies on the desktop, in logical pixels."""

    name: str
    area: QRect

    def __str__(self) -> str:
        area = self.area
        return f"{self.name} {area.width()}x{area.height()}{area.x():+}{area.y():+}"


def arrangement(monitors: Sequence[Monitor]) -> str:
    """These monitors as one name, the same whatever order they are told in."""
    return ", ".join(sorted(map(str, monitors)))


@dataclass(frozen=True)
class Places:
    """The place in each arrangement; `latest` is for one that was never seen."""

    latest: Place = field(default_factory=Place)
    known: Mapping[str, Place] = field(default_factory=dict)

    def at(self, monitors: str) -> Place:
        return self.known.get(monitors, self.latest)

    def put(self, place: Place, monitors: str) -> "Places":
        """The same, with the window put here."""
        return Places(place, {**self.known, monitors: place})

    def as_plain(self) -> dict[str, dict[str, str | int]]:
        """For a settings file: one table for each arrangement, "" for the latest place."""
        return {name: _plain(place) for name, place in [("", self.latest), *self.known.items()]}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Mapping[str, Any]]) -> "Places":
        """Raises ValueError, KeyError or TypeError where a table is none of ours."""
        known = {name: _place(table) for name, table in plain.items()}
        return cls(known.pop("", Place()), known)


def snapped(place: Place) -> Place:
    """The same, drawn to an edge that it nearly touches."""
    across, down = _to_edge(place.across), _to_edge(place.down)
    return Place(place.corner, across, down, place.screen)


def _to_edge(distance: int) -> int:
    if distance < FLUSH:
        return 0
    return MARGIN if distance < SNAP else distance


def _plain(place: Place) -> dict[str, str | int]:
    return {
        "corner": place.corner.value,
        "across": place.across,
        "down": place.down,
        "screen": place.screen,
    }


def _place(table: Mapping[str, Any]) -> Place:
    return Place(
        Corner(table["corner"]),
        max(0, int(table["across"])),
        max(0, int(table["down"])),
        str(table.get("screen", "")),
    )
