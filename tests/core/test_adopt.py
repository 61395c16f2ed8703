"""Another rulebook in the middle of a call: what was known stays known, and nothing shows by it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assist.core.call import Call
from assist.core.cards import Answer
from assist.core.events import Answered, Dropped, Event, Expired, Shown, Withdrawn
from assist.core.phrasebank import Phrasebank
from assist.core.reading import read_phrasebanks
from assist.core.rulebook import Rulebook
from assist.core.words import Speaker, Word
from tests.core.test_call import SAYINGS, Step, beliefs, run
from tests.dialogue import TESTS, rulebook_of

GOOD = TESTS / "phrasebanks" / "good"
BANKS = [GOOD / "small.yaml", GOOD / "stories.yaml"]
REFUND = (
    "  - {id: refund, kind: cue, show: Refund., customer_says: where is my refund, at_most: 1}\n"
)
SORRY = (
    "  - id: sorry\n    kind: cue\n    show: Sorry.\n    customer_says: [where is my parcel]\n"
    "    agent_has_not_said: [so sorry about it]\n"
)
QUESTION = (
    "  - id: question\n    kind: cue\n    show: Answer.\n    customer_says: [what is the price]\n"
    "    agent_has_not_said: {any: [it costs you], after: 10s}\n"
)
SILENCE = "  - {id: silence, kind: cue, show: Speak., silence: over 5s}\n"


def book(*prompts: str) -> Rulebook:
    read = read_phrasebanks([("bank.yaml", "prompts:\n" + "".join(prompts))])
    assert not read.problems, read.problems
    return Rulebook(read.banks)


def say(call: Call, at: float, words: str, speaker: Speaker = Speaker.CUSTOMER) -> list[Event]:
    return [
        event
        for place, text in enumerate(words.split())
        for event in call.say(Word(speaker, text, at + 0.3 * place, at + 0.3 * place + 0.28))
    ]


def shown(events: list[Event]) -> list[str]:
    return [event.card.prompt for event in events if isinstance(event, Shown)]


def test_a_card_that_is_up_stays_and_its_count_too() -> None:
    call = Call(book(REFUND))
    assert shown(say(call, 1.0, "where is my refund")) == ["refund"]
    call.adopt(book(REFUND.replace("Refund.", "Look."), SORRY))
    assert call.card is not None
    assert call.card.show == "Refund."
    assert [type(event) for event in call.tick(12.0)] == [Expired]
    dropped = say(call, 90.0, "where is my refund")
    assert [event.why for event in dropped if isinstance(event, Dropped)] == [
        "shown often enough in this call"
    ]


def test_a_card_whose_prompt_is_gone_leaves_in_its_time() -> None:
    call = Call(book(REFUND))
    say(call, 1.0, "where is my refund")
    call.adopt(book(SORRY))
    assert call.card is not None
    assert [type(event) for event in call.tick(12.0)] == [Expired]
    assert shown(say(call, 90.0, "where is my refund")) == []


def test_what_was_said_counts_for_a_prompt_that_is_new_but_shows_nothing() -> None:
    call = Call(book(REFUND))
    say(call, 1.0, "so sorry about it", Speaker.AGENT)
    say(call, 3.0, "where is my parcel")
    call.adopt(book(REFUND, SORRY))
    assert shown(call.tick(6.0)) == []
    assert shown(say(call, 7.0, "where is my parcel")) == []
    other = Call(book(REFUND))
    other.adopt(book(REFUND, SORRY))
    assert shown(say(other, 7.0, "where is my parcel")) == ["sorry"]


def test_a_phrase_that_is_being_said_goes_on() -> None:
    for later in (REFUND, REFUND.replace("where is my refund", "where (is|was) my refund")):
        call = Call(book(REFUND))
        say(call, 1.0, "where is")
        call.adopt(book(later))
        assert shown(say(call, 1.6, "my refund")) == ["refund"]


def test_an_open_question_stays_open() -> None:
    for later in (QUESTION, QUESTION.replace("after: 10s", "after: 11s")):
        call = Call(book(QUESTION))
        say(call, 1.0, "what is the price")
        call.adopt(book(later))
        [event] = [event for event in call.tick(20.0) if isinstance(event, Shown)]
        assert event.card.because.words == "what is the price"
        assert round(event.at, 2) in (12.18, 13.18)


def test_a_silence_that_was_told_is_not_told_again() -> None:
    for later in (SILENCE, SILENCE.replace("over 5s", "over 4s")):
        call = Call(book(SILENCE))
        say(call, 1.0, "hello")
        assert shown(call.tick(9.0)) == ["silence"]
        call.adopt(book(later))
        assert shown(call.tick(80.0)) == []
        say(call, 81.0, "hello")
        assert shown(call.tick(90.0)) == ["silence"]


def test_a_silence_comes_at_its_own_moment_however_time_passes() -> None:
    call = Call(book(SILENCE))
    say(call, 1.0, "hello")
    [event] = [event for event in call.tick(60.0) if isinstance(event, Shown)]
    assert round(event.at, 2) == 6.28
    assert (event.card.because.words, event.card.because.pattern) == ("", "silence over 5s")


def test_a_prompt_that_waits_for_its_moment_goes_on_waiting() -> None:
    call = Call(book(REFUND))
    say(call, 1.0, "well now then", Speaker.AGENT)
    assert shown(say(call, 1.0, "where is my refund")) == []
    call.adopt(book(REFUND.replace("Refund.", "Look.")))
    assert [event.card.show for event in call.tick(3.0) if isinstance(event, Shown)] == ["Look."]


def test_what_the_agent_never_wants_again_stays_so() -> None:
    call = Call(book(REFUND.replace("at_most: 1", "again_after: 0s")))
    say(call, 1.0, "where is my refund")
    assert call.card is not None
    call.answer(call.card.serial, Answer.NEVER_AGAIN)
    call.adopt(book(REFUND))
    assert shown(say(call, 20.0, "where is my refund")) == []


STORIES = [
    *SAYINGS, "this is ridiculous", "how much does it cost", "it costs you", "my name is",
    "you can do it online", "i have tried that online", "can you find my order", "my number is",
    "i want your manager", "the manager is busy", "call me back", "put you on hold",
]  # fmt: skip
parts = st.sampled_from(STORIES)
FIRST = rulebook_of(BANKS)
SAME = rulebook_of(BANKS)
RENAMED = Rulebook(
    [
        Phrasebank(bank.name, bank.file, tuple(replace(one, detail="New.") for one in bank.prompts))
        for bank in SAME.banks
    ]
)


@given(beliefs(parts), st.integers(0, 25))
def test_the_same_conditions_give_the_same_call(steps: list[Step], place: int) -> None:
    """Whenever it is taken up, a rulebook that asks for the same shows the same."""
    plain, other = Call(FIRST), Call(FIRST)
    untouched = [event for events, _ in run(plain, steps) for event in events]
    events = [event for one, _ in run(other, steps[:place]) for event in one]
    other.adopt(RENAMED)
    events += [event for one, _ in run(other, steps[place:]) for event in one]
    assert [_bare(event) for event in events] == [_bare(event) for event in untouched]


def _bare(event: Event) -> object:
    if isinstance(event, (Shown, Expired, Withdrawn, Answered)):
        return replace(event, card=replace(event.card, detail=""))
    return event
