"""The overlay: draws a `Picture` above all other windows, and hands the agent's answers up.

It decides nothing and never takes the keyboard. Everything here runs on the main thread; other
threads go through `assist.ui.bridge`.
"""

from dataclasses import replace
from functools import partial
from time import monotonic

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QGuiApplication,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from assist.core.cards import Answer, Card, Picture
from assist.settings.layers import Source
from assist.ui import strings
from assist.ui.announce import announce_card, describe
from assist.ui.arrange import arrange
from assist.ui.buttons import button_for, place_button
from assist.ui.changes import is_same_card, visible_part
from assist.ui.combos import Action
from assist.ui.fonts import Letters, require_font
from assist.ui.height import Height
from assist.ui.look import Control, Look, time_left
from assist.ui.menu import fill_menu
from assist.ui.motion import Motion
from assist.ui.options import Options
from assist.ui.paint import TIME_LINE, paint
from assist.ui.place import Place
from assist.ui.places import Places
from assist.ui.platforms import let_clicks_through, stand_on_every_desktop
from assist.ui.program import Program
from assist.ui.standing import Standing
from assist.ui.theme import faded, gentled, sheet, theme_for
from assist.ui.unfolded import Unfolded

FLAGS = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)
ABOVE_FULL_SCREEN = Qt.WindowType.X11BypassWindowManagerHint


