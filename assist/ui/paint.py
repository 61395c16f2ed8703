"""Ink: draws a `Look` in a `Theme`. Text is drawn as plain text only, letter by letter as it is."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen

from assist.core.cards import Hearing, Kind
from assist.ui import glyphs
from assist.ui.fonts import Letters, Text
from assist.ui.look import Gauge, Line, Look, Mark, Meter, Step
from assist.ui.sheet import STRIPE
from assist.ui.theme import Theme, over

TIME_LINE = 3.0


def paint(
    painter: QPainter,
    look: Look,
    theme: Theme,
    letters: Letters,
    left: float | None,
    fading: float = 0.0,
    part: QRectF | None = None,
) -> None:
    """`left`: how much of the card's time is left (1 to 0), None without a card. `fading`: how
    much (1 to 0) the newest earlier card still looks as it did when it was the present one.
    `part`: what has to be drawn anew; the caller clips, and letters elsewhere are not even set.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    _paint_layers(painter, look, theme, fading)
    panel = QPainterPath()
    panel.addRoundedRect(look.panel, look.radius, look.radius)
    _paint_panel(painter, panel, look, theme)
    if look.kind is not None:
        _paint_kind(painter, panel, look, theme)
        _paint_time(painter, panel, look, theme, left)
    for shape, box in ((glyphs.note, look.note), (glyphs.pause, look.pause)):
        if box is not None:
            painter.fillPath(glyphs.placed(shape(), box), theme.side)
    for rule in look.rules:
        painter.fillRect(rule, theme.edge)
    for mark in look.marks:
        if part is None or (mark.side or mark.state).united(mark.state).intersects(part):
            _paint_mark(painter, mark, theme)
    for meter in look.meters:
        _paint_meter(painter, meter, look, theme)
    if look.gauge is not None:
        _paint_gauge(painter, look.gauge, look, theme)
    for step in look.steps:
        if part is None or step.box.intersects(part):
            _paint_step(painter, step, theme)
    for sign in look.earlier:
        painter.fillPath(glyphs.placed(glyphs.of_kind(sign.kind), sign.box), theme.kinds[sign.kind])
    for line in look.lines:
        if part is None or _touches(line, letters, part):
            _paint_line(painter, line, look, theme, letters)
    _paint_edge(painter, look, theme)


def _touches(line: Line, letters: Letters, part: QRectF) -> bool:
    """By height only: accents may reach a little above and below."""
    leading = letters.leading(line.text)
    return line.y - leading <= part.bottom() and line.y + leading >= part.top()


def _paint_layers(painter: QPainter, look: Look, theme: Theme, fading: float) -> None:
    """The cards below, each a little smaller and fainter; only what looks out is drawn."""
    if not look.layers:
        return
    painter.save()
    whole, panel = QPainterPath(), QPainterPath()
    whole.addRect(QRectF(0, 0, look.size.width(), look.size.height()))
    panel.addRoundedRect(look.panel, look.radius, look.radius)
    free = whole.subtracted(panel)
    for depth, layer in enumerate(look.layers):
        path = QPainterPath()
        path.addRoundedRect(layer.box, look.radius * 0.7, look.radius * 0.7)
        shown = path.intersected(free)
        free = free.subtracted(path)
        solid = theme.panel_alpha * (0.86 - 0.2 * depth)
        strength = 0.30 + (0.7 * fading if depth == 0 else 0)
        colour = over(theme.kinds[layer.kind], strength, theme.panel)
        painter.fillPath(shown, _faded(colour, solid))
    painter.restore()


def _paint_panel(painter: QPainter, panel: QPainterPath, look: Look, theme: Theme) -> None:
    if look.kind is None:
        painter.fillPath(panel, _faded(theme.panel, theme.panel_alpha))
        return
    # One fill, mixed beforehand: a faint colour over the panel would show as bands.
    tinted = over(theme.kinds[look.kind], theme.tint, theme.panel)
    near, far = look.panel.left(), look.panel.left() + look.panel.width() * 0.6
    if look.is_mirrored:
        near, far = look.panel.right(), look.panel.right() - look.panel.width() * 0.6
    shade = QLinearGradient(near, 0, far, look.panel.height() * 0.3)
    shade.setColorAt(0, _faded(tinted, theme.panel_alpha))
    shade.setColorAt(1, _faded(theme.panel, theme.panel_alpha))
    painter.fillPath(panel, shade)


def _paint_kind(painter: QPainter, panel: QPainterPath, look: Look, theme: Theme) -> None:
    assert look.kind is not None
    assert look.glyph is not None
    colour, wide = theme.kinds[look.kind], STRIPE * look.scale
    x = look.panel.right() - wide if look.is_mirrored else look.panel.left()
    stripe = QPainterPath()
    stripe.addRect(QRectF(x, 0, wide, look.panel.height()))
    painter.fillPath(panel.intersected(stripe), colour)
    painter.fillPath(glyphs.placed(glyphs.of_kind(look.kind), look.glyph), colour)


