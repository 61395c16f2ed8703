from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from assist.core.cards import Answer, Hearing, Kind
from assist.ui.buttons import AnswerButton
from assist.ui.combos import Action
from assist.ui.options import Layout, Options, ThemeChoice
from assist.ui.overlay import Overlay
from assist.ui.place import Corner, Place
from tests.ui.samples import DEMONSTRATION, EARLIER, card_of, picture_of

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
    with qtbot.waitSignal(overlay.answered, timeout=60_000) as waited:
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
    with qtbot.waitSignal(overlay.moved, timeout=60_000) as waited:
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
    overlay.apply(Options(theme=ThemeChoice.LIGHT, text_scale=2.0))
    assert overlay.width() == 2 * before.width()
    ground = overlay.grab().toImage().pixelColor(overlay.width() - 40, overlay.height() // 2)
    assert ground.lightness() > 200


def texts_of(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def point_at(overlay: Overlay, is_there: bool) -> None:
    where = QPointF(5, 4)
    event = QEnterEvent(where, where, where) if is_there else QEvent(QEvent.Type.Leave)
    QApplication.sendEvent(overlay, event)


def test_at_rest_it_grows_when_pointed_at(overlay: Overlay) -> None:
    overlay.draw(picture_of(None))
    thin = overlay.height()
    point_at(overlay, True)
    assert overlay.height() > 2 * thin
    assert overlay.look.marks[0].side is not None
    point_at(overlay, False)
    assert overlay.height() == thin <= 8


def test_a_click_on_the_edges_below_unfolds_the_earlier_cards(
    overlay: Overlay, qtbot: QtBot
) -> None:
    overlay.draw(replace(picture_of(card_of(serial=4)), earlier=EARLIER))
    assert overlay.look.stack is not None
    qtbot.mouseClick(overlay, LEFT, pos=overlay.look.stack.center().toPoint())
    signs = overlay.look.earlier
    assert len(signs) == 3
    qtbot.mouseClick(overlay, LEFT, pos=signs[1].box.center().toPoint())
    assert len(overlay.look.earlier) == 0


def test_a_card_that_left_fades_into_the_stack_and_then_all_is_still(
    overlay: Overlay, qtbot: QtBot
) -> None:
    first = card_of(Kind.CUE, serial=1)
    overlay.draw(picture_of(first))
    overlay.draw(replace(picture_of(None), earlier=(first,)))
    assert overlay.is_ticking
    qtbot.waitUntil(lambda: not overlay.is_ticking, timeout=60_000)
    overlay.apply(Options(reduced_motion=True))
    overlay.draw(picture_of(first))
    overlay.draw(replace(picture_of(None), earlier=(first,)))
    assert not overlay.is_ticking


def test_why_stays_to_be_read_when_the_card_leaves(overlay: Overlay, qtbot: QtBot) -> None:
    first, second = card_of(serial=1), card_of(Kind.CALM, serial=2)
    overlay.draw(picture_of(first))
    folded = overlay.height()
    qtbot.mouseClick(button(overlay, "Why?"), LEFT)
    assert overlay.height() > folded
    overlay.draw(replace(picture_of(None), earlier=(first,)))
    assert "phrasebanks/billing.yaml:3" in [line.words for line in overlay.look.lines]
    overlay.draw(replace(picture_of(second), earlier=(first,)))
    assert "phrasebanks/billing.yaml:3" not in [line.words for line in overlay.look.lines]


def test_why_tells_of_the_last_card_when_none_shows(overlay: Overlay) -> None:
    overlay.draw(replace(picture_of(None), earlier=EARLIER))
    overlay.toggle_why()
    assert overlay.accessibleName() == EARLIER[0].show
    assert overlay.look.kind is EARLIER[0].kind
    overlay.toggle_why()
    assert overlay.look.kind is None


def test_never_again_can_be_undone(overlay: Overlay, qtbot: QtBot) -> None:
    overlay.draw(picture_of(card_of(serial=5)))
    with qtbot.waitSignal(overlay.answered, timeout=60_000) as waited:
        overlay.answer(Answer.NEVER_AGAIN)
    assert waited.args == [5, Answer.NEVER_AGAIN]
    overlay.draw(picture_of(None))
    with qtbot.waitSignal(overlay.unmuted, timeout=60_000) as undone:
        qtbot.mouseClick(button(overlay, "Undo"), LEFT)
    assert undone.args == [5]
    assert not button(overlay, "Undo").isVisible()


def test_never_again_can_be_undone_for_some_seconds_only(overlay: Overlay, qtbot: QtBot) -> None:
    overlay._unfolded.forgets.setInterval(60)
    overlay.draw(picture_of(card_of(serial=5)))
    overlay.answer(Answer.NEVER_AGAIN)
    overlay.draw(picture_of(None))
    assert button(overlay, "Undo").isVisible()
    qtbot.waitUntil(lambda: not button(overlay, "Undo").isVisible(), timeout=60_000)
    assert overlay.height() <= 8


def test_an_answer_without_a_card_says_nothing(overlay: Overlay) -> None:
    told: list[int] = []
    overlay.answered.connect(lambda serial, _answer: told.append(serial))
    overlay.draw(picture_of(None))
    overlay.answer(Answer.USED)
    assert told == []


@pytest.mark.parametrize("layout", list(Layout))
def test_its_layout_is_chosen_in_the_menu(overlay: Overlay, qtbot: QtBot, layout: Layout) -> None:
    overlay.draw(picture_of(card_of()))
    overlay.open_menu(QPoint(10, 10))
    menu = overlay.findChild(QMenu)
    assert menu is not None
    assert texts_of(menu)[:4] == ["Used", "Not now", "Never show this again", "Why?"]
    below = next(action.menu() for action in menu.actions() if action.text() == "Layout")
    assert isinstance(below, QMenu)
    with qtbot.waitSignal(overlay.options_chosen, timeout=60_000) as waited:
        below.actions()[list(Layout).index(layout)].trigger()
    assert waited.args == [Options(layout=layout)]
    assert overlay.options.layout is layout
    assert overlay.width() == {Layout.COMPACT: 340, Layout.CARD: 420, Layout.COLUMN: 250}[layout]
    menu.close()


def test_opacity_is_the_panels_and_not_the_letters(overlay: Overlay) -> None:
    overlay.draw(picture_of(card_of()))
    alphas = []
    for opacity in (1.0, 0.6):
        overlay.apply(Options(theme=ThemeChoice.DARK, opacity=opacity))
        image = overlay.grab().toImage()
        alphas.append(image.pixelColor(overlay.width() - 40, overlay.height() // 2).alphaF())
        stripe = image.pixelColor(2, overlay.height() // 2)
        assert stripe.alpha() == 255
    assert alphas[1] == pytest.approx(0.6 * alphas[0], abs=0.02)


def test_options_are_brought_into_their_limits() -> None:
    wild = Options(text_scale=9, opacity=0)
    assert (wild.text_scale, wild.opacity) == (2.0, 0.5)


def test_hotkeys_do_what_the_buttons_do(overlay: Overlay, qtbot: QtBot) -> None:
    overlay.draw(picture_of(card_of(serial=3)))
    for action in (Action.USED, Action.NOT_NOW, Action.NEVER_AGAIN):
        with qtbot.waitSignal(overlay.answered, timeout=60_000) as waited:
            overlay.obey(action)
        assert waited.args == [3, Answer(action.value)]
    folded = overlay.height()
    overlay.obey(Action.WHY)
    assert overlay.height() > folded
    overlay.obey(Action.SHOW_HIDE)
    assert not overlay.isVisible()
    overlay.obey(Action.SHOW_HIDE)
    assert overlay.isVisible()
    with qtbot.waitSignal(overlay.pause_asked, timeout=60_000) as asked:
        overlay.obey(Action.PAUSE)
    assert asked.args == [True]
