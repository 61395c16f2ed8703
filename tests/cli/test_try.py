"""`assist try` as a team lead uses it."""

from pathlib import Path
from typing import Any

import pytest

from .conftest import Assist, Ran

BANK = """\
prompts:
  - id: refund
    kind: next_step
    show: Say when it comes.
    customer_says: where is my refund
    unless: never mind
  - id: any-refund
    kind: next_step
    show: A refund, is it?
    priority: low
    customer_says: [my refund, refund order]
  - id: promised
    kind: cue
    show: A word was given.
    priority: high
    customer_says: where is it then
    agent_has_said: [call you back]
  - id: sorry
    kind: empathy
    show: Name what happened.
    agent_says: i am so sorry
"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "b.yaml"
    path.write_text(BANK)
    return path


def found(ran: Ran) -> list[dict[str, Any]]:
    assert ran.code == 0, ran.err
    return ran.lines()[0]  # type: ignore[return-value]


def test_the_card_comes_first_then_what_was_called_for_too(assist: Assist, bank: Path) -> None:
    ran = assist("try", "where is my refund", "--only-phrasebanks", bank)
    assert ran.out.splitlines()[0] == "Say when it comes."
    assert "(not seen) A refund, is it?" in ran.out
    assert "called for, but " in ran.out
    first, second = found(assist("try", "where is my refund", "--json", "--only-phrasebanks", bank))
    assert (first["prompt"], first["shows"]) == ("refund", True)
    assert (second["prompt"], second["shows"]) == ("any-refund", False)
    assert second["why_not"]


def test_explain_tells_words_and_what_kept_the_others_away(assist: Assist, bank: Path) -> None:
    said = "where is my refund never mind"
    ran = assist("try", said, "--explain", "--only-phrasebanks", bank)
    assert "Near, but silent:" in ran.out
    assert '"never mind" meets "never mind" under "unless"' in ran.out
    assert "wanted" in ran.out
    called, *silent = found(assist("try", said, "--explain", "--json", "--only-phrasebanks", bank))
    assert called["prompt"] == "any-refund"
    assert [word["cost"] for word in called["words"]] == [0.0, 0.0]
    assert silent[0]["prompt"] == "refund"
    assert silent[0]["nearest"]["score"] == 100
    assert not silent[0]["shows"]


WEIGHED = """\
shared_lists:
  gone: [vanish*, went missing]
weights:
  cue: {begins_at: -12, points: {12: ["{gone}"], 8: [still]}}
prompts:
  - {id: heavy, kind: cue, show: Ask where it went., customer_weighs: {cue: over 5}}
"""


def test_explain_tells_what_words_weigh(assist: Assist, tmp_path: Path) -> None:
    bank = tmp_path / "b.yaml"
    bank.write_text(WEIGHED)
    said = "it still Went missing"
    ran = assist("try", said, "--explain", "--only-phrasebanks", bank)
    assert "     8 cue: begins at -12, still +8, Went missing {gone} +12\n" in ran.out
    (heavy,) = found(assist("try", said, "--explain", "--json", "--only-phrasebanks", bank))
    assert heavy["weighs"] == {
        "points": 8,
        "counted": [
            {"counts": "still", "points": 8, "words": "still"},
            {"counts": "{gone}", "points": 12, "words": "Went missing"},
        ],
    }


def test_explain_has_nothing_to_say_of_other_words(assist: Assist, bank: Path) -> None:
    ran = assist("try", "lovely weather", "--explain", "--only-phrasebanks", bank)
    assert ran.out == "no prompt\n\nNo other prompt comes near.\n"


def test_the_speaker_matters(assist: Assist, bank: Path) -> None:
    assert found(assist("try", "I am so sorry", "--json", "--only-phrasebanks", bank)) == []
    (one,) = found(
        assist("try", "I am so sorry", "--speaker", "agent", "--json", "--only-phrasebanks", bank)
    )
    assert one["because"]["speaker"] == "agent"


def test_a_dialogue_is_one_call(assist: Assist, bank: Path) -> None:
    lines = ("agent: we will call you back", "[40s] customer: so where is it then")
    ran = assist("try", *lines, "--only-phrasebanks", bank)
    assert "A word was given." in ran.out
    assert "at 41." in ran.out
    alone = assist("try", "where is it then", "--explain", "--only-phrasebanks", bank)
    assert 'the agent has not said "call you back"' in alone.out


def test_lines_of_standard_input_are_tried_one_by_one(assist: Assist, bank: Path) -> None:
    said = "where is my refund\ngood morning\n"
    ran = assist("try", "-", "--json", "--only-phrasebanks", bank, stdin=said)
    assert [len(line) for line in ran.lines()] == [2, 0]
    plain = assist("try", "-", "--only-phrasebanks", bank, stdin=said).out
    assert "> where is my refund" in plain
    assert plain.endswith("> good morning\nno prompt\n")


def test_dialogues_on_standard_input_are_parted_by_empty_lines(assist: Assist, bank: Path) -> None:
    said = "agent: we call you back\ncustomer: where is it then\n\ncustomer: where is it then\n"
    ran = assist("try", "-", "--json", "--only-phrasebanks", bank, stdin=said)
    calls: list[Any] = ran.lines()
    assert [[one["prompt"] for one in call] for call in calls] == [["promised"], []]


def test_a_line_that_nobody_says_is_one_sentence(assist: Assist, bank: Path) -> None:
    ran = assist("try", "agent: hello", "boss: hello", "--only-phrasebanks", bank)
    assert ran.code == 1
    assert ran.err.startswith('assist: line 2 of the words: "boss" is not on the call; ')
    assert len(ran.err.splitlines()) == 1
    assert ran.out == ""


def test_nothing_to_read_is_no_prompt(assist: Assist, bank: Path) -> None:
    assert assist("try", "-", "--only-phrasebanks", bank, stdin="").out == ""
    assert assist("try", "", "--only-phrasebanks", bank).out == "no prompt\n"
