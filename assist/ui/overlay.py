"""The overlay: draws a `Picture` above all other windows, and hands the agent's answers up.

It decides nothing and never takes the keyboard. Everything here runs on the main thread; other
threads go through `assist.ui.bridge`. Nothing moves by itself but the line of the time left,
four times a second while a card shows; at rest there is no timer at all.
"""

from functools import partial
from time import monotonic

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QScreen,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from assist.core.cards import Answer, Card, Picture
from assist.core.words import Speaker
from assist.ui import glyphs, strings
from assist.ui.buttons import AnswerButton
from assist.ui.fonts import Letters, require_font
from assist.ui.look import Look, arrange, time_left
from assist.ui.paint import TIME_LINE, paint
from assist.ui.place import Place, place_of, stand
from assist.ui.strings import said, side_said
from assist.ui.text import plain
from assist.ui.theme import DARK, Theme, sheet

TICK_MS = 250
SETTLE_MS = 400
"""A window manager moves windows of its own accord after a monitor went away; we look again
after that."""

FLAGS = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)

ANSWERS = {
    strings.USED: Answer.USED,
    strings.NOT_NOW: Answer.NOT_NOW,
    strings.NEVER_AGAIN: Answer.NEVER_AGAIN,
}


class Overlay(QWidget):
    """`draw` shows a picture. Raises NoFont where nothing could be written."""

    answered = Signal(int, Answer)
    """The serial of a card, and what the agent said of it."""
    painted = Signal(int, float)
    """The serial of a card that came on the screen, and `time.monotonic()` just after."""
    moved = Signal(Place)
    """The agent dragged the window to this place, or put it back to the first one."""
    quit_asked = Signal()

    def __init__(
        self, theme: Theme = DARK, text_scale: float = 1.0, place: Place | None = None
    ) -> None:
        require_font()
        super().__init__(None, FLAGS)
        for attribute in (
            Qt.WidgetAttribute.WA_TranslucentBackground,
            Qt.WidgetAttribute.WA_ShowWithoutActivating,
            Qt.WidgetAttribute.WA_AlwaysShowToolTips,
            Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow,
        ):
            self.setAttribute(attribute)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWindowTitle(strings.NAME)
        self._theme = theme
        self._letters = Letters(text_scale)
        self._place = place or Place()
        self._picture = Picture()
        self._drawn_at = monotonic()
        self._read: tuple[str, ...] = ()
        self._painted: Card | None = None
        self._grabbed: QPoint | None = None
        self._is_dragged = False
        self._used = AnswerButton(glyphs.tick(), theme, self._letters, self)
        self._not_now = AnswerButton(glyphs.cross(), theme, self._letters, self)
        self._used.clicked.connect(partial(self._answer, Answer.USED))
        self._not_now.clicked.connect(partial(self._answer, Answer.NOT_NOW))
        self._ticking = QTimer(self, interval=TICK_MS)
        self._ticking.timeout.connect(self._move_time_line)
        self._look = arrange(self._picture, self._letters)
        self._name_buttons()
        self.setStyleSheet(sheet(theme))
        self._watch_screens()
        self._show_look()

    @property
    def place(self) -> Place:
        return self._place

    @property
    def look(self) -> Look:
        """What is drawn now."""
        return self._look

    @property
    def is_ticking(self) -> bool:
        """Whether the line of the time left is moving by itself."""
        return self._ticking.isActive()

    def draw(self, picture: Picture) -> None:
        """Show this picture instead of the one before."""
        is_new = picture.card is not None and not _is_same(picture.card, self._picture.card)
        was, self._picture = self._picture, picture
        self._drawn_at = monotonic()
        if _visible_part(picture) != _visible_part(was):
            self._arrange()
        else:
            self._move_time_line()
        self._keep_time()
        if is_new and self.isVisible():
            self.raise_()

    def wear(self, theme: Theme | None = None, text_scale: float | None = None) -> None:
        """Change the theme or the size of the text (0.8 to 2)."""
        self._theme = theme or self._theme
        self._letters = self._letters if text_scale is None else Letters(text_scale)
        self.setStyleSheet(sheet(self._theme))
        for button in (self._used, self._not_now):
            button.wear(self._theme, self._letters)
        self._arrange()

    def stand_at(self, place: Place) -> None:
        """Move to this place (and back there when its screen comes back)."""
        self._place = place
        self._settle()

    def reset_position(self) -> None:
        self.stand_at(Place())
        self.moved.emit(self._place)

    # What is drawn

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(painter, self._look, self._theme, self._letters, self._time_left())
        painter.end()
        card = self._picture.card
        if card is not None and not _is_same(card, self._painted):
            self._painted = card
            self.painted.emit(card.serial, monotonic())

    def showEvent(self, event: QShowEvent) -> None:
        self._settle()
        self._keep_time()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._ticking.stop()
        super().hideEvent(event)

    def _arrange(self) -> None:
        folded = self._picture.notices == self._read
        self._look = arrange(self._picture, self._letters, folded)
        self._show_look()

    def _show_look(self) -> None:
        look, card = self._look, self._picture.card
        for button, where in ((self._used, look.used), (self._not_now, look.not_now)):
            button.setVisible(where is not None)
            if where is not None:
                button.setGeometry(where)
        self._settle()
        self._describe(card)
        self.update()

    def _describe(self, card: Card | None) -> None:
        picture = self._picture
        sides = (
            side_said(Speaker.CUSTOMER, picture.customer.hearing),
            side_said(Speaker.AGENT, picture.agent.hearing),
        )
        self.setToolTip("\n".join(sides) if card is None else "")
        self.setAccessibleName(plain(card.show) if card else strings.NAME)
        self.setAccessibleDescription(". ".join((*sides, *picture.notices)))

    def _name_buttons(self) -> None:
        self._used.setText(said(strings.USED))
        self._used.name(said(strings.USED), said(strings.USED_TIP))
        self._not_now.name(said(strings.NOT_NOW), said(strings.NOT_NOW_TIP))

    # The time left

    def _time_left(self) -> float | None:
        card = self._picture.card
        if card is None:
            return None
        return time_left(card, self._picture.at + monotonic() - self._drawn_at)

    def _keep_time(self) -> None:
        if self._picture.card is None or not self.isVisible():
            self._ticking.stop()
        elif not self._ticking.isActive():
            self._ticking.start()

    def _move_time_line(self) -> None:
        if self._picture.card is not None:
            height = round(TIME_LINE * self._letters.scale) + 1
            self.update(0, self.height() - height, self.width(), height)

    # Where it stands

    def _watch_screens(self) -> None:
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication), "an overlay needs a QApplication"
        app.screenAdded.connect(self._screen_came)
        app.screenRemoved.connect(self._settle_soon)
        app.primaryScreenChanged.connect(self._settle_soon)
        for screen in QGuiApplication.screens():
            screen.availableGeometryChanged.connect(self._settle_soon)

    def _screen_came(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._settle_soon)
        self._settle_soon()

    def _settle_soon(self) -> None:
        for delay in (0, SETTLE_MS):
            QTimer.singleShot(delay, self, self._settle)

    def _settle(self) -> None:
        if self._grabbed is not None:
            self.resize(self._look.size)
            return
        window = stand(self._place, self._look.size, self._screen().availableGeometry())
        if window != self.geometry():
            self.setGeometry(window)

    def _screen(self) -> QScreen:
        named = [
            screen for screen in QGuiApplication.screens() if screen.name() == self._place.screen
        ]
        return named[0] if named else QGuiApplication.primaryScreen()

    # The agent's hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grabbed = event.position().toPoint()
            self._is_dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            return
        way = event.position().toPoint() - self._grabbed
        if self._is_dragged or way.manhattanLength() >= QApplication.startDragDistance():
            self._is_dragged = True
            self.move(event.globalPosition().toPoint() - self._grabbed)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._grabbed is None:
            return
        if self._is_dragged:
            self.move(event.globalPosition().toPoint() - self._grabbed)
        self._grabbed = None
        if self._is_dragged:
            self._dropped(QRect(self.pos(), self.size()), event.globalPosition().toPoint())
        else:
            self._clicked()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._picture.card is not None:
            for text, answer in ANSWERS.items():
                menu.addAction(said(text)).triggered.connect(partial(self._answer, answer))
            menu.addSeparator()
        menu.addAction(said(strings.RESET_POSITION)).triggered.connect(self.reset_position)
        menu.addAction(said(strings.QUIT)).triggered.connect(self.quit_asked)
        menu.popup(event.globalPos())

    def _dropped(self, window: QRect, pointer: QPoint) -> None:
        screen = QGuiApplication.screenAt(pointer) or self._screen()
        self._place = place_of(window, screen.availableGeometry(), screen.name())
        self._settle()
        self.moved.emit(self._place)

    def _clicked(self) -> None:
        """A click folds the notices once they are read, and unfolds them again."""
        if self._picture.card is None and self._picture.notices:
            notices = self._picture.notices
            self._read = () if self._read == notices else notices
            self._arrange()

    def _answer(self, answer: Answer, _checked: bool = False) -> None:
        if self._picture.card is not None:
            self.answered.emit(self._picture.card.serial, answer)


def _is_same(one: Card | None, other: Card | None) -> bool:
    """The same showing of the same card: serials begin anew with each call."""
    if one is None or other is None:
        return one is other
    return (one.serial, one.prompt, one.shown_at) == (other.serial, other.prompt, other.shown_at)


def _visible_part(picture: Picture) -> tuple[object, ...]:
    """What changes the drawing; levels do not: a meter in the corner of the eye distracts."""
    return picture.card, picture.notices, picture.customer.hearing, picture.agent.hearing
