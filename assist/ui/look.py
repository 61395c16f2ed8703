"""How a picture looks: where every line of text and every shape goes, in logical pixels.

Promise: no line is wider than its place, no two of them overlap, and everything lies inside
`Look.size`. The same picture at the same text size always looks the same. The size of text
scales everything, so that at 200 % a card has the same lines as at 100 %.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil

from PySide6.QtCore import QRect, QRectF, QSize

from assist.core.cards import Because, Card, Hearing, Kind, Picture, Priority
from assist.core.words import Speaker
from assist.ui.fonts import Letters, Text
from assist.ui.strings import KINDS, SIDES, USED, said
from assist.ui.text import ELLIPSIS, balanced, ending, fit, plain

CARD_WIDTH = 420.0
NOTICE_WIDTH = 330.0
STRIPE = 5.0
LEFT, RIGHT, TOP, BOTTOM = 22.0, 18.0, 14.0, 13.0
GLYPH = 18.0
BUTTON = 26.0
GAP = 10.0
HEADLINE_LINES, DETAIL_LINES, QUOTE_LINES, NOTICE_LINES = 4, 2, 2, 8
RADIUS = 14.0
PILL_HEIGHT = 20.0
SIDE, STATE = 13.0, 10.0
HEARD_WORDS = 200
"""Characters of a quote that are looked at: its end is what met the pattern."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; (x, y) is where its baseline begins."""

    text: Text
    words: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One side of the call: whose it is, and how its sound is."""

    speaker: Speaker
    hearing: Hearing
    side: QRectF
    state: QRectF


@dataclass(frozen=True, slots=True)
class Look:
    """Everything to draw. Without a card, `kind`, `glyph` and the buttons' places are None."""

    size: QSize
    radius: float
    scale: float
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    kind: Kind | None = None
    urgent: bool = False
    glyph: QRectF | None = None
    used: QRect | None = None
    not_now: QRect | None = None
    note: QRectF | None = None


def arrange(picture: Picture, letters: Letters, folded: bool = False) -> Look:
    """`folded`: the agent has read the notices and put them away."""
    if picture.card is not None:
        return _card(picture.card, picture, letters)
    if picture.notices and not folded:
        return _notices(picture, letters)
    return _pill(picture, letters)


def time_left(card: Card, at: float) -> float:
    """How much of the card's time is left at this moment of the call, from 1 to 0."""
    shown_for = card.leaves_at - card.shown_at
    if shown_for <= 0:
        return 0.0
    return min(1.0, max(0.0, (card.leaves_at - at) / shown_for))


def _card(card: Card, picture: Picture, letters: Letters) -> Look:
    s = letters.scale
    left, width = LEFT * s, (CARD_WIDTH - LEFT - RIGHT) * s
    glyph = QRectF(left, TOP * s, GLYPH * s, GLYPH * s)
    marks = _marks(picture, (CARD_WIDTH - RIGHT) * s, glyph.center().y(), s)
    label = _beside(glyph, said(KINDS[card.kind]).upper(), marks[0].side.left(), letters)
    block = _Block(letters, left, glyph.bottom() + GAP * s)
    block.add(Text.HEADLINE, balanced, plain(card.show), width, HEADLINE_LINES)
    if detail := plain(card.detail):
        block.skip(8 * s)
        block.add(Text.DETAIL, fit, detail, width, DETAIL_LINES)
    block.skip(GAP * s)
    used, not_now = _buttons(letters, block.y)
    block.add_quote(card.because, used.left() - 14 * s - left, BUTTON * s)
    return Look(
        size=QSize(ceil(CARD_WIDTH * s), ceil(block.y + BOTTOM * s)),
        radius=RADIUS * s,
        scale=s,
        lines=(label, *block.lines),
        marks=marks,
        kind=card.kind,
        urgent=card.priority is Priority.URGENT,
        glyph=glyph,
        used=used,
        not_now=not_now,
    )


def _notices(picture: Picture, letters: Letters) -> Look:
    s = letters.scale
    pad = 14 * s
    marks = _marks(picture, NOTICE_WIDTH * s - pad, pad + STATE * s / 2, s)
    note = QRectF(pad, pad - 2 * s, GLYPH * s * 0.8, GLYPH * s * 0.8)
    block = _Block(letters, note.right() + 9 * s, pad - 4 * s)
    for place, notice in enumerate(picture.notices):
        block.skip(5 * s if place else 0)
        room = (marks[0].side.left() - 12 * s) if place == 0 else NOTICE_WIDTH * s - pad
        block.add(Text.NOTICE, fit, plain(notice), room - block.x, NOTICE_LINES)
    size = QSize(ceil(NOTICE_WIDTH * s), ceil(block.y + 10 * s))
    return Look(size, RADIUS * s, s, tuple(block.lines), marks, note=note)


