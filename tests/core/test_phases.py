"""How far a call has come: by the cues that ship, and by its course."""

from pathlib import Path

import pytest

from assist.core.call import Call
from assist.core.events import Event, PhaseBegan
from assist.core.reading import read_phrasebanks
from assist.core.rulebook import Rulebook
from assist.core.signals import Phase
from assist.core.turns import Turn, read_turns, spoken
from assist.core.words import Speaker
from tests.dialogue import TESTS


def book(*files: Path, text: str = "") -> Rulebook:
    listed = [(path.name, path.read_text("utf-8")) for path in files]
    read = read_phrasebanks([*listed, *([("own.yaml", text)] if text else [])])
    assert not read.errors
    return Rulebook(read.banks)


SHIPPED = book(TESTS.parent / "phrasebanks" / "course.yaml")


def phases(dialogue: str, rulebook: Rulebook = SHIPPED) -> list[Phase]:
    events: list[Event] = []
    call = Call(rulebook)
    turns: list[Turn] = read_turns(dialogue, Speaker.CUSTOMER)
    for word, _ in spoken(turns):
        events += call.say(word)
    return [event.phase for event in events if isinstance(event, PhaseBegan)]


CALL = """\
agent: good morning thank you for calling how can i help
customer: hello i'm calling about my bill
agent: what is your account number
customer: it is twelve thirty four
agent: let me check that for you and you will get a refund on friday
customer: lovely
"""


def test_an_ordinary_call_goes_forward() -> None:
    goodbye = "agent: is there anything else\ncustomer: no thanks bye\nagent: goodbye"
    assert phases(CALL + goodbye) == list(Phase)


def test_thanks_for_calling_is_a_greeting_at_first() -> None:
    assert phases("agent: hello thank you for calling bye bye line") == [Phase.OPENING]


def test_one_sides_thanks_are_no_closing_and_both_sides_are() -> None:
    assert phases(CALL + "customer: thank you very much")[-1] is Phase.SOLVING
    both = CALL + "customer: thank you very much\nagent: thank you"
    assert phases(both)[-1] is Phase.CLOSING


def test_a_question_while_solving_is_part_of_solving() -> None:
    asked = CALL + "agent: what is your address\ncustomer: it is the high street"
    assert phases(asked)[-1] is Phase.SOLVING


def test_two_questions_lead_back() -> None:
    asked = CALL + "agent: what is your address\nagent: and when did it happen"
    assert phases(asked)[-2:] == [Phase.SOLVING, Phase.FINDING_OUT]


def test_another_matter_leads_out_of_the_closing() -> None:
    closed = (
        CALL + "agent: is there anything else\ncustomer: oh yes one more thing my phone is dead"
    )
    assert phases(closed)[-2:] == [Phase.CLOSING, Phase.FINDING_OUT]


def test_talk_that_goes_on_was_no_closing() -> None:
    talk = "customer: bye\ncustomer: " + "well and then he came round to see us again " * 6
    assert phases(CALL + talk)[-2:] == [Phase.CLOSING, Phase.SOLVING]


def test_the_opening_ends_by_itself() -> None:
    assert phases("customer: " + "so there he was in the road " * 10) == [
        Phase.OPENING,
        Phase.FINDING_OUT,
    ]


def test_a_team_lead_adds_words_of_their_own() -> None:
    own = "cues:\n  closing:\n    agent_says: [until we meet again]\n"
    mine = book(TESTS.parent / "phrasebanks" / "course.yaml", text=own)
    assert phases(CALL + "agent: until we meet again")[-1] is Phase.SOLVING
    assert phases(CALL + "agent: until we meet again", mine)[-1] is Phase.CLOSING


def test_without_cues_no_phase_is_known() -> None:
    assert phases(CALL, book(TESTS / "phrasebanks" / "good" / "small.yaml")) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("cues:\n  ending:\n    agent_says: bye now\n", '"ending" is not a key'),
        ("cues:\n  closing:\n    agent_say: bye now\n", '"agent_say" is not a key'),
        ("cues: [bye]\n", "named lines"),
        ("cues:\n  closing:\n    agent_says: 'bye (now'\n", "missing"),
    ],
)
def test_a_faulty_cue_is_told_with_its_line(text: str, what: str) -> None:
    problems = read_phrasebanks([("own.yaml", text)]).problems
    assert [one for one in problems if what in one.what and one.line], problems
