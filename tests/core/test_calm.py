"""A calm call spares its agent cards; a call with trouble in it does not."""

import pytest

from assist.core.calm import Calm
from assist.core.cards import Kind, Priority
from assist.core.phrasebank import AllOf, AnyOf, Prompt

BURST, EVERY = 20.0, 60.0


def prompt(name: str, kind: Kind, priority: Priority = Priority.NORMAL) -> Prompt:
    return Prompt(
        id=name,
        bank="bank",
        kind=kind,
        show="Say it.",
        detail="",
        priority=priority,
        when=AllOf(()),
        unless=AnyOf(()),
        until=AnyOf(()),
        stays_for=8.0,
        again_after=60.0,
        at_most=3,
        quiet_after=(),
        examples=(),
        source="bank.yaml:1",
        spares_calm_calls=True,
    )


STEP, CUE, EMPATHY = (prompt(one, one) for one in (Kind.NEXT_STEP, Kind.CUE, Kind.EMPATHY))


def passes(calm: Calm, one: Prompt, at: float) -> bool:
    return not calm.spares(one, at, BURST, EVERY)


def asked(calm: Calm, *prompts: Prompt, at: float) -> None:
    for one in prompts:
        calm.asked(one, at)


def test_under_way_one_sign_is_not_enough() -> None:
    calm = Calm()
    asked(calm, STEP, at=10.0)
    assert passes(calm, STEP, 10.0)
    asked(calm, STEP, at=40.0)
    assert not passes(calm, STEP, 40.0)
    asked(calm, CUE, at=45.0)
    assert passes(calm, STEP, 45.0)


def test_cards_come_in_one_burst_and_then_one_a_minute() -> None:
    calm = Calm()
    calm.shown(CUE, 10.0, EVERY)
    for at, free in ((29.0, True), (31.0, False), (70.0, True)):
        asked(calm, STEP, CUE, at=at)
        assert passes(calm, STEP, at) is free


def test_a_kind_comes_once_in_a_minute_but_what_has_shown_goes_by_its_own_rules() -> None:
    calm = Calm()
    calm.shown(CUE, 10.0, EVERY)
    assert not passes(calm, prompt("another", Kind.CUE), 15.0)
    assert passes(calm, CUE, 15.0)


@pytest.mark.parametrize("priority", [Priority.HIGH, Priority.URGENT])
def test_what_is_of_high_priority_passes(priority: Priority) -> None:
    calm = Calm()
    calm.shown(CUE, 10.0, EVERY)
    assert passes(calm, prompt("high", Kind.CUE, priority), 40.0)


def test_a_plain_sign_of_trouble_or_two_small_ones_end_the_calm_for_two_minutes() -> None:
    plain, small = Calm(), Calm()
    for calm in (plain, small):
        calm.shown(CUE, 10.0, EVERY)
    plain.asked(prompt("upset", Kind.EMPATHY, Priority.HIGH), 35.0)
    assert passes(plain, STEP, 40.0)
    small.asked(EMPATHY, 35.0)
    assert not passes(small, STEP, 40.0)
    small.asked(prompt("blamed", Kind.CALM), 38.0)
    assert passes(small, STEP, 40.0)
    small.shown(STEP, 150.0, EVERY)
    assert not passes(small, prompt("late", Kind.NEXT_STEP), 170.0)


def test_who_greets_tells_calmly_what_they_call_for() -> None:
    calm = Calm()
    calm.greeted(2.0)
    asked(calm, STEP, CUE, at=9.0)
    assert not passes(calm, STEP, 9.0)
    assert passes(calm, prompt("abuse", Kind.CALM), 9.0)
    asked(calm, STEP, CUE, at=43.0)
    assert passes(calm, STEP, 43.0)