class Overlay(QWidget):
    """`draw` shows a picture. Raises NoFont where nothing could be written."""

    answered = Signal(int, Answer)
    """The serial of a card, and what the agent said of it."""
    unmuted = Signal(int)
    """The serial of a card whose "never again" the agent took back."""
    painted = Signal(int, float)
    """The serial of a card that came on the screen, and `time.monotonic()` just after."""
    moved = Signal(Place)
    """The agent dragged the window to this place, or put it back to the first one."""
    options_chosen = Signal(Options)
    """The agent chose these in the menu; they hold already."""
    language_changed = Signal()
    gentle_left = Signal()
    """The agent takes this call for one like any other."""
    pause_asked = Signal(bool)
    """True to pause listening, False to go on."""
    call_asked = Signal()
    """A call begins here, or the one that is on ends."""
    mode_asked = Signal()
    """Change between service and sales."""
    quit_asked = Signal()

    def __init__(self, options: Options | None = None, places: Places | None = None) -> None:
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
        self.program: Program | None = None
        """What the menu offers beyond the overlay itself."""
        self._options = options or Options()
        hints = QGuiApplication.styleHints()
        self._theme = faded(theme_for(self._options.theme, hints), self._options.opacity)
        hints.colorSchemeChanged.connect(self._dress)
        self._letters = Letters(self._options.text_scale)
        self._picture = Picture()
        self._drawn_at = monotonic()
        self._height = Height(self)
        self._painted: Card | None = None
        self._unfolded = Unfolded(self)
        self._unfolded.changed.connect(self._arrange)
        self._motion = Motion(self)
        self._motion.ticked.connect(self._tick)
        self._motion.faded.connect(self._update_stack)
        self._buttons = {
            control: button_for(control, self._theme, self._letters, self) for control in Control
        }
        for control, button in self._buttons.items():
            button.clicked.connect(partial(self._pressed, control))
        self._look = arrange(self._picture, self._letters)
        self._standing = Standing(self, places or Places())
        self._standing.moved.connect(self.moved)
        self.apply(self._options)

    @property
    def place(self) -> Place:
        return self._standing.place

    @property
    def places(self) -> Places:
        """Where it stands in each arrangement of monitors: what a settings file should keep."""
        return self._standing.places

    @property
    def options(self) -> Options:
        return self._options

    @property
    def look(self) -> Look:
        """What is drawn now."""
        return self._look

    @property
    def is_ticking(self) -> bool:
        """Whether anything is moving by itself."""
        return self._motion.is_going_on

    @property
    def picture(self) -> Picture:
        return self._picture

    @property
    def is_paused(self) -> bool:
        return self._picture.paused

    def source(self, name: str) -> Source:
        """Where a setting comes from, by its full name."""
        return self.program.source(name) if self.program is not None else Source()

    def draw(self, picture: Picture) -> None:
        """Show this picture instead of the one before."""
        if not self._options.gauge:
            picture = replace(picture, gauge=None)
        was, self._picture = self._picture, picture
        self._drawn_at = monotonic()
        is_new = picture.card is not None and not is_same_card(picture.card, was.card)
        if is_new and not is_same_card(picture.card, self._unfolded.why):
            self._unfolded.why = None
        if picture.gentle is not was.gentle:
            self._dress()
        if visible_part(picture) != visible_part(was) or self._look.meters:
            self._begin_fade(was)
            self._arrange()
        else:
            self._move_time_line()
        self._keep_time()
        if picture.card is not None and is_new and self.isVisible():
            self._height.rise()
            announce_card(self, picture.card)

    def apply(self, options: Options) -> None:
        """Look and behave like this from now on."""
        is_above = bool(self.windowFlags() & ABOVE_FULL_SCREEN)
        self._options = options
        self._letters = Letters(options.text_scale)
        self._motion.reduce(options.reduced_motion)
        self._dress()
        if is_above is not options.above_full_screen:
            is_shown = self.isVisible()
            self.hide()
            # A new window of the system's: a window manager may still be taking leave of the old
            # one when it is shown again, and would take the new one off the screen with it.
            self.destroy()
            self.setWindowFlag(ABOVE_FULL_SCREEN, options.above_full_screen)
            self.setVisible(is_shown)
        self._ask_the_desktop()

    def stand_at(self, place: Place) -> None:
        """Move to this place (and back there when its screen comes back)."""
        self._standing.put(place)

    def reset_position(self) -> None:
        self.stand_at(Place())

    # What the agent says, by mouse, menu or hotkey

    def answer(self, answer: Answer) -> None:
        """Nothing where no card shows."""
        card = self.shown_card
        if card is None:
            return
        if answer is Answer.NEVER_AGAIN:
            self._unfolded.mute(card)
        self.answered.emit(card.serial, answer)
        self._unfolded.fold_why()

    def undo_never_again(self) -> None:
        if self._unfolded.muted is not None:
            self.unmuted.emit(self._unfolded.muted.serial)
        self._unfolded.forget_muted()

    def toggle_why(self) -> None:
        """Unfold why the card shows; without a card, why the last one did."""
        self._unfolded.toggle_why(self._picture)

    def toggle_stack(self) -> None:
        """Unfold the earlier cards, or fold them."""
        self._unfolded.toggle_stack()

    def obey(self, action: Action) -> None:
        """Do what a hotkey is for."""
        match action:
            case Action.USED | Action.NOT_NOW | Action.NEVER_AGAIN:
                self.answer(Answer(action.value))
            case Action.WHY:
                self.toggle_why()
            case Action.SHOW_HIDE:
                self.setVisible(not self.isVisible())
            case Action.PAUSE:
                self.pause_asked.emit(not self.is_paused)
            case Action.CALL:
                self.call_asked.emit()
            case Action.MODE:
                self.mode_asked.emit()

    def choose(self, options: Options) -> None:
        """As `apply`, by the agent: it is told, so that it can be kept."""
        self.apply(options)
        self.options_chosen.emit(options)

    # What is drawn

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        # A phrasebank's language may be another than the window's: each text has its own direction.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        part = QRectF(event.rect())
        left, fading = self._time_left(), self._motion.fading
        paint(painter, self._look, self._theme, self._letters, left, fading, part)
        painter.end()
        card = self._picture.card
        if card is not None and not is_same_card(card, self._painted):
            self._painted = card
            self.painted.emit(card.serial, monotonic())

    def showEvent(self, event: QShowEvent) -> None:
        self._standing.settle(self._look.size)
        self._keep_time()
        super().showEvent(event)
        # Both are refused or lost before the window is on the screen.
        QTimer.singleShot(0, self, self._ask_the_desktop)

    def hideEvent(self, event: QHideEvent) -> None:
        self._motion.stop()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.LayoutDirectionChange):
            self._arrange()
            self.language_changed.emit()

    def _ask_the_desktop(self) -> None:
        if self.isVisible():
            let_clicks_through(self, self._options.click_through)
            stand_on_every_desktop(self, self._options.on_every_desktop)

    def _dress(self) -> None:
        """In the theme chosen, or in the one that the system has now."""
        chosen = theme_for(self._options.theme, QGuiApplication.styleHints())
        chosen = gentled(chosen) if self._picture.gentle else chosen
        self._theme = faded(chosen, self._options.opacity)
        self.setStyleSheet(sheet(self._theme))
        for button in self._buttons.values():
            button.wear(self._theme, self._letters)
        self._arrange()

    @property
    def shown_card(self) -> Card | None:
        """The present card, or one whose "why" is being read."""
        return self._unfolded.shown_card(self._picture)

    def _arrange(self) -> None:
        card = self.shown_card
        view = self._unfolded.view(self._picture, self._options.layout, self.layoutDirection())
        self._look = arrange(replace(self._picture, card=card), self._letters, view)
        for control, button in self._buttons.items():
            place_button(button, control, self._look.place_of(control))
        self._standing.settle(self._look.size)
        self._describe(card)
        self.update()

    def _describe(self, card: Card | None) -> None:
        told_of = describe(self._picture, card)
        self.setToolTip(told_of.tip)
        self.setAccessibleName(told_of.name)
        self.setAccessibleDescription(told_of.description)

    # What moves by itself

    def _time_left(self) -> float | None:
        card = self._picture.card
        if card is None:
            return None
        return time_left(card, self._picture.at + monotonic() - self._drawn_at)

    def _keep_time(self) -> None:
        self._motion.tick(self._picture.card is not None and self.isVisible())

    def _tick(self) -> None:
        self._move_time_line()
        if self._options.above_full_screen:
            # No window manager keeps it up there: a window that fills the screen may come later.
            self._height.rise()

    def _move_time_line(self) -> None:
        if self._picture.card is not None:
            panel, height = self._look.panel, round(TIME_LINE * self._letters.scale) + 1
            self.update(0, round(panel.bottom()) - height, self.width(), height + 1)

    def _begin_fade(self, was: Picture) -> None:
        """The card that has just left goes slowly into the stack."""
        left = was.card is not None and was.card in self._picture.earlier[:1]
        if left and self.isVisible():
            self._motion.fade()

    def _update_stack(self) -> None:
        if self._look.layers and self._look.stack is not None:
            self.update(self._look.stack.toAlignedRect())

    # The agent's hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._standing.grab(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._standing.drag(event.position().toPoint(), event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or not self._standing.is_grabbed:
            return
        pointer = event.globalPosition().toPoint()
        self._standing.drag(event.position().toPoint(), pointer)
        if not self._standing.drop(pointer):
            self._clicked(event.position())

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(False)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu(event.globalPos())

    def open_menu(self, at: QPoint) -> None:
        """Everything that can be done with the overlay, by mouse or by keys."""
        fill_menu(self, self._unfolded.muted is not None).popup(at)

    def _hover(self, is_hovered: bool) -> None:
        self._unfolded.hover(is_hovered)
        if self.shown_card is None:
            self._arrange()

    def _clicked(self, at: QPointF) -> None:
        """A click unfolds the earlier cards, or folds the notices once they are read."""
        if self._look.stack is not None and self._look.stack.contains(at):
            self.toggle_stack()
        elif self.shown_card is None and self._picture.notices:
            self._unfolded.toggle_notices(self._picture.notices)

    def _pressed(self, control: Control, _checked: bool = False) -> None:
        match control:
            case Control.USED:
                self.answer(Answer.USED)
            case Control.NOT_NOW:
                self.answer(Answer.NOT_NOW)
            case Control.WHY:
                self.toggle_why()
            case Control.UNDO:
                self.undo_never_again()
            case Control.ORDINARY:
                self.gentle_left.emit()
