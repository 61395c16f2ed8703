"""A screen with another program that has the keyboard, and the overlay above it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from Xlib import X
from Xlib.display import Display

from tests.screens import Screen, wait_for
from tests.ui.driven import Driven, driven_overlay

NAME = "Agent Assist"


class Desk:
    """A screen with an xterm that writes down what is typed into it, and the overlay."""

    def __init__(self, screen: Screen, overlay: Driven, typed: Path) -> None:
        self.screen = screen
        self.overlay = overlay
        self.typed = typed
        self.terminal = screen.window_named("terminal")
        self.window = screen.window_named(NAME)
        self.focus = Focus(screen.display, self.terminal)

    def type(self, line: str) -> None:
        self.screen.do("xdotool", "type", "--delay", "5", f"{line}\n")

    def until_typed(self, lines: list[str]) -> None:
        wait_for(lambda: self.typed.read_text().split() == lines, f"{lines} in the terminal")

    def press(self, across: int = 100, down: int = 12, button: int = 1) -> tuple[int, int]:
        """Press on the overlay, so far from its corner."""
        return self.screen.press(self.window, across, down, button)

    def assert_in_the_terminal(self) -> None:
        """The keys go there now, by the server and by the window manager, and went nowhere else
        since the beginning.
        """
        assert self.screen.active_window() == self.terminal
        assert self.screen.focused_window() == self.terminal
        assert self.focus.lost() == 0


class Focus:
    """Counts how often a window loses the keyboard."""

    def __init__(self, display: str, window: int) -> None:
        self.display = Display(display)
        watched = self.display.create_resource_object("window", window)
        watched.change_attributes(event_mask=X.FocusChangeMask)
        self.display.sync()
        self.times = 0

    def lost(self) -> int:
        """So far. A menu's grab is no loss: the window has the keyboard again when it closes."""
        self.display.sync()
        for _ in range(self.display.pending_events()):
            event = self.display.next_event()
            own = (X.NotifyGrab, X.NotifyUngrab)
            self.times += event.type == X.FocusOut and event.mode not in own
        return self.times


@pytest.fixture
def desk(screen: Screen, tmp_path: Path) -> Iterator[Desk]:
    typed = tmp_path / "typed.txt"
    typed.touch()
    screen.start("xterm", "-T", "terminal", "-geometry", "150x40+100+50", "-e", f"cat > {typed}")
    terminal = screen.window_named("terminal")
    wait_for(lambda: screen.active_window() == terminal, "the terminal as active window")
    with driven_overlay(screen) as overlay:
        yield Desk(screen, overlay, typed)


def click(desk: Desk, x: int, y: int) -> None:
    desk.screen.do("xdotool", "mousemove", str(x), str(y), "click", "1")


def open_menu(desk: Desk) -> None:
    before = desk.screen.menus()
    desk.press(150, 15, button=3)
    desk.screen.do("xdotool", "mouseup", "3")
    wait_for(lambda: desk.screen.menus() > before, "the menu")


def drag(desk: Desk, across: int, down: int) -> None:
    """Move the overlay so far with the mouse."""
    x, y = desk.press()
    for part in (2, 1):
        to = (x + across // part, y + down // part)
        desk.screen.do("xdotool", "mousemove", *map(str, to))
    desk.screen.do("xdotool", "mouseup", "1")
