"""Hotkeys: real ones on a real X server; those of Windows and macOS against hand-written systems
that say what the real ones are documented to say."""

import queue
import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from assist.faults import Fault
from assist.ui import hotkeys
from assist.ui.combos import DEFAULTS, KEYS, Action, Combo, Modifier, combo_of
from assist.ui.hotkeys import Hotkeys
from assist.ui.hotkeys_mac import CODES, MacGrabber
from assist.ui.hotkeys_windows import WindowsGrabber
from tests.screens import wait_for
from tests.ui.desks import Desk
from tests.ui.driven import driven_overlay

CTRL_ALT = frozenset({Modifier.CTRL, Modifier.ALT})


def test_a_key_is_consumed_and_no_other_is_seen(desk: Desk) -> None:
    told = desk.overlay.ask("hotkeys", used="Ctrl+Alt+U", show_hide="F9")
    assert told["faults"] == []
    desk.type("before")
    desk.screen.do("xdotool", "key", "ctrl+alt+u")
    desk.overlay.until("pressed", "used")
    desk.screen.do("xdotool", "key", "F9")
    desk.overlay.until("pressed", "show_hide")
    desk.screen.do("xdotool", "key", "u", "ctrl+u", "alt+shift+u")
    desk.screen.do("xdotool", "key", "BackSpace")
    desk.screen.do("xdotool", "key", "ctrl+u")
    desk.type("after")
    desk.until_typed(["before", "after"])
    assert [event["pressed"] for event in desk.overlay.told("pressed")] == ["used", "show_hide"]
    desk.assert_in_the_terminal()


@pytest.mark.parametrize("lock", ["Caps_Lock", "Num_Lock"])
def test_the_locks_do_not_matter(desk: Desk, lock: str) -> None:
    desk.overlay.ask("hotkeys", why="Ctrl+Alt+Y")
    desk.screen.do("xdotool", "key", lock)
    desk.screen.do("xdotool", "key", "ctrl+alt+y")
    desk.overlay.until("pressed", "why")


def test_a_key_that_is_held_counts_once(desk: Desk) -> None:
    desk.overlay.ask("hotkeys", pause="Ctrl+Alt+P", why="Ctrl+Alt+Y")
    desk.screen.do("xdotool", "keydown", "ctrl", "keydown", "alt", "keydown", "p", "sleep", "1.2")
    desk.screen.do("xdotool", "keyup", "p", "keyup", "alt", "keyup", "ctrl")
    desk.screen.do("xdotool", "key", "ctrl+alt+y")
    desk.overlay.until("pressed", "why")
    assert [event["pressed"] for event in desk.overlay.told("pressed")] == ["pause", "why"]


def test_a_key_that_another_program_has_is_told_by_name(desk: Desk) -> None:
    assert desk.overlay.ask("hotkeys", used="Ctrl+Alt+U")["faults"] == []
    with driven_overlay(desk.screen) as second:
        told = second.ask("hotkeys", used="Ctrl+Alt+U", why="Ctrl+Alt+Y")
        assert told["faults"] == [
            "hotkeys: Ctrl+Alt+U belongs to another program already; "
            "choose another key in the settings, or free it there."
        ]
        desk.screen.do("xdotool", "key", "ctrl+alt+y")
        second.until("pressed", "why")
        desk.screen.do("xdotool", "key", "ctrl+alt+u")
        desk.overlay.until("pressed", "used")
        assert desk.overlay.close() == 0
        wait_for(lambda: not second.ask("hotkeys", used="Ctrl+Alt+U")["faults"], "the key set free")
        desk.screen.do("xdotool", "key", "ctrl+alt+u")
        second.until("pressed", "used")


def test_keys_are_given_back_when_others_are_chosen(desk: Desk) -> None:
    desk.overlay.ask("hotkeys", used="F8")
    assert desk.overlay.ask("hotkeys", used="F9")["faults"] == []
    desk.overlay.ask("hotkeys", used="")
    with driven_overlay(desk.screen) as second:
        assert second.ask("hotkeys", used="F8", why="F9")["faults"] == []


def test_a_wayland_session_is_told_what_is_not_possible(desk: Desk) -> None:
    with driven_overlay(desk.screen, XDG_SESSION_TYPE="wayland") as overlay:
        (fault,) = overlay.ask("hotkeys", used="F8")["faults"]
        assert "Wayland lets no program have keys" in fault


@pytest.mark.parametrize(
    ("text", "combo"),
    [
        ("Ctrl+Alt+U", Combo(CTRL_ALT, "U")),
        (" strg + ALT + pageup ", Combo(CTRL_ALT, "PageUp")),
        ("F9", Combo(frozenset(), "F9")),
        ("Win+Shift+3", Combo(frozenset({Modifier.SUPER, Modifier.SHIFT}), "3")),
    ],
)
def test_keys_are_written_as_text(text: str, combo: Combo) -> None:
    assert combo_of(text) == combo
    assert combo_of(str(combo)) == combo


