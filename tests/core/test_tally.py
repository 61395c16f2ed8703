"""What is told of a call when it is over."""

from assist.core.cards import Answer, Because, Card, Kind, Priority, Summary
from assist.core.events import Answered, Expired, Shown
from assist.core.tally import SHORTEST, Tally
from assist.core.words import Speaker


def card(serial: int) -> Card:
    because = Because(Speaker.CUSTOMER, "where is it", 1.0, 2.0, 100, "where is it")
    texts = ("Say when.", "", "a.yaml:1")
    return Card(serial, "a", "a", Kind.EMPATHY, Priority.NORMAL, *texts, because, 2.0, 9.0)


def test_cards_and_those_used_are_counted_once() -> None:
    tally = Tally()
    for serial in (1, 2, 3):
        tally.note(Shown(2.0 * serial, card(serial)))
        tally.note(Expired(2.0 * serial, card(serial)))
    for answer in (Answer.USED, Answer.USED):
        tally.note(Answered(3.0, card(1), answer))
    tally.note(Answered(5.0, card(2), Answer.NOT_NOW))
    steps = (("Sum up", True),)
    assert tally.summary(95.0, steps) == Summary(95.0, shown=3, used=1, checklist=steps)


def test_of_a_very_short_call_nothing_is_told() -> None:
    assert Tally().summary(SHORTEST - 1) is None
    assert Tally().summary(SHORTEST) == Summary(SHORTEST)
