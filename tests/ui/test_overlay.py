import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from assist.core.cards import Answer, Hearing, Kind
from assist.ui.buttons import AnswerButton
from assist.ui.overlay import Overlay
from assist.ui.place import Corner, Place
from assist.ui.theme import LIGHT
from tests.ui.samples import DEMONSTRATION, card_of, picture_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def overlay(qtbot: QtBot) -> Overlay:
    shown = Overlay()
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def button(overlay: Overlay, name: str) -> AnswerButton:
    buttons = overlay.findChildren(AnswerButton)
    return next(found for found in buttons if found.accessibleName() == name)


def test_a_card_is_told_as_painted_once(overlay: Overlay, qtbot: QtBot) -> None:
    told: list[int] = []
    overlay.painted.connect(lambda serial, _at: told.append(serial))
    for serial in (1, 2, 3):
        for at in (10.0, 10.5, 11.0):
            overlay.draw(picture_of(card_of(serial=serial), at=at))
            overlay.repaint()
    overlay.draw(picture_of(None))
    overlay.repaint()
    qtbot.wait(20)
    assert told == [1, 2, 3]


def test_the_next_call_counts_its_cards_anew(overlay: Overlay) -> None:
    told: list[int] = []
    overlay.painted.connect(lambda serial, _at: told.append(serial))
    for kind, prompt in ((Kind.CALM, "breathe"), (Kind.CUE, "leaving")):
        card = card_of(kind)
        object.__setattr__(card, "prompt", prompt)
        overlay.draw(picture_of(card))
        overlay.repaint()
    assert told == [1, 1]


@pytest.mark.parametrize(("name", "answer"), [("Used", Answer.USED), ("Not now", Answer.NOT_NOW)])
def test_a_click_answers_the_card(
    overlay: Overlay, qtbot: QtBot, name: str, answer: Answer
) -> None:
    overlay.draw(picture_of(card_of(serial=7)))
    with qtbot.waitSignal(overlay.answered, timeout=1000) as waited:
        qtbot.mouseClick(button(overlay, name), LEFT)
    assert waited.args == [7, answer]


def test_buttons_have_names_and_tips_and_take_no_focus(overlay: Overlay) -> None:
    overlay.draw(picture_of(card_of()))
    for name in ("Used", "Not now"):
        assert button(overlay, name).toolTip()
        assert button(overlay, name).focusPolicy() is Qt.FocusPolicy.NoFocus
        assert button(overlay, name).isVisible()
    overlay.draw(picture_of(None))
    assert not button(overlay, "Used").isVisible()


def test_nothing_moves_by_itself_at_rest(overlay: Overlay) -> None:
    overlay.draw(picture_of(card_of()))
    assert overlay.is_ticking
    overlay.draw(picture_of(None))
    assert not overlay.is_ticking
    overlay.draw(picture_of(card_of()))
    overlay.hide()
    assert not overlay.is_ticking


def test_the_same_card_is_not_laid_out_again(overlay: Overlay) -> None:
    overlay.draw(picture_of(card_of(), at=10.0))
    look = overlay.look
    overlay.draw(picture_of(card_of(), at=10.2))
    assert overlay.look is look
    overlay.draw(picture_of(card_of(), at=10.4, customer=Hearing.LOST))
    assert overlay.look is not look


def test_a_click_folds_the_notices_until_there_are_others(overlay: Overlay, qtbot: QtBot) -> None:
    overlay.draw(picture_of(None, (DEMONSTRATION,)))
    assert overlay.look.lines
    qtbot.mouseClick(overlay, LEFT)
    assert not overlay.look.lines
    overlay.draw(picture_of(card_of()))
    overlay.draw(picture_of(None, (DEMONSTRATION,)))
    assert not overlay.look.lines
    overlay.draw(picture_of(None, (DEMONSTRATION, "The disk is full.")))
    assert overlay.look.lines


def test_it_stands_in_the_corner_and_stays_there_as_it_grows(overlay: Overlay) -> None:
    area = overlay.screen().availableGeometry()
    for picture in (picture_of(None), picture_of(card_of()), picture_of(None, (DEMONSTRATION,))):
        overlay.draw(picture)
        assert overlay.size() == overlay.look.size
        assert area.right() - overlay.geometry().right() == 16
        assert overlay.geometry().top() - area.top() == 16


def test_it_is_dragged_and_keeps_its_place(overlay: Overlay, qtbot: QtBot) -> None:
    overlay.draw(picture_of(card_of()))
    start = overlay.pos()
    grip = QPoint(60, 20)
    with qtbot.waitSignal(overlay.moved, timeout=1000) as waited:
        qtbot.mousePress(overlay, LEFT, pos=grip)
        qtbot.mouseMove(overlay, grip + QPoint(-80, 200))
        qtbot.mouseRelease(overlay, LEFT, pos=grip)
    assert overlay.pos() == start + QPoint(-80, 200)
    assert waited.args is not None
    assert waited.args[0] == overlay.place
    corner = overlay.geometry().topRight()
    overlay.draw(picture_of(None))
    assert overlay.geometry().topRight() == corner
    overlay.reset_position()
    assert overlay.place == Place()


def test_a_place_on_a_screen_that_is_gone_is_kept_for_its_return(overlay: Overlay) -> None:
    place = Place(Corner.BOTTOM_LEFT, 40, 50, "a monitor that was unplugged")
    overlay.stand_at(place)
    area = overlay.screen().availableGeometry()
    assert area.contains(overlay.geometry())
    assert overlay.place == place


def test_a_screen_reader_hears_the_card(overlay: Overlay) -> None:
    overlay.draw(picture_of(card_of(Kind.CALM, show="Breathe.\u202e")))
    assert overlay.accessibleName() == "Breathe."
    overlay.draw(picture_of(None, customer=Hearing.LOST))
    assert "Customer: sound lost" in overlay.toolTip()
    assert "You: quiet" in overlay.accessibleDescription()


def test_theme_and_text_size_change_while_it_shows(overlay: Overlay) -> None:
    overlay.draw(picture_of(card_of()))
    before = overlay.size()
    overlay.wear(LIGHT, text_scale=2.0)
    assert overlay.width() == 2 * before.width()
    ground = overlay.grab().toImage().pixelColor(overlay.width() - 40, overlay.height() // 2)
    assert ground.lightness() > 200
