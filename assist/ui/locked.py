"""Settings that the agent cannot change: greyed, and said by whom they were chosen."""

from PySide6.QtGui import QAction

from assist.settings.layers import Origin, Source
from assist.ui import settings_words as words
from assist.ui.strings import said, told

MARKS: dict[Origin, str] = {
    Origin.LOCKED: words.SET_BY_IT,
    Origin.COMMAND_LINE: words.SET_FOR_THIS_RUN,
}


def why_locked(source: Source) -> str:
    """A sentence; "" where the agent may choose."""
    match source.origin:
        case Origin.LOCKED:
            return told(words.LOCKED, file=source.file)
        case Origin.COMMAND_LINE:
            return said(words.FOR_THIS_RUN)
        case _:
            return ""


def lock(action: QAction, source: Source) -> None:
    """Grey an entry of a menu if its setting is locked.

    Its text says so as well as its tip: a desktop that draws the tray icon's menu itself shows no
    tips, and nobody comes to them by keys.
    """
    if why := why_locked(source):
        action.setEnabled(False)
        action.setText(told(MARKS[source.origin], setting=action.text()))
        action.setToolTip(why)
