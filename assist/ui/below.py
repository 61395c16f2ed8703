"""What stands below a card, and as well where there is none: the steps of the call, what was
muted, the gentle call and the earlier cards.
"""

from functools import partial

from PySide6.QtCore import QRectF

from assist.core.cards import Card, Picture
from assist.ui.fonts import Text
from assist.ui.look import Control
from assist.ui.sheet import BUTTON, Sheet, column_of_steps, strip
from assist.ui.strings import GENTLE, LEAVE_GENTLE, MUTED, UNDO, said
from assist.ui.text import fit

MOST_EARLIER = 3
"""Cards of the stack that are named when it is unfolded."""


def steps(sheet: Sheet, picture: Picture, right: float, column: bool) -> None:
    if column:
        column_of_steps(sheet, picture)
    else:
        strip(sheet, picture, right)


def muted(sheet: Sheet) -> None:
    _told_with(sheet, MUTED, Control.UNDO, UNDO)


def gentle(sheet: Sheet) -> None:
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


def stacked(sheet: Sheet, earlier: tuple[Card, ...]) -> QRectF:
    """The cards before, one line each; gives back where a click folds them."""
    sheet.rule()
    top = sheet.y
    sheet.earlier_cards(earlier)
    return QRectF(sheet.left, top, sheet.room, sheet.y - top)
