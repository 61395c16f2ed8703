"""The line between two calls: after a hard one, after many alike, rarely in recognition, mostly none."""

import pytest

from assist.core.between import ALIKE, HARD, RARELY, Between, Quiet, Thanks, is_hard
from assist.core.cards import Because, Card, Kind, Priority
from assist.core.reading import read_phrasebanks
from assist.core.rulebook import Rulebook
from assist.core.words import Speaker
from tests.core.banks import told

LINES = {
    Quiet.AFTER_A_HARD_CALL: ["On {day}[: {thanks}].", "Again {day}."],
    Quiet.FRESH_EARS: ["Fresh ears."],
    Quiet.RECOGNITION: ["One.", "Two."],
}
THANKS = Thanks("Monday", "you are a star")


def card(kind: Kind, bank: str = "billing", priority: Priority = Priority.NORMAL) -> Card:
    because = Because(Speaker.CUSTOMER, "words", 0.0, 1.0, 100, "words")
    return Card(1, "one", bank, kind, priority, "Show.", "", "a.yaml:1", because, 0.0, 8.0)


CALM = card(Kind.CALM)
URGENT = card(Kind.CUE, priority=Priority.URGENT)


def test_a_call_is_hard_by_the_count_of_calm_and_urgent_cards() -> None:
    assert is_hard([CALM] * HARD)
    assert is_hard([URGENT] + [CALM] * (HARD - 1))
    assert not is_hard([CALM] * (HARD - 1) + [card(Kind.EMPATHY)] * 9)


def test_after_a_hard_call_thanks_come_back_in_turn() -> None:
    between = Between()
    assert between.after([CALM] * HARD, LINES, THANKS) == "On Monday: you are a star."
    assert between.after([CALM] * HARD, LINES, THANKS) == "Again Monday."
    assert between.after([CALM] * HARD, LINES, Thanks("Friday")) == "On Friday."


def test_without_thanks_or_without_lines_a_hard_call_is_left_alone() -> None:
    assert Between().after([CALM] * HARD, LINES, None) == ""
    assert Between().after([CALM] * HARD, {}, THANKS) == ""


def test_fresh_ears_come_after_many_alike_and_then_count_anew() -> None:
    between = Between()
    said = [between.after([card(Kind.NEXT_STEP)], LINES, None) for _ in range(2 * ALIKE)]
    assert said == ([""] * (ALIKE - 1) + ["Fresh ears."]) * 2


@pytest.mark.parametrize(
    "other",
    [[], [card(Kind.NEXT_STEP, "delivery")], [card(Kind.CLOSING)], [card(Kind.RAPPORT)]],
)
def test_one_other_call_breaks_the_row(other: list[Card]) -> None:
    between = Between()
    calls = [[card(Kind.NEXT_STEP)]] * (ALIKE - 1) + [other] + [[card(Kind.NEXT_STEP)]]
    assert [between.after(one, LINES, None) for one in calls] == [""] * (ALIKE + 1)


def test_recognition_comes_rarely_and_takes_turns() -> None:
    between = Between()
    said = [between.after([], LINES, None) for _ in range(3 * RARELY)]
    assert [one for one in said if one] == ["One.", "Two.", "One."]
    assert said.index("One.") == RARELY - 1


def test_a_team_lead_writes_the_lines() -> None:
    text = "between_calls:\n  recognition: [You are heard.]\n  fresh_ears: Fresh.\n"
    read = read_phrasebanks([("team.yaml", text)])
    assert not read.problems
    assert Rulebook(read.banks).between == {
        Quiet.RECOGNITION: ["You are heard."],
        Quiet.FRESH_EARS: ["Fresh."],
    }
    assert (2, '"recogniton" is not a key of "between_calls"') in told(
        "between_calls:\n  recogniton: [You are heard.]\n"
    )
