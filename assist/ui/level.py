"""A live level meter: a bar, a tick at the peak, and a value that a screen reader can ask for."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from assist.core.cards import Hearing, Side
from assist.ui import first_words as words
from assist.ui.strings import told
from assist.ui.theme import Theme

QUIETEST = -60
"""dBFS at the left end; full scale is at the right."""


class LevelBar(QProgressBar):
    """Main thread only."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._peak = float(QUIETEST)
        self.setRange(QUIETEST, 0)
        self.setValue(QUIETEST)
        self.setTextVisible(False)
        self.setFixedHeight(18)

    def wear(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def draw(self, side: Side) -> None:
        level = max(QUIETEST, min(0, round(side.level)))
        if (level, side.peak) != (self.value(), self._peak):
            self._peak = side.peak
            self.setValue(level)
            peak = max(QUIETEST, round(side.peak))
            self.setAccessibleDescription(told(words.LEVEL_VALUE, level=level, peak=peak))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect()).adjusted(0, 4, 0, -4)
        ink = self._theme.hearings[Hearing.HEARD]
        painter.setBrush(self._theme.time_track)
        painter.drawRoundedRect(whole, 5, 5)
        painter.setBrush(ink)
        width = whole.width() * _share(self.value())
        if width >= 1:
            painter.drawRoundedRect(self._placed(whole, 0, width), 5, 5)
        if self._peak > QUIETEST:
            at = (whole.width() - 3) * _share(self._peak)
            painter.drawRect(self._placed(whole.adjusted(0, -3, 0, 3), at, 3))
        painter.end()

    def _placed(self, whole: QRectF, start: float, width: float) -> QRectF:
        """From the left, or from the right in a language that is written so."""
        is_left = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
        x = whole.left() + start if is_left else whole.right() - start - width
        return QRectF(x, whole.top(), width, whole.height())


def _share(level: float) -> float:
    return min(1.0, max(0.0, 1 - level / QUIETEST))
