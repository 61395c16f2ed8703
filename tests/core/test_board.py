"""The board: one card at a time, and most of what it does is refuse."""

import pytest

from assist.core.advice import Match
from assist.core.board import Attention, Board
from assist.core.cards import Answer, Because, Kind, Priority
from assist.core.events import Answered, Dropped, Event, Expired, Shown, Timed, Withdrawn
from assist.core.phrasebank import AllOf, AnyOf, Prompt
from assist.core.words import Speaker


def prompt(
    name: str,
    *,
    priority: Priority = Priority.NORMAL,
    show: str = "Say it.",
    again_after: float = 60.0,
    at_most: int = 3,
    quiet_after: tuple[tuple[str, float], ...] = (),
    kind: Kind = Kind.CUE,
) -> Prompt:
    return Prompt(
        id=name,
        bank="bank",
        kind=kind,
        show=show,
        detail=show,
        priority=priority,
        when=AllOf(()),
        unless=AnyOf(()),
        until=AnyOf(()),
        stays_for=8.0,
        again_after=again_after,
        at_most=at_most,
        quiet_after=quiet_after,
        examples=(),
        source="bank.yaml:1",
    )


def match(of: Prompt, score: int = 100, slots: tuple[tuple[str, str], ...] = ()) -> Match:
    because = Because(Speaker.CUSTOMER, "where is it", 0.0, 1.0, score, "where is it")
    return Match(of, because, None, slots)


def told(events: list[Event]) -> list[str]:
    lines = []
    for event in events:
        if isinstance(event, Dropped):
            lines.append(f"dropped {event.prompt}: {event.why}")
        elif isinstance(event, (Shown, Expired, Withdrawn, Answered)):
            lines.append(f"{type(event).__name__.lower()} {event.card.prompt}")
    return lines


def board(**attention: float) -> Board:
    """A board in a call that is not calm, unless it is said how calm."""
    return Board(Attention(**{"calm": 0.0, **attention}))  # type: ignore[arg-type]  # a_minute is a whole number


def asked(on: Board, *wanted: Prompt, at: float, agent_speaks: bool = False) -> list[str]:
    """What happens when these are called for and the moment passes."""
    events = on.offer([match(one) for one in wanted], at)
    return told(events + on.step(at, agent_speaks))


def test_a_card_comes_up_and_leaves_by_itself() -> None:
    one = board()
    assert asked(one, prompt("a"), at=1.0) == ["shown a"]
    assert one.card is not None
    assert (one.card.serial, one.card.shown_at, one.card.leaves_at) == (1, 1.0, 9.0)
    assert told(one.step(8.99, False)) == []
    assert told(one.step(9.0, False)) == ["expired a"]
    assert one.card is None
    assert [card.prompt for card in one.earlier] == ["a"]


@pytest.mark.parametrize(
    ("first", "second", "agent_speaks", "why"),
    [
        (Priority.NORMAL, Priority.NORMAL, True, "the agent was speaking"),
        (Priority.NORMAL, Priority.NORMAL, False, "another card had just come up"),
        (Priority.HIGH, Priority.NORMAL, False, "a card of higher priority was up"),
    ],
)
def test_a_drop_says_why(first: Priority, second: Priority, agent_speaks: bool, why: str) -> None:
    one = board()
    asked(one, prompt("a", priority=first), at=1.0)
    asked(one, prompt("b", priority=second), at=1.5, agent_speaks=agent_speaks)
    assert told(one.step(3.4, agent_speaks)) == []
    assert told(one.step(3.6, agent_speaks=False)) == [f"dropped b: {why}"]


def test_the_reason_is_the_one_that_kept_it_waiting() -> None:
    """Not what happens to hold at the moment when it is dropped."""
    one = board()
    asked(one, prompt("a"), at=1.0, agent_speaks=True)
    assert told(one.step(3.1, agent_speaks=False)) == ["dropped a: the agent was speaking"]


