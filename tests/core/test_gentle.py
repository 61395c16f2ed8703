"""Gentle calls: how they begin, that the agent can leave one, and that the next call knows nothing."""

from assist.core.call import Call
from assist.core.events import Event, Gentle, Shown
from assist.core.rulebook import Rulebook
from assist.core.turns import Turn, spoken
from assist.core.words import Speaker
from tests.dialogue import TESTS, rulebook_of

BOOK = rulebook_of([TESTS / "phrasebanks" / "good" / "gentle.yaml"])


def says(call: Call, speaker: Speaker, text: str) -> list[Event]:
    words = [word for word, _ in spoken([Turn(speaker, text)], call.at + 5)]
    events = [event for word in words for event in call.say(word)]
    return events + call.tick(call.at + 1.5)


def prompts(events: list[Event]) -> list[str]:
    return [one.card.prompt for one in events if isinstance(one, Shown)]


def gentle_call(book: Rulebook = BOOK) -> Call:
    call = Call(book)
    events = says(call, Speaker.CUSTOMER, "my husband died in march")
    assert [one.prompt for one in events if isinstance(one, Gentle)] == ["loss"]
    assert call.gentle
    return call


def test_the_agent_can_leave_it_and_it_stays_left() -> None:
    call = gentle_call()
    assert prompts(says(call, Speaker.AGENT, "let me quickly look")) == []
    assert call.leave_gentle() == [Gentle(call.at)]
    assert not call.gentle
    assert call.leave_gentle() == []
    assert prompts(says(call, Speaker.AGENT, "let me quickly look")) == ["pace"]
    says(call, Speaker.CUSTOMER, "yes my husband died")
    assert not call.gentle


def test_a_muted_prompt_makes_it_gentle_all_the_same() -> None:
    call = Call(BOOK)
    call.mute(frozenset({"loss"}))
    assert prompts(says(call, Speaker.CUSTOMER, "my husband died in march")) == []
    assert call.gentle


def test_it_lasts_when_the_phrasebanks_are_saved_and_ends_with_the_call() -> None:
    call = gentle_call()
    call.adopt(rulebook_of([TESTS / "phrasebanks" / "good" / "gentle.yaml"]))
    assert call.gentle
    assert not Call(BOOK).gentle
