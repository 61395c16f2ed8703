"""Keys that work whatever window has the keyboard: the system is asked for these few and no more.

No key but those asked for is ever seen. Promise: a key that another program has already, or that
cannot be, is told in one sentence, and the others work all the same. On Wayland no program may
have such keys; that is told too.
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from assist.faults import Fault
from assist.ui.platforms import is_wayland, is_x11

WHERE = "hotkeys"
WAYLAND = Fault(
    WHERE,
    "Wayland lets no program have keys while another window is typed in",
    "use the mouse, or log in to an X11 session",
)
ELSEWHERE = Fault(WHERE, "this system has none that we know of", "use the mouse")


class Action(StrEnum):
    """What a hotkey does."""

    USED = "used"
    NOT_NOW = "not_now"
    NEVER_AGAIN = "never_again"
    WHY = "why"
    SHOW_HIDE = "show_hide"
    PAUSE = "pause"


DEFAULTS: Mapping[Action, str] = {
    Action.USED: "Ctrl+Alt+U",
    Action.NOT_NOW: "Ctrl+Alt+N",
    Action.NEVER_AGAIN: "Ctrl+Alt+X",
    Action.WHY: "Ctrl+Alt+Y",
    Action.SHOW_HIDE: "Ctrl+Alt+O",
    Action.PAUSE: "Ctrl+Alt+P",
}


class Modifier(StrEnum):
    CTRL = "Ctrl"
    ALT = "Alt"
    SHIFT = "Shift"
    SUPER = "Super"


SAME = {"control": "ctrl", "strg": "ctrl", "option": "alt", "win": "super", "meta": "super"}
FUNCTION_KEYS = tuple(f"F{number}" for number in range(1, 25))
NAMED = tuple("Space Insert Delete Home End PageUp PageDown Up Down Left Right Pause".split())
PLAIN = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
KEYS = {key.lower(): key for key in (*NAMED, *FUNCTION_KEYS, *PLAIN)}


@dataclass(frozen=True, slots=True)
class Combo:
    """A key with its modifiers. `key` is one of `KEYS`."""

    modifiers: frozenset[Modifier]
    key: str

    def __str__(self) -> str:
        return "+".join([*(one for one in Modifier if one in self.modifiers), self.key])


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


def combo_of(text: str) -> Combo:
    """For example of "Ctrl+Alt+U". Raises Fault."""
    *before, last = (part.strip().lower() for part in text.split("+"))
    known = {modifier.lower(): modifier for modifier in Modifier}
    modifiers = [known.get(SAME.get(part, part)) for part in before]
    if last not in KEYS or None in modifiers:
        mend = 'write it like "Ctrl+Alt+U": Ctrl, Alt, Shift or Super, and a letter, digit or F key'
        raise Fault(WHERE, f"{text!r} is no key", mend)
    combo = Combo(frozenset(filter(None, modifiers)), KEYS[last])
    if not combo.modifiers - {Modifier.SHIFT} and combo.key not in FUNCTION_KEYS:
        raise Fault(WHERE, f"{text!r} could not be typed any more", "add Ctrl, Alt or Super to it")
    return combo


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
