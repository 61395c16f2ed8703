"""Events and problems: immutable facts, each with its moment or its line."""

from dataclasses import FrozenInstanceError, fields
from typing import get_args

import pytest

from assist.core.events import Event, Utterance
from assist.core.problems import Problem, Severity, nearest
from assist.core.words import Speaker


@pytest.mark.parametrize("event", get_args(Event), ids=lambda event: event.__name__)
def test_every_event_says_first_when(event: type) -> None:
    assert fields(event)[0].name == "at"


def test_an_event_never_changes() -> None:
    utterance = Utterance(1.0, Speaker.AGENT, 0.5, 0.9, "good morning")
    with pytest.raises(FrozenInstanceError):
        utterance.text = "good evening"  # type: ignore[misc]  # that is the point


def test_a_problem_says_where_what_and_what_to_do() -> None:
    problem = Problem("bank.yaml", 14, 'prompt "one"', "']' is missing", "Close it")
    assert str(problem) == "bank.yaml:14  prompt \"one\"\n    ']' is missing\n    Close it"
    warning = Problem("bank.yaml", 1, "", "too long", "Cut it", Severity.WARNING)
    assert str(warning) == "bank.yaml:1\n    warning: too long\n    Cut it"


def test_the_nearest_known_word_is_offered_where_one_is_near() -> None:
    assert nearest("empaty", ["empathy", "calm"], "No.") == 'Did you mean "empathy"?'
    assert nearest("xyz", ["empathy", "calm"], "No.") == "No."


def test_each_side_has_another() -> None:
    assert Speaker.AGENT.other is Speaker.CUSTOMER
    assert Speaker.CUSTOMER.other is Speaker.AGENT
