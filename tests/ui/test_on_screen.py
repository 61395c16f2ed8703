"""The overlay as a real window among others: above them all, and never in the keyboard's way."""

import pytest
from Xlib import X, Xatom
from Xlib.display import Display

from tests.screens import Screen, wait_for
from tests.ui.desks import NAME, Desk, click, drag, open_menu
from tests.ui.driven import driven_overlay


def test_it_never_takes_the_keyboard(desk: Desk) -> None:
    """Typing goes on in another window through 50 cards, each of which is painted."""
    desk.assert_in_the_terminal()
    assert not desk.screen.takes_input(desk.window)
    desk.overlay.say("cards", count=50, every=0.03)
    lines: list[str] = []
    while not desk.overlay.told("done"):
        lines.append(f"line{len(lines)}")
        desk.type(lines[-1])
        desk.assert_in_the_terminal()
    assert len(lines) >= 5
    desk.until_typed(lines)
    assert [event["painted"] for event in desk.overlay.told("painted")] == list(range(1, 51))
    desk.assert_in_the_terminal()


def test_it_stays_above_a_window_that_is_raised(desk: Desk) -> None:
    assert "_NET_WM_STATE_ABOVE" in desk.screen.states(desk.window)
    desk.overlay.say("cards", count=1, every=0)
    desk.overlay.until("painted", 1)
    desk.screen.do("xdotool", "windowmove", "--sync", str(desk.terminal), "1200", "10")
    desk.screen.do("xdotool", "windowraise", str(desk.terminal))
    desk.screen.do("xdotool", "windowactivate", "--sync", str(desk.terminal))
    stacking = desk.screen.stacking()
    assert stacking.index(desk.window) > stacking.index(desk.terminal)
    left, top, width, height = desk.screen.geometry(desk.window)
    assert (left + width, top) == (1920 - 16, 16)
    assert (width, height) == (420, height)


def test_an_answer_by_mouse_leaves_the_keyboard_where_it_is(desk: Desk) -> None:
    desk.overlay.say("cards", count=1, every=0)
    desk.overlay.until("done", "cards")
    left, top, width, height = desk.screen.geometry(desk.window)
    click(desk, left + width - 25, top + height - 26)
    assert desk.overlay.until("answered", 1)["answer"] == "not_now"
    click(desk, left + width - 80, top + height - 26)
    wait_for(lambda: len(desk.overlay.told("answered")) == 2, "the second answer")
    assert desk.overlay.told("answered")[1]["answer"] == "used"
    desk.type("still")
    desk.until_typed(["still"])
    desk.assert_in_the_terminal()


def test_dragging_and_its_menu_leave_the_keyboard_where_it_is(desk: Desk) -> None:
    desk.overlay.say("cards", count=1, every=0)
    desk.overlay.until("done", "cards")
    drag(desk, -1000, 500)
    desk.overlay.until("moved", "bottom_left")
    there = (1920 - 16 - 420 - 1000, 16 + 500)
    wait_for(lambda: desk.screen.geometry(desk.window)[:2] == there, "the new place")
    desk.assert_in_the_terminal()
    open_menu(desk)
    desk.assert_in_the_terminal()
    desk.screen.do("xdotool", "key", "Escape")
    desk.type("still")
    desk.until_typed(["still"])


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["Down"] * 3, {"answered": 1, "answer": "never_again"}),
        (["Up"], {"ended": 0}),
        (["Up"] * 2, {"pause": True}),
    ],
    ids=["mute", "quit", "pause"],
)
def test_its_menu_is_used_by_keys_alone(
    desk: Desk, keys: list[str], told: dict[str, object]
) -> None:
    desk.overlay.say("cards", count=1, every=0)
    desk.overlay.until("done", "cards")
    open_menu(desk)
    desk.screen.do("xdotool", "key", *keys, "Return")
    assert desk.overlay.until(*next(iter(told.items()))) == told


def test_it_makes_room_for_a_panel(desk: Desk) -> None:
    """What a screen leaves free shrinks, as when a monitor changes: the overlay follows."""
    display = Display(desk.screen.display)
    try:
        open_panel(display, height=200)
        wait_for(lambda: desk.screen.geometry(desk.window)[1] == 216, "the overlay below the panel")
    finally:
        display.close()
    wait_for(lambda: desk.screen.geometry(desk.window)[1] == 16, "the overlay back at the top")


def test_a_worker_ends_it_and_a_missing_tray_is_no_error(desk: Desk) -> None:
    assert desk.overlay.told("tray") == [{"scale": 1.0, "tray": False}]
    assert desk.overlay.close() == 0
    assert desk.overlay.told("ended") == [{"ended": 0}]


@pytest.mark.parametrize("scale", ["1.25", "1.5", "2"])
def test_scaled_desktops(screen: Screen, scale: str) -> None:
    with driven_overlay(screen, QT_SCALE_FACTOR=scale) as overlay:
        overlay.say("cards", count=3, every=0)
        overlay.until("done", "cards")
        assert overlay.told("scale")[0]["scale"] == float(scale)
        window = screen.window_named(NAME)
        wait_for(lambda: screen.geometry(window)[2] == 420 * float(scale), "the card in its size")
        left, top, width, _ = screen.geometry(window)
        assert abs(1920 - left - width - 16 * float(scale)) <= 1
        assert top == 16 * float(scale)


def open_panel(display: Display, height: int) -> None:
    """A desktop's panel along the upper edge, which keeps that much of the screen for itself."""
    root = display.screen().root
    panel = root.create_window(0, 0, 1920, height, 0, X.CopyFromParent)
    dock = display.intern_atom("_NET_WM_WINDOW_TYPE_DOCK")
    panel.change_property(display.intern_atom("_NET_WM_WINDOW_TYPE"), Xatom.ATOM, 32, [dock])
    partial = [0, 0, height, 0, 0, 0, 0, 0, 0, 1919, 0, 0]
    panel.change_property(display.intern_atom("_NET_WM_STRUT_PARTIAL"), Xatom.CARDINAL, 32, partial)
    panel.map()
    display.sync()
