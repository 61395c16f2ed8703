"""The pattern language: what a line stands for, and what is said of one that cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.patterns import (
    MOST_PHRASES,
    Gap,
    PatternError,
    Phrase,
    Said,
    Slot,
    names_in,
    read_pattern,
)

LISTS = {
    "wait": ["waiting", "on hold", "[still] in the queue"],
    "long": ["(two|three) hours", "{wait} forever"],
    "me": ["you {me}"],
    "ping": ["{pong}"],
    "pong": ["{ping}"],
    "none": [],
    "broken": ["one (two"],
}


def written(phrase: Phrase) -> str:
    """A phrase as a pattern that stands for it alone."""
    shown = {Said: "{0.token}", Gap: "*{0.most}", Slot: "{{{0.name}}}"}
    return " ".join(
        shown[type(step)].format(step) + "*" * (isinstance(step, Said) and step.open_ended)
        for step in phrase
    )


def phrases_of(pattern: str) -> list[str]:
    return [written(phrase) for phrase in read_pattern(pattern, LISTS).phrases]


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        ("where is my refund", ["where is my refund"]),
        ("Where's my REFUND?", ["where is my refund"]),
        ("(where|how) is it", ["where is it", "how is it"]),
        ("is [it] here", ["is here", "is it here"]),
        ("is [it|he] here", ["is here", "is it here", "is he here"]),
        ("(a (b|c)|d) e", ["a b e", "a c e", "d e"]),
        ("{wait}", ["waiting", "on hold", "in the queue", "still in the queue"]),
        ("{ wait }", ["waiting", "on hold", "in the queue", "still in the queue"]),
        ("{long} so", ["two hours so", "three hours so", "waiting forever so",
                       "on hold forever so", "in the queue forever so",
                       "still in the queue forever so"]),
        ("my name is {name}", ["my name is {name}"]),
        ("cancel * contract", ["cancel *3 contract"]),
        ("cancel *5 contract", ["cancel *5 contract"]),
        ("cancel*", ["cancel*"]),
        ("Cancell* it", ["cancel* it"]),
        ("apologis*", ["apologis*", "apologiz*"]),
        ("(cancel *|stop) it", ["cancel *3 it", "stop it"]),
        ("a (* b|c) d", ["a *3 b d", "a c d"]),
        ("* refund *", ["refund"]),
        ("a * [really] * b", ["a *6 b", "a *3 really *3 b"]),
        ("a [a] a", ["a a", "a a a"]),
        ("(a|a) b", ["a b"]),
        ("um well", ["well"]),
        ("24 hours", ["twenty four hours"]),
        ("refund,please", ["refund please"]),
    ],
)  # fmt: skip
def test_a_pattern_stands_for_its_phrases(pattern: str, phrases: list[str]) -> None:
    assert phrases_of(pattern) == phrases


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("x", 1),
        ("[a] [b] [c] x", 8),
        ("(a|b|c) (d|e) x", 6),
        ("{wait} {wait}", 16),
        ("[a|b] [c|d] [e|f] x", 27),
        (" ".join(["[a|b|c|d]"] * 4) + " x", 341),
    ],
)
def test_how_many_phrases_a_pattern_stands_for(pattern: str, count: int) -> None:
    assert len(phrases_of(pattern)) == count


@pytest.mark.parametrize(
    ("pattern", "what", "mend"),
    [
        ("one (two", "'one (two': ')' is missing", 'Close every "(" that you open'),
        ("one [two", "'one [two': ']' is missing", 'Close every "[" that you open'),
        ("one (two] x", "'one (two] x': ')' is missing", 'Close every "(" that you open'),
        ("one two)", "'one two)': '(' is missing", 'Open every ")" that closes'),
        ("one two] x", "'one two] x': '[' is missing", 'Open every "]" that closes'),
        ("one | two", "'one | two' has '|' outside of brackets",
         'Write "(this|that)" around the choices'),
        ("(one|) two", "'(one|) two' has an empty choice in its brackets",
         "Write words on both sides of '|'"),
        ("() two", "'() two' has an empty choice in its brackets",
         "Write words on both sides of '|'"),
        ("one {two", "'one {two' has a lone '{'", "Write lists as {name}"),
        ("one two}", "'one two}' has a lone '}'", "Write lists as {name}"),
        ("say {Two}", "'say {Two}': '{Two}' is not a name", "Use small letters, digits and _"),
        ("say {}", "'say {}': '{}' is not a name", "Use small letters, digits and _"),
        ("one *0 two", "'one *0 two': '*0' is out of range", "Allow 1 to 12 words between"),
        ("one *13 two", "'one *13 two': '*13' is out of range", "Allow 1 to 12 words between"),
        ("one ca* two", "'one ca* two': 'ca*' is not understood",
         'Write "cancel*" for word forms (three letters or more), " * " for words between'),
        ("one *cel two", "'one *cel two': '*cel' is not understood",
         'Write "cancel*" for word forms (three letters or more), " * " for words between'),
        ("one don't* two", "'one don't* two': 'don't*' is not understood",
         'Write "cancel*" for word forms (three letters or more), " * " for words between'),
        ("um", "'um' can be met by no word at all", "Add a word to listen for"),
        ("*", "'*' can be met by no word at all", "Add a word to listen for"),
        ("[maybe]", "'[maybe]' can be met by no word at all", "Add a word to listen for"),
        ("{name}", "'{name}' can be met by no word at all", "Add a word to listen for"),
        ("the {me}", "the list 'me' contains itself", "Take it out of its own list"),
        ("the {ping}", "the list 'ping' contains itself", "Take it out of its own list"),
        ("the {none}", "'the {none}' uses a list that is empty", "Write entries into the list"),
        ("the {broken}", "'one (two': ')' is missing", 'Close every "(" that you open'),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_pattern_is_said(pattern: str, what: str, mend: str) -> None:
    with pytest.raises(PatternError) as caught:
        read_pattern(pattern, LISTS)
    assert (caught.value.what.replace('"', "'"), caught.value.mend) == (what, mend)


def test_a_pattern_may_stand_for_so_many_phrases_and_no_more() -> None:
    full = "(" + "|".join(f"word{chr(97 + n % 26)}{n}x" for n in range(MOST_PHRASES)) + ") end"
    assert len(read_pattern(full, {}).phrases) == MOST_PHRASES
    with pytest.raises(PatternError, match="stands for more than 2000 phrases"):
        read_pattern(full.replace(") end", "|more) end"), {})


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("[a] " * 40 + "x", "more than 2000"),
        ("(" * 5000 + "a" + ")" * 5000, "too many brackets"),
        ("word " * 61, "too long"),
        ("one *" + "9" * 6000 + " two", "out of range"),
        ("{l0}", "too long|too many lists"),
    ],
)
def test_a_hostile_pattern_is_refused_at_once(pattern: str, complaint: str) -> None:
    doubling = {f"l{n}": [f"{{l{n + 1}}} {{l{n + 1}}}"] for n in range(40)} | {"l40": ["ha"]}
    with pytest.raises(PatternError, match=complaint):
        read_pattern(pattern, doubling)


def test_lists_within_lists_are_expanded_once_each() -> None:
    doubling = {f"l{n}": [f"{{l{n + 1}}} {{l{n + 1}}}"] for n in range(9)} | {"l9": ["[um]"]}
    with pytest.raises(PatternError):
        read_pattern("{l0} " * 50, doubling)


def test_the_names_of_a_pattern() -> None:
    assert names_in("my {name} is {wait} {") == {"name", "wait"}
    assert read_pattern("my {name} [and {other}] is {wait}", LISTS).slots == {"name", "other"}


@given(st.text(alphabet="ab ([|])*{}3'x", max_size=25))
def test_any_line_is_a_pattern_or_is_refused_in_words(text: str) -> None:
    try:
        pattern = read_pattern(text, LISTS)
    except PatternError as refused:
        words = (refused.what, refused.mend)
    else:
        words = (text, "a phrase")
        for phrase in pattern.phrases:
            _check_plain(phrase)
    assert all(words)


def _check_plain(phrase: Phrase) -> None:
    """A phrase has no gap at an end, no two side by side, and stands for itself."""
    assert not isinstance(phrase[0], Gap)
    assert not isinstance(phrase[-1], Gap)
    widest = max((step.most for step in phrase if isinstance(step, Gap)), default=0)
    assert widest > 12 or phrase in read_pattern(written(phrase), {}).phrases
