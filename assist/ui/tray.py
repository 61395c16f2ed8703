"""The tray icon: whether the call is heard, at a glance, and a menu to hide the overlay or quit.

Where the desktop has no tray nothing shows and nothing fails; the overlay's own menu can quit too.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from assist.core.cards import Picture
from assist.ui import strings
from assist.ui.icon import TrayState, tray_icon, tray_state
from assist.ui.strings import said

STATES: dict[TrayState, str] = {
    TrayState.LISTENING: strings.LISTENING,
    TrayState.ONE_SIDE_LOST: strings.ONE_SIDE_LOST,
    TrayState.NOT_HEARING: strings.NOT_HEARING,
}


class Tray(QObject):
    """Main thread only. `overlay` is the window that the menu shows and hides."""

    quit_asked = Signal()

    def __init__(self, overlay: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._overlay = overlay
        self._icon = QSystemTrayIcon(self)
        self._menu = QMenu()
        self._toggle = self._menu.addAction("")
        self._toggle.triggered.connect(self.toggle_overlay)
        self._menu.addSeparator()
        self._menu.addAction(said(strings.QUIT)).triggered.connect(self.quit_asked)
        self._menu.aboutToShow.connect(self._name_toggle)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._name_toggle()
        self._state = TrayState.NOT_HEARING
        self._wear(self._state)
        self._icon.show()

    @property
    def state(self) -> TrayState:
        return self._state

    @property
    def menu(self) -> QMenu:
        return self._menu

    @staticmethod
    def is_available() -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable()

    def draw(self, picture: Picture) -> None:
        """Show what this picture says of the sound."""
        state = tray_state(picture)
        if state is not self._state:
            self._wear(state)

    def toggle_overlay(self) -> None:
        self._overlay.setVisible(not self._overlay.isVisible())
        self._name_toggle()

    def _wear(self, state: TrayState) -> None:
        self._state = state
        self._icon.setIcon(tray_icon(state))
        self._icon.setToolTip(f"{strings.NAME}: {said(STATES[state])}")

    def _name_toggle(self) -> None:
        is_shown = self._overlay.isVisible()
        self._toggle.setText(said(strings.HIDE_OVERLAY if is_shown else strings.SHOW_OVERLAY))

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.toggle_overlay()
