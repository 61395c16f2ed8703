"""Hotkeys on macOS: Carbon's RegisterEventHotKey, which asks for no permission.

Carbon calls us on the main thread, from the event loop that Qt runs. `System` is the edge to
Carbon; the tests put a hand-written one in its place. Not yet run on a real Mac.
"""

import ctypes
import ctypes.util
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from assist.faults import Fault
from assist.ui.combos import WHERE, Action, Combo, Modifier

MODIFIERS = {
    Modifier.SUPER: 1 << 8,
    Modifier.SHIFT: 1 << 9,
    Modifier.ALT: 1 << 11,
    Modifier.CTRL: 1 << 12,
}
LETTERS = "ASDFHGZXCV?BQWERYT123465?97?80?OU?IP?LJ?K????NM"
"""A key's code is its place here: they follow the first keyboard, not the alphabet."""
CODES = {letter: code for code, letter in enumerate(LETTERS) if letter != "?"} | {
    "Space": 49,
    "F1": 122,
    "F2": 120,
    "F3": 99,
    "F4": 118,
    "F5": 96,
    "F6": 97,
    "F7": 98,
    "F8": 100,
    "F9": 101,
    "F10": 109,
    "F11": 103,
    "F12": 111,
    "F13": 105,
    "F14": 107,
    "F15": 113,
    "F16": 106,
    "F17": 64,
    "F18": 79,
    "F19": 80,
    "F20": 90,
    "Home": 115,
    "PageUp": 116,
    "Delete": 117,
    "End": 119,
    "PageDown": 121,
    "Left": 123,
    "Right": 124,
    "Down": 125,
    "Up": 126,
}
SIGNATURE = int.from_bytes(b"AgAs", "big")
KEYBOARD, PRESSED = int.from_bytes(b"keyb", "big"), 5
DIRECT_OBJECT, HOT_KEY_ID = int.from_bytes(b"----", "big"), int.from_bytes(b"hkid", "big")


class System(Protocol):
    """What we need of Carbon."""

    def listen(self, press: Callable[[int], None]) -> None:
        """Call this with the number of each hotkey pressed, from now on."""

    def register(self, number: int, modifiers: int, code: int) -> object | None:
        """What `unregister` wants, None where the key cannot be had."""

    def unregister(self, key: object) -> None: ...


class MacGrabber:
    """Main thread only."""

    def __init__(self, system: System | None = None) -> None:
        self._system = system or Carbon()
        self._keys: list[object] = []
        self._actions: dict[int, Action] = {}
        self._press: Callable[[Action], None] = lambda action: None
        self._system.listen(self._pressed)

    def grab(
        self, combos: Mapping[Action, Combo], press: Callable[[Action], None]
    ) -> tuple[Action, ...]:
        self._press = press
        taken: list[Action] = []
        for number, (action, combo) in enumerate(combos.items(), 1):
            modifiers = sum(MODIFIERS[modifier] for modifier in combo.modifiers)
            code = CODES.get(combo.key)
            key = None if code is None else self._system.register(number, modifiers, code)
            if key is None:
                taken.append(action)
            else:
                self._keys.append(key)
                self._actions[number] = action
        return tuple(taken)

    def release(self) -> None:
        for key in self._keys:
            self._system.unregister(key)
        self._keys.clear()
        self._actions.clear()

    def _pressed(self, number: int) -> None:
        if number in self._actions:
            self._press(self._actions[number])


class _Id(ctypes.Structure):
    _fields_ = (("signature", ctypes.c_uint32), ("number", ctypes.c_uint32))


class _Kind(ctypes.Structure):
    _fields_ = (("event_class", ctypes.c_uint32), ("kind", ctypes.c_uint32))


class Carbon:
    """The real one. Raises Fault where it is not to be had."""

    def __init__(self) -> None:
        path = ctypes.util.find_library("Carbon")
        if path is None:
            raise Fault(WHERE, "macOS's Carbon library is not there", "use the mouse")
        self._carbon: Any = ctypes.cdll.LoadLibrary(path)
        self._carbon.GetApplicationEventTarget.restype = ctypes.c_void_p
        self._callback: object = None

    def listen(self, press: Callable[[int], None]) -> None:
        kind = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)

        def pressed(_next: int, event: int, _data: int) -> int:
            found = _Id()
            self._carbon.GetEventParameter(
                ctypes.c_void_p(event),
                DIRECT_OBJECT,
                HOT_KEY_ID,
                None,
                ctypes.sizeof(found),
                None,
                ctypes.byref(found),
            )
            press(int(found.number))
            return 0

        self._callback = kind(pressed)
        wanted = _Kind(KEYBOARD, PRESSED)
        target = ctypes.c_void_p(self._carbon.GetApplicationEventTarget())
        self._carbon.InstallEventHandler(
            target, self._callback, 1, ctypes.byref(wanted), None, None
        )

    def register(self, number: int, modifiers: int, code: int) -> object | None:
        key = ctypes.c_void_p()
        target = ctypes.c_void_p(self._carbon.GetApplicationEventTarget())
        failed = self._carbon.RegisterEventHotKey(
            code, modifiers, _Id(SIGNATURE, number), target, 0, ctypes.byref(key)
        )
        return None if failed else key

    def unregister(self, key: object) -> None:
        self._carbon.UnregisterEventHotKey(key)
