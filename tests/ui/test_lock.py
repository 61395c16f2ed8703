"""The screen is locked: the overlay does not show over it, and takes no keyboard afterwards.

A window of our own stands for the locker: it fills the screen and no window manager manages it.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.screens import Screen, end, wait_for
from tests.ui.desks import Desk

LOCKER = Path(__file__).with_name("locker.py")


@contextmanager
def locked(screen: Screen) -> Iterator[int]:
    program = subprocess.Popen(
        [sys.executable, str(LOCKER)], env=screen.env(), stdout=subprocess.PIPE
    )
    try:
        assert program.stdout is not None
        yield int(program.stdout.readline())
    finally:
        end(program)


def topmost_at(desk: Desk, x: int, y: int) -> int:
    return desk.screen.window_at(x, y)[0]


@pytest.mark.parametrize("above_full_screen", [False, True])
def test_nothing_shows_over_a_locked_screen(desk: Desk, above_full_screen: bool) -> None:
    desk.overlay.ask("choose", above_full_screen=above_full_screen)
    desk.overlay.ask("cards", count=1, every=0)
    with locked(desk.screen) as locker:
        wait_for(lambda: topmost_at(desk, 1700, 60) == locker, "the locker above all")
        desk.overlay.ask("cards", count=3, every=0.7)
        for x in (1500, 1700, 1890):
            assert topmost_at(desk, x, 60) == locker
    desk.type("unlocked")
    desk.until_typed(["unlocked"])
    desk.assert_in_the_terminal()
    desk.overlay.ask("cards", count=2, every=0.7)
    desk.type("again")
    desk.until_typed(["unlocked", "again"])
    desk.assert_in_the_terminal()
