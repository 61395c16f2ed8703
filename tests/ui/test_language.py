"""Every word that the window says, in each language, and what a screen reader hears of it."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from assist.core.cards import Kind, Picture, Priority
from assist.core.signals import Phase
from assist.speech.models import DEMONSTRATION
from assist.ui import announce, strings
from assist.ui.arrange import arrange
from assist.ui.buttons import AnswerButton
from assist.ui.fonts import Letters, Text
from assist.ui.language import Tongue
from assist.ui.look import View
from assist.ui.options import Language, Layout
from assist.ui.overlay import Overlay
from assist.ui.translations import TABLES
from assist.ui.tray import Tray
from tests.ui.samples import CHECKLIST, EARLIER, card_of, picture_of
from tests.ui.test_look import assert_tidy

FULL = replace(
    picture_of(card_of()), earlier=EARLIER, phase=Phase.FINDING_OUT.value, checklist=CHECKLIST
)


@pytest.fixture
def tongue(qapp: QApplication) -> Iterator[Tongue]:
    spoken = Tongue()
    yield spoken
    spoken.speak(Language.ENGLISH)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def overlay(qtbot: QtBot) -> Overlay:
    shown = Overlay()
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_a_translation_is_complete_and_has_nothing_else(table: dict[str, str]) -> None:
    assert set(table) == strings.every()
    for english, other in table.items():
        assert other.strip() == other != ""
        assert re.findall(r"{\w+}", other) == re.findall(r"{\w+}", english)


def test_the_texts_are_those_of_the_program() -> None:
    assert len(strings.every()) > 50
    assert {strings.USED, strings.PAUSED, *strings.KINDS.values()} <= strings.every()
    assert strings.DEMONSTRATION == DEMONSTRATION
    assert set(strings.PHASES) == {phase.value for phase in Phase}


def test_the_window_changes_its_language_at_once(overlay: Overlay, tongue: Tongue) -> None:
    tray = Tray(overlay)
    overlay.draw(FULL)
    for language, kind, used, phase, tip, leave in (
        (Language.GERMAN, "MITGEFÜHL", "Genutzt", "Anliegen klären", "Agent", "beenden"),
        (Language.SPANISH, "EMPATÍA", "Usado", "Entender el caso", "No se oye", "Salir"),
        (Language.ENGLISH, "EMPATHY", "Used", "Finding out", "Not hearing", "Quit"),
    ):
        tongue.speak(language)
        QApplication.processEvents()
        words = [line.words for line in overlay.look.lines]
        assert kind in words
        assert phase in words
        buttons = {button.text() for button in overlay.findChildren(AnswerButton)}
        assert used in buttons
        assert tip in tray.tip
        assert leave in tray.menu.actions()[-1].text()


@pytest.mark.parametrize("language", [Language.GERMAN, Language.SPANISH])
def test_no_english_is_left_in_its_menu(
    overlay: Overlay, tongue: Tongue, language: Language
) -> None:
    tongue.speak(language)
    overlay.draw(FULL)
    overlay.open_menu(QPoint(10, 10))
    menu = overlay.findChild(QMenu)
    assert menu is not None
    texts = {action.text() for action in menu.actions() if action.text()}
    assert len(texts) >= 10
    assert not texts & strings.every()
    menu.close()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("layout", list(Layout))
def test_longer_words_stay_tidy(tongue: Tongue, language: Language, layout: Layout) -> None:
    tongue.speak(language)
    for scale in (0.8, 1.0, 2.0):
        letters = Letters(scale)
        for kind in Kind:
            for picture in (replace(FULL, card=card_of(kind)), replace(FULL, card=None)):
                for view in (View(layout), View(layout, is_why_open=True, muted="x")):
                    assert_tidy(arrange(picture, letters, view), letters)


def test_every_button_fits_its_words(overlay: Overlay, tongue: Tongue) -> None:
    for language in (Language.GERMAN, Language.SPANISH, Language.ENGLISH):
        tongue.speak(language)
        overlay.draw(replace(FULL, at=FULL.at + 1))
        QApplication.processEvents()
        letters = Letters()
        named = [one for one in overlay.findChildren(AnswerButton) if one.text()]
        assert named
        for button in named:
            assert letters.wide(Text.BUTTON, button.text()) + 12 + 5 + 16 <= button.width()


def test_from_right_to_left_the_window_turns_round(overlay: Overlay, qapp: QApplication) -> None:
    overlay.draw(FULL)
    assert not overlay.look.is_mirrored
    try:
        qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        QApplication.processEvents()
        assert overlay.look.is_mirrored
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    QApplication.processEvents()
    assert not overlay.look.is_mirrored


def test_names_and_roles_for_screen_readers(overlay: Overlay, tongue: Tongue) -> None:
    tongue.speak(Language.SPANISH)
    overlay.draw(picture_of(card_of(Kind.CALM)))
    told = {}
    for child in (overlay, *overlay.findChildren(AnswerButton)):
        interface = QAccessible.queryAccessibleInterface(child)
        if child.isVisible():
            told[interface.text(QAccessible.Text.Name)] = interface.role()
    assert told == {
        card_of(Kind.CALM).show: QAccessible.Role.Client,
        "Usado": QAccessible.Role.Button,
        "¿Por qué?": QAccessible.Role.Button,
        "Ahora no": QAccessible.Role.Button,
    }


@pytest.mark.parametrize("priority", [Priority.NORMAL, Priority.URGENT])
def test_a_new_card_is_announced_once(
    overlay: Overlay, monkeypatch: pytest.MonkeyPatch, priority: Priority
) -> None:
    """Up to the call of Qt: off-screen there is no screen reader to hear it."""
    told: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    class Reader:
        """Qt's seat for a screen reader, with one that listens."""

        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

        @staticmethod
        def isActive() -> bool:  # noqa: N802 - Qt's own name
            return True

        @staticmethod
        def updateAccessibility(event: QAccessibleAnnouncementEvent) -> None:  # noqa: N802
            told.append((event.message(), event.politeness()))

    monkeypatch.setattr(announce, "QAccessible", Reader)
    card = card_of(Kind.CALM, show="Breathe.\u202e", priority=priority)
    for at in (10.0, 10.5, 11.0):
        overlay.draw(picture_of(card, at=at))
    overlay.draw(Picture())
    polite = QAccessible.AnnouncementPoliteness
    manner = polite.Assertive if priority is Priority.URGENT else polite.Polite
    assert told == [("Stay calm: Breathe.", manner)]
