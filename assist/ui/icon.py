"""The program's icons, drawn here so that they are sharp at every size and need no files.

The app's icon is a headset around a card with its coloured stripe. In the tray the same headset
says by shape as well as by colour whether both sides are heard.
"""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QIcon,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPixmap,
)

from assist.core.cards import Hearing, Picture

UNITS = 64.0
SMALL = 30
"""Below this size the lines on the card would only be a smear."""
SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
INDIGO, TEAL, STRIPE = QColor("#27336b"), QColor("#0f7f86"), QColor("#ff9db8")
WHITE, INK = QColor("#ffffff"), QColor("#1b2340")
GREEN, ORANGE, RED = QColor("#2fbf71"), QColor("#ff9a3c"), QColor("#f0503c")
BLUE = QColor("#3b73d9")


class TrayState(StrEnum):
    LISTENING = "listening"
    ONE_SIDE_LOST = "one_side_lost"
    NOT_HEARING = "not_hearing"
    PAUSED = "paused"


def tray_state(picture: Picture) -> TrayState:
    """What the tray icon says of this picture."""
    if picture.paused:
        return TrayState.PAUSED
    deaf = (Hearing.LOST, Hearing.WAITING)
    sides = (picture.customer.hearing, picture.agent.hearing)
    if all(hearing in deaf for hearing in sides):
        return TrayState.NOT_HEARING
    if Hearing.LOST in sides:
        return TrayState.ONE_SIDE_LOST
    return TrayState.LISTENING


def app_icon() -> QIcon:
    return _icon(None)


def tray_icon(state: TrayState) -> QIcon:
    return _icon(state)


def draw_icon(painter: QPainter, size: float, state: TrayState | None = None) -> None:
    """The icon in a square of this size at the origin, with the state's badge if one is given."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / UNITS, size / UNITS)
    _draw_ground(painter, is_grey=state in (TrayState.NOT_HEARING, TrayState.PAUSED))
    painter.fillPath(_headset(), WHITE)
    _draw_card(painter, is_small=size < SMALL)
    if state is not None:
        _draw_badge(painter, state)


def _icon(state: TrayState | None) -> QIcon:
    icon = QIcon()
    for size in SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_icon(painter, size, state)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def _draw_ground(painter: QPainter, is_grey: bool) -> None:
    ground = QPainterPath()
    ground.addRoundedRect(QRectF(1, 1, 62, 62), 15, 15)
    shade = QLinearGradient(0, 0, 64, 64)
    shade.setColorAt(0, QColor("#4a5060") if is_grey else INDIGO)
    shade.setColorAt(1, QColor("#6d7482") if is_grey else TEAL)
    painter.fillPath(ground, shade)


def _headset() -> QPainterPath:
    band = QPainterPath(QPointF(12.5, 37))
    band.arcTo(QRectF(12.5, 10, 39, 44), 180, -180)
    path = _stroked(band, 5.0)
    for x in (8.5, 46.5):
        cup = QPainterPath()
        cup.addRoundedRect(QRectF(x, 31, 9, 17), 4, 4)
        path = path.united(cup)
    return path


def _draw_card(painter: QPainter, is_small: bool) -> None:
    card = QPainterPath()
    card.addRoundedRect(QRectF(21, 27, 23, 22), 4, 4)
    painter.fillPath(card, WHITE)
    stripe = QPainterPath()
    stripe.addRect(QRectF(21, 27, 6, 22))
    painter.fillPath(card.intersected(stripe), STRIPE)
    for y, width in () if is_small else ((33.5, 11.0), (40.0, 7.5)):
        line = QPainterPath()
        line.addRoundedRect(QRectF(30, y, width, 3.6), 1.8, 1.8)
        painter.fillPath(line, INK)


def _draw_badge(painter: QPainter, state: TrayState) -> None:
    """A disc for listening, a triangle for one side lost, a cross for neither, two bars for a pause."""
    badge, colour = {
        TrayState.LISTENING: (_disc(), GREEN),
        TrayState.ONE_SIDE_LOST: (_triangle(), ORANGE),
        TrayState.NOT_HEARING: (_cross(), RED),
        TrayState.PAUSED: (_two_bars(), BLUE),
    }[state]
    painter.fillPath(badge.united(_stroked(badge, 7)), WHITE)
    painter.fillPath(badge, colour)


def _disc() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(49, 49), 10, 10)
    return path


def _triangle() -> QPainterPath:
    path = QPainterPath(QPointF(47.5, 36))
    path.lineTo(59.5, 59)
    path.lineTo(35.5, 59)
    path.closeSubpath()
    return path


def _cross() -> QPainterPath:
    path = QPainterPath(QPointF(39, 39))
    path.lineTo(56.5, 56.5)
    path.moveTo(56.5, 39)
    path.lineTo(39, 56.5)
    return _stroked(path, 6.5)


def _two_bars() -> QPainterPath:
    path = QPainterPath()
    for x in (39.0, 51.0):
        path.addRoundedRect(QRectF(x, 38, 7.5, 21), 1.5, 1.5)
    return path


def _stroked(path: QPainterPath, width: float) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return stroker.createStroke(path).simplified()
