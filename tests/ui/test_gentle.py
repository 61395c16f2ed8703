"""A gentle call on the screen: other colours, and one click that leaves it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from assist.core.cards import Kind
from assist.ui import strings
from assist.ui.look import Control
from assist.ui.menu import fill_menu
from assist.ui.overlay import Overlay
from assist.ui.strings import said
from assist.ui.theme import DARK, LIGHT, READABLE, Theme, contrast, gentled, grounds
from tests.ui.samples import card_of, picture_of

GENTLE = replace(picture_of(card_of(Kind.EMPATHY)), gentle=True)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_its_colours_can_be_read_and_are_others(theme: Theme) -> None:
    quiet = gentled(theme)
    assert quiet.panel != theme.panel
    for kind in Kind:
        assert quiet.kinds[kind] != theme.kinds[kind]
        for ground in grounds(quiet, kind):
            for ink in (quiet.kinds[kind], quiet.headline, quiet.detail, quiet.quote):
                assert contrast(ink, ground) >= READABLE


def test_one_click_leaves_it(qtbot: QtBot) -> None:
    overlay = Overlay()
    qtbot.addWidget(overlay)
    overlay.show()
    overlay.draw(replace(GENTLE, gentle=False))
    assert overlay.look.place_of(Control.ORDINARY) is None
    overlay.draw(GENTLE)
    place = overlay.look.place_of(Control.ORDINARY)
    assert place is not None
    button = next(one for control, one in overlay._buttons.items() if control is Control.ORDINARY)
    with qtbot.waitSignal(overlay.gentle_left, timeout=60_000):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_menu_leaves_it_too(qtbot: QtBot) -> None:
    overlay = Overlay()
    qtbot.addWidget(overlay)
    overlay.draw(GENTLE)
    menu = fill_menu(overlay, can_undo=False)
    action = next(one for one in menu.actions() if one.text() == said(strings.LEAVE_GENTLE))
    with qtbot.waitSignal(overlay.gentle_left, timeout=60_000):
        action.trigger()
    overlay.draw(replace(GENTLE, gentle=False))
    texts = [one.text() for one in fill_menu(overlay, can_undo=False).actions()]
    assert said(strings.LEAVE_GENTLE) not in texts
