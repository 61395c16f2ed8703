"""Hotkeys on Windows: RegisterHotKey, on a thread of its own that waits for WM_HOTKEY.

Windows sends the message to the thread that asked for the key. `System` is the edge to Windows
(`assist.ui.user32`); the tests put a hand-written one in its place. Not yet run on a real Windows.
"""

import sys
import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from assist.ui.combos import WHERE, Action, Combo, Modifier

MODIFIERS = {Modifier.ALT: 1, Modifier.CTRL: 2, Modifier.SHIFT: 4, Modifier.SUPER: 8}
NO_REPEAT = 0x4000
VIRTUAL_KEYS = {
    "Space": 0x20,
    "PageUp": 0x21,
    "PageDown": 0x22,
    "End": 0x23,
    "Home": 0x24,
    "Left": 0x25,
    "Up": 0x26,
    "Right": 0x27,
    "Down": 0x28,
    "Insert": 0x2D,
    "Delete": 0x2E,
    "Pause": 0x13,
}


class System(Protocol):
    """What we need of Windows."""

    def register(self, number: int, modifiers: int, virtual_key: int) -> bool:
        """False where another program has the key. On the thread that waits."""

    def unregister(self, number: int) -> None: ...

    def wait(self) -> int | None:
        """The number of the next hotkey pressed; None once it was told to end."""

    def thread(self) -> int: ...

    def end(self, thread: int) -> None:
        """Have that thread's `wait` give back None. Called on any thread."""


class WindowsGrabber:
    def __init__(self, system: System | None = None) -> None:
        self._system = system or _user32()
        self._thread: threading.Thread | None = None
        self._number = 0
        self._taken: tuple[Action, ...] = ()

    def grab(
        self, combos: Mapping[Action, Combo], press: Callable[[Action], None]
    ) -> tuple[Action, ...]:
        asked = threading.Event()
        arguments = (dict(combos), press, asked)
        self._thread = threading.Thread(
            target=self._listen, args=arguments, name=WHERE, daemon=True
        )
        self._thread.start()
        asked.wait()
        return self._taken

    def release(self) -> None:
        if self._thread is not None:
            self._system.end(self._number)
            self._thread.join()
            self._thread = None

    def _listen(
        self, combos: dict[Action, Combo], press: Callable[[Action], None], asked: threading.Event
    ) -> None:
        """On its own thread: keys are asked for, waited for and given back on the same one."""
        self._number = self._system.thread()
        numbered = dict(enumerate(combos, 1))
        had = {
            number: action
            for number, action in numbered.items()
            if self._system.register(number, _modifiers(combos[action]), _key(combos[action]))
        }
        self._taken = tuple(action for action in combos if action not in had.values())
        asked.set()
        while (number := self._system.wait()) is not None:
            if number in had:
                press(had[number])
        for number in had:
            self._system.unregister(number)


def _modifiers(combo: Combo) -> int:
    return NO_REPEAT | sum(MODIFIERS[modifier] for modifier in combo.modifiers)


def _key(combo: Combo) -> int:
    if len(combo.key) == 1:
        return ord(combo.key)
    if combo.key in VIRTUAL_KEYS:
        return VIRTUAL_KEYS[combo.key]
    return 0x6F + int(combo.key.removeprefix("F"))


def _user32() -> System:
    if sys.platform == "win32":
        from assist.ui.user32 import User32

        return User32()
    raise OSError("RegisterHotKey is of Windows only")
