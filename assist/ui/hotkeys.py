"""Keys that work whatever window has the keyboard: the system is asked for these few and no more.

No key but those asked for is ever seen. Promise: a key that another program has already, or that
cannot be, is told in one sentence, and the others work all the same. On Wayland no program may
have such keys; that is told too.
"""

import os
import sys
from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from assist.faults import Fault
from assist.ui.combos import DEFAULTS, WHERE, Action, Combo, combo_of
from assist.ui.platforms import is_wayland, is_x11

WAYLAND = Fault(
    WHERE,
    "Wayland lets no program have keys while another window is typed in",
    "use the mouse, or log in to an X11 session",
)
ELSEWHERE = Fault(WHERE, "this system has none that we know of", "use the mouse")


class Grabber(Protocol):
    """A system's own way to have keys."""

    def grab(
        self, combos: Mapping[Action, Combo], press: Callable[[Action], None]
    ) -> tuple[Action, ...]:
        """Have these from now on; gives back those that another program has. `press` is called on
        any thread.
        """

    def release(self) -> None:
        """Have none any more. Also after a `grab` that failed."""


class Hotkeys(QObject):
    """Main thread only. `pressed` comes on the main thread."""

    pressed = Signal(Action)
    _grabbed_key = Signal(Action)

    def __init__(self, grabber: Grabber | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grabber = grabber
        self._grabbed_key.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def listen(self, keys: Mapping[Action, str] = DEFAULTS) -> tuple[Fault, ...]:
        """Have these keys instead of those before ("" for none); gives back what is wrong."""
        self.stop()
        wanted = {action: text for action, text in keys.items() if text.strip()}
        if not wanted:
            return ()
        combos, faults = _read(wanted)
        try:
            grabber = self._grabber = self._grabber or system_grabber()
            taken = grabber.grab(combos, self._grabbed_key.emit)
        except Fault as fault:
            return (*faults, fault)
        return (*faults, *(_conflict(combos[action]) for action in taken))

    def stop(self) -> None:
        """Give all keys back."""
        if self._grabber is not None:
            self._grabber.release()

    @Slot(Action)
    def _tell(self, action: Action) -> None:
        self.pressed.emit(action)


def system_grabber() -> Grabber:
    """This system's own. Raises Fault where there is none."""
    if sys.platform == "win32":
        from assist.ui.hotkeys_windows import WindowsGrabber

        return WindowsGrabber()
    if sys.platform == "darwin":
        from assist.ui.hotkeys_mac import MacGrabber

        return MacGrabber()
    # An X11 window on a Wayland desktop is given keys only while such a window is typed in.
    if is_wayland() or os.environ.get("XDG_SESSION_TYPE") == "wayland":
        raise WAYLAND
    if is_x11():
        from assist.ui.hotkeys_x11 import X11Grabber

        return X11Grabber()
    raise ELSEWHERE


def _read(keys: Mapping[Action, str]) -> tuple[dict[Action, Combo], list[Fault]]:
    combos: dict[Action, Combo] = {}
    faults: list[Fault] = []
    for action, text in keys.items():
        try:
            combo = combo_of(text)
        except Fault as fault:
            faults.append(fault)
            continue
        if combo in combos.values():
            faults.append(Fault(WHERE, f"{combo} is set twice", "choose another for one of them"))
        else:
            combos[action] = combo
    return combos, faults


def _conflict(combo: Combo) -> Fault:
    mend = "choose another key in the settings, or free it there"
    return Fault(WHERE, f"{combo} belongs to another program already", mend)
