"""What the agent does in the overlay is kept, and what is chosen elsewhere is done there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from assist.core.cards import Answer
from assist.core.signals import Mode
from assist.first_start import Step
from assist.live import Live, terms_of
from assist.moments import MOMENTS
from assist.settings import files, kept
from assist.settings.kept import Kept
from assist.ui.combos import Action
from assist.ui.hotkeys import Hotkeys
from assist.ui.kept_places import FILE, load_places
from assist.ui.language import Tongue
from assist.ui.menu import fill_menu
from assist.ui.options import Layout, ThemeChoice
from assist.ui.overlay import Overlay
from assist.ui.place import Corner, Place
from assist.ui.session import Session
from assist.ui.tray import Tray
from tests.ui.samples import card_of, picture_of

BANK = """\
topic: small
prompts:
  - id: hurry
    kind: calm
    show: Slow down.
    customer_says: in a hurry
"""


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    path = tmp_path / "machine.toml"
    for module in (files, kept):
        monkeypatch.setattr(module, "machine_settings", lambda: path)
    return path


@pytest.fixture
def held(machine: Path) -> Kept:
    return Kept()


@pytest.fixture
def overlay(qtbot: QtBot) -> Overlay:
    made = Overlay()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def session(held: Kept, overlay: Overlay, tmp_path: Path) -> Iterator[Session]:
    bank = tmp_path / "small.yaml"
    bank.write_text(BANK, "utf-8")
    live = Live(held, (bank,), (), lambda picture: None)
    yield Session(live, held, overlay, Tongue(), Hotkeys())
    live.journal.close()


def test_what_is_chosen_in_the_menu_is_kept(session: Session, overlay: Overlay) -> None:
    overlay.choose(replace(overlay.options, layout=Layout.COLUMN, text_scale=1.5))
    assert Kept().now.overlay == overlay.options


def test_what_is_chosen_in_the_settings_is_done(
    session: Session, overlay: Overlay, held: Kept
) -> None:
    held.change({"overlay.theme": ThemeChoice.LIGHT})
    assert overlay.options.theme is ThemeChoice.LIGHT


def test_what_it_has_locked_goes_back(machine: Path, qtbot: QtBot, tmp_path: Path) -> None:
    machine.write_text('locked = ["overlay.layout"]\n', "utf-8")
    held = Kept()
    overlay = Overlay(held.now.overlay)
    qtbot.addWidget(overlay)
    bank = tmp_path / "small.yaml"
    bank.write_text(BANK, "utf-8")
    live = Live(held, (bank,), (), lambda picture: None)
    session = Session(live, held, overlay, Tongue(), Hotkeys())
    overlay.choose(replace(overlay.options, layout=Layout.COMPACT, gauge=True))
    assert overlay.options.layout is Layout.CARD
    assert overlay.options.gauge
    session.close()
    live.journal.close()


LOCKED = (
    "overlay.layout",
    "overlay.theme",
    "overlay.text_scale",
    "overlay.click_through",
    "calls.mode",
    "prompts.never_again",
)


def test_what_it_has_locked_is_grey_in_both_menus_and_says_so(
    session: Session, overlay: Overlay, machine: Path, held: Kept
) -> None:
    overlay.draw(picture_of(card_of()))
    tray = Tray(overlay)
    before = entries(fill_menu(overlay, False)), entries(tray.menu)
    assert not any(" (" in text for menu in before for text in menu)
    machine.write_text(f"locked = {list(LOCKED)}\n", "utf-8")
    until_taken_up(held)
    tray.refill()
    menu = fill_menu(overlay, False)
    titles = ("Layout", "Colours", "Size of the text", "Let clicks through", "Kind of calls")
    for found, wanted in (
        (entries(menu), (*titles, "Never show this again")),
        (entries(tray.menu), titles),
    ):
        grey = {text: entry for text, entry in found.items() if "set by IT" in text}
        assert set(grey) == {f"{title} (set by IT)" for title in wanted}
        for entry in grey.values():
            assert not entry.isEnabled()
            assert entry.toolTip() == f"Set by your IT department: {machine}"
    assert menu.toolTipsVisible()
    assert tray.menu.toolTipsVisible()


def test_a_device_that_it_has_locked_is_not_offered_at_the_first_start(
    session: Session, machine: Path, held: Kept
) -> None:
    machine.write_text('locked = ["sound.agent"]\n', "utf-8")
    until_taken_up(held)
    session.show_first_start()
    window = session._first
    assert window is not None
    mine, theirs = (window._pages[step] for step in (Step.MICROPHONE, Step.CUSTOMER))
    assert not mine.choice.isEnabled()
    assert mine.chosen_for.text() == f"Microphone. Set by your IT department: {machine}"
    assert theirs.choice.isEnabled()
    assert window.focusWidget() is window._next
    session.close()


def test_what_the_command_line_chose_is_grey_for_this_run(
    machine: Path, overlay: Overlay, tmp_path: Path
) -> None:
    bank = tmp_path / "small.yaml"
    bank.write_text(BANK, "utf-8")
    held = Kept({"calls.mode": Mode.SALES})
    live = Live(held, (bank,), (), lambda picture: None)
    session = Session(live, held, overlay, Tongue(), Hotkeys())
    found = entries(fill_menu(overlay, False))
    assert not found["Kind of calls (set for this run)"].isEnabled()
    session.close()
    live.journal.close()


def entries(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if action.text()}


def until_taken_up(held: Kept) -> None:
    """A file is taken up once it rests from one look to the next."""
    held.look()
    held.look()


def test_never_again_is_kept_and_can_be_taken_back(
    session: Session, overlay: Overlay, held: Kept
) -> None:
    card = card_of()
    overlay.draw(picture_of(card))
    overlay.answer(Answer.NEVER_AGAIN)
    assert Kept().now.prompts.never_again == (card.prompt,)
    assert terms_of(held.now).muted == {card.prompt}
    overlay.undo_never_again()
    assert Kept().now.prompts.never_again == ()
    assert terms_of(held.now).muted == frozenset()


def test_the_place_is_kept(session: Session, overlay: Overlay, tmp_path: Path) -> None:
    place = Place(Corner.BOTTOM_LEFT, 40, 50)
    overlay.stand_at(place)
    found = load_places(tmp_path / "data" / "agent-assist" / FILE)
    assert found.latest == place


def test_a_spoilt_file_of_places_puts_it_to_the_first_place(tmp_path: Path) -> None:
    path = tmp_path / "places.json"
    for text in ("", "[]", '{"": 3}', '{"": {"corner": "x"}}', "[" * 100_000):
        path.write_text(text, "utf-8")
        assert load_places(path).latest == Place()


def test_the_mode_changes_by_key_and_menu(session: Session, overlay: Overlay, held: Kept) -> None:
    overlay.obey(Action.MODE)
    assert Kept().now.calls.mode is Mode.SALES
    assert terms_of(held.now).mode is Mode.SALES
    assert overlay.program is not None
    overlay.program.mode_chosen.emit(Mode.SERVICE)
    assert held.now.calls.mode is Mode.SERVICE


def test_tray_and_overlay_offer_the_same(session: Session, overlay: Overlay) -> None:
    tray = Tray(overlay)
    tray.refill()
    menu = fill_menu(overlay, False)
    offered = {action.text() for action in tray.menu.actions()}
    here = {action.text() for action in menu.actions()}
    wanted = {
        "Pause listening",
        "Stop listening",
        "Kind of calls",
        "Phrasebanks",
        "Last calls",
        "Settings …",
        "Help",
        "Quit Agent Assist",
    }
    assert wanted <= offered & here


def test_who_quits_sees_first_who_has_thanked_them_since_the_start(
    session: Session, overlay: Overlay, qtbot: QtBot
) -> None:
    moments = session._live.moments
    moments.keep(datetime.now(UTC) - timedelta(days=1), "hurry", "yesterday's thanks")
    moments.keep(datetime.now(UTC), "hurry", "you have been so kind")
    session.leave()
    shown = session._shift
    assert shown is not None
    assert shown.isVisible()
    assert [shown._list.item(row).text()[-24:] for row in range(shown._list.count())] == [
        " “you have been so kind”"
    ]
    assert not shown._delete_all.isVisible()
    # The agent has gone: nothing is heard while it is read.
    assert session._live.is_resting
    assert not overlay.isVisible()
    assert shown.focusWidget() is shown._close
    with qtbot.waitSignal(session.left, timeout=60_000):
        qtbot.keyClick(shown._close, Qt.Key.Key_Return)
    assert not shown.isVisible()
    assert len(moments.all()) == 2


def test_asked_twice_it_quits_at_once(session: Session, qtbot: QtBot) -> None:
    session._live.moments.keep(datetime.now(UTC), "hurry")
    session.leave()
    with qtbot.waitSignal(session.left, timeout=60_000):
        session.leave()
    session.close()


def test_without_thanks_in_this_shift_it_quits_at_once(session: Session, qtbot: QtBot) -> None:
    session._live.moments.keep(datetime.now(UTC) - timedelta(hours=1), "hurry")
    with qtbot.waitSignal(session.left, timeout=60_000):
        session.leave()
    assert session._shift is None


def test_moments_that_cannot_be_read_hold_up_nobody_who_quits(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    spoilt = tmp_path / "data" / "agent-assist" / MOMENTS
    spoilt.parent.mkdir(parents=True, exist_ok=True)
    spoilt.write_bytes(b"no database" * 100)
    with qtbot.waitSignal(session.left, timeout=60_000):
        session.leave()


def test_the_end_of_a_shift_shows_all_who_have_thanked(session: Session, qtbot: QtBot) -> None:
    session._live.moments.keep(datetime.now(UTC) - timedelta(days=30), "hurry")
    session.end_shift()
    shown = session._shift
    assert shown is not None
    assert shown._list.count() == 1
    assert shown._delete_all.isVisible()
    with qtbot.waitSignal(session.left, timeout=60_000):
        qtbot.keyClick(shown, Qt.Key.Key_Escape)


def test_the_settings_window_is_one(session: Session) -> None:
    session.show_settings()
    first = session._settings
    session.show_settings()
    assert session._settings is first
    session.close()
