"""Who speaks into whom, and whose turn it is: known answers."""

import pytest

from assist.core.floor import Floor
from assist.core.words import Speaker, Word

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT
Stretch = tuple[Speaker, float, float]


def words(*stretches: Stretch) -> list[Word]:
    """Words of 0.5 s that fill these stretches, in the order in which they end."""
    spoken = [
        Word(speaker, "word", start + 0.5 * place, start + 0.5 * place + 0.5)
        for speaker, start, end in stretches
        for place in range(round((end - start) / 0.5))
    ]
    return sorted(spoken, key=lambda word: word.end)


def floor_of(*stretches: Stretch) -> Floor:
    floor = Floor()
    for word in words(*stretches):
        floor.take(word)
    return floor


def test_the_agent_speaks_into_the_customers_words() -> None:
    at_once = floor_of((CUSTOMER, 0.0, 5.0), (AGENT, 3.5, 5.0)).at_once()
    assert at_once is not None
    assert (at_once.by, at_once.start, at_once.end) == (AGENT, 3.5, 5.0)
    assert at_once.length == pytest.approx(1.5)


def test_the_customer_speaks_into_the_agents_words() -> None:
    at_once = floor_of((AGENT, 0.0, 5.0), (CUSTOMER, 3.0, 5.0)).at_once()
    assert at_once is not None
    assert (at_once.by, at_once.length) == (CUSTOMER, 2.0)


def test_it_ends_when_one_of_them_stops() -> None:
    """The agent goes on alone; a while after, nobody talks at once any more."""
    floor = floor_of((CUSTOMER, 0.0, 4.0), (AGENT, 3.0, 4.5))
    at_once = floor.at_once()
    assert at_once is not None
    assert at_once.length == pytest.approx(1.0)
    for word in words((AGENT, 4.5, 6.0)):
        floor.take(word)
    assert floor.at_once() is None


def test_one_after_the_other_is_not_at_once() -> None:
    assert floor_of((CUSTOMER, 0.0, 3.0), (AGENT, 3.0, 6.0)).at_once() is None


def test_after_a_pause_the_floor_is_anew() -> None:
    """The customer paused for a second; the agent began in the pause, so has the floor."""
    at_once = floor_of((CUSTOMER, 0.0, 2.0), (AGENT, 2.5, 5.0), (CUSTOMER, 3.0, 5.0)).at_once()
    assert at_once is not None
    assert at_once.by is CUSTOMER


def test_true_times_move_the_beginning_of_a_spell() -> None:
    floor = floor_of((CUSTOMER, 0.0, 5.0), (AGENT, 3.5, 5.0))
    floor.settle(AGENT, words((AGENT, 3.0, 4.5)))
    at_once = floor.at_once()
    assert at_once is not None
    assert (at_once.start, at_once.end) == (3.0, 4.5)


def test_a_yes_does_not_end_a_turn() -> None:
    floor = floor_of((CUSTOMER, 0.0, 10.0), (AGENT, 4.0, 5.0), (CUSTOMER, 10.5, 12.0))
    assert floor.turn(CUSTOMER) == pytest.approx(12.0)
    assert floor.turn(AGENT) == 0.0


def test_three_words_take_the_turn() -> None:
    floor = floor_of((CUSTOMER, 0.0, 10.0), (AGENT, 11.0, 12.5))
    assert floor.turn(CUSTOMER) == 0.0
    assert floor.turn(AGENT) == pytest.approx(1.5)


def test_before_the_first_word_it_is_nobodys() -> None:
    assert Floor().turn(AGENT) is None
    assert Floor().at_once() is None
