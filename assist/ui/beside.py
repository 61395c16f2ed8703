"""What may stand beside the cards: the last lines heard, how loud both sides are, a call's summary."""

from functools import partial

from PySide6.QtCore import QRectF

from assist.core.cards import Picture, Side, Summary
from assist.core.peek import Lines
from assist.core.words import Speaker
from assist.ui.fonts import Letters, Text
from assist.ui.look import Look, Mark, Meter
from assist.ui.sheet import Sheet, column_of_steps, marks_of
from assist.ui.strings import CALL_OVER, PROMPTS_SHOWN, SIDES, said, told
from assist.ui.text import ELLIPSIS, ending, fit, plain

QUIETEST = -60.0
"""dBFS at the left end of a meter; full scale is at the right."""


def peek_at(sheet: Sheet, lines: Lines, with_rule: bool = False) -> None:
    """The ends of the last lines, one line each; gone with the call."""
    sheet.rule() if with_rule else sheet.skip(3)
    wide = partial(sheet.letters.wide, Text.EARLIER)
    for speaker, words in lines:
        who = f"{said(SIDES[speaker])}: "
        opened = who if wide(f"{who}{plain(words)}") <= sheet.room else f"{who}{ELLIPSIS}"
        sheet.set(Text.EARLIER, ending(plain(words), sheet.room, 1, wide, opened), sheet.left)


def meters_below(picture: Picture, marks: tuple[Mark, ...], s: float) -> tuple[Meter, ...]:
    """A thin meter under each side's mark."""
    sides = {Speaker.CUSTOMER: picture.customer, Speaker.AGENT: picture.agent}
    return tuple(_meter(mark, sides[mark.speaker], s) for mark in marks)


def _meter(mark: Mark, side: Side, s: float) -> Meter:
    whole = (mark.side or mark.state).united(mark.state)
    box = QRectF(whole.left(), whole.bottom(), whole.width(), 2 * s)
    return Meter(box, _share(side.level), _share(side.peak))


def _share(level: float) -> float:
    return min(1.0, max(0.0, 1 - level / QUIETEST))


def summed_up(summary: Summary, picture: Picture, letters: Letters, width: float) -> Look:
    """A call that has ended: its length, what showed, what is ticked. Nothing is judged."""
    sheet = Sheet(letters, width, 22, 18)
    sheet.skip(12)
    s = sheet.s
    marks = marks_of(picture, sheet.right, sheet.y + letters.leading(Text.DETAIL) / 2, s)
    free = (marks[0].side or marks[0].state).left() - 12 * s
    minutes, seconds = divmod(round(summary.lasted), 60)
    head = told(CALL_OVER, length=f"{minutes}:{seconds:02d}")
    sheet.add(Text.DETAIL, fit, head, 1, right=free)
    sheet.skip(3)
    shown = told(PROMPTS_SHOWN, shown=summary.shown, used=summary.used)
    sheet.add(Text.NOTICE, fit, shown, 2)
    if summary.line:
        sheet.skip(6)
        sheet.add(Text.DETAIL, fit, plain(summary.line), 3)
    if summary.checklist:
        sheet.rule()
        column_of_steps(sheet, Picture(checklist=summary.checklist))
    sheet.skip(12)
    return sheet.look(marks=marks)
