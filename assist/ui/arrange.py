"""Puts a picture on a sheet: a card in one of three layouts, with what the agent has unfolded of it.

The same picture in the same view at the same text size always looks the same.
"""

from dataclasses import dataclass, replace
from functools import partial
from math import ceil

from PySide6.QtCore import QRectF, QSize

from assist.core.cards import Because, Card, Picture, Priority
from assist.ui.below import MOST_EARLIER, gentle, muted, stacked, steps
from assist.ui.beside import peek_at, summed_up
from assist.ui.fonts import Letters, Text
from assist.ui.look import Control, Line, Look, Mark, Sign, View, mirrored
from assist.ui.options import Layout
from assist.ui.resting import WIDTH_OF_COLUMN, resting_line, resting_sheet
from assist.ui.sheet import (
    BUTTON,
    GLYPH,
    LAYER,
    STATE,
    Sheet,
    are_both_heard,
    marks_of,
    opening,
)
from assist.ui.strings import (
    HEARD_AS,
    KINDS,
    PATTERN,
    SCORE,
    USED,
    said,
    told,
)
from assist.ui.text import balanced, fit, plain

WIDTHS = {Layout.COMPACT: 340.0, Layout.CARD: 420.0, Layout.COLUMN: WIDTH_OF_COLUMN}
LEFT, RIGHT, TOP, BOTTOM = 22.0, 18.0, 14.0, 13.0
GAP = 10.0
HEADLINE_LINES = {Layout.COMPACT: 5, Layout.CARD: 4, Layout.COLUMN: 7}
DETAIL_LINES = {Layout.CARD: 2, Layout.COLUMN: 4}
QUOTE_LINES = {Layout.CARD: 2, Layout.COLUMN: 3}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of a card."""

    glyph: QRectF
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...] = ()


def arrange(picture: Picture, letters: Letters, view: View | None = None) -> Look:
    view = view or View()
    look = _arranged(picture, letters, view)
    return mirrored(look, letters) if view.is_right_to_left else look


def _arranged(picture: Picture, letters: Letters, view: View) -> Look:
    if picture.card is not None:
        return _card(picture.card, picture, letters, view)
    if picture.summary is not None:
        return summed_up(picture.summary, picture, letters, WIDTHS[view.layout])
    notices = () if view.are_notices_read else picture.notices
    unfolded = view.is_stack_open and bool(picture.earlier)
    is_gentle = picture.gentle and view.is_hovered
    if notices or view.muted or unfolded or picture.checklist or picture.peek or is_gentle:
        return resting_sheet(picture, notices, letters, view)
    return resting_line(picture, letters, view)


def _card(card: Card, picture: Picture, letters: Letters, view: View) -> Look:
    right = 12.0 if view.layout is Layout.COMPACT else RIGHT
    sheet = Sheet(letters, WIDTHS[view.layout], LEFT, right)
    draw = {Layout.COMPACT: _compact, Layout.CARD: _wide, Layout.COLUMN: _column}[view.layout]
    head = draw(sheet, card, picture)
    if view.is_why_open:
        _why(sheet, card.because, card.source)
    is_strip = bool(picture.phase or picture.checklist)
    if is_strip:
        sheet.rule()
        steps(sheet, picture, sheet.right, view.layout is Layout.COLUMN)
    if picture.peek:
        peek_at(sheet, picture.peek, with_rule=True)
    if view.muted:
        muted(sheet)
    if picture.gentle:
        gentle(sheet)
    earlier = picture.earlier[:MOST_EARLIER]
    stack = stacked(sheet, earlier) if earlier and view.is_stack_open else None
    sheet.skip(8 if is_strip or view.muted or stack or picture.peek or picture.gentle else BOTTOM)
    drawn = sheet.look(
        lines=head.lines,
        marks=head.marks,
        kind=card.kind,
        urgent=card.priority is Priority.URGENT,
        glyph=head.glyph,
        stack=stack,
    )
    return drawn if stack or not earlier else _with_layers(drawn, earlier)


def _wide(sheet: Sheet, card: Card, picture: Picture) -> Head:
    head = _header(sheet, card, picture)
    _texts(sheet, card, Layout.CARD)
    left = _answers(sheet, sheet.y)
    sheet.quote(card.because, left - 14 * sheet.s, BUTTON * sheet.s, QUOTE_LINES[Layout.CARD])
    return head


def _column(sheet: Sheet, card: Card, picture: Picture) -> Head:
    head = _header(sheet, card, picture)
    _texts(sheet, card, Layout.COLUMN)
    if card.because.words:
        sheet.quote(card.because, sheet.right, 0, QUOTE_LINES[Layout.COLUMN])
        sheet.skip(8)
    _answers(sheet, sheet.y)
    sheet.skip(BUTTON)
    return head


def _compact(sheet: Sheet, card: Card, picture: Picture) -> Head:
    s = sheet.s
    sheet.skip(11)
    top, size = sheet.y, BUTTON * s
    left = sheet.press(Control.NOT_NOW, sheet.right + 4 * s, top)
    left = sheet.press(Control.USED, left, top)
    x = sheet.left + (GLYPH + 9) * s
    words, lines = plain(card.show), HEADLINE_LINES[Layout.COMPACT]
    sheet.add(Text.COMPACT, balanced, words, lines, x, left - 8 * s)
    sheet.y = max(sheet.y, top + size)
    middle = top + size / 2
    glyph = QRectF(sheet.left, middle - GLYPH * s / 2, GLYPH * s, GLYPH * s)
    marks: tuple[Mark, ...] = ()
    if not are_both_heard(picture):
        sheet.skip(4)
        marks = marks_of(picture, sheet.right, sheet.y + STATE * s / 2, s)
        sheet.skip(STATE)
    return Head(glyph, marks)


def _header(sheet: Sheet, card: Card, picture: Picture) -> Head:
    """The card's shape and kind, and both sides' sound; the sheet goes on below."""
    s = sheet.s
    glyph = QRectF(sheet.left, TOP * s, GLYPH * s, GLYPH * s)
    middle = glyph.center().y()
    marks = marks_of(picture, sheet.right, middle, s)
    x, end = glyph.right() + 9 * s, marks[0].state.left() - 28 * s
    wide = partial(sheet.letters.wide, Text.LABEL)
    label = fit(said(KINDS[card.kind]).upper(), end - x, 1, wide)
    sheet.y = glyph.bottom() + GAP * s
    line = sheet.line(Text.LABEL, label[0], x, middle)
    return Head(glyph, marks, (line,))


def _texts(sheet: Sheet, card: Card, layout: Layout) -> None:
    sheet.add(Text.HEADLINE, balanced, plain(card.show), HEADLINE_LINES[layout])
    if detail := plain(card.detail):
        sheet.skip(8)
        sheet.add(Text.DETAIL, fit, detail, DETAIL_LINES[layout])
    sheet.skip(GAP)


def _answers(sheet: Sheet, y: float) -> float:
    """Used, why and not now; gives back where the first begins."""
    s = sheet.s
    left = sheet.press(Control.NOT_NOW, sheet.right + 6 * s, y)
    left = sheet.press(Control.WHY, left, y)
    return sheet.press(Control.USED, left - 4 * s, y, said(USED))


def _why(sheet: Sheet, because: Because, source: str) -> None:
    sheet.rule()
    if words := plain(because.words):
        heard = f"{said(HEARD_AS)} {opening(because)}{words}”"
        sheet.add(Text.WHY, fit, heard, 4)
    if pattern := plain(because.pattern):
        sheet.add(Text.WHY, fit, f"{said(PATTERN)} {pattern}", 3)
    sheet.add(Text.WHY, fit, told(SCORE, score=because.score), 1)
    sheet.add(Text.WHY, fit, plain(source), 3)


def _with_layers(look: Look, earlier: tuple[Card, ...]) -> Look:
    """The edges of up to two earlier cards look out below the sheet."""
    step, layers = LAYER * look.scale, []
    for depth, card in enumerate(earlier[:2], 1):
        inset = 10 * depth * look.scale
        bottom = look.panel.bottom() + depth * step
        box = QRectF(inset, bottom - 3 * step, look.panel.width() - 2 * inset, 3 * step)
        layers.append(Sign(card.kind, box))
    height = ceil(look.panel.height() + len(layers) * step)
    stack = QRectF(0, look.panel.bottom(), look.panel.width(), len(layers) * step)
    size = QSize(look.size.width(), height)
    return replace(look, size=size, layers=tuple(layers), stack=stack)
