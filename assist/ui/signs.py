"""The tick of a box and the arrow of a choice: signs that a style sheet cannot draw without image files."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox, QStyle, QStyleOptionButton, QWidget

ARROW_FROM_EDGE = 18
"""Pixels at 100 % from the middle of the arrow to the edge at which it stands."""


class Box(QCheckBox):
    """Its tick is drawn in `ink`, on the ground that the style sheet gives a ticked box."""

    ink = QColor(Qt.GlobalColor.black)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            part = QStyle.SubElement.SE_CheckBoxIndicator
            box = self.style().subElementRect(part, option, self).toRectF()
            step, middle = box.width() / 9, box.center()
            corners = ((-2.2, 0.1), (-0.6, 1.7), (2.3, -1.6))
            _line(self, [middle + QPointF(x, y) * step for x, y in corners], self.ink, 1.2 * step)


class Choice(QComboBox):
    """Its arrow is drawn in the colour of its text."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        is_turned = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = ARROW_FROM_EDGE if is_turned else self.width() - ARROW_FROM_EDGE
        middle = QPointF(x, self.height() / 2)
        corners = [middle + QPointF(*one) for one in ((-4.5, -2.0), (0.0, 2.5), (4.5, -2.0))]
        _line(self, corners, self.palette().color(self.foregroundRole()), 1.8)


def _line(widget: QWidget, corners: Sequence[QPointF], ink: QColor, width: float) -> None:
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, cap, join))
    painter.drawPolyline(corners)
    painter.end()
