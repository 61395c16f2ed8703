"""A whole shift at once: what must not happen slowly either."""

import pytest

from tests.screens import wait_for
from tests.ui.desks import Desk, drag, open_menu

pytestmark = pytest.mark.slow

BATCH = 2000
MOST = 20
STANDS_STILL = 100
"""kB that a batch may add; what the toolkits keep is not to the byte the same."""


def test_typing_goes_on_through_200_prompts_whatever_is_done_with_the_overlay(desk: Desk) -> None:
    """Cards come all the while; it is dragged, its menu is opened, it is hidden and shown, its
    layout changes. The keyboard stays where it was, and no letter is lost.
    """
    typist = Typist(desk)
    deeds = [typist.drag, typist.hide_and_show, typist.open_menu, typist.change_layout]
    desk.overlay.say("cards", count=200, every=0.06)
    while not desk.overlay.done("cards") or typist.turn < 12:
        typist.type()
        deeds[typist.turn % len(deeds)]()
        typist.turn += 1
    typist.type()
    desk.until_typed(typist.lines)
    assert len(typist.lines) >= 16
    shown = [event["sent"] for event in desk.overlay.told("sent")]
    assert shown == list(range(1, 201))
    desk.assert_in_the_terminal()


def test_ten_thousand_cards_leave_nothing_behind(desk: Desk) -> None:
    """Files and threads are after 10,000 cards what they were after the first 2,000, and memory
    comes to a stand. The toolkits fill some 3 MB of their own once, in steps, over up to 20,000
    cards; a card that left a tenth of a kB behind would still add 200 kB to every batch.
    """
    desk.overlay.ask("cards", 300, count=BATCH, every=0)
    first = desk.overlay.ask("handles")
    memory = [first["memory"]]
    while len(memory) < 5 or (memory[-1] - memory[-2] > STANDS_STILL and len(memory) < MOST):
        desk.overlay.ask("cards", 300, count=BATCH, every=0)
        last = desk.overlay.ask("handles")
        memory.append(last["memory"])
    print(f"after 2,000 cards {first}, at last {last}; kB after every 2,000: {memory}")
    assert all(event["is_painted"] for event in desk.overlay.told("sent"))
    assert last["files"] == first["files"]
    assert last["threads"] == first["threads"]
    assert memory[-1] - memory[-2] <= STANDS_STILL


class Typist:
    """Types on, and does something with the overlay in between."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.lines: list[str] = []
        self.turn = 0

    def type(self) -> None:
        self.lines.append(f"line{len(self.lines)}")
        self.desk.type(self.lines[-1])
        self.desk.assert_in_the_terminal()

    def drag(self) -> None:
        before = len(self.desk.overlay.told("moved"))
        drag(self.desk, *((-700, 300) if self.turn % 8 < 4 else (500, -250)))
        wait_for(lambda: len(self.desk.overlay.told("moved")) > before, "its new place")

    def hide_and_show(self) -> None:
        self.desk.overlay.ask("visible", is_shown=False)
        self.type()
        self.desk.overlay.ask("visible", is_shown=True)
        self.desk.screen.window_named("Agent Assist")

    def open_menu(self) -> None:
        screen = self.desk.screen
        open_menu(self.desk)
        self.desk.assert_in_the_terminal()
        screen.do("xdotool", "key", "Escape")
        wait_for(lambda: screen.menus() == 0, "the menu to close")

    def change_layout(self) -> None:
        layout = ("compact", "column", "card")[self.turn // 4 % 3]
        self.desk.overlay.ask("choose", layout=layout)
