"""Where the window stands: fastened to a corner of a screen, so that it grows away from it.

Promise: `stand` never leaves the window off the screen, whatever the place and the size. Areas
are what a screen leaves free (without panels), in logical pixels.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPoint, QRect, QSize

MARGIN = 16
"""Distance from the corner at first."""


class Corner(StrEnum):
    TOP_LEFT = "top_left"
    TOP_RIGHT = "top_right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM_RIGHT = "bottom_right"

    @property
    def is_left(self) -> bool:
        return self in (Corner.TOP_LEFT, Corner.BOTTOM_LEFT)

    @property
    def is_top(self) -> bool:
        return self in (Corner.TOP_LEFT, Corner.TOP_RIGHT)


@dataclass(frozen=True, slots=True)
class Place:
    """How far the window's corner is from the same corner of its screen (`screen` "": the main
    one).
    """

    corner: Corner = Corner.TOP_RIGHT
    across: int = MARGIN
    down: int = MARGIN
    screen: str = ""


def stand(place: Place, size: QSize, area: QRect) -> QRect:
    """Where a window of this size stands, pushed back into the area where it would leave it."""
    width, height = size.width(), size.height()
    left = place.across if place.corner.is_left else area.width() - place.across - width
    top = place.down if place.corner.is_top else area.height() - place.down - height
    left = max(0, min(left, area.width() - width))
    top = max(0, min(top, area.height() - height))
    return QRect(area.topLeft() + QPoint(left, top), size)


def place_of(window: QRect, area: QRect, screen: str) -> Place:
    """The place of a window that was dragged here: fastened to the nearest corner."""
    is_left = window.center().x() < area.center().x()
    is_top = window.center().y() < area.center().y()
    across = window.left() - area.left() if is_left else area.right() - window.right()
    down = window.top() - area.top() if is_top else area.bottom() - window.bottom()
    return Place(_corner(is_left, is_top), max(0, across), max(0, down), screen)


def _corner(is_left: bool, is_top: bool) -> Corner:
    if is_top:
        return Corner.TOP_LEFT if is_left else Corner.TOP_RIGHT
    return Corner.BOTTOM_LEFT if is_left else Corner.BOTTOM_RIGHT
