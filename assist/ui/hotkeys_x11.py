"""Hotkeys on X11: XGrabKey on a connection and a thread of its own.

The server sends us the grabbed keys only, and no other window gets them. A key is grabbed once
for each state of Caps Lock and Num Lock, which count as modifiers.
"""

import os
import select
import threading
from collections.abc import Callable, Mapping

from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import BadAccess, CatchError, DisplayError
from Xlib.protocol.rq import Event

from assist.faults import Fault
from assist.ui.combos import WHERE, Action, Combo, Modifier

MASKS = {
    Modifier.CTRL: X.ControlMask,
    Modifier.ALT: X.Mod1Mask,
    Modifier.SHIFT: X.ShiftMask,
    Modifier.SUPER: X.Mod4Mask,
}
KEYSYMS = {"PageUp": "Page_Up", "PageDown": "Page_Down", "Space": "space"}

Key = tuple[int, int]
"""A keycode and its modifiers' mask."""


class X11Grabber:
    """`grab` and `release` on one thread; `press` is called on the grabber's own."""

    def __init__(self) -> None:
        self._display: Display | None = None
        self._thread: threading.Thread | None = None
        self._wake = -1

    def grab(
        self, combos: Mapping[Action, Combo], press: Callable[[Action], None]
    ) -> tuple[Action, ...]:
        try:
            self._display = Display()
        except DisplayError as error:
            raise Fault(WHERE, "the screen cannot be reached", "check DISPLAY") from error
        locks = _locks(self._display)
        keys = {action: _key(self._display, combo) for action, combo in combos.items()}
        taken = tuple(
            action for action, key in keys.items() if not _grab(self._display, key, locks)
        )
        actions = {key: action for action, key in keys.items() if action not in taken}
        reading, self._wake = os.pipe()
        arguments = (self._display, reading, actions, locks[-1], press)
        self._thread = threading.Thread(target=_listen, args=arguments, name=WHERE, daemon=True)
        self._thread.start()
        return taken

    def release(self) -> None:
        if self._thread is not None:
            os.close(self._wake)
            self._thread.join()
            self._thread = None
        if self._display is not None:
            # The server gives back the keys of a connection that ends.
            self._display.close()
            self._display = None


def _listen(
    display: Display,
    wake: int,
    actions: Mapping[Key, Action],
    locks: int,
    press: Callable[[Action], None],
) -> None:
    """On its own thread, until the other end of `wake` is closed."""
    released_at = 0
    try:
        while True:
            while display.pending_events():
                event: Event = display.next_event()
                if event.type == X.KeyRelease:
                    released_at = event.time
                # A key that is held down comes again and again, released and pressed at once.
                elif event.type == X.KeyPress and event.time != released_at:
                    action = actions.get((event.detail, event.state & 0xFF & ~locks))
                    if action is not None:
                        press(action)
            if wake in select.select([display.fileno(), wake], [], [])[0]:
                return
    except (OSError, DisplayError):
        # The screen is gone, and the window with it.
        return
    finally:
        os.close(wake)


def _grab(display: Display, key: Key, locks: tuple[int, ...]) -> bool:
    """Whether we have it now; with each of the locks or not at all."""
    code, mask = key
    if code == 0:
        return False
    root = display.screen().root
    denied = CatchError(BadAccess)
    for lock in locks:
        root.grab_key(code, mask | lock, False, X.GrabModeAsync, X.GrabModeAsync, denied)
    display.sync()
    if denied.get_error() is None:
        return True
    for lock in locks:
        root.ungrab_key(code, mask | lock)
    display.sync()
    return False


def _key(display: Display, combo: Combo) -> Key:
    name = KEYSYMS.get(combo.key, combo.key)
    keysym = XK.string_to_keysym(name.lower() if len(name) == 1 else name)
    mask = 0
    for modifier in combo.modifiers:
        mask |= MASKS[modifier]
    return int(display.keysym_to_keycode(keysym)), mask


def _locks(display: Display) -> tuple[int, ...]:
    """None, Caps Lock, Num Lock and both, as masks."""
    number = display.keysym_to_keycode(XK.XK_Num_Lock)
    masks = enumerate(display.get_modifier_mapping())
    num_lock = next((1 << place for place, codes in masks if number and number in codes), 0)
    return 0, X.LockMask, num_lock, X.LockMask | num_lock
