"""What X11's window managers are asked that Qt has no word for. No other platform is touched.

The rules are the freedesktop "Extended Window Manager Hints", section _NET_WM_DESKTOP.
"""

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import DisplayError
from Xlib.protocol.event import ClientMessage

EVERY_DESKTOP = 0xFFFFFFFF
USER = 2
"""The message comes from what the user sees, not from an ordinary program."""


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
