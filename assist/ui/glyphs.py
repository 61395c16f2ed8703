"""Shapes: one for each kind of card, each side of the call and each state of its sound.

They say the same as the colours, for whoever does not see colours or only glances. Each is a
path in a square of 24 units, to be filled; strokes are turned into outlines, so that one fill
draws everything. None comes from a font: an emoji font may be missing or many-coloured.
"""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QTransform

from assist.core.cards import Hearing, Kind
from assist.core.words import Speaker

UNITS = 24.0
PEN = 2.4

Points = tuple[tuple[float, float], ...]


@cache
def of_kind(kind: Kind) -> QPainterPath:
    return KINDS[kind]()


@cache
def of_side(speaker: Speaker) -> QPainterPath:
    return _headphones() if speaker is Speaker.CUSTOMER else _microphone()


@cache
def of_hearing(hearing: Hearing) -> QPainterPath:
    return HEARINGS[hearing]()


@cache
def tick() -> QPainterPath:
    return _line(((4.5, 12.5), (10, 18), (20, 6.5)), 2.8)


@cache
def note() -> QPainterPath:
    """There is something to read: a disc with an i."""
    disc = QPainterPath()
    disc.addEllipse(QPointF(12, 12), 10.5, 10.5)
    return disc.subtracted(_line(((12, 11.5), (12, 17)), 3.0)).subtracted(
        _line(((12, 6.9), (12, 7)), 3.2)
    )


@cache
def cross() -> QPainterPath:
    return _line(((6, 6), (18, 18)), 2.8).united(_line(((18, 6), (6, 18)), 2.8))


@cache
def question() -> QPainterPath:
    hook = QPainterPath(QPointF(6.6, 8.2))
    hook.cubicTo(6.8, 0.9, 17.6, 1.2, 17.4, 8.0)
    hook.cubicTo(17.3, 12.0, 12.0, 11.6, 12.0, 15.8)
    return _stroked(hook, 2.8).united(_line(((12, 20.6), (12, 20.7)), 3.4))


@cache
def pause() -> QPainterPath:
    return _line(((7.5, 4.5), (7.5, 19.5)), 4.6).united(_line(((16.5, 4.5), (16.5, 19.5)), 4.6))


@cache
def undo() -> QPainterPath:
    """An arrow that turns back."""
    way = QPainterPath(QPointF(5, 9))
    way.lineTo(14, 9)
    way.cubicTo(22.5, 9, 22.5, 19.5, 14, 19.5)
    way.lineTo(9, 19.5)
    return _stroked(way, 2.6).united(_line(((9.5, 3.8), (4.2, 9), (9.5, 14.2)), 2.6))


@cache
def done() -> QPainterPath:
    """A step that is done: a disc with a tick."""
    return _ticked()


@cache
def to_do() -> QPainterPath:
    """A step that is not done yet: a circle."""
    ring = QPainterPath()
    ring.addEllipse(QPointF(12, 12), 8.8, 8.8)
    return _stroked(ring, 2.2)


def placed(path: QPainterPath, box: QRectF) -> QPainterPath:
    """The path, moved and scaled from its square of 24 units into this box."""
    scale = box.width() / UNITS
    return QTransform(scale, 0, 0, scale, box.x(), box.y()).map(path)


def _heart() -> QPainterPath:
    path = QPainterPath(QPointF(12, 20.6))
    path.cubicTo(4.2, 14.9, 1.8, 11.6, 1.8, 8.3)
    path.cubicTo(1.8, 5.2, 4.2, 3.0, 7.0, 3.0)
    path.cubicTo(9.2, 3.0, 11.0, 4.2, 12, 6.2)
    path.cubicTo(13.0, 4.2, 14.8, 3.0, 17.0, 3.0)
    path.cubicTo(19.8, 3.0, 22.2, 5.2, 22.2, 8.3)
    path.cubicTo(22.2, 11.6, 19.8, 14.9, 12, 20.6)
    return path


def _waves() -> QPainterPath:
    """Still water."""
    both = QPainterPath()
    for y in (7.0, 12.0, 17.0):
        wave = QPainterPath(QPointF(2.5, y))
        wave.cubicTo(5.5, y - 4.5, 8.5, y - 4.5, 12, y)
        wave.cubicTo(15.5, y + 4.5, 18.5, y + 4.5, 21.5, y)
        both = both.united(_stroked(wave, 2.5))
    return both


def _arrow() -> QPainterPath:
    return _line(((3, 12), (19, 12)), 3.2).united(_line(((12.5, 5), (20, 12), (12.5, 19)), 3.2))


def _lens() -> QPainterPath:
    ring = QPainterPath()
    ring.addEllipse(QPointF(10.2, 10.2), 6.9, 6.9)
    return _stroked(ring, 2.8).united(_line(((15.4, 15.4), (20.8, 20.8)), 3.4))


