"""What X11's window managers are asked that Qt has no word for. No other platform is touched.

The rules are the freedesktop "Extended Window Manager Hints", section _NET_WM_DESKTOP.
"""

from dataclasses import dataclass

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import BadDrawable, BadWindow, DisplayError
from Xlib.protocol.event import ClientMessage
from Xlib.xobject.drawable import Window

EVERY_DESKTOP = 0xFFFFFFFF
USER = 2
"""The message comes from what the user sees, not from an ordinary program."""


@dataclass(frozen=True, slots=True)
class Desktop:
    """What runs on a display: the window manager's name (empty where there is none), and whether a
    compositor lets windows shine through.
    """

    window_manager: str
    composited: bool


def look_at_desktop() -> Desktop | None:
    """What the display of the environment has; None where it does not answer."""
    try:
        display = Display()
    except (DisplayError, OSError):
        return None
    try:
        screen = display.intern_atom(f"_NET_WM_CM_S{display.get_default_screen()}")
        return Desktop(_window_manager(display), display.get_selection_owner(screen) != X.NONE)
    finally:
        display.close()


def _window_manager(display: Display) -> str:
    """By the specification, the root names a window of the manager's own, which bears its name."""
    check = display.intern_atom("_NET_SUPPORTING_WM_CHECK")
    named = display.screen().root.get_full_property(check, Xatom.WINDOW)
    if named is None:
        return ""
    window = display.create_resource_object("window", int(named.value[0]))
    name = display.intern_atom("_NET_WM_NAME")
    try:
        told = window.get_full_property(name, display.intern_atom("UTF8_STRING"))
    except BadWindow:
        return ""
    return told.value.decode(errors="replace") if told else "one without a name"


def stand_on_every_desktop(window: int, is_asked: bool = True) -> None:
    """Show this mapped window on every desktop, or only on the present one."""
    try:
        display = Display()
    except DisplayError:
        return
    try:
        root = display.screen().root
        name = display.intern_atom("_NET_WM_DESKTOP")
        desktop = EVERY_DESKTOP if is_asked else _present_desktop(display)
        asked = ClientMessage(
            window=display.create_resource_object("window", window),
            client_type=name,
            data=(32, [desktop, USER, 0, 0, 0]),
        )
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        root.send_event(asked, event_mask=mask)
        display.sync()
    finally:
        display.close()


def _present_desktop(display: Display) -> int:
    name = display.intern_atom("_NET_CURRENT_DESKTOP")
    found = display.screen().root.get_full_property(name, Xatom.CARDINAL)
    return 0 if found is None else int(found.value[0])


def is_screen_taken() -> bool:
    """Whether a window that no window manager manages fills the whole screen, as lockers do."""
    try:
        display = Display()
    except DisplayError:
        return False
    try:
        root = display.screen().root
        name = display.intern_atom("_NET_CLIENT_LIST")
        listed = root.get_full_property(name, Xatom.WINDOW)
        managed = set() if listed is None else set(listed.value)
        return any(_takes_screen(window, root, managed) for window in root.query_tree().children)
    except BadWindow:
        return False
    finally:
        display.close()


def _takes_screen(window: Window, root: Window, managed: set[int]) -> bool:
    try:
        told = window.get_attributes()
        if not told.override_redirect or told.map_state != X.IsViewable:
            return False
        if told.win_class != X.InputOutput:
            return False
        mine, whole = window.get_geometry(), root.get_geometry()
        if mine.width < whole.width or mine.height < whole.height or mine.x > 0 or mine.y > 0:
            return False
        # What a window manager draws around a program that fills the screen is no locker.
        return not any(child.id in managed for child in window.query_tree().children)
    except (BadDrawable, BadWindow):
        return False
