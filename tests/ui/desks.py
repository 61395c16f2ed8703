"""A screen with another program that has the keyboard, and the overlay above it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

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

    def type(self, line: str) -> None:
        self.screen.do("xdotool", "type", "--delay", "5", f"{line}\n")

    def until_typed(self, lines: list[str]) -> None:
        wait_for(lambda: self.typed.read_text().split() == lines, f"{lines} in the terminal")

    def assert_in_the_terminal(self) -> None:
        assert self.screen.active_window() != self.window
        assert self.screen.focused_window() != self.window
        wait_for(self._terminal_has_keys, "the keyboard in the terminal")

    def _terminal_has_keys(self) -> bool:
        """By the server, which sends the keys, or by the window manager, which names no window at all
        while one is mapped, and under load may not name the old one again.
        """
        asked = (self.screen.focused_window(), self.screen.active_window())
        return self.terminal in asked


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
    before = desk.screen.popups()
    desk.screen.do("xdotool", "click", "3")
    wait_for(lambda: desk.screen.popups() > before, "the menu")


def drag(desk: Desk, start: tuple[int, int], end: tuple[int, int]) -> None:
    half = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
    desk.screen.do("xdotool", "mousemove", *map(str, start), "mousedown", "1")
    for x, y in (half, end):
        desk.screen.do("xdotool", "mousemove", str(x), str(y))
    desk.screen.do("xdotool", "mouseup", "1")
