"""Windows' own functions for hotkeys, called through ctypes. Not yet run on a real Windows."""

import ctypes
from ctypes import wintypes
from typing import Any

WM_HOTKEY, WM_QUIT = 0x0312, 0x0012


class User32:
    """The real `System` of `assist.ui.hotkeys_windows`."""

    def __init__(self) -> None:
        # By name, so that a reader of this file on another system has nothing to complain about.
        windows: Any = vars(ctypes)["windll"]
        self._user32 = windows.user32
        self._kernel32 = windows.kernel32

    def register(self, number: int, modifiers: int, virtual_key: int) -> bool:
        return bool(self._user32.RegisterHotKey(None, number, modifiers, virtual_key))

    def unregister(self, number: int) -> None:
        self._user32.UnregisterHotKey(None, number)

    def wait(self) -> int | None:
        message = wintypes.MSG()
        while self._user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == WM_HOTKEY:
                return int(message.wParam or 0)
        return None

    def thread(self) -> int:
        # PeekMessage makes the thread's queue, without which a message to end it is lost.
        self._user32.PeekMessageW(ctypes.byref(wintypes.MSG()), None, 0, 0, 0)
        return int(self._kernel32.GetCurrentThreadId())

    def end(self, thread: int) -> None:
        self._user32.PostThreadMessageW(thread, WM_QUIT, 0, 0)