def test_a_third_of_the_minute_is_kept_for_high_and_urgent_comes_beside() -> None:
    one = board(a_minute=3, gap=1.0)
    full = "there were enough cards in this minute"
    assert asked(one, prompt("a"), at=0.0) == ["shown a"]
    assert asked(one, prompt("b"), at=10.0)[-1] == "shown b"
    assert asked(one, prompt("c"), at=20.0) == ["expired b"]
    assert told(one.step(23.0, False)) == [f"dropped c: {full}"]
    assert asked(one, prompt("d", priority=Priority.HIGH), at=24.0) == ["shown d"]
    assert asked(one, prompt("e", priority=Priority.HIGH), at=33.0) == ["expired d"]
    assert told(one.step(36.0, False)) == [f"dropped e: {full}"]
    assert asked(one, prompt("f", priority=Priority.URGENT), at=37.0) == ["shown f"]


def test_so_many_cards_a_minute() -> None:
    one = board(a_minute=2, gap=1.0)
    assert asked(one, prompt("a"), at=0.0) == ["shown a"]
    assert asked(one, prompt("b"), at=10.0) == ["expired a", "shown b"]
    assert asked(one, prompt("c"), at=20.0) == ["expired b"]
    assert told(one.step(23.0, False)) == ["dropped c: there were enough cards in this minute"]
    assert asked(one, prompt("d"), at=60.0) == ["shown d"]


def test_none_a_minute_is_none() -> None:
    one = board(a_minute=0)
    assert asked(one, prompt("a"), at=0.0) == []


def test_a_gap_longer_than_a_minute_holds() -> None:
    one = board(gap=90.0)
    assert asked(one, prompt("a"), at=0.0) == ["shown a"]
    assert asked(one, prompt("b"), at=70.0) == ["expired a"]
    assert asked(one, prompt("c"), at=90.0)[-1] == "shown c"


@pytest.mark.parametrize(
    ("limits", "at", "why"),
    [
        ({"at_most": 1}, 100.0, "shown often enough in this call"),
        ({"again_after": 30.0}, 20.0, "shown a moment ago"),
    ],
)
def test_a_prompt_is_refused_that_was_shown(limits: dict[str, float], at: float, why: str) -> None:
    one, again = board(), prompt("a", **limits)  # type: ignore[arg-type]  # at_most is whole
    asked(one, again, at=0.0)
    one.step(10.0, False)
    assert asked(one, again, at=at) == [f"dropped a: {why}"]


def test_what_is_up_or_waits_is_not_asked_for_again() -> None:
    one, once = board(), prompt("a", at_most=1)
    assert asked(one, once, once, at=0.0, agent_speaks=True) == []
    assert asked(one, once, at=1.0) == ["shown a"]
    assert asked(one, once, at=2.0) == []


def test_quiet_after_another_prompt_also_where_that_came_while_this_waited() -> None:
    one = board(gap=0.0, stale=5.0)
    waits = prompt("b", quiet_after=(("a", 30.0),))
    assert asked(one, waits, at=0.0, agent_speaks=True) == []
    urgent = prompt("a", priority=Priority.URGENT)
    assert asked(one, urgent, at=1.0, agent_speaks=True) == ["shown a"]
    assert told(one.step(2.0, False)) == ["dropped b: quiet after a"]


def test_the_better_evidence_goes_first() -> None:
    one = board()
    events = one.offer([match(prompt("a"), 85), match(prompt("b"), 95)], 0.0) + one.step(0.0, False)
    assert told(events) == ["shown b"]


def test_never_again_also_takes_back_what_waits() -> None:
    one, again = board(), prompt("a", again_after=1.0, at_most=9)
    asked(one, again, at=0.0)
    asked(one, prompt("b"), at=5.0)
    assert asked(one, again, at=7.5) == []
    assert told(one.answer(1, Answer.NEVER_AGAIN, 8.0)) == ["answered a"]
    assert told(one.step(9.0, False)) == []
    assert asked(one, again, at=30.0) == ["expired b"]


