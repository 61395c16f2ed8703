"""What a desktop is asked about the window once it is there; each platform in its own words."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def is_x11() -> bool:
    return QGuiApplication.platformName() == "xcb"


def is_wayland() -> bool:
    return QGuiApplication.platformName().startswith("wayland")


def let_clicks_through(window: QWidget, is_asked: bool) -> None:
    """Clicks go to what lies below. For a window that is on the screen already: set before, window
    managers keep the clicks in their own frame.
    """
    handle = window.windowHandle()
    if handle is not None:
        handle.setFlag(Qt.WindowType.WindowTransparentForInput, is_asked)


def stand_on_every_desktop(window: QWidget, is_asked: bool) -> None:
    """X11 only. Windows shows tool windows on each desktop that their program is on; Wayland has
    no word for it.
    """
    if is_x11():
        # Only where X11 is: elsewhere python-xlib is not installed.
        from assist.ui import x11

        x11.stand_on_every_desktop(int(window.winId()), is_asked)


def is_screen_taken() -> bool:
    """Whether the screen is locked, as far as a window can tell: X11 only. On Windows and macOS the
    system keeps every program's windows below its own lock screen.
    """
    if not is_x11():
        return False
    from assist.ui import x11

    return x11.is_screen_taken()
