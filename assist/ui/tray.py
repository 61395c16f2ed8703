"""The tray icon: whether the call is heard, at a glance, and a menu to hide, pause or quit.

Where the desktop has no tray nothing shows and nothing fails; the overlay's own menu has the same.
A tray that comes later, as when both start with the desktop, gets the icon then: Qt waits for it.
While clicks go through the overlay, this menu is the way to take them back.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from assist.core.cards import Picture
from assist.ui import strings
from assist.ui.icon import TrayState, tray_icon, tray_state
from assist.ui.menu import add, add_options, add_program
from assist.ui.overlay import Overlay
from assist.ui.strings import said

STATES: dict[TrayState, str] = {
    TrayState.LISTENING: strings.LISTENING,
    TrayState.ONE_SIDE_LOST: strings.ONE_SIDE_LOST,
    TrayState.NOT_HEARING: strings.NOT_HEARING,
    TrayState.PAUSED: strings.PAUSED,
}


class Tray(QObject):
    """Main thread only. `overlay` is the window that the menu is about."""

    quit_asked = Signal()

    def __init__(self, overlay: Overlay, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._overlay = overlay
        self._icon = QSystemTrayIcon(self)
        self._menu = QMenu()
        self._menu.aboutToShow.connect(self._fill)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._state = TrayState.NOT_HEARING
        self._wear(self._state)
        self._fill()
        overlay.language_changed.connect(self._translate)
        self._icon.show()

    @property
    def state(self) -> TrayState:
        return self._state

    @property
    def menu(self) -> QMenu:
        return self._menu

    @property
    def tip(self) -> str:
        return self._icon.toolTip()

    @staticmethod
    def is_available() -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable()

    def draw(self, picture: Picture) -> None:
        """Show what this picture says of the sound."""
        state = tray_state(picture)
        if state is not self._state:
            self._wear(state)

    def refill(self) -> None:
        """The menu as it is true now; desktops that keep a copy of it are told."""
        self._fill()

    def toggle_overlay(self) -> None:
        self._overlay.setVisible(not self._overlay.isVisible())
        self._fill()

    def _fill(self) -> None:
        """The menu as it is true now."""
        menu, overlay = self._menu, self._overlay
        menu.clear()
        toggle = strings.HIDE_OVERLAY if overlay.isVisible() else strings.SHOW_OVERLAY
        add(menu, toggle, self.toggle_overlay)
        add_program(menu, overlay)
        menu.addSeparator()
        add_options(menu, overlay)
        add(menu, strings.RESET_POSITION, overlay.reset_position)
        menu.addSeparator()
        add(menu, strings.QUIT, self.quit_asked.emit)

    def _translate(self) -> None:
        self._wear(self._state)
        self._fill()

    def _wear(self, state: TrayState) -> None:
        self._state = state
        self._icon.setIcon(tray_icon(state))
        self._icon.setToolTip(f"{strings.NAME}: {said(STATES[state])}")

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.toggle_overlay()