def _paint_time(
    painter: QPainter, panel: QPainterPath, look: Look, theme: Theme, left: float | None
) -> None:
    assert look.kind is not None
    start, height = STRIPE * look.scale, TIME_LINE * look.scale
    whole, y = look.panel.width() - start, look.panel.bottom() - height
    for width, colour in (
        (whole, theme.time_track),
        (whole * (left or 0.0), _faded(theme.kinds[look.kind], 0.85)),
    ):
        x = look.panel.right() - start - width if look.is_mirrored else look.panel.left() + start
        bar = QPainterPath()
        bar.addRect(QRectF(x, y, width, height))
        painter.fillPath(panel.intersected(bar), colour)


def _paint_mark(painter: QPainter, mark: Mark, theme: Theme) -> None:
    if mark.side is None:
        _paint_dash(painter, mark, theme)
        return
    lost = mark.hearing is Hearing.LOST
    whose = theme.hearings[Hearing.LOST] if lost else theme.side
    painter.fillPath(glyphs.placed(glyphs.of_side(mark.speaker), mark.side), whose)
    state = glyphs.placed(glyphs.of_hearing(mark.hearing), mark.state)
    painter.fillPath(state, theme.hearings[mark.hearing])


def _paint_dash(painter: QPainter, mark: Mark, theme: Theme) -> None:
    """At rest: thick where somebody is heard, thin where it is quiet."""
    thick = mark.state.height() * (0.5 if mark.hearing is Hearing.HEARD else 0.2)
    dash = QRectF(mark.state.x(), mark.state.center().y() - thick / 2, mark.state.width(), thick)
    path = QPainterPath()
    path.addRoundedRect(dash, thick / 2, thick / 2)
    painter.fillPath(path, theme.hearings[mark.hearing])


def _paint_meter(painter: QPainter, meter: Meter, look: Look, theme: Theme) -> None:
    """A bar for the level and a tick at the peak, on a track."""
    box, ink = meter.box, theme.hearings[Hearing.HEARD]
    painter.fillRect(box, theme.time_track)
    tick = min(2.0 * look.scale, box.width())
    for start, width, colour in (
        (0.0, meter.level * box.width(), _faded(ink, 0.7)),
        (meter.peak * (box.width() - tick), tick, ink),
    ):
        left = box.right() - start - width if look.is_mirrored else box.left() + start
        painter.fillRect(QRectF(left, box.top(), width, box.height()), colour)


_GAUGE_TRACK = 0.7
"""How much of the ink its line has: paler than the tick and the dot, and still three to one."""


def _paint_gauge(painter: QPainter, gauge: Gauge, look: Look, theme: Theme) -> None:
    """A line with a tick in its middle, and a dot: in one quiet colour, fast or slow."""
    box, s = gauge.box, look.scale
    middle = box.center()
    track = QColor(theme.side)
    track.setAlphaF(_GAUGE_TRACK)
    painter.fillRect(QRectF(box.left(), middle.y() - s / 2, box.width(), s), track)
    painter.fillRect(QRectF(middle.x() - s / 2, box.top(), s, box.height()), theme.side)
    at = 1.0 - gauge.at if look.is_mirrored else gauge.at
    radius = box.height() / 2
    x = box.left() + radius + at * (box.width() - 2 * radius)
    painter.setBrush(theme.side)
    painter.drawEllipse(QPointF(x, middle.y()), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_step(painter: QPainter, step: Step, theme: Theme) -> None:
    shape = glyphs.done() if step.is_done else glyphs.to_do()
    ink = theme.kinds[Kind.CLOSING] if step.is_done else theme.side
    painter.fillPath(glyphs.placed(shape, step.box), ink)


def _paint_line(painter: QPainter, line: Line, look: Look, theme: Theme, letters: Letters) -> None:
    painter.setFont(letters.font(line.text))
    painter.setPen(_ink(line.text, look, theme))
    painter.drawText(QPointF(line.x, line.y), line.words)


def _ink(text: Text, look: Look, theme: Theme) -> QColor:
    if text is Text.LABEL and look.kind is not None:
        return theme.kinds[look.kind]
    inks = {
        Text.HEADLINE: theme.headline,
        Text.COMPACT: theme.headline,
        Text.DETAIL: theme.detail,
        Text.QUOTE: theme.quote,
        Text.EARLIER: theme.quote,
    }
    return inks.get(text, theme.notice)


def _paint_edge(painter: QPainter, look: Look, theme: Theme) -> None:
    """A hairline, so that the panel stands out from a desktop of its own colour."""
    urgent = look.urgent and look.kind is not None
    colour = theme.kinds[look.kind] if urgent and look.kind is not None else theme.edge
    width = 2.0 * look.scale if urgent else 1.0
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width))
    half = width / 2
    inside = look.panel.adjusted(half, half, -half, -half)
    painter.drawRoundedRect(inside, look.radius - half, look.radius - half)


def _faded(colour: QColor, alpha: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(alpha)
    return faded
