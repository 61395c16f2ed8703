"""The overlay among what a desktop has: other desktops, monitors, full-screen windows, clicks."""

import pytest

from tests.screens import Screen, wait_for
from tests.ui.desks import NAME, Desk, click
from tests.ui.driven import driven_overlay

ALL_DESKTOPS = 0xFFFFFFFF


def test_a_click_goes_through_when_it_is_asked_to(desk: Desk) -> None:
    desk.overlay.ask("cards", count=1, every=0)
    left, top, width, height = desk.screen.geometry(desk.window)
    desk.screen.do("xdotool", "windowmove", "--sync", str(desk.terminal), str(left - 400), "5")
    at = (left + 150, top + 15)
    used = (left + width - 110, top + height - 26)
    assert desk.window in desk.screen.window_at(*at)
    for _ in range(2):
        desk.overlay.ask("choose", click_through=True)
        wait_for(lambda: desk.window not in desk.screen.window_at(*at), "the way through")
        assert desk.terminal in desk.screen.window_at(*at)
        click(desk, *used)
        desk.overlay.ask("visible", is_shown=False)
        desk.overlay.ask("visible", is_shown=True)
        wait_for(lambda: desk.window not in desk.screen.window_at(*at), "the way through again")
        desk.overlay.ask("choose", click_through=False)
        wait_for(lambda: desk.window in desk.screen.window_at(*at), "the overlay under the pointer")
    assert desk.overlay.told("answered") == []
    click(desk, *used)
    desk.overlay.until("answered", 1)
    desk.assert_in_the_terminal()


def test_it_is_on_every_desktop(desk: Desk) -> None:
    desk.screen.desktops(2)
    wait_for(lambda: desk.screen.desktop_of(desk.window) == ALL_DESKTOPS, "every desktop")
    desk.screen.go_to_desktop(1)
    wait_for(lambda: not desk.screen.is_viewable(desk.terminal), "the terminal left behind")
    assert desk.screen.is_viewable(desk.window)
    desk.overlay.ask("choose", on_every_desktop=False)
    wait_for(lambda: desk.screen.desktop_of(desk.window) == 1, "the present desktop only")
    desk.screen.go_to_desktop(0)
    wait_for(lambda: not desk.screen.is_viewable(desk.window), "the overlay left behind")


@pytest.mark.parametrize("is_above", [False, True])
def test_above_a_full_screen_window_if_it_is_asked_to(desk: Desk, is_above: bool) -> None:
    desk.overlay.ask("cards", count=1, every=0)
    desk.overlay.ask("choose", above_full_screen=is_above)
    desk.screen.do("xdotool", "windowactivate", "--sync", str(desk.terminal), "key", "alt+Return")
    wait_for(lambda: "_NET_WM_STATE_FULLSCREEN" in desk.screen.states(desk.terminal), "full screen")
    desk.overlay.ask("cards", count=1, every=0)
    at = (1920 - 16 - 200, 30)
    wait_for(lambda: (desk.terminal not in desk.screen.window_at(*at)) is is_above, "its place")
    if is_above:
        click(desk, 1920 - 16 - 110, 16 + card_height(desk) - 26)
        desk.overlay.until("answered", 2)
    desk.assert_in_the_terminal()
    desk.type("still")
    desk.until_typed(["still"])


def card_height(desk: Desk) -> int:
    """Of an overlay that the window manager does not know."""
    window = desk.screen.window_at(1920 - 16 - 200, 30)[0]
    return desk.screen.geometry(window)[3]


def test_it_follows_the_systems_colours(screen: Screen) -> None:
    # This desktop's name lets Qt set the scheme by itself, where no settings service runs.
    with driven_overlay(screen, "system", XDG_CURRENT_DESKTOP="GNOME") as overlay:
        overlay.ask("cards", count=1, every=0)
        assert overlay.ask("scheme", name="Light")["lightness"] > 128
        assert overlay.ask("scheme", name="Dark")["lightness"] < 128


def test_it_comes_back_when_a_monitor_goes_and_returns_with_it(screen: Screen) -> None:
    two_monitors(screen)
    with driven_overlay(screen) as overlay:
        overlay.ask("cards", count=1, every=0)
        window = screen.window_named(NAME)
        pull(screen, window, (1500, 600))
        overlay.until("screen", "RIGHT")
        there = screen.geometry(window)
        assert there[0] >= 960
        screen.remove_monitor("RIGHT")
        wait_for(lambda: is_inside(screen, window, 0, 960), "the overlay on the left monitor")
        pull(screen, window, (300, 300))
        overlay.until("screen", "LEFT")
        here = screen.geometry(window)
        screen.set_monitor("RIGHT", 960, 960)
        wait_for(lambda: screen.geometry(window) == there, "the overlay back on the right")
        screen.remove_monitor("RIGHT")
        wait_for(lambda: screen.geometry(window) == here, "the overlay back on the left")


def test_mixed_monitors(screen: Screen) -> None:
    """On a monitor at 200 % it is twice as large, and whole, after it was dragged there."""
    two_monitors(screen)
    with driven_overlay(screen, QT_SCREEN_SCALE_FACTORS="LEFT=1;RIGHT=2") as overlay:
        overlay.ask("cards", count=1, every=0)
        window = screen.window_named(NAME)
        assert screen.geometry(window)[2] == 420
        pull(screen, window, (1400, 300))
        wait_for(lambda: screen.geometry(window)[2] == 840, "the size for 200 %")
        assert is_inside(screen, window, 960, 1920)
        overlay.ask("cards", count=1, every=0)
        pull(screen, window, (300, 300))
        wait_for(lambda: screen.geometry(window)[2] == 420, "the size for 100 %")
        assert is_inside(screen, window, 0, 960)


def two_monitors(screen: Screen) -> None:
    screen.set_monitor("LEFT", 960, 0, "screen")
    screen.set_monitor("RIGHT", 960, 960)


def is_inside(screen: Screen, window: int, left: int, right: int) -> bool:
    x, _, width, _ = screen.geometry(window)
    return left <= x and x + width <= right


def pull(screen: Screen, window: int, to: tuple[int, int]) -> None:
    start = screen.press(window, 60, 15)
    for part in (0.3, 0.6, 1.0):
        x, y = (round(a + (b - a) * part) for a, b in zip(start, to, strict=True))
        screen.do("xdotool", "mousemove", str(x), str(y))
    screen.do("xdotool", "mouseup", "1")
