"""Puts a picture on a sheet, in one of three layouts, with what the agent has unfolded of it.

The same picture in the same view at the same text size always looks the same.
"""

from dataclasses import dataclass, replace
from functools import partial
from math import ceil

from PySide6.QtCore import QRectF, QSize

from assist.core.cards import Because, Card, Picture, Priority
from assist.ui.beside import meters_below, peek_at, summed_up
from assist.ui.fonts import Letters, Text
from assist.ui.look import Control, Gauge, Line, Look, Mark, Sign, View, mirrored
from assist.ui.options import Layout
from assist.ui.sheet import (
    BUTTON,
    GLYPH,
    LAYER,
    RADIUS,
    STATE,
    Sheet,
    are_both_heard,
    column_of_steps,
    marks_of,
    opening,
    strip,
)
from assist.ui.strings import (
    BEHIND,
    EARLIER,
    GENTLE,
    HEARD_AS,
    KINDS,
    LEAVE_GENTLE,
    MUTED,
    PATTERN,
    PAUSED,
    SCORE,
    UNDO,
    USED,
    notice_said,
    phase_said,
    said,
    told,
)
from assist.ui.text import balanced, fit, plain

WIDTHS = {Layout.COMPACT: 340.0, Layout.CARD: 420.0, Layout.COLUMN: 250.0}
NOTICE_WIDTH = 330.0
LEFT, RIGHT, TOP, BOTTOM = 22.0, 18.0, 14.0, 13.0
GAP = 10.0
HEADLINE_LINES = {Layout.COMPACT: 5, Layout.CARD: 4, Layout.COLUMN: 7}
DETAIL_LINES = {Layout.CARD: 2, Layout.COLUMN: 4}
QUOTE_LINES = {Layout.CARD: 2, Layout.COLUMN: 3}
NOTICE_LINES = 8
MOST_EARLIER = 3
"""Cards of the stack that are named when it is unfolded."""
PILL, BAR, BAR_WIDTH = 20.0, 8.0, 76.0
GAUGE, GAUGE_WIDTH = 6.0, 44.0
GAUGE_REACHES = 0.4
"""How far from the usual pace the ends of the gauge are: so much of it faster or slower."""
LATE = 1.5
"""Seconds behind the call from which the overlay says so."""


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
        return _resting_sheet(picture, notices, letters, view)
    return _resting_line(picture, letters, view)


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
        _steps(sheet, picture, sheet.right, view.layout is Layout.COLUMN)
    if picture.peek:
        peek_at(sheet, picture.peek, with_rule=True)
    if view.muted:
        _muted(sheet)
    if picture.gentle:
        _gentle(sheet)
    earlier = picture.earlier[:MOST_EARLIER]
    stack = _stack(sheet, earlier) if earlier and view.is_stack_open else None
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


def _muted(sheet: Sheet) -> None:
    _told_with(sheet, MUTED, Control.UNDO, UNDO)


def _gentle(sheet: Sheet) -> None:
    """That this is a gentle call, and the one click that leaves it."""
    _told_with(sheet, GENTLE, Control.ORDINARY, LEAVE_GENTLE)


def _told_with(sheet: Sheet, text: str, control: Control, label: str) -> None:
    """A sentence, and what can be pressed about it."""
    sheet.rule()
    y, s = sheet.y, sheet.s
    left = sheet.press(control, sheet.right, y, said(label))
    wide = partial(sheet.letters.wide, Text.NOTICE)
    fitted = fit(said(text), left - 10 * s - sheet.left, 2, wide)
    needed = len(fitted) * sheet.letters.leading(Text.NOTICE)
    sheet.y = y + max(0.0, (BUTTON * s - needed) / 2)
    sheet.set(Text.NOTICE, fitted, sheet.left)
    sheet.y = y + max(BUTTON * s, needed)


def _stack(sheet: Sheet, earlier: tuple[Card, ...]) -> QRectF:
    """The cards before, one line each; gives back where a click folds them."""
    sheet.rule()
    top = sheet.y
    sheet.earlier_cards(earlier)
    return QRectF(sheet.left, top, sheet.room, sheet.y - top)


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


def _resting_sheet(
    picture: Picture, notices: tuple[str, ...], letters: Letters, view: View
) -> Look:
    """Without a card: notices, the checklist, what was muted, the earlier cards."""
    column = view.layout is Layout.COLUMN
    sheet = Sheet(letters, WIDTHS[Layout.COLUMN] if column else NOTICE_WIDTH, 14, 14)
    s = sheet.s
    sheet.skip(6)
    marks = marks_of(picture, sheet.right, sheet.y + PILL * s / 2, s)
    free = (marks[0].side or marks[0].state).left() - 12 * s
    note = None
    if notices:
        sheet.skip(PILL if column else 0)
        note = QRectF(sheet.left, sheet.y + 3 * s, GLYPH * s * 0.8, GLYPH * s * 0.8)
        _notices(sheet, notices, note.right() + 9 * s, sheet.right if column else free)
        if picture.checklist:
            sheet.rule()
            _steps(sheet, picture, sheet.right, column)
    elif picture.checklist and not column:
        strip(sheet, picture, free)
    else:
        is_stack = view.is_stack_open and bool(picture.earlier)
        title = said(EARLIER) if is_stack else plain(phase_said(picture.phase))
        fitted = fit(title, free - sheet.left, 1, partial(letters.wide, Text.PHASE))
        middle = sheet.y + PILL * s / 2
        sheet.lines += [sheet.line(Text.PHASE, words, sheet.left, middle) for words in fitted]
        sheet.skip(PILL)
        if picture.checklist:
            _steps(sheet, replace(picture, phase=""), sheet.right, column)
    if picture.peek:
        peek_at(sheet, picture.peek)
    if view.muted:
        _muted(sheet)
    if picture.gentle:
        _gentle(sheet)
    earlier = picture.earlier[:MOST_EARLIER] if view.is_stack_open else ()
    stack = _stack(sheet, earlier) if earlier else None
    sheet.skip(6)
    radius = min(RADIUS * s, sheet.y / 2)
    return sheet.look(marks=marks, note=note, stack=stack, radius=radius)


