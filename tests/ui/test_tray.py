from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from assist.core.cards import Hearing
from assist.ui.icon import SIZES, TrayState, app_icon, tray_icon, tray_state
from assist.ui.options import Options
from assist.ui.overlay import Overlay
from assist.ui.tray import Tray
from tests.ui.samples import picture_of

HEARD, QUIET, LOST, WAITING = Hearing.HEARD, Hearing.QUIET, Hearing.LOST, Hearing.WAITING


@pytest.mark.parametrize(
    ("customer", "agent", "state"),
    [
        (HEARD, QUIET, TrayState.LISTENING),
        (QUIET, WAITING, TrayState.LISTENING),
        (LOST, HEARD, TrayState.ONE_SIDE_LOST),
        (QUIET, LOST, TrayState.ONE_SIDE_LOST),
        (WAITING, WAITING, TrayState.NOT_HEARING),
        (LOST, LOST, TrayState.NOT_HEARING),
    ],
)
def test_the_tray_says_what_is_heard(customer: Hearing, agent: Hearing, state: TrayState) -> None:
    assert tray_state(picture_of(None, customer=customer, agent=agent)) is state


def test_a_desktop_without_a_tray_is_no_error(qtbot: QtBot) -> None:
    overlay = Overlay()
    qtbot.addWidget(overlay)
    tray = Tray(overlay)
    tray.draw(picture_of(None, customer=LOST))
    assert tray.state is TrayState.ONE_SIDE_LOST


def test_the_menu_hides_the_overlay_and_quits(qtbot: QtBot) -> None:
    overlay = Overlay()
    qtbot.addWidget(overlay)
    tray = Tray(overlay)
    assert tray.menu.actions()[0].text() == "Show the overlay"
    tray.menu.actions()[0].trigger()
    assert overlay.isVisible()
    assert tray.menu.actions()[0].text() == "Hide the overlay"
    with qtbot.waitSignal(tray.quit_asked, timeout=60_000):
        tray.menu.actions()[-1].trigger()


def test_the_menu_pauses_and_goes_on(qtbot: QtBot) -> None:
    overlay = Overlay()
    qtbot.addWidget(overlay)
    tray = Tray(overlay)
    for is_paused, text in ((False, "Pause listening"), (True, "Go on listening")):
        picture = replace(picture_of(None), paused=is_paused)
        overlay.draw(picture)
        tray.draw(picture)
        tray.menu.aboutToShow.emit()
        pause = tray.menu.actions()[1]
        assert pause.text() == text
        with qtbot.waitSignal(overlay.pause_asked, timeout=60_000) as waited:
            pause.trigger()
        assert waited.args == [not is_paused]
    assert tray.state is TrayState.PAUSED
    assert tray.tip == "Agent Assist: Paused: nothing is heard"


def test_clicks_that_go_through_are_taken_back_in_the_menu(qtbot: QtBot) -> None:
    overlay = Overlay(Options(click_through=True))
    qtbot.addWidget(overlay)
    tray = Tray(overlay)
    switch = next(one for one in tray.menu.actions() if one.text() == "Let clicks through")
    assert switch.isChecked()
    switch.trigger()
    assert not overlay.options.click_through


@pytest.mark.usefixtures("qapp")
def test_icons_differ_by_more_than_colour() -> None:
    pictures = [
        icon.pixmap(32).toImage().convertToFormat(icon.pixmap(32).toImage().Format.Format_Alpha8)
        for icon in (app_icon(), *map(tray_icon, TrayState))
    ]
    assert len({bytes(picture.constBits()) for picture in pictures}) == len(pictures)
    assert {size.width() for size in app_icon().availableSizes()} == set(SIZES)
