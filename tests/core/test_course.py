"""The signals of a whole call, as `Call` measures them by itself: known answers."""

import pytest

from assist.core.call import Call
from assist.core.rulebook import Rulebook
from assist.core.signals import Loudness, Measure, Signals
from assist.core.words import Heard, Speaker, Word
from tests.dialogue import TESTS, rulebook_of

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT
BOOK = rulebook_of([TESTS.parent / "phrasebanks" / "course.yaml"])


def say(call: Call, speaker: Speaker, text: str, start: float, every: float = 0.3) -> None:
    for place, word in enumerate(text.split()):
        begin = start + every * place
        call.say(Word(speaker, word, begin, begin + every - 0.02))
    call.end_utterance(speaker)


def test_shares_add_up() -> None:
    call = Call(Rulebook([]))
    say(call, CUSTOMER, "word " * 100, 0.0)
    assert call.signals.agent_share is None or call.signals.agent_share == 0.0
    say(call, AGENT, "word " * 50, 31.0)
    assert call.signals.customer_share == pytest.approx(200 / 3, abs=0.1)
    assert call.signals.agent_share == pytest.approx(100 / 3, abs=0.1)


def test_a_hold_begins_with_the_agents_last_word_and_ends_with_their_next() -> None:
    call = Call(BOOK)
    say(call, AGENT, "please bear with me", 1.0)
    call.tick(31.18)
    assert call.signals.hold == pytest.approx(29.0, abs=0.01)
    say(call, CUSTOMER, "sure", 32.0)
    assert call.signals.hold == pytest.approx(30.1, abs=0.2)
    say(call, AGENT, "thank you for waiting", 40.0)
    call.tick(45.0)
    assert call.signals.hold is None


def test_a_silence_without_an_announcement_is_no_hold() -> None:
    call = Call(BOOK)
    say(call, AGENT, "your bill is twelve pounds", 1.0)
    call.tick(40.0)
    assert call.signals.hold is None


def test_the_issue_is_kept_in_the_customers_first_words() -> None:
    call = Call(BOOK)
    say(call, CUSTOMER, "hello um i'm calling about my late parcel from york", 1.0)
    say(call, CUSTOMER, "i'm calling about something else", 9.0)
    assert call.caught["issue"] == "i'm calling about my late parcel from york"


def test_a_long_issue_is_cut_at_a_word() -> None:
    call = Call(BOOK)
    say(call, CUSTOMER, "i'm calling about my bill " + "and so on " * 9, 1.0)
    issue = call.caught["issue"]
    assert issue.startswith("i'm calling about my bill and so on")
    assert issue.endswith("on…")
    assert len(issue.split()) == 14


def test_a_recogniser_gives_the_same_issue() -> None:
    call = Call(BOOK)
    said = tuple("good morning i'm calling about my late parcel".split())
    for place in range(1, len(said) + 1):
        call.hear(Heard(CUSTOMER, said[:place], 1.0 + 0.3 * place))
    times = tuple((0.8 + 0.3 * n, 1.1 + 0.3 * n) for n in range(len(said)))
    call.hear(Heard(CUSTOMER, said, 5.0, True, times))
    assert call.caught["issue"] == "i'm calling about my late parcel"


DETOUR = "lovely weather today and my garden is in bloom and the football was good"


def test_a_detour_lasts_until_the_matter_is_spoken_of() -> None:
    call = Call(BOOK)
    say(call, CUSTOMER, "i'm calling about my late parcel", 1.0)
    say(call, CUSTOMER, "lovely weather today", 10.0)
    call.tick(40.0)
    assert call.signals.detour is None
    say(call, CUSTOMER, DETOUR, 50.0)
    call.tick(70.0)
    assert call.signals.detour == pytest.approx(59.4, abs=0.3)
    say(call, AGENT, "now where was your parcel", 75.0)
    call.tick(80.0)
    assert call.signals.detour is None


def test_levels_come_from_sound_and_a_transcript_has_none() -> None:
    call = Call(Rulebook([]))
    say(call, AGENT, "word " * 60, 0.0)
    assert call.signals.agent_level is None
    for block in range(20 * 16):
        louder = block >= 20 * 13
        call.loud(Loudness(AGENT, 0.05 * (block + 1), -24.0 if louder else -30.0))
    assert call.signals.agent_level == pytest.approx(6.0)
    assert call.signals.customer_level is None


def test_percent_of_usual() -> None:
    signals = Signals(agent_pace=180.0, agent_usual=150.0, customer_pace=90.0)
    assert signals.over_usual(Measure.AGENT_PACE) == pytest.approx(20.0)
    assert signals.over_usual(Measure.CUSTOMER_PACE) is None


def test_what_is_sensed_goes_before_what_is_measured() -> None:
    call = Call(Rulebook([]))
    say(call, AGENT, "word " * 60, 0.0)
    assert call.signals.agent_pace == pytest.approx(200.0, abs=2.0)
    call.sense(Signals(agent_pace=90.0))
    assert call.signals.agent_pace == 90.0


def test_an_agents_habit_goes_on_from_call_to_call() -> None:
    call = Call(Rulebook([]), usual_pace=150.0)
    assert call.habit == 150.0
    say(call, AGENT, "word " * 1000, 0.0)
    assert call.habit == pytest.approx(175.0, abs=1.5)