def _flag() -> QPainterPath:
    cloth = QPainterPath(QPointF(6, 3.5))
    cloth.lineTo(20.5, 3.5)
    cloth.lineTo(16.6, 8.6)
    cloth.lineTo(20.5, 13.8)
    cloth.lineTo(6, 13.8)
    cloth.closeSubpath()
    return cloth.united(_line(((5, 3), (5, 21.5)), 2.6))


def _sliders() -> QPainterPath:
    """Three faders of a mixing desk, at different heights."""
    path = QPainterPath()
    for x, y in ((5.0, 15.0), (12.0, 7.5), (19.0, 13.0)):
        knob = QPainterPath()
        knob.addRoundedRect(QRectF(x - 3.2, y - 2.2, 6.4, 4.4), 1.6, 1.6)
        path = path.united(_line(((x, 3), (x, 21)), 2.0)).united(knob)
    return path


def _ticked() -> QPainterPath:
    disc = QPainterPath()
    disc.addEllipse(QPointF(12, 12), 10, 10)
    return disc.subtracted(_line(((7.2, 12.6), (10.7, 16), (17, 8.6)), 2.6))


def _bubble() -> QPainterPath:
    """A speech bubble that smiles."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(2, 2.5, 20, 15.5), 5.5, 5.5)
    tail = QPainterPath(QPointF(6, 16))
    tail.lineTo(6, 22.3)
    tail.lineTo(13, 17)
    tail.closeSubpath()
    smile = QPainterPath(QPointF(7.6, 10.2))
    smile.cubicTo(9.2, 14.2, 14.8, 14.2, 16.4, 10.2)
    return path.united(tail).subtracted(_stroked(smile, 2.2))


def _star() -> QPainterPath:
    path = QPainterPath()
    turn = QTransform().translate(12, 12.8)
    points: list[QPointF] = []
    for point in range(10):
        radius = 10.8 if point % 2 == 0 else 4.7
        points.append(QTransform(turn).rotate(36.0 * point).map(QPointF(0, -radius)))
    path.addPolygon(points)
    path.closeSubpath()
    return path.united(_stroked(path, 1.2))


def _headphones() -> QPainterPath:
    """The customer, whose voice comes out of the headset."""
    band = QPainterPath(QPointF(4, 15))
    band.arcTo(QRectF(4, 3.5, 16, 17), 180, -180)
    path = _stroked(band, PEN)
    for x in (2.6, 16.2):
        cup = QPainterPath()
        cup.addRoundedRect(QRectF(x, 12.5, 5.2, 8.4), 2, 2)
        path = path.united(cup)
    return path


def _microphone() -> QPainterPath:
    """The agent, who speaks into the headset."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(8.4, 2, 7.2, 12.4), 3.6, 3.6)
    cradle = QPainterPath(QPointF(4.8, 10.5))
    cradle.arcTo(QRectF(4.8, 3.6, 14.4, 14.4), 180, 180)
    return (
        path.united(_stroked(cradle, PEN))
        .united(_line(((12, 18), (12, 21.4)), PEN))
        .united(_line(((8, 21.4), (16, 21.4)), PEN))
    )


def _bars() -> QPainterPath:
    path = QPainterPath()
    for x, half in ((4.5, 4.5), (12.0, 9.0), (19.5, 4.5)):
        path = path.united(_line(((x, 12 - half), (x, 12 + half)), 4.2))
    return path


def _dash() -> QPainterPath:
    return _line(((4.5, 12), (19.5, 12)), 4.2)


def _ring() -> QPainterPath:
    ring = QPainterPath()
    ring.addEllipse(QPointF(12, 12), 7.2, 7.2)
    return _stroked(ring, 3.4)


def _lost() -> QPainterPath:
    return _line(((5, 5), (19, 19)), 4.4).united(_line(((19, 5), (5, 19)), 4.4))


def _line(points: Points, width: float) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(*point)
    return _stroked(path, width)


def _stroked(path: QPainterPath, width: float) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    # The square is drawn larger than it is: without this, curves come out as polygons.
    stroker.setCurveThreshold(0.02)
    return stroker.createStroke(path).simplified()


KINDS: dict[Kind, Callable[[], QPainterPath]] = {
    Kind.EMPATHY: _heart,
    Kind.CALM: _waves,
    Kind.NEXT_STEP: _arrow,
    Kind.CLARITY: _lens,
    Kind.CUE: _flag,
    Kind.TONE: _sliders,
    Kind.CLOSING: _ticked,
    Kind.RAPPORT: _bubble,
    Kind.RECOGNITION: _star,
}

HEARINGS: dict[Hearing, Callable[[], QPainterPath]] = {
    Hearing.WAITING: _ring,
    Hearing.HEARD: _bars,
    Hearing.QUIET: _dash,
    Hearing.LOST: _lost,
}
