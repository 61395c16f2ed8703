"""A small call written down: who says what, and when."""

import pytest

from assist.core.turns import Turn, TurnError, end_of, read_turns, spoken
from assist.core.words import Speaker

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT


def test_words_alone_are_one_turn_of_whoever_speaks() -> None:
    assert read_turns("where is it\nnow then", AGENT) == [Turn(AGENT, "where is it now then")]
    assert read_turns("my number is: five", CUSTOMER) == [Turn(CUSTOMER, "my number is: five")]
    assert read_turns("", CUSTOMER) == [Turn(CUSTOMER, "")]


def test_a_dialogue_has_a_turn_a_line_and_goes_on_without_a_speaker() -> None:
    text = "Customer: where is it\n  and why\n\nagent: let me look\n[1m 30s] customer: well?\n[2m]"
    assert read_turns(text, CUSTOMER) == [
        Turn(CUSTOMER, "where is it and why"),
        Turn(AGENT, "let me look"),
        Turn(CUSTOMER, "well?", 90.0),
        Turn(CUSTOMER, "", 120.0),
    ]


@pytest.mark.parametrize(
    ("mark", "seconds"),
    [("12s", 12), ("1m", 60), ("1m30s", 90), ("2:05", 125), (" 0.5 s", 0.5), ("3 min", 180)],
)
def test_moments(mark: str, seconds: float) -> None:
    assert read_turns(f"[{mark}] agent: hi", CUSTOMER)[0].start == seconds


@pytest.mark.parametrize(
    ("text", "row", "what", "mend"),
    [
        ("custmer: where is it", 0, '"custmer" is not on the call', 'Did you mean "customer"?'),
        ("agent: hi\nboss: hello", 1, '"boss" is not on the call', "Begin the line with"),
        ("well\nagent: hi", 0, "the dialogue begins without a speaker", "Begin it with"),
        ("customer: hi agent: hello", 0, "two speakers stand on one line", 'Write the example as "- |"'),
        ("[soon] agent: hi", 0, "[soon] is not a moment of a call", "Write it as [12s]"),
        ("[] agent: hi", 0, "[] is not a moment of a call", "Write it as [12s]"),
        ("[999m] agent: hi", 0, "[999m] is not a moment of a call", "Write it as [12s]"),
        ("[9s] agent: hi\n[8s] agent: ho", 1, "[8s] is before the line above", "Write later"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where_and_what_to_do(
    text: str, row: int, what: str, mend: str
) -> None:
    with pytest.raises(TurnError) as raised:
        read_turns(text, CUSTOMER)
    assert (raised.value.row, raised.value.what) == (row, what)
    assert raised.value.mend.startswith(mend)


def test_words_follow_each_other_and_turns_begin_behind_a_pause_or_at_their_moment() -> None:
    turns = read_turns("customer: one two\nagent: three\n[9s] customer: four\n[20s]", CUSTOMER)
    times = [(word.text, round(word.start, 2), turn) for word, turn in spoken(turns)]
    assert times == [("one", 0.0, 0), ("two", 0.3, 0), ("three", 1.3, 1), ("four", 9.0, 2)]
    assert end_of(turns) == 20.0


def test_speakers_may_talk_over_each_other() -> None:
    turns = read_turns("[1s] customer: one two three\n[1.2s] agent: stop", CUSTOMER)
    assert [word.text for word, _ in spoken(turns)] == ["one", "stop", "two", "three"]
