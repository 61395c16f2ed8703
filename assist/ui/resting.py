"""What the overlay draws without a card: a sheet where there is something to read, else a few
pixels that say both sides are heard, or a small pill.
"""

from dataclasses import replace
from functools import partial
from math import ceil

from PySide6.QtCore import QRectF, QSize

from assist.core.cards import Picture
from assist.ui.below import MOST_EARLIER, gentle, muted, stacked, steps
from assist.ui.beside import meters_below, peek_at
from assist.ui.fonts import Letters, Text
from assist.ui.look import Gauge, Look, Sign, View
from assist.ui.options import Layout
from assist.ui.sheet import GLYPH, RADIUS, Sheet, are_both_heard, marks_of, strip
from assist.ui.strings import BEHIND, EARLIER, PAUSED, notice_said, phase_said, said, told
from assist.ui.text import fit, plain

WIDTH, WIDTH_OF_COLUMN = 330.0, 250.0
NOTICE_LINES = 8
PILL, BAR, BAR_WIDTH = 20.0, 8.0, 76.0
GAUGE, GAUGE_WIDTH = 6.0, 44.0
GAUGE_REACHES = 0.4
"""How far from the usual pace the ends of the gauge are: so much of it faster or slower."""
LATE = 1.5
"""Seconds behind the call from which the overlay says so."""


def resting_sheet(picture: Picture, notices: tuple[str, ...], letters: Letters, view: View) -> Look:
    """Without a card: notices, the checklist, what was muted, the earlier cards."""
    column = view.layout is Layout.COLUMN
    has_gauge = picture.gauge is not None and not (notices or column)
    wide = WIDTH_OF_COLUMN if column else WIDTH
    sheet = Sheet(letters, wide + (GAUGE_WIDTH + 12 if has_gauge else 0), 14, 14)
    s = sheet.s
    sheet.skip(6)
    marks = marks_of(picture, sheet.right, sheet.y + PILL * s / 2, s)
    free = (marks[0].side or marks[0].state).left() - 12 * s
    gauge = None
    if has_gauge:
        free -= (GAUGE_WIDTH + 12) * s
        gauge = _gauge(picture, free + 9 * s, 2 * sheet.y + PILL * s, s)
    meters = meters_below(picture, marks, s) if view.is_hovered else ()
    note = None
    if notices:
        sheet.skip(PILL if column else 0)
        note = QRectF(sheet.left, sheet.y + 3 * s, GLYPH * s * 0.8, GLYPH * s * 0.8)
        if picture.paused:
            notices = (said(PAUSED), *notices)
        _notices(sheet, notices, note.right() + 9 * s, sheet.right if column else free)
        if picture.checklist:
            sheet.rule()
            steps(sheet, picture, sheet.right, column)
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
            steps(sheet, replace(picture, phase=""), sheet.right, column)
    if picture.peek:
        peek_at(sheet, picture.peek)
    if view.muted:
        muted(sheet)
    if picture.gentle:
        gentle(sheet)
    earlier = picture.earlier[:MOST_EARLIER] if view.is_stack_open else ()
    stack = stacked(sheet, earlier) if earlier else None
    sheet.skip(6)
    radius = min(RADIUS * s, sheet.y / 2)
    found = {"marks": marks, "meters": meters, "gauge": gauge}
    pause, note = (note, None) if picture.paused else (None, note)
    return sheet.look(**found, note=note, pause=pause, stack=stack, radius=radius)


def _notices(sheet: Sheet, notices: tuple[str, ...], x: float, free: float) -> None:
    """The first of them ends where the marks begin."""
    sheet.skip(1)
    for place, notice in enumerate(notices):
        sheet.skip(5 if place else 0)
        right = sheet.right if place else free
        sheet.add(Text.NOTICE, fit, plain(notice_said(notice)), NOTICE_LINES, x, right)


def resting_line(picture: Picture, letters: Letters, view: View) -> Look:
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