def _pill(picture: Picture, letters: Letters) -> Look:
    s = letters.scale
    height, pad = PILL_HEIGHT * s, 9 * s
    marks = _marks(picture, 0.0, height / 2, s)
    wide = -marks[0].side.left()
    note = QRectF(pad, (height - 11 * s) / 2, 11 * s, 11 * s) if picture.notices else None
    start = pad if note is None else note.right() + 9 * s
    marks = _marks(picture, start + wide, height / 2, s)
    return Look(
        QSize(ceil(start + wide + pad), ceil(height)), height / 2, s, marks=marks, note=note
    )


def _marks(picture: Picture, right: float, middle: float, s: float) -> tuple[Mark, ...]:
    """The customer's and the agent's mark, in this order, ending at `right`."""
    step = (SIDE + 3 + STATE) * s
    sides = ((Speaker.CUSTOMER, picture.customer), (Speaker.AGENT, picture.agent))
    marks: list[Mark] = []
    for place, (speaker, side) in enumerate(sides):
        x = right - (2 - place) * step - (1 - place) * 11 * s
        whose = QRectF(x, middle - SIDE * s / 2, SIDE * s, SIDE * s)
        state = QRectF(whose.right() + 3 * s, middle - STATE * s / 2, STATE * s, STATE * s)
        marks.append(Mark(speaker, side.hearing, whose, state))
    return tuple(marks)


def _beside(glyph: QRectF, words: str, end: float, letters: Letters) -> Line:
    x = glyph.right() + 9 * letters.scale
    middle = (letters.ascent(Text.LABEL) - letters.descent(Text.LABEL)) / 2
    fitted = fit(words, end - x - 12 * letters.scale, 1, partial(letters.wide, Text.LABEL))
    return Line(Text.LABEL, fitted[0], x, glyph.center().y() + middle)


def _buttons(letters: Letters, y: float) -> tuple[QRect, QRect]:
    s = letters.scale
    right, size = (CARD_WIDTH - RIGHT) * s, round(BUTTON * s)
    not_now = QRect(round(right) - size + round(6 * s), round(y), size, size)
    wide = ceil(letters.wide(Text.BUTTON, said(USED)) + 40 * s)
    return QRect(not_now.left() - round(4 * s) - wide, not_now.top(), wide, size), not_now


def _opening(because: Because) -> str:
    """What stands before the words heard: they are a piece of what was said."""
    opening = f"“{ELLIPSIS}"
    if because.speaker is Speaker.CUSTOMER:
        return opening
    return f"{said(SIDES[because.speaker])}: {opening}"


class _Block:
    """Lines of text set below each other, from a corner downwards."""

    def __init__(self, letters: Letters, x: float, y: float) -> None:
        self.letters = letters
        self.x = x
        self.y = y
        self.lines: list[Line] = []

    def skip(self, height: float) -> None:
        self.y += height

    def add(
        self,
        text: Text,
        fitting: Callable[..., tuple[str, ...]],
        words: str,
        width: float,
        lines: int,
    ) -> None:
        self._set(text, fitting(words, width, lines, partial(self.letters.wide, text)))

    def add_quote(self, because: Because, width: float, height: float) -> None:
        """Add the end of the words heard, in the middle of at least this height."""
        words = plain(because.words[-HEARD_WORDS:])
        wide = partial(self.letters.wide, Text.QUOTE)
        fitted = ending(words, width, QUOTE_LINES, wide, _opening(because), "”") if words else ()
        top, needed = self.y, len(fitted) * self.letters.leading(Text.QUOTE)
        self.y = top + max(0.0, (height - needed) / 2)
        self._set(Text.QUOTE, fitted)
        self.y = top + max(height, needed)

    def _set(self, text: Text, fitted: Sequence[str]) -> None:
        letters = self.letters
        leading, ascent = letters.leading(text), letters.ascent(text)
        above = (leading - ascent - letters.descent(text)) / 2
        for words in fitted:
            self.lines.append(Line(text, words, self.x, self.y + above + ascent))
            self.y += leading
