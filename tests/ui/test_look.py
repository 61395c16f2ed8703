from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from assist.core.cards import Hearing, Kind, Picture, Priority
from assist.core.words import Speaker
from assist.ui.arrange import arrange
from assist.ui.fonts import Letters, Text
from assist.ui.look import Control, Look, View, time_left
from assist.ui.options import Layout
from assist.ui.text import ELLIPSIS
from tests.ui.samples import CHECKLIST, DEMONSTRATION, EARLIER, card_of, picture_of

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
    found += [mark.state for mark in look.marks]
    found += [QRectF(place) for _, place in look.controls]
    found += [step.box for step in look.steps] + [sign.box for sign in look.earlier]
    perhaps = (*(mark.side for mark in look.marks), look.glyph, look.note, look.pause)
    return [*found, *look.rules, *(box for box in perhaps if box is not None)]


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
def test_at_rest_it_is_a_few_pixels_high(scale: float) -> None:
    letters = Letters(scale)
    look = arrange(picture_of(None), letters)
    assert look.size.height() <= 8 * scale + 1
    assert look.size.width() <= 80 * scale
    assert look.lines == ()
    assert [mark.hearing for mark in look.marks] == [Hearing.HEARD, Hearing.QUIET]
    assert_tidy(look, letters)


@scales
def test_pointed_at_or_deaf_it_is_a_small_pill(scale: float) -> None:
    letters = Letters(scale)
    pointed_at = arrange(picture_of(None), letters, View(is_hovered=True))
    for look in (pointed_at, arrange(Picture(), letters)):
        assert look.size.height() <= 20 * scale + 1
        assert look.size.width() <= 100 * scale
        assert all(mark.side for mark in look.marks)
        assert_tidy(look, letters)


def test_a_pause_and_a_delay_are_said() -> None:
    resting = replace(picture_of(None), earlier=EARLIER)
    paused = arrange(replace(resting, paused=True), Letters())
    assert words_of(paused, Text.STEP) == "Paused: nothing is heard"
    assert paused.pause is not None
    late = arrange(replace(resting, behind=3.2), Letters())
    assert words_of(late, Text.STEP) == "3 s behind"
    in_time = arrange(replace(resting, behind=0.6), Letters())
    assert in_time.lines == ()
    assert_tidy(paused, Letters())
    assert_tidy(late, Letters())


def test_a_pause_is_said_before_any_notice() -> None:
    look = arrange(Picture(paused=True, notices=(DEMONSTRATION,)), Letters())
    assert words_of(look, Text.NOTICE).startswith("Paused: nothing is heard")
    assert look.pause is not None
    assert look.note is None
    assert_tidy(look, Letters())


def test_notices_that_were_read_leave_a_sign() -> None:
    view = View(are_notices_read=True)
    look = arrange(picture_of(None, (DEMONSTRATION,)), Letters(), view)
    assert look.note is not None
    assert look.lines == ()
    assert_tidy(look, Letters())


VIEWS = [
    View(layout, is_stack_open=stack, is_why_open=why, muted=muted, is_right_to_left=turned)
    for layout in Layout
    for stack, why, muted, turned in product((False, True), (False, True), ("", "x"), (False, True))
]


@scales
def test_everything_at_once_is_tidy_in_every_layout(scale: float) -> None:
    letters = Letters(scale)
    for view in VIEWS:
        for card, notices in ((card_of(), ()), (None, ()), (None, (DEMONSTRATION,))):
            picture = picture_of(card, notices, customer=Hearing.LOST)
            picture = replace(picture, earlier=EARLIER, phase="Closing", checklist=CHECKLIST)
            assert_tidy(arrange(picture, letters, view), letters)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.text(max_size=40), st.booleans()), max_size=7),
    st.text(max_size=300),
    st.sampled_from(VIEWS),
)
def test_whatever_a_checklist_says_stays_tidy(
    phase: str, steps: list[tuple[str, bool]], show: str, view: View
) -> None:
    letters = Letters()
    for card in (card_of(show=show, words=show), None):
        picture = replace(picture_of(card), phase=phase, checklist=tuple(steps), earlier=EARLIER)
        look = arrange(picture, letters, view)
        assert [step.is_done for step in look.steps] == [is_done for _, is_done in steps]
        assert_tidy(look, letters)


