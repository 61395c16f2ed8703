from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from assist.core.cards import Hearing, Kind, Picture, Priority
from assist.core.words import Speaker
from assist.ui.fonts import Letters, Text
from assist.ui.look import Look, arrange, time_left
from assist.ui.text import ELLIPSIS
from tests.ui.samples import DEMONSTRATION, card_of, picture_of

pytestmark = pytest.mark.usefixtures("qapp")
scales = pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])

TWELVE = (
    "Acknowledge the extraordinary inconvenience, apologise sincerely, "
    "then explain exactly what happens next."
)
SIXTY = " ".join(f"{word}{count}" for count in range(12) for word in "tell them what we do".split())


def boxes(look: Look, letters: Letters) -> list[QRectF]:
    """Where there is ink: every line of text, every shape, every button."""
    found = [
        QRectF(
            line.x,
            line.y - letters.ascent(line.text),
            letters.wide(line.text, line.words),
            letters.ascent(line.text) + letters.descent(line.text),
        )
        for line in look.lines
    ]
    found += [box for mark in look.marks for box in (mark.side, mark.state)]
    found += [QRectF(place) for place in (look.used, look.not_now) if place is not None]
    return found + [place for place in (look.glyph, look.note) if place is not None]


def assert_tidy(look: Look, letters: Letters) -> None:
    window = QRectF(0, 0, look.size.width(), look.size.height())
    every = boxes(look, letters)
    assert all(window.contains(box) for box in every), "something hangs out of the window"
    for one, other in combinations(every, 2):
        shared = one.intersected(other)
        assert shared.width() < 0.5 or shared.height() < 0.5, (one, other)


def words_of(look: Look, text: Text) -> str:
    return " ".join(line.words for line in look.lines if line.text is text)


@scales
@pytest.mark.parametrize("kind", list(Kind))
def test_a_card_of_every_kind_is_whole(kind: Kind, scale: float) -> None:
    letters, card = Letters(scale), card_of(kind)
    look = arrange(picture_of(card), letters)
    assert words_of(look, Text.HEADLINE) == card.show
    assert words_of(look, Text.DETAIL) == card.detail
    quote = words_of(look, Text.QUOTE)
    assert quote == (f"“…{card.because.words}”" if card.because.words else "")
    assert_tidy(look, letters)


@scales
def test_a_headline_of_twelve_long_words_is_whole(scale: float) -> None:
    letters = Letters(scale)
    assert len(TWELVE.split()) == 12
    look = arrange(picture_of(card_of(show=TWELVE)), letters)
    assert words_of(look, Text.HEADLINE) == TWELVE
    assert_tidy(look, letters)


@scales
def test_sixty_words_are_cut_at_a_word(scale: float) -> None:
    letters = Letters(scale)
    look = arrange(picture_of(card_of(show=SIXTY, detail=SIXTY, words=SIXTY)), letters)
    for text in (Text.HEADLINE, Text.DETAIL):
        shown = words_of(look, text)
        assert shown.endswith(ELLIPSIS)
        kept = shown.removesuffix(ELLIPSIS).split()
        assert len(kept) >= 5
        assert kept == SIXTY.split()[: len(kept)]
    assert words_of(look, Text.QUOTE).endswith("we11 do11”")
    assert len([line for line in look.lines if line.text is Text.DETAIL]) == 2
    assert_tidy(look, letters)


def test_the_headline_can_be_read_from_60_cm() -> None:
    assert 20 <= Letters().font(Text.HEADLINE).pixelSize() <= 22
    assert Letters(2).font(Text.HEADLINE).pixelSize() == 42


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=400), st.booleans())
def test_whatever_a_phrasebank_says_stays_tidy(
    show: str, detail: str, words: str, urgent: bool
) -> None:
    letters = Letters()
    priority = Priority.URGENT if urgent else Priority.NORMAL
    card = card_of(show=show, detail=detail, words=words, priority=priority)
    assert_tidy(arrange(picture_of(card), letters), letters)


@scales
def test_notices_are_whole(scale: float) -> None:
    letters = Letters(scale)
    second = "The customer's sound is lost: the headset was unplugged. Plug it in again."
    look = arrange(picture_of(None, (DEMONSTRATION, second)), letters)
    assert words_of(look, Text.NOTICE) == f"{DEMONSTRATION} {second}"
    assert_tidy(look, letters)


@scales
def test_at_rest_it_is_a_small_pill(scale: float) -> None:
    letters = Letters(scale)
    look = arrange(Picture(), letters)
    assert look.size.height() <= 20 * scale + 1
    assert look.size.width() <= 100 * scale
    assert look.lines == ()
    assert_tidy(look, letters)


def test_notices_that_were_read_leave_a_sign() -> None:
    look = arrange(picture_of(None, (DEMONSTRATION,)), Letters(), folded=True)
    assert look.note is not None
    assert look.lines == ()
    assert_tidy(look, Letters())


def test_both_sides_are_shown_at_rest_and_beside_a_card() -> None:
    for card in (None, card_of()):
        picture = picture_of(card, customer=Hearing.LOST, agent=Hearing.HEARD)
        marks = arrange(picture, Letters()).marks
        assert [(mark.speaker, mark.hearing) for mark in marks] == [
            (Speaker.CUSTOMER, Hearing.LOST),
            (Speaker.AGENT, Hearing.HEARD),
        ]


def test_the_agents_own_words_are_marked_as_such() -> None:
    card = card_of(words="you have to calm down", speaker=Speaker.AGENT)
    look = arrange(picture_of(card), Letters())
    assert words_of(look, Text.QUOTE) == "You: “…you have to calm down”"


def test_the_time_left_goes_from_one_to_nothing() -> None:
    card = card_of()
    moments = (9.0, 10.0, 12.0, 18.0, 30.0)
    assert [time_left(card, at) for at in moments] == [1.0, 1.0, 0.75, 0.0, 0.0]
