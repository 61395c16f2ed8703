"""Words a minute of speaking time: known answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.pace import EARLIER_COUNTS_FOR, KNOWN_FROM, WINDOW, Pace
from assist.core.words import Speaker, Word


def words(count: int, every: float, start: float = 0.0, sounds: float | None = None) -> list[Word]:
    """So many words, one beginning `every` seconds, each as long as that or as it `sounds`."""
    long = every if sounds is None else sounds
    begins = [start + every * place for place in range(count)]
    return [Word(Speaker.AGENT, "word", begin, begin + long) for begin in begins]


def pace_of(spoken: list[Word], earlier: float | None = None) -> Pace:
    pace = Pace(earlier)
    for word in spoken:
        pace.take(word)
    return pace


def test_three_words_a_second_are_180_a_minute() -> None:
    assert pace_of(words(60, 1 / 3)).now == pytest.approx(180.0)


def test_short_pauses_are_speaking_time() -> None:
    """Words of 0.2 s, one every 0.5 s: the pauses of 0.3 s count, 120 words a minute."""
    assert pace_of(words(60, 0.5, sounds=0.2)).now == pytest.approx(120.0, rel=0.01)


def test_long_pauses_are_not() -> None:
    """Ten words in four seconds, ten seconds of listening, and so on: still 150 words a minute."""
    spoken = [word for turn in range(6) for word in words(10, 0.4, start=14.0 * turn)]
    pace = pace_of(spoken)
    assert pace.now == pytest.approx(150.0)
    assert pace.speaking_time == pytest.approx(24.0)


def test_a_few_words_are_no_pace() -> None:
    assert pace_of(words(int(KNOWN_FROM / 0.5) - 1, 0.5)).now is None
    assert pace_of(words(int(KNOWN_FROM / 0.5), 0.5)).now == pytest.approx(120.0)


def test_only_the_window_is_now_and_all_before_it_is_usual() -> None:
    """A minute at 120 words a minute, then fifteen seconds at 180."""
    pace = pace_of([*words(120, 0.5), *words(45, 1 / 3, start=60.0)])
    assert pace.now == pytest.approx(180.0, rel=0.01)
    assert pace.usual == pytest.approx(120.0, rel=0.01)
    assert pace.habit == pytest.approx(60 * 165 / 75, rel=0.01)


def test_nothing_is_usual_at_first_unless_earlier_calls_have_shown_it() -> None:
    spoken = words(60, 0.5)
    assert pace_of(spoken).usual is None
    assert pace_of(spoken, earlier=150.0).usual == pytest.approx(150.0, rel=0.03)


def test_earlier_calls_count_as_five_minutes_of_this_one() -> None:
    """Five minutes at 120 before the window, and 180 earlier: half way between."""
    pace = pace_of(words(int(2 * (EARLIER_COUNTS_FOR + WINDOW)), 0.5), earlier=180.0)
    assert pace.usual == pytest.approx(150.0, rel=0.01)


def test_true_times_take_the_place_of_estimates() -> None:
    """What was taken for ten seconds were twenty, and a word more: the end of the utterance says so."""
    pace = pace_of(words(20, 0.5))
    pace.settle(words(21, 1.0))
    assert pace.speaking_time == pytest.approx(21.0)
    assert pace.now == pytest.approx(60.0)
    for word in words(20, 0.25, start=30.0):
        pace.take(word)
    assert pace.speaking_time == pytest.approx(26.0)


spoken_words = st.lists(
    st.tuples(st.floats(0.0, 3.0), st.floats(0.02, 1.0)), min_size=1, max_size=80
)


@given(spoken_words)
def test_the_speaking_time_is_never_more_than_the_time(gaps: list[tuple[float, float]]) -> None:
    at, spoken = 0.0, []
    for gap, length in gaps:
        spoken.append(Word(Speaker.CUSTOMER, "word", at + gap, at + gap + length))
        at += gap + length
    pace = pace_of(spoken)
    said = sum(length for _, length in gaps)
    assert said - 1e-6 <= pace.speaking_time <= at + 1e-6
    assert pace.now is None or pace.now <= 60.0 * len(gaps) / KNOWN_FROM + 1e-6


@given(spoken_words)
def test_settling_on_the_same_words_changes_nothing(gaps: list[tuple[float, float]]) -> None:
    at, spoken = 0.0, []
    for gap, length in gaps:
        spoken.append(Word(Speaker.CUSTOMER, "word", at + gap, at + gap + length))
        at += gap + length
    once, settled = pace_of(spoken), pace_of(spoken)
    settled.settle(spoken)
    assert (once.now, once.usual, once.habit) == (settled.now, settled.usual, settled.habit)
