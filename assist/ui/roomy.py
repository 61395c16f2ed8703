"""Windows that hold their text at any size of it: as large as the screen allows, and scrolled beyond."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

MARGIN = 60
"""Pixels that the screen keeps around a window: its title bar, and a little of what lies behind."""


def room_for(width: int, height: int, scale: float) -> QSize:
    """This size for text at 100 %, at this scale of it, no larger than the screen."""
    wanted = QSize(width, height) * max(1.0, scale)
    free = QGuiApplication.primaryScreen().availableSize() - QSize(MARGIN, MARGIN)
    return wanted.boundedTo(free)


def scrolled(page: QWidget) -> QScrollArea:
    """The page in an area that scrolls it where it has no room."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
