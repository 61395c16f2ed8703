"""Ink: draws a `Look` in a `Theme`. Text is drawn as plain text only, letter by letter as it is."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen

from assist.core.cards import Hearing
from assist.ui import glyphs
from assist.ui.fonts import Letters, Text
from assist.ui.look import STRIPE, Line, Look, Mark
from assist.ui.theme import Theme, over

TIME_LINE = 3.0


def paint(
    painter: QPainter, look: Look, theme: Theme, letters: Letters, left: float | None
) -> None:
    """`left`: how much of the card's time is left (1 to 0), None without a card."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    panel = QPainterPath()
    whole = QRectF(0, 0, look.size.width(), look.size.height())
    panel.addRoundedRect(whole, look.radius, look.radius)
    _paint_panel(painter, panel, look, theme)
    if look.kind is not None:
        _paint_kind(painter, panel, look, theme)
        _paint_time(painter, panel, look, theme, left)
    if look.note is not None:
        painter.fillPath(glyphs.placed(glyphs.note(), look.note), theme.side)
    for mark in look.marks:
        _paint_mark(painter, mark, theme)
    for line in look.lines:
        _paint_line(painter, line, look, theme, letters)
    _paint_edge(painter, look, theme)


def _paint_panel(painter: QPainter, panel: QPainterPath, look: Look, theme: Theme) -> None:
    if look.kind is None:
        painter.fillPath(panel, _faded(theme.panel, theme.panel_alpha))
        return
    # One fill, mixed beforehand: a faint colour over the panel would show as bands.
    tinted = over(theme.kinds[look.kind], theme.tint, theme.panel)
    shade = QLinearGradient(0, 0, look.size.width() * 0.6, look.size.height() * 0.3)
    shade.setColorAt(0, _faded(tinted, theme.panel_alpha))
    shade.setColorAt(1, _faded(theme.panel, theme.panel_alpha))
    painter.fillPath(panel, shade)


def _paint_kind(painter: QPainter, panel: QPainterPath, look: Look, theme: Theme) -> None:
    assert look.kind is not None
    assert look.glyph is not None
    colour = theme.kinds[look.kind]
    stripe = QPainterPath()
    stripe.addRect(QRectF(0, 0, STRIPE * look.scale, look.size.height()))
    painter.fillPath(panel.intersected(stripe), colour)
    painter.fillPath(glyphs.placed(glyphs.of_kind(look.kind), look.glyph), colour)


def _paint_time(
    painter: QPainter, panel: QPainterPath, look: Look, theme: Theme, left: float | None
) -> None:
    assert look.kind is not None
    start, height = STRIPE * look.scale, TIME_LINE * look.scale
    width = look.size.width() - start
    track = QPainterPath()
    track.addRect(QRectF(start, look.size.height() - height, width, height))
    painter.fillPath(panel.intersected(track), theme.time_track)
    rest = QPainterPath()
    rest.addRect(QRectF(start, look.size.height() - height, width * (left or 0.0), height))
    painter.fillPath(panel.intersected(rest), _faded(theme.kinds[look.kind], 0.85))


def _paint_mark(painter: QPainter, mark: Mark, theme: Theme) -> None:
    lost = mark.hearing is Hearing.LOST
    whose = theme.hearings[Hearing.LOST] if lost else theme.side
    painter.fillPath(glyphs.placed(glyphs.of_side(mark.speaker), mark.side), whose)
    state = glyphs.placed(glyphs.of_hearing(mark.hearing), mark.state)
    painter.fillPath(state, theme.hearings[mark.hearing])


def _paint_line(painter: QPainter, line: Line, look: Look, theme: Theme, letters: Letters) -> None:
    painter.setFont(letters.font(line.text))
    painter.setPen(_ink(line.text, look, theme))
    painter.drawText(QPointF(line.x, line.y), line.words)


def _ink(text: Text, look: Look, theme: Theme) -> QColor:
    if text is Text.LABEL and look.kind is not None:
        return theme.kinds[look.kind]
    inks = {Text.HEADLINE: theme.headline, Text.DETAIL: theme.detail, Text.QUOTE: theme.quote}
    return inks.get(text, theme.notice)


def _paint_edge(painter: QPainter, look: Look, theme: Theme) -> None:
    """A hairline, so that the panel stands out from a desktop of its own colour."""
    urgent = look.urgent and look.kind is not None
    colour = theme.kinds[look.kind] if urgent and look.kind is not None else theme.edge
    width = 2.0 * look.scale if urgent else 1.0
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width))
    inside = QRectF(0, 0, look.size.width(), look.size.height())
    inside.adjust(width / 2, width / 2, -width / 2, -width / 2)
    painter.drawRoundedRect(inside, look.radius - width / 2, look.radius - width / 2)


def _faded(colour: QColor, alpha: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(alpha)
    return faded
