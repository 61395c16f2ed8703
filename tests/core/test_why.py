"""Why prompts stay silent: each reason that the rules have is told, and no other."""

import pytest

from assist.core.examples import called_for
from assist.core.signals import Mode, Signals
from assist.core.turns import read_turns
from assist.core.why import Silent, why_silent, words_of_match
from assist.core.words import Speaker
from tests.core.banks import bank, prompt, rulebook


def silent(lines: str, said: str, signals: Signals | None = None) -> list[Silent]:
    """What is silent of one prompt that these words do not call for."""
    book, turns = rulebook(bank(prompt(lines))), read_turns(said, Speaker.CUSTOMER)
    signals = signals or Signals()
    assert called_for(book, turns, signals).matches == ()
    return why_silent(book, turns, signals, frozenset())


def reasons(lines: str, said: str) -> tuple[str, ...]:
    (one,) = silent(lines, said)
    return one.reasons


def test_unless_is_told_with_the_words_and_the_pattern() -> None:
    lines = "customer_says: where is my refund\nunless: [never mind, forget * refund]"
    assert reasons(lines, "where is my refund never mind") == (
        '"never mind" meets "never mind" under "unless"',
    )


def test_a_denial_is_told_with_its_words() -> None:
    assert reasons("customer_says: upset with you", "I am not at all upset with you") == (
        'these words deny it: "not at all upset with you"',
    )


def test_strictness_is_told_with_both_scores() -> None:
    (one,) = silent(
        "customer_says: {says: where is my parcel, strictness: 99}", "where is my parsel"
    )
    assert one.needed == 99
    assert 60 <= one.score < 99
    assert one.reasons == (f"the words reach {one.score} of 100 and it asks for 99",)
    assert ("parcel", "parsel") in [(part.wanted, part.heard) for part in one.words]
    assert sum(part.cost for part in one.words) > 0


def test_what_the_agent_has_not_said_yet_is_told() -> None:
    lines = "customer_says: where is my refund\nagent_has_said: [call you back, ring you back, phone you]"
    assert reasons(lines, "where is my refund") == (
        'the agent has not said "call you back" or "ring you back" (or one of 1 more)',
    )
    said = "agent: we will call you back\ncustomer: where is my refund"
    turns = read_turns(said, Speaker.CUSTOMER)
    assert called_for(rulebook(bank(prompt(lines))), turns).match_of("one")


def test_what_the_agent_must_not_have_said_is_told() -> None:
    lines = "customer_says: where is my refund\nagent_has_not_said: [call you back]"
    said = "agent: we will call you back\ncustomer: where is my refund"
    assert reasons(lines, said) == ('what must not have been is true: the agent: "call you back"',)


def test_the_time_in_the_call_is_told_with_how_to_try_it() -> None:
    lines = "customer_says: where is my refund\nin_call: {from: 90s}"
    assert reasons(lines, "where is my refund") == (
        "it shows only from 1m30s of the call on: write [1m30s] before the words",
    )


def test_what_the_agent_has_just_said_is_told() -> None:
    lines = "customer_says: where is my refund\nuntil_agent_says: let me look that up"
    said = "agent: let me look that up\ncustomer: where is my refund"
    assert reasons(lines, said) == (
        '"let me look that up" meets "let me look that up" under "until_agent_says"',
    )


def test_mode_and_signals_are_told() -> None:
    lines = "customer_says: where is my refund\nmode: sales\nagent_pace: over 180 wpm"
    assert reasons(lines, "where is my refund") == (
        "it shows only in calls of the mode sales: see --mode",
        "agent pace is not over 180 wpm, as far as is known",
    )
    (one,) = silent(lines, "where is my refund", Signals(mode=Mode.SALES))
    assert len(one.reasons) == 1


def test_several_reasons_come_together() -> None:
    lines = "customer_says: where is my refund\nunless: never mind\nin_call: {from: 1m}"
    assert len(reasons(lines, "where is my refund never mind")) == 2


def test_what_is_near_by_some_words_names_the_missing_ones() -> None:
    (one,) = silent("customer_says: where is my late refund order", "my refund order")
    assert one.reasons[0].startswith('not said: "where", ') or "reach" in one.reasons[0]
    assert one.score < 80


def test_what_has_nothing_in_common_is_not_near() -> None:
    assert silent("customer_says: where is my refund", "the weather is lovely") == []
    assert silent("customer_says: where is my refund", "") == []


def test_the_nearest_come_first_and_those_that_show_are_not_told() -> None:
    book = rulebook(
        bank(
            prompt("customer_says: where is my refund"),
            prompt("customer_says: where is my late refund gone", "two"),
            prompt("customer_says: refund wanted yesterday morning", "three"),
        )
    )
    turns = read_turns("where is my refund", Speaker.CUSTOMER)
    near = why_silent(book, turns, Signals(), frozenset({"one"}))
    scores = [one.score for one in near]
    assert "one" not in [one.prompt.id for one in near]
    assert scores == sorted(scores, reverse=True)
    assert len(why_silent(book, turns, Signals(), frozenset(), most=1)) == 1


@pytest.mark.parametrize("said", ["where is my refund", "well where's my uh refund then"])
def test_a_match_is_laid_out_word_by_word(said: str) -> None:
    book = rulebook(bank(prompt("customer_says: where * my refund")))
    (match,) = called_for(book, read_turns(said, Speaker.CUSTOMER)).matches
    words = words_of_match(match.prompt, match.because)
    assert [part.heard for part in words if part.wanted] == ["where", "my", "refund"]
    assert sum(part.cost for part in words) == 0