def _steps(sheet: Sheet, picture: Picture, right: float, column: bool) -> None:
    if column:
        column_of_steps(sheet, picture)
    else:
        strip(sheet, picture, right)


def _notices(sheet: Sheet, notices: tuple[str, ...], x: float, free: float) -> None:
    """The first of them ends where the marks begin."""
    sheet.skip(1)
    for place, notice in enumerate(notices):
        sheet.skip(5 if place else 0)
        right = sheet.right if place else free
        sheet.add(Text.NOTICE, fit, plain(notice_said(notice)), NOTICE_LINES, x, right)


def _resting_line(picture: Picture, letters: Letters, view: View) -> Look:
    """A few pixels where all is well and nobody points at it, else a small pill."""
    says = _status(picture) or (plain(phase_said(picture.phase)) if view.is_hovered else "")
    if are_both_heard(picture) and not (view.is_hovered or picture.notices or says):
        return _bar(picture, letters)
    return _pill(picture, says, letters, view.is_hovered)


def _status(picture: Picture) -> str:
    if picture.paused:
        return said(PAUSED)
    if picture.behind >= LATE:
        return told(BEHIND, seconds=round(picture.behind))
    return ""


def _bar(picture: Picture, letters: Letters) -> Look:
    """Two dashes side by side: thick where somebody is heard, thin where it is quiet."""
    s = letters.scale
    width, height = BAR_WIDTH * s, BAR * s
    marks = marks_of(picture, 0, 0, s)
    half = (width - 14 * s) / 2
    dashes = tuple(
        replace(mark, side=None, state=QRectF(5 * s + place * (half + 4 * s), 0, half, height))
        for place, mark in enumerate(marks)
    )
    gauge = _gauge(picture, width, height, s)
    wide = gauge.box.right() + 7 * s if gauge else width
    size = QSize(ceil(wide), ceil(height))
    panel = QRectF(0, 0, size.width(), size.height())
    return Look(size, panel, height / 2, s, marks=dashes, gauge=gauge)


def _gauge(picture: Picture, x: float, height: float, s: float) -> Gauge | None:
    """The agent's pace, from `x` on; none where it is not known or not wanted."""
    if picture.gauge is None:
        return None
    box = QRectF(x + 3 * s, (height - GAUGE * s) / 2, GAUGE_WIDTH * s, GAUGE * s)
    at = 0.5 + 0.5 * min(1.0, max(-1.0, picture.gauge / GAUGE_REACHES))
    return Gauge(box, at)


def _pill(picture: Picture, says: str, letters: Letters, is_hovered: bool = False) -> Look:
    """Pointed at, it shows how loud both sides are."""
    s = letters.scale
    sheet = Sheet(letters, 0, 9, 9)
    height, x = PILL * s, sheet.left
    sign = QRectF(x, (height - 11 * s) / 2, 11 * s, 11 * s)
    if picture.notices or picture.paused:
        x = sign.right() + 7 * s
    lines = [sheet.line(Text.STEP, says, x, height / 2)] if says else []
    if says:
        x += letters.wide(Text.STEP, says) + 10 * s
    earlier = tuple(
        Sign(card.kind, QRectF(x + 15 * s * place, (height - 12 * s) / 2, 12 * s, 12 * s))
        for place, card in enumerate(picture.earlier[:MOST_EARLIER])
    )
    stack = None
    if earlier:
        stack = QRectF(0, 0, earlier[-1].box.right() + 4 * s, height)
        x = earlier[-1].box.right() + 10 * s
    wide = -(marks_of(picture, 0.0, 0, s)[0].side or QRectF()).left()
    marks = marks_of(picture, x + wide, height / 2, s)
    meters = meters_below(picture, marks, s) if is_hovered else ()
    gauge = _gauge(picture, x + wide + 6 * s, height, s)
    right = gauge.box.right() if gauge else x + wide
    size = QSize(ceil(right + 9 * s), ceil(height))
    return Look(
        size,
        QRectF(0, 0, size.width(), size.height()),
        height / 2,
        s,
        tuple(lines),
        marks,
        meters,
        gauge,
        note=sign if picture.notices and not picture.paused else None,
        pause=sign if picture.paused else None,
        earlier=earlier,
        stack=stack,
    )
