"""A tray that comes after the program: what happens where both start with the desktop."""

from collections.abc import Iterator
from contextlib import contextmanager

from Xlib import X
from Xlib.display import Display
from Xlib.protocol.event import ClientMessage

from tests.screens import Screen, wait_for
from tests.ui.driven import driven_overlay

DOCK = 0


def test_a_tray_that_comes_later_gets_the_icon(screen: Screen) -> None:
    with driven_overlay(screen) as overlay:
        assert overlay.told("tray")[0]["tray"] is False
        with system_tray(screen) as tray:
            asked: list[int] = []
            wait_for(lambda: asked.extend(asking(tray)) or asked, "an icon that asks for its place")


@contextmanager
def system_tray(screen: Screen) -> Iterator[Display]:
    """By the freedesktop "System Tray Protocol": the owner of a selection is the tray."""
    display = Display(screen.display)
    try:
        root = display.screen().root
        name = display.intern_atom("_NET_SYSTEM_TRAY_S0")
        tray = root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        tray.set_selection_owner(name, X.CurrentTime)
        came = ClientMessage(
            window=root,
            client_type=display.intern_atom("MANAGER"),
            data=(32, [X.CurrentTime, name, tray.id, 0, 0]),
        )
        root.send_event(came, event_mask=X.StructureNotifyMask)
        display.sync()
        yield display
    finally:
        display.close()


def asking(tray: Display) -> Iterator[int]:
    """The windows that ask the tray for a place, since it was last asked."""
    opcode = tray.intern_atom("_NET_SYSTEM_TRAY_OPCODE")
    for _ in range(tray.pending_events()):
        event = tray.next_event()
        if event.type == X.ClientMessage and event.client_type == opcode:
            _, message, window, _, _ = event.data[1]
            if message == DOCK:
                yield int(window)