def test_the_checklist_names_the_first_open_step_where_not_all_have_room() -> None:
    picture = replace(picture_of(card_of()), phase="Closing", checklist=CHECKLIST)
    look = arrange(picture, Letters())
    assert words_of(look, Text.PHASE) == "Closing"
    assert words_of(look, Text.STEP) == "Anything else?"
    short = replace(picture, checklist=(("Sum up", True), ("Goodbye", False)))
    assert words_of(arrange(short, Letters()), Text.STEP) == "Sum up Goodbye"
    column = arrange(picture, Letters(), View(Layout.COLUMN))
    assert words_of(column, Text.STEP) == " ".join(name for name, _ in CHECKLIST)


def test_the_cards_before_look_out_below_and_a_click_unfolds_them() -> None:
    picture = replace(picture_of(card_of()), earlier=EARLIER)
    folded = arrange(picture, Letters())
    assert [layer.kind for layer in folded.layers] == [EARLIER[0].kind, EARLIER[1].kind]
    assert folded.stack is not None
    assert folded.stack.height() == 10
    unfolded = arrange(picture, Letters(), View(is_stack_open=True))
    assert unfolded.layers == ()
    assert [sign.kind for sign in unfolded.earlier] == [card.kind for card in EARLIER]
    assert words_of(unfolded, Text.EARLIER).endswith(EARLIER[-1].show)


def test_why_tells_the_words_the_pattern_the_score_and_the_line() -> None:
    card = card_of(Kind.CUE, source="phrasebanks/<b>x</b>.yaml:14")
    look = arrange(picture_of(card), Letters(), View(is_why_open=True))
    assert words_of(look, Text.WHY) == (
        f"Heard: “…{card.because.words}” Pattern: refund Score: 96 of 100 "
        "phrasebanks/<b>x</b>.yaml:14"
    )


def test_compact_shows_the_headline_and_no_more() -> None:
    card = card_of(Kind.CUE)
    look = arrange(picture_of(card), Letters(), View(Layout.COMPACT))
    assert words_of(look, Text.COMPACT) == card.show
    assert {line.text for line in look.lines} == {Text.COMPACT}
    assert {control for control, _ in look.controls} == {Control.USED, Control.NOT_NOW}
    heights = [
        arrange(picture_of(card), Letters(), View(layout)).size.height()
        for layout in (Layout.COMPACT, Layout.CARD, Layout.COLUMN)
    ]
    assert heights == sorted(heights)
    deaf = picture_of(card, customer=Hearing.LOST)
    assert len(arrange(deaf, Letters(), View(Layout.COMPACT)).marks) == 2


def test_from_right_to_left_it_is_the_mirror_image() -> None:
    picture = replace(picture_of(card_of()), earlier=EARLIER, checklist=CHECKLIST)
    plain, turned = (
        arrange(picture, Letters(), View(is_right_to_left=is_turned)) for is_turned in (False, True)
    )
    assert plain.size == turned.size
    assert plain.glyph is not None
    assert turned.glyph is not None
    assert turned.glyph.right() == plain.size.width() - plain.glyph.left()
    for one, other in zip(boxes(plain, Letters()), boxes(turned, Letters()), strict=True):
        assert other.left() == pytest.approx(plain.size.width() - one.right(), abs=1)


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


@scales
def test_at_rest_the_checklist_leaves_room_for_the_gauge_and_the_meters(scale: float) -> None:
    closing = replace(picture_of(None), phase="closing", checklist=CHECKLIST, gauge=0.2)
    letters = Letters(scale)
    look = arrange(closing, letters, View(is_hovered=True))
    assert look.gauge is not None
    assert [meter.box.isEmpty() for meter in look.meters] == [False, False]
    assert_tidy(look, letters)
    assert all(not look.gauge.box.intersects(box) for box in boxes(look, letters))
    assert QRectF(0, 0, look.size.width(), look.size.height()).contains(look.gauge.box)
