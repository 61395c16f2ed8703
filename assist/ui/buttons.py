"""What can be pressed on a card: small, quiet, and never taking the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from assist.ui import glyphs, strings
from assist.ui.fonts import Letters, Text
from assist.ui.look import Control
from assist.ui.strings import said
from assist.ui.theme import Theme

GLYPH = 12.0

GLYPHS: dict[Control, Callable[[], QPainterPath]] = {
    Control.USED: glyphs.tick,
    Control.NOT_NOW: glyphs.cross,
    Control.WHY: glyphs.question,
    Control.UNDO: glyphs.undo,
    Control.ORDINARY: glyphs.cross,
}
NAMES: dict[Control, tuple[str, str]] = {
    Control.USED: (strings.USED, strings.USED_TIP),
    Control.NOT_NOW: (strings.NOT_NOW, strings.NOT_NOW_TIP),
    Control.WHY: (strings.WHY, strings.WHY_TIP),
    Control.UNDO: (strings.UNDO, strings.UNDO_TIP),
    Control.ORDINARY: (strings.LEAVE_GENTLE, strings.LEAVE_GENTLE_TIP),
}


class AnswerButton(QAbstractButton):
    """A shape, with words beside it where `text()` is not empty."""

    def __init__(
        self, glyph: QPainterPath, theme: Theme, letters: Letters, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._theme = theme
        self._letters = letters
        self._is_hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def wear(self, theme: Theme, letters: Letters) -> None:
        """Another theme or text size."""
        self._theme, self._letters = theme, letters
        self.update()

    def name(self, text: str, tip: str) -> None:
        """What a pointer and a screen reader are told."""
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)

    def sizeHint(self) -> QSize:
        return self.size()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(False)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        size = GLYPH * self._letters.scale
        wide = self._letters.wide(Text.BUTTON, self.text()) if self.text() else 0.0
        gap = 5 * self._letters.scale if self.text() else 0.0
        x = (self.width() - size - gap - wide) / 2
        box = QRectF(x, (self.height() - size) / 2, size, size)
        painter.fillPath(glyphs.placed(self._glyph, box), self._theme.button)
        if self.text():
            self._paint_words(painter, x + size + gap)

    def _paint_ground(self, painter: QPainter) -> None:
        outline = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        round_by = outline.height() / 2
        painter.setPen(QPen(self._theme.edge) if self.text() else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.button_hover if self._is_hovered else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(outline, round_by, round_by)

    def _paint_words(self, painter: QPainter, x: float) -> None:
        painter.setFont(self._letters.font(Text.BUTTON))
        painter.setPen(self._theme.button)
        middle = self._letters.ascent(Text.BUTTON) - self._letters.descent(Text.BUTTON)
        painter.drawText(round(x), round((self.height() + middle) / 2), self.text())

    def _hover(self, is_hovered: bool) -> None:
        self._is_hovered = is_hovered
        self.update()


def button_for(control: Control, theme: Theme, letters: Letters, parent: QWidget) -> AnswerButton:
    return AnswerButton(GLYPHS[control](), theme, letters, parent)


def place_button(button: AnswerButton, control: Control, where: QRect | None) -> None:
    """Hide it, or put it here, named in the language of now; with words where there is room."""
    name, tip = NAMES[control]
    button.name(said(name), said(tip))
    button.setVisible(where is not None)
    if where is not None:
        button.setText(said(name) if where.width() > where.height() else "")
        button.setGeometry(where)
