"""The settings window, with real files behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from assist.audio.devices import Device, Host
from assist.core.signals import Mode
from assist.core.words import Speaker
from assist.settings import files, kept
from assist.settings.kept import Kept
from assist.settings.sections import KEYS
from assist.ui import settings_words as words
from assist.ui.editors import KeyPick, Number, Pick, Seconds, Several, Switch
from assist.ui.language import Tongue
from assist.ui.options import Language, Layout, ThemeChoice
from assist.ui.settings_window import SettingsWindow


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "machine.toml"
    for module in (files, kept):
        monkeypatch.setattr(module, "machine_settings", lambda: path)
    return path


@pytest.fixture
def held(machine: Path) -> Kept:
    return Kept()


def opened(held: Kept, qtbot: QtBot) -> SettingsWindow:
    window = SettingsWindow(held, {"late-refund": "We find it"}.get)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_every_setting_has_an_editor_with_a_name_and_a_description(
    held: Kept, qtbot: QtBot
) -> None:
    window = opened(held, qtbot)
    assert set(window.editors) == set(KEYS) - set(words.HIDDEN)
    for name, editor in window.editors.items():
        seen = editor.list if isinstance(editor, Several) else editor
        assert seen.accessibleName() == words.LABELS[name]
        assert KEYS[name].about in seen.accessibleDescription()
        assert seen.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_choice_holds_at_once_and_is_in_the_file(held: Kept, qtbot: QtBot) -> None:
    window = opened(held, qtbot)
    editors = window.editors
    switch, layout = editors["overlay.gauge"], editors["overlay.layout"]
    gap, size = editors["attention.gap"], editors["overlay.text_scale"]
    strictness = editors["phrasebanks.strictness"]
    assert isinstance(switch, Switch)
    switch.click()
    assert isinstance(layout, Pick)
    layout.setFocus()
    qtbot.keyClick(layout, Qt.Key.Key_Down)
    assert isinstance(gap, Seconds)
    gap.setValue(6.0)
    assert isinstance(size, Number)
    size.setValue(125)
    assert isinstance(strictness, Number)
    strictness.setValue(90)
    now = Kept().now
    assert now.overlay.gauge
    assert now.overlay.layout is Layout.COLUMN
    assert now.attention.gap == 6.0
    assert now.overlay.text_scale == 1.25
    assert now.phrasebanks.strictness == 90
    strictness.setValue(strictness.minimum())
    assert held.now.phrasebanks.strictness == 0


def test_a_change_from_elsewhere_is_shown(held: Kept, qtbot: QtBot) -> None:
    window = opened(held, qtbot)
    held.change({"calls.mode": Mode.SALES, "overlay.opacity": 0.8})
    mode, opacity = window.editors["calls.mode"], window.editors["overlay.opacity"]
    assert isinstance(mode, Pick)
    assert mode.currentText() == "Sales"
    assert isinstance(opacity, Number)
    assert opacity.value() == 80


def test_what_it_has_locked_is_shown_with_who_set_it(machine: Path, qtbot: QtBot) -> None:
    machine.write_text('locked = ["calls.mode"]\n[calls]\nmode = "sales"\n', "utf-8")
    window = opened(Kept({"sound.customer": "USB"}), qtbot)
    mode, sound = window.editors["calls.mode"], window.editors["sound.customer"]
    assert not mode.isEnabled()
    assert f"Set by your IT department: {machine}" in mode.accessibleDescription()
    assert not sound.isEnabled()
    assert "command line" in sound.accessibleDescription()
    assert window.editors["calls.ends_after"].isEnabled()


def test_a_key_is_set_by_pressing_it(held: Kept, qtbot: QtBot) -> None:
    window = opened(held, qtbot)
    window.show_page("hotkeys")
    pick = window.editors["hotkeys.used"]
    assert isinstance(pick, KeyPick)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(pick, Qt.Key.Key_Return)
    qtbot.keyClick(pick, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    assert pick.text() == words.PRESS_KEYS
    qtbot.keyClick(pick, Qt.Key.Key_U, both)
    assert held.now.hotkeys.used == "Ctrl+Alt+U"
    assert pick.text() == "Ctrl+Alt+U"
    qtbot.keyClick(pick, Qt.Key.Key_Return)
    qtbot.keyClick(pick, Qt.Key.Key_Escape)
    assert window.isVisible()
    assert held.now.hotkeys.used == "Ctrl+Alt+U"
    qtbot.keyClick(pick, Qt.Key.Key_Delete)
    assert held.now.hotkeys.used == ""


def test_a_key_that_could_not_be_typed_any_more_is_refused(held: Kept, qtbot: QtBot) -> None:
    window = opened(held, qtbot)
    pick = window.editors["hotkeys.used"]
    before = held.now.hotkeys.used
    qtbot.keyClick(pick, Qt.Key.Key_Return)
    qtbot.keyClick(pick, Qt.Key.Key_U)
    assert held.now.hotkeys.used == before
    assert "could not be typed any more" in window.notice


def test_a_key_that_is_set_twice_is_told(held: Kept, qtbot: QtBot) -> None:
    window = opened(held, qtbot)
    held.change({"hotkeys.why": held.now.hotkeys.used})
    assert f"{held.now.hotkeys.used} is set twice" in window.notice
    held.change({"hotkeys.why": "F9"})
    assert window.notice == ""


def test_never_again_is_taken_back(held: Kept, qtbot: QtBot) -> None:
    held.change({"prompts.never_again": ("late-refund", "hurry")})
    window = opened(held, qtbot)
    window.show_page("prompts")
    several = window.editors["prompts.never_again"]
    assert isinstance(several, Several)
    assert several.list.item(0).text() == "We find it"
    several.list.setFocus()
    several.list.setCurrentRow(0)
    qtbot.mouseClick(several.remove, Qt.MouseButton.LeftButton)
    assert held.now.prompts.never_again == ("hurry",)


def test_devices_come_and_go_and_one_that_is_away_stays_chosen(held: Kept, qtbot: QtBot) -> None:
    held.change({"sound.agent": "old-headset"})
    window = opened(held, qtbot)
    pick = window.editors["sound.agent"]
    assert isinstance(pick, Pick)
    mic = Device("mic-1", "USB Headset", Host.PULSE, (Speaker.AGENT,), False, 48000, 1)
    window._offer_devices([mic])
    assert pick.currentData() == "old-headset"
    assert pick.findData("mic-1") >= 0
    customer = window.editors["sound.customer"]
    assert isinstance(customer, Pick)
    assert customer.findData("mic-1") < 0
    pick.setCurrentIndex(pick.findData("mic-1"))
    pick.activated.emit(pick.currentIndex())
    assert held.now.sound.agent == "mic-1"
    window._offer_devices([])
    assert pick.currentData() == "mic-1"


@pytest.fixture
def tongue(qapp: QApplication) -> Iterator[Tongue]:
    spoken = Tongue()
    yield spoken
    spoken.speak(Language.ENGLISH)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.parametrize("language", [Language.GERMAN, Language.SPANISH])
def test_it_changes_its_language_and_direction_at_once(
    held: Kept, qtbot: QtBot, tongue: Tongue, qapp: QApplication, language: Language
) -> None:
    window = opened(held, qtbot)
    tongue.speak(language)
    qtbot.waitUntil(lambda: window.windowTitle() != words.TITLE, timeout=60_000)
    assert set(window.editors) == set(KEYS) - set(words.HIDDEN)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(
        lambda: window.editors["calls.mode"].layoutDirection() is Qt.LayoutDirection.RightToLeft,
        timeout=60_000,
    )


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.CONTRAST])
def test_nothing_is_cut_off_sideways(held: Kept, qtbot: QtBot, theme: ThemeChoice) -> None:
    held.change({"overlay.theme": theme})
    window = opened(held, qtbot)
    for area in window.findChildren(QScrollArea):
        inside = area.widget()
        assert inside is not None
        assert inside.minimumSizeHint().width() <= window.width() - 200
        for label in inside.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText


def test_escape_closes_it(held: Kept, qtbot: QtBot) -> None:
    window = opened(held, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
