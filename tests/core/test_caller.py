"""The caller's name: caught as they give it, never out of thin air, forgotten with the call."""

import pytest

from assist.core.caller import Caller, NameUse
from assist.core.filling import filled, without_options
from assist.core.words import Speaker, Word
from tests.dialogue import TESTS


def caller(*turns: str) -> Caller:
    """One who heard these turns: customer's, or the agent's behind "agent: "."""
    one, at = Caller(), 0.0
    for turn in turns:
        speaker = Speaker.AGENT if turn.startswith("agent: ") else Speaker.CUSTOMER
        for text in turn.removeprefix("agent: ").split():
            one.hear(Word(speaker, text, at, at + 0.3))
            at += 0.3
    return one


@pytest.mark.parametrize(
    ("turns", "name"),
    [
        (["hello my name is maria and i"], "Maria"),
        (["hi my name's joshua"], "Joshua"),
        (["this is theresa calling about my bill"], "Theresa"),
        (["hello this is aisha"], "Aisha"),
        (["it's priya here again"], "Priya"),
        (["it's maria jones here"], "Maria"),
        (["maria jones speaking"], "Maria"),
        (["i'm gareth and i would like"], "Gareth"),
        (["you can call me vicky"], "Vicky"),
        (["my name is mister jones"], "Mr Jones"),
        (["this is mrs patel"], "Mrs Patel"),
        (["agent: may i take your name please", "yes it's maria jones"], "Maria"),
        (["agent: who am i speaking to", "will"], "Will"),
        (["my name is will"], "Will"),
        (["this is grace speaking"], "Grace"),
        (["my name is marria"], "Maria"),
        (["my name is kathrine"], "Katherine"),
        (["my name is jonathon"], "Jonathan"),
        (["agent: can you spell your name", "that is n i a m h"], "Niamh"),
        (["my name is spelled j o h n"], "John"),
        (["it's spelled m a are y"], "Mary"),
        (["agent: could you spell that for me", "a n n a"], "Anna"),
    ],
)
def test_a_name_is_caught(turns: list[str], name: str) -> None:
    assert caller(*turns).name == name


@pytest.mark.parametrize(
    "turns",
    [
        ["this is ridiculous"],
        ["this is grace period nonsense"],
        ["i'm frank about this i want it solved"],
        ["i am willing to wait"],
        ["my name is on the account"],
        ["my name is still wrong on the bill"],
        ["my wife's name is anna"],
        ["my husband's name is peter"],
        ["the engineer was called steven"],
        ["can you call me back on friday"],
        ["it's in april or may"],
        ["i'm paula's daughter"],
        ["it is john's phone that is broken"],
        ["agent: what is your name for the booking", "sorry what was that"],
        ["agent: my name is steven how can i help", "hello there"],
        ["the code is a n n a four"],
        ["hi i spoke to maria yesterday"],
    ],
)
def test_what_is_no_name_is_none(turns: list[str]) -> None:
    assert caller(*turns).name == ""


def test_a_firm_name_goes_before_a_likely_one_and_then_stays() -> None:
    assert caller("this is maria", "no my name is marina").name == "Marina"
    assert caller("my name is maria", "my name is peter").name == "Maria"


@pytest.mark.parametrize(
    ("turns", "used"),
    [
        (["my name is theresa", "agent: thank you theresa"], True),
        (["my name is theresa", "agent: thank you teresa"], True),
        (["my name is theresa", "agent: let me find theresa's bill"], True),
        (["my name is mister jones", "agent: right mister jones"], True),
        (["my name is theresa", "agent: there is a letter"], False),
        (["agent: theresa will call", "my name is theresa"], False),
    ],
)
def test_the_agents_use_of_it_is_noticed(turns: list[str], used: bool) -> None:
    found = caller(*turns)
    assert found.used is used
    assert found.is_so(frozenset({NameUse.KNOWN}), 10.0)
    assert found.is_so(frozenset({NameUse.USED}), 60.0) is used
    assert found.is_so(frozenset({NameUse.UNUSED}), 60.0) is not used
    assert not found.is_so(frozenset({NameUse.UNUSED, NameUse.UNKNOWN}), 10.0)


NAMED = (("customer_name", "Maria"),)


@pytest.mark.parametrize(
    ("text", "named", "unnamed"),
    [
        ("Part warmly[, {customer_name}].", "Part warmly, Maria.", "Part warmly."),
        ("[{customer_name}: ]thank them.", "Maria: thank them.", "thank them."),
        ("Write [in ink] here.", "Write [in ink] here.", "Write [in ink] here."),
    ],
)
def test_a_part_in_brackets_goes_where_there_is_no_name(
    text: str, named: str, unnamed: str
) -> None:
    assert filled(text, NAMED) == named
    assert filled(text, ()) == unnamed
    assert without_options(text) == unnamed


def test_no_prompt_that_ships_names_anybody() -> None:
    for path in (TESTS.parent / "phrasebanks").glob("*.yaml"):
        assert "{name}" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("turns", "name"),
    [
        (["david here hello"], "David"),
        (["hello jean speaking"], "Jean"),
        (["yes it's raj from number nine"], "Raj"),
        (["hello this is mark and i have a question"], "Mark"),
        (["this is grace period nonsense"], ""),
        (["this is mark smith"], "Mark"),
        (["my name um is anna"], "Anna"),
        (["anna is my name"], "Anna"),
        (["people call me bob"], "Bob"),
        (["you can call me april the third"], ""),
        (["mrs jones here"], "Mrs Jones"),
        (["hello it's mrs jones"], "Mrs Jones"),
        (["my name is mrs margaret wilson"], "Mrs Wilson"),
        (["agent: your name please", "mrs margaret wilson"], "Mrs Wilson"),
        (["agent: who am i speaking with", "mister khan"], "Mr Khan"),
        (["agent: could i have your name", "certainly it's patrick murphy"], "Patrick"),
        (["agent: can i take your surname", "patel"], "Patel"),
        (["agent: what's your name please", "s m i t h"], "Smith"),
        (["my name's john smith that's s m i t h"], "John"),
        (["agent: may i take your name", "will"], "Will"),
        (["agent: may i take your name", "will you help me now"], ""),
        (["the letter is from mrs jones"], ""),
        (["i spoke to david here last week"], ""),
        (["this is christian aid"], ""),
    ],
)
def test_names_are_given_in_many_ways(turns: list[str], name: str) -> None:
    assert caller(*turns).name == name


def test_the_agent_puts_right_what_was_misheard() -> None:
    found = caller("my name is kevin", "agent: thank you kelvin")
    assert (found.name, found.used) == ("Kelvin", True)
    assert caller("my name is kevin", "agent: thank you barbara").name == "Kevin"
    assert caller("my name is sean", "agent: thanks shaun").name == "Sean"


@pytest.mark.parametrize(
    ("turns", "used"),
    [
        (["my name is will", "agent: i will do that"], False),
        (["my name is will", "agent: thank you will"], True),
        (["my name is bill", "agent: let me look at your bill"], False),
        (["my name is grace", "agent: there is a grace period"], False),
        (["my name is mark", "agent: okay mark one moment"], True),
        (["my name is catherine", "agent: lovely kathryn"], True),
    ],
)
def test_a_name_that_is_a_word_too_is_used_only_as_a_name(turns: list[str], used: bool) -> None:
    assert caller(*turns).used is used
