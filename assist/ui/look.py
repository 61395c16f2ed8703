"""How a picture looks: where every line of text and every shape goes, in logical pixels.

A `Look` is only facts, so that it can be tested and painted; `assist.ui.arrange` makes it.
`mirrored` turns it round for a language that is written from right to left.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize

from assist.core.cards import Card, Hearing, Kind
from assist.core.words import Speaker
from assist.ui.fonts import Letters, Text
from assist.ui.options import Layout


class Control(StrEnum):
    """What an agent can press."""

    USED = "used"
    NOT_NOW = "not_now"
    WHY = "why"
    UNDO = "undo"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class View:
    """What the agent has unfolded or put away, and how the window is laid out."""

    layout: Layout = Layout.CARD
    are_notices_read: bool = False
    is_hovered: bool = False
    is_stack_open: bool = False
    is_why_open: bool = False
    muted: str = ""
    """What a prompt said that the agent never wants again, while that can be undone."""
    is_right_to_left: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; (x, y) is where its baseline begins."""

    text: Text
    words: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One side of the call: whose it is, and how its sound is. A thin bar where `side` is None."""

    speaker: Speaker
    hearing: Hearing
    side: QRectF | None
    state: QRectF


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the closing checklist."""

    is_done: bool
    box: QRectF


@dataclass(frozen=True, slots=True)
class Sign:
    """The shape of a kind: the card's own, or a smaller one of an earlier card."""

    kind: Kind
    box: QRectF


@dataclass(frozen=True, slots=True)
class Meter:
    """How loud one side is: `level` and `peak` are shares (0 to 1) of the box's width."""

    box: QRectF
    level: float
    peak: float


@dataclass(frozen=True, slots=True)
class Gauge:
    """The agent's pace on a line whose middle is their usual one: `at` from 0, slow, to 1."""

    box: QRectF
    at: float


@dataclass(frozen=True, slots=True)
class Look:
    """Everything to draw. `panel` is the sheet itself, `layers` are the edges of the cards under
    it, `rules` the hairlines between its parts, `stack` where a click unfolds the earlier cards.
    """

    size: QSize
    panel: QRectF
    radius: float
    scale: float
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    meters: tuple[Meter, ...] = ()
    gauge: Gauge | None = None
    steps: tuple[Step, ...] = ()
    kind: Kind | None = None
    urgent: bool = False
    glyph: QRectF | None = None
    controls: tuple[tuple[Control, QRect], ...] = ()
    note: QRectF | None = None
    pause: QRectF | None = None
    earlier: tuple[Sign, ...] = ()
    layers: tuple[Sign, ...] = ()
    rules: tuple[QRectF, ...] = ()
    stack: QRectF | None = None
    is_mirrored: bool = False

    def place_of(self, control: Control) -> QRect | None:
        """Where this can be pressed, None where it is not to be seen."""
        return next((place for one, place in self.controls if one is control), None)


def time_left(card: Card, at: float) -> float:
    """How much of the card's time is left at this moment of the call, from 1 to 0."""
    shown_for = card.leaves_at - card.shown_at
    if shown_for <= 0:
        return 0.0
    return min(1.0, max(0.0, (card.leaves_at - at) / shown_for))


def mirrored(look: Look, letters: Letters) -> Look:
    """The same, from right to left."""
    width = look.size.width()

    def turned(box: QRectF) -> QRectF:
        return QRectF(width - box.right(), box.y(), box.width(), box.height())

    def line(one: Line) -> Line:
        return replace(one, x=width - one.x - letters.wide(one.text, one.words))

    return replace(
        look,
        panel=turned(look.panel),
        lines=tuple(map(line, look.lines)),
        marks=tuple(
            replace(mark, side=_perhaps(turned, mark.side), state=turned(mark.state))
            for mark in look.marks
        ),
        meters=tuple(replace(meter, box=turned(meter.box)) for meter in look.meters),
        gauge=look.gauge and replace(look.gauge, box=turned(look.gauge.box)),
        steps=tuple(replace(step, box=turned(step.box)) for step in look.steps),
        glyph=_perhaps(turned, look.glyph),
        controls=tuple((one, turned(QRectF(at)).toRect()) for one, at in look.controls),
        note=_perhaps(turned, look.note),
        pause=_perhaps(turned, look.pause),
        earlier=tuple(replace(sign, box=turned(sign.box)) for sign in look.earlier),
        layers=tuple(replace(sign, box=turned(sign.box)) for sign in look.layers),
        rules=tuple(map(turned, look.rules)),
        stack=_perhaps(turned, look.stack),
        is_mirrored=True,
    )


def _perhaps(turned: Callable[[QRectF], QRectF], box: QRectF | None) -> QRectF | None:
    return None if box is None else turned(box)