@pytest.mark.parametrize("text", ["", "Ctrl+", "Ctrl+Umlaut", "Ctr+U", "u", "Shift+A", "Space"])
def test_what_is_no_key_or_could_not_be_typed_any_more_is_refused(text: str) -> None:
    with pytest.raises(Fault, match="hotkeys: "):
        combo_of(text)


def test_the_first_keys_are_all_different() -> None:
    assert len(DEFAULTS) == len(Action)
    chosen = [combo_of(text) for text in DEFAULTS.values() if text]
    assert len(set(chosen)) == len(chosen)


class Keyboard:
    """Windows as its documentation describes RegisterHotKey: a number for each key, one thread."""

    def __init__(self, taken: tuple[int, ...] = ()) -> None:
        self.taken = taken
        self.had: dict[int, tuple[int, int]] = {}
        self.threads: set[int] = set()
        self.messages: queue.Queue[int | None] = queue.Queue()

    def register(self, number: int, modifiers: int, virtual_key: int) -> bool:
        self.threads.add(threading.get_ident())
        if virtual_key in self.taken:
            return False
        self.had[number] = (modifiers, virtual_key)
        return True

    def unregister(self, number: int) -> None:
        self.threads.add(threading.get_ident())
        del self.had[number]

    def wait(self) -> int | None:
        self.threads.add(threading.get_ident())
        return self.messages.get()

    def thread(self) -> int:
        return threading.get_ident()

    def end(self, thread: int) -> None:
        assert thread in self.threads
        self.messages.put(None)


def test_windows_is_asked_and_answers_on_one_thread(qtbot: QtBot) -> None:
    system = Keyboard(taken=(ord("Y"),))
    keys = Hotkeys(WindowsGrabber(system))
    faults = keys.listen({Action.USED: "Ctrl+Alt+U", Action.WHY: "Ctrl+Alt+Y", Action.PAUSE: "F9"})
    assert [fault.what for fault in faults] == ["Ctrl+Alt+Y belongs to another program already"]
    assert set(system.had.values()) == {(0x4003, ord("U")), (0x4000, 0x78)}
    number = next(number for number, key in system.had.items() if key[1] == ord("U"))
    with qtbot.waitSignal(keys.pressed, timeout=60_000) as waited:
        system.messages.put(number)
    assert waited.args == [Action.USED]
    keys.stop()
    assert system.had == {}
    assert len(system.threads) == 1
    assert threading.get_ident() not in system.threads


class Mac:
    """Carbon as its header describes RegisterEventHotKey."""

    def __init__(self) -> None:
        self.had: dict[int, tuple[int, int]] = {}
        self.press: Callable[[int], None] | None = None

    def listen(self, press: Callable[[int], None]) -> None:
        self.press = press

    def register(self, number: int, modifiers: int, code: int) -> object | None:
        if code in {key for _, key in self.had.values()}:
            return None
        self.had[number] = (modifiers, code)
        return number

    def unregister(self, key: object) -> None:
        assert isinstance(key, int)
        del self.had[key]


def test_a_mac_is_asked_by_its_own_codes(qtbot: QtBot) -> None:
    system = Mac()
    keys = Hotkeys(MacGrabber(system))
    faults = keys.listen({Action.USED: "Ctrl+Alt+U", Action.PAUSE: "Pause+", Action.WHY: "F24"})
    assert len(faults) == 2
    assert system.had == {1: (0x1800, 0x20)}
    assert system.press is not None
    with qtbot.waitSignal(keys.pressed, timeout=60_000) as waited:
        system.press(1)
    assert waited.args == [Action.USED]
    keys.stop()
    assert system.had == {}


def test_a_macs_codes_are_those_of_its_header() -> None:
    some = {"A": 0x00, "N": 0x2D, "M": 0x2E, "P": 0x23, "0": 0x1D, "5": 0x17, "6": 0x16, "F1": 0x7A}
    assert {key: CODES[key] for key in some} == some
    assert set(CODES) <= set(KEYS.values())
    assert len(set(CODES.values())) == len(CODES)


def test_two_actions_cannot_have_the_same_key() -> None:
    keys = Hotkeys(MacGrabber(Mac()))
    faults = keys.listen({Action.USED: "Ctrl+Alt+U", Action.WHY: "alt+ctrl+u"})
    assert [fault.what for fault in faults] == ["Ctrl+Alt+U is set twice"]


def test_on_a_system_without_hotkeys_it_says_so() -> None:
    assert Hotkeys().listen() == (hotkeys.ELSEWHERE,)
