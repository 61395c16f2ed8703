"""Pictures of the overlay without a screen: the same widget, drawn into a PNG.

Needs no display: where no QApplication exists yet, one is made on Qt's own off-screen platform.
"""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from assist.core.cards import Picture
from assist.faults import Fault
from assist.ui.options import Options, ThemeChoice
from assist.ui.overlay import Overlay

MARGIN = 28
"""Of the backdrop around the overlay, in logical pixels."""
BACKDROP = ("#8fa3b8", "#5f7489")
"""A softly shaded desktop, neither dark nor light."""
FOR_PICTURES = Options(theme=ThemeChoice.DARK)


class NotSaved(Fault):
    """A picture could not be written."""


def offscreen_app() -> QApplication:
    """The running QApplication, or a new one that needs no display and lasts to the end."""
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else _own_app()


def save_picture(
    picture: Picture,
    path: Path,
    scale: float = 2.0,
    options: Options = FOR_PICTURES,
    pose: Callable[[Overlay], object] | None = None,
) -> Path:
    """Draw the overlay as it shows this picture into a PNG at `path`, `scale` pixels to one.
    `pose` does to it beforehand what an agent would do.

    Raises NoFont where no font is installed, NotSaved where the file cannot be written.
    """
    offscreen_app()
    overlay = Overlay(options)
    overlay.draw(picture)
    if pose is not None:
        pose(overlay)
    image = image_of(overlay, scale)
    _delete(overlay)
    if not image.save(str(path), "PNG"):  # type: ignore[call-overload]
        mend = "check that its folder is there and can be written to"
        raise NotSaved(str(path), "the picture could not be written", mend)
    return path


def image_of(widget: QWidget, scale: float) -> QImage:
    """The widget on a softly shaded backdrop."""
    size = widget.size() + QSize(2 * MARGIN, 2 * MARGIN)
    image = QImage(size * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    _paint_backdrop(painter, QRectF(QPointF(0, 0), size.toSizeF()))
    widget.render(
        painter,
        QPoint(MARGIN, MARGIN),
        QRegion(QRect(QPoint(0, 0), widget.size())),
        QWidget.RenderFlag.DrawChildren,
    )
    painter.end()
    return image


def _paint_backdrop(painter: QPainter, area: QRectF) -> None:
    shade = QLinearGradient(area.topLeft(), area.bottomRight())
    for place, colour in enumerate(BACKDROP):
        shade.setColorAt(place, QColor(colour))
    painter.fillRect(area, shade)


def _delete(widget: QWidget) -> None:
    """At once: `deleteLater` waits for an event loop, and there may be none."""
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete.value)


@cache
def _own_app() -> QApplication:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QApplication(["assist"])