def test_what_is_muted_from_the_start_leaves_no_trace_until_it_is_taken_back() -> None:
    one = board()
    one.mute(frozenset({"a"}))
    assert asked(one, prompt("a"), at=0.0) == []
    assert asked(one, prompt("b"), at=1.0) == ["shown b"]
    one.mute(frozenset())
    assert asked(one, prompt("a"), at=9.0) == ["expired b", "shown a"]


def test_another_budget_holds_at_once() -> None:
    one = board()
    asked(one, prompt("a"), at=0.0)
    one.attend(Attention(gap=1.0, calm=0.0))
    assert asked(one, prompt("b"), at=1.5) == ["expired a", "shown b"]


def test_an_answer_to_an_earlier_card_leaves_the_newer_one_up() -> None:
    one = board()
    asked(one, prompt("a"), at=0.0)
    asked(one, prompt("b"), at=5.0)
    assert told(one.answer(1, Answer.USED, 6.0)) == ["answered a"]
    assert one.card is not None
    assert one.answer(99, Answer.USED, 6.0) == []


def test_withdrawing_takes_what_is_up_and_what_waits() -> None:
    one = board()
    asked(one, prompt("a"), prompt("b"), at=0.0)
    events = one.withdraw(frozenset("ab"), 1.0, "said")
    assert told(events) == ["dropped b: said", "withdrawn a"]
    assert one.card is None


def test_slots_are_filled_in_show_and_detail() -> None:
    one = board()
    named = prompt("a", show="Use {name}, { name }, not {other}.")
    one.offer([match(named, slots=(("name", "esther"),))], 0.0)
    one.step(0.0, False)
    assert one.card is not None
    assert one.card.show == one.card.detail == "Use Esther, Esther, not {other}."


def test_true_times_reach_the_card_that_is_up_and_the_earlier_ones() -> None:
    one = board()
    asked(one, prompt("a"), at=0.0)
    asked(one, prompt("b"), at=5.0)
    for serial in (1, 2):
        because = Because(Speaker.CUSTOMER, "where is it", 0.5, 0.9, 100, "where is it")
        one.retime(Timed(6.0, serial, because))
    assert one.card is not None
    assert one.card.because.end == one.earlier[0].because.end == 0.9


def test_only_the_newest_cards_are_kept() -> None:
    one = board(gap=0.0, a_minute=99)
    for number in range(9):
        asked(one, prompt(f"p{number}"), at=float(number))
    assert [card.prompt for card in one.earlier] == ["p7", "p6", "p5", "p4", "p3"]


def test_never_again_can_be_taken_back() -> None:
    one, again = board(), prompt("a", again_after=1.0, at_most=9)
    asked(one, again, at=0.0)
    one.answer(1, Answer.NEVER_AGAIN, 1.0)
    one.unmute(1)
    assert asked(one, again, at=20.0) == ["shown a"]


def test_another_kind_follows_after_half_the_gap() -> None:
    """What a customer says in one breath may ask for both."""
    one = board(gap=4.0)
    assert asked(one, prompt("a", priority=Priority.HIGH), at=0.0) == ["shown a"]
    assert asked(one, prompt("b"), prompt("c", kind=Kind.EMPATHY), at=1.5) == []
    assert one.due(1.5) == 2.0
    assert told(one.step(2.0, False)) == ["expired a", "shown c"]


def test_a_smaller_one_of_the_same_kind_does_not_follow() -> None:
    one = board(gap=4.0)
    asked(one, prompt("a", priority=Priority.HIGH), at=0.0)
    assert asked(one, prompt("b"), at=5.0) == []
    assert told(one.step(7.5, False)) == ["dropped b: a card of higher priority was up"]


def test_small_talk_does_not_push_empathy_away() -> None:
    one = board(gap=4.0)
    asked(one, prompt("a", kind=Kind.EMPATHY), at=0.0)
    small = prompt("b", kind=Kind.RAPPORT, priority=Priority.LOW)
    assert asked(one, small, at=5.0) == []
