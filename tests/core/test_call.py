"""One call as a whole: what must hold whatever is said."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assist.core.board import Attention
from assist.core.call import Call
from assist.core.cards import Answer, Priority
from assist.core.events import (
    Answered,
    Dropped,
    Event,
    Expired,
    Shown,
    Timed,
    Utterance,
    Withdrawn,
)
from assist.core.rulebook import Rulebook
from assist.core.words import Heard, Speaker, Word
from tests.dialogue import TESTS, rulebook_of

GOOD = TESTS / "phrasebanks" / "good"
BOOK = rulebook_of([GOOD / "small.yaml", GOOD / "short.yaml"])
ATTENTION = Attention()


def heard(words: str, at: float, final: bool = False, begins: float | None = None) -> Heard:
    said = tuple(words.split())
    times = (
        ()
        if begins is None
        else tuple((begins + 0.2 * n, begins + 0.2 * n + 0.2) for n in range(len(said)))
    )
    return Heard(Speaker.CUSTOMER, said, at, final, times)


def shown(events: list[Event]) -> list[str]:
    return [event.card.prompt for event in events if isinstance(event, Shown)]


def test_a_card_has_its_words_true_times_when_the_utterance_ends() -> None:
    call = Call(BOOK)
    call.hear(heard("where is my refund please", 2.0))
    events = call.hear(heard("where is my refund please", 2.3))
    assert shown(events) == ["refund"]
    events = call.hear(heard("where is my refund please", 3.0, True, begins=1.0))
    [timed] = [event for event in events if isinstance(event, Timed)]
    assert (timed.because.start, round(timed.because.end, 3)) == (1.0, 1.8)
    assert call.card is not None
    assert call.card.because == timed.because
    [utterance] = [event for event in events if isinstance(event, Utterance)]
    assert (utterance.text, utterance.start) == ("where is my refund please", 1.0)


def test_a_card_that_waited_for_the_agent_has_the_evidence_that_it_waited_with() -> None:
    """The words may be said once more while the prompt waits; times and words stay those of the first."""
    call = Call(BOOK)
    call.hear(Heard(Speaker.AGENT, ("well",), 1.9))
    call.hear(heard("where is my refund so", 2.0))
    call.hear(heard("where is my refund so where is my refund now", 2.2))
    call.hear(heard("where is my refund so where is my refund now", 2.4))
    assert call.card is None
    events = call.tick(2.6)
    assert shown(events) == ["refund"]
    events = call.hear(heard("where is my refund so where is my refund now", 3.0, True, begins=0.5))
    [timed] = [event for event in events if isinstance(event, Timed)]
    assert timed.because.words == "where is my refund"
    assert (timed.because.start, round(timed.because.end, 3)) == (0.5, 1.3)


def test_a_card_that_waited_past_the_end_of_the_utterance_is_timed_at_once() -> None:
    call = Call(BOOK)
    call.hear(heard("where is my refund", 2.0))
    call.hear(Heard(Speaker.AGENT, ("well",), 2.1))
    call.hear(heard("where is my refund", 2.2))
    call.hear(heard("where is my refund", 2.4, True, begins=1.0))
    events = call.tick(2.8)
    assert shown(events) == ["refund"]
    [timed] = [event for event in events if isinstance(event, Timed)]
    assert (timed.because.start, round(timed.because.end, 3)) == (1.0, 1.8)


def test_what_settled_wrongly_still_shows_when_the_final_result_is_right() -> None:
    call = Call(BOOK)
    for at in (2.0, 2.3):
        assert shown(call.hear(heard("where is my friend", at))) == []
    assert shown(call.hear(heard("where is my refund", 2.8, True, begins=1.0))) == ["refund"]


def test_the_agent_speaks_again_with_the_same_word() -> None:
    """A new utterance that begins like the last one ended is speech, too."""
    call = Call(BOOK)
    call.hear(Heard(Speaker.AGENT, ("yes",), 0.5))
    call.hear(Heard(Speaker.AGENT, ("yes",), 1.0, True))
    call.hear(heard("where is my refund", 4.0))
    call.hear(Heard(Speaker.AGENT, ("yes",), 4.2))
    assert shown(call.hear(heard("where is my refund", 4.3))) == []
    assert shown(call.tick(4.9)) == ["refund"]


def test_time_never_goes_back() -> None:
    call = Call(BOOK)
    call.tick(5.0)
    call.tick(3.0)
    assert call.at == 5.0


# Properties

SAYINGS = [
    "where is my refund", "cancel my contract", "i know where you live", "i am upset",
    "i am not upset", "my name is esther", "i bought a phone", "thanks for your help",
    "shall we do that", "yes please do that", "i have been waiting", "i am sorry", "red apples",
    "green pears", "yellow plums", "i am in a hurry", "your refund will arrive", "forget about that",
    "um", "the weather is nice", "it's not working", "you will regret this",
]  # fmt: skip
WORDS = sorted({word for saying in SAYINGS for word in saying.split()})
parts = st.one_of(st.sampled_from(SAYINGS), st.sampled_from(WORDS), st.just(""))
Step = Heard | float | Answer


@st.composite
def beliefs(draw: st.DrawFn, parts: st.SearchStrategy[str] = parts) -> list[Step]:
    """Two recognisers' results, time that passes, and an agent's clicks, in any order."""
    steps: list[Step] = []
    belief: dict[Speaker, tuple[str, ...]] = dict.fromkeys(Speaker, ())
    at = 0.0
    for _ in range(draw(st.integers(1, 25))):
        at += draw(st.sampled_from([0.0, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 6.0, 20.0]))
        way = draw(st.integers(0, 9))
        if way == 0:
            steps.append(at)
        elif way == 1:
            steps.append(draw(st.sampled_from(Answer)))
        else:
            speaker = draw(st.sampled_from(Speaker))
            kept = belief[speaker][: draw(st.integers(0, 12))]
            belief[speaker] = (*kept, *draw(parts).split())
            final = way > 7
            count = len(belief[speaker])
            times = tuple((at * n / (count + 1), at * (n + 1) / (count + 1)) for n in range(count))
            timed = final and draw(st.booleans())
            steps.append(Heard(speaker, belief[speaker], at, final, times if timed else ()))
            if final:
                belief[speaker] = ()
    return steps


def run(call: Call, steps: list[Step]) -> list[tuple[list[Event], Call]]:
    """The events of each step."""
    told: list[tuple[list[Event], Call]] = []
    for step in steps:
        if isinstance(step, Heard):
            told.append((call.hear(step), call))
        elif isinstance(step, Answer):
            told.append((call.answer(call.card.serial if call.card else 1, step), call))
        else:
            told.append((call.tick(step), call))
    return told


def events_of(steps: list[Step], attention: Attention = ATTENTION) -> list[Event]:
    return [event for events, _ in run(Call(BOOK, attention), steps) for event in events]


@given(beliefs())
def test_the_same_call_twice_gives_the_same_events(steps: list[Step]) -> None:
    again = Rulebook(rulebook_of([GOOD / "small.yaml", GOOD / "short.yaml"]).banks)
    other = [event for events, _ in run(Call(again), steps) for event in events]
    assert events_of(steps) == other


@given(beliefs())
def test_at_no_time_are_there_two_cards(steps: list[Step]) -> None:
    up: int | None = None
    serial = 0
    for event in events_of(steps):
        if isinstance(event, Shown):
            assert up is None
            serial += 1
            assert event.card.serial == serial
            up = event.card.serial
        elif isinstance(event, (Expired, Withdrawn)):
            assert up == event.card.serial
            up = None
        elif isinstance(event, Answered) and event.card.serial == up:
            up = None


@given(beliefs(), st.sampled_from([ATTENTION, Attention(1.0, 0.5, 2.0, 2), Attention(70.0, 61.0)]))
def test_cards_keep_their_distance(steps: list[Step], attention: Attention) -> None:
    cards = [event.card for event in events_of(steps, attention) if isinstance(event, Shown)]
    for one, two in pairwise(cards):
        urgent = two.priority is Priority.URGENT
        gap = attention.gap if one.kind is two.kind else attention.gap / 2
        apart = two.shown_at - one.shown_at
        assert apart >= (attention.urgent_gap if urgent else gap) - 1e-6
    for place, card in enumerate(cards):
        minute = [one for one in cards[place:] if one.shown_at - card.shown_at < 60]
        assert sum(one.priority is not Priority.URGENT for one in minute) <= attention.a_minute


@given(beliefs())
def test_no_card_outlives_its_time(steps: list[Step]) -> None:
    call = Call(BOOK)
    for step in steps:
        [(events, _)] = run(call, [step])
        if not isinstance(step, Answer) and call.card:
            assert call.at < call.card.leaves_at
        assert all(event.at <= call.at for event in events)


@given(beliefs())
def test_every_event_is_plausible(steps: list[Step]) -> None:
    """Nothing is shown over the agent's sentence, more often than allowed, or before it was said."""
    counts: dict[str, int] = {}
    for event in events_of(steps):
        if isinstance(event, Shown):
            card = event.card
            counts[card.prompt] = counts.get(card.prompt, 0) + 1
            assert counts[card.prompt] <= BOOK.by_id[card.prompt].at_most
            assert card.because.start <= card.because.end <= event.at
            assert card.because.words
            assert "{" not in card.show
        elif isinstance(event, Dropped):
            assert event.why


@given(st.lists(st.tuples(st.sampled_from(Speaker), parts), max_size=12))
def test_words_that_are_certain_never_fail(turns: list[tuple[Speaker, str]]) -> None:
    call, at = Call(BOOK), 0.0
    for speaker, saying in turns:
        for text in saying.split():
            at += 0.3
            call.say(Word(speaker, text, at - 0.28, at))
        call.end_utterance(speaker)
    assert call.at == at or not at


def test_a_long_call_stays_small() -> None:
    """What a call remembers to match by does not grow with its length."""
    call, word = Call(BOOK), Word(Speaker.CUSTOMER, "contract", 0.0, 0.2)
    for place in range(5000):
        call.say(replace(word, start=place * 0.3, end=place * 0.3 + 0.2))
    rules = call._rules
    assert len(rules._words[Speaker.CUSTOMER]) <= 256
    assert len(rules._ears[Speaker.CUSTOMER]._spoken) <= 128
    assert len(rules._ears[Speaker.CUSTOMER]._alive) <= 64
