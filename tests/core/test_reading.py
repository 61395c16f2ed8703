"""Reading phrasebanks: what good ones become, and every mistake with its line, all at once."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.cards import Kind, Priority
from assist.core.matcher import ENOUGH
from assist.core.phrasebank import AllOf, AnyOf, InCall, NoneOf, Prompt, Says
from assist.core.problems import Severity
from assist.core.reading import Read, read_phrasebanks
from assist.core.words import Speaker
from tests.dialogue import TESTS

BAD = sorted((TESTS / "phrasebanks" / "bad").glob("*.yaml"))
GOOD = sorted((TESTS / "phrasebanks" / "good").glob("*.yaml"))


def read(*texts: str) -> Read:
    return read_phrasebanks([(f"bank{n}.yaml", text) for n, text in enumerate(texts, 1)])


def prompt_of(lines: str, top: str = "") -> Prompt:
    """One prompt with these lines, read without a problem."""
    head = f"{top}\nprompts:\n  - id: one\n    kind: cue\n    show: Say it.\n"
    found = read(head + "".join(f"    {line}\n" for line in lines.splitlines()))
    assert not found.problems, "\n".join(map(str, found.problems))
    return found.banks[0].prompts[0]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_mistake_is_told_as_it_is_written_beside_it(path: Path) -> None:
    problems = read_phrasebanks([(path.name, path.read_text("utf-8"))]).problems
    assert "\n".join(map(str, problems)) + "\n" == path.with_suffix(".txt").read_text("utf-8")
    assert problems


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_bank_has_no_problem(path: Path) -> None:
    assert read_phrasebanks([(path.name, path.read_text("utf-8"))]).problems == ()


def test_one_slip_does_not_silence_the_topic() -> None:
    text = (TESTS / "phrasebanks" / "bad" / "several.yaml").read_text("utf-8")
    found = read(text)
    assert len(found.problems) == 4
    assert [prompt.id for prompt in found.banks[0].prompts] == ["two"]


def test_a_file_that_is_no_yaml_does_not_silence_the_others() -> None:
    good = GOOD[0].read_text("utf-8")
    found = read("a: [", good)
    assert [problem.file for problem in found.problems] == ["bank1.yaml"]
    assert len(found.banks) == 1


def test_what_a_prompt_is_when_nothing_else_is_said() -> None:
    prompt = prompt_of("customer_says: where is my refund")
    assert (prompt.id, prompt.bank, prompt.kind, prompt.show) == (
        "one",
        "bank1",
        Kind.CUE,
        "Say it.",
    )
    assert (prompt.priority, prompt.detail, prompt.source) == (Priority.NORMAL, "", "bank1.yaml:3")
    assert (prompt.stays_for, prompt.again_after, prompt.at_most) == (8.0, 60.0, 3)
    assert isinstance(prompt.when, Says)
    assert prompt.when.speakers == {Speaker.CUSTOMER}
    assert (prompt.when.strictness, prompt.when.within, prompt.when.starts) == (ENOUGH, 10.0, True)
    assert prompt.unless == prompt.until == AnyOf(())


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("8s", 8), ("1.5 s", 1.5), ("2m", 120), ("1 hour", 3600), ("90sec", 90)],
)
def test_lengths(written: str, seconds: float) -> None:
    prompt = prompt_of(f"customer_says: where is my refund\nstays_for: {written}")
    assert prompt.stays_for == seconds


def test_conditions_side_by_side_must_all_hold() -> None:
    prompt = prompt_of(
        "customer_says: where is my refund\nin_call: {from: 1m}\n"
        "agent_has_not_said: {any: [we will call you back], within: 5s}\n"
        "any_of:\n  - agent_says: shall we begin\n  - customer_has_said: thank you so much"
    )
    assert isinstance(prompt.when, AllOf)
    says, moment, unsaid, choice = prompt.when.parts
    assert isinstance(says, Says)
    assert moment == InCall(60.0, float("inf"))
    assert isinstance(unsaid, NoneOf)
    assert isinstance(unsaid.parts[0], Says)
    assert (unsaid.parts[0].within, unsaid.parts[0].starts) == (5.0, False)
    assert isinstance(choice, AnyOf)
    assert [part.starts for part in choice.parts if isinstance(part, Says)] == [True, False]


def test_strictness_of_bank_prompt_and_pattern_the_nearest_holds() -> None:
    lines = "customer_says:\n  - where is my refund\n  - {says: where is it now, strictness: 100}\n"
    when = prompt_of(f"{lines}strictness: 90", top="strictness: 70").when
    assert isinstance(when, AnyOf)
    assert [part.strictness for part in when.parts if isinstance(part, Says)] == [90, 100]
    when = prompt_of(lines, top="strictness: 70").when
    assert isinstance(when, AnyOf)
    assert [part.strictness for part in when.parts if isinstance(part, Says)] == [70, 100]


def test_shared_lists_serve_every_file_and_own_lists_go_first() -> None:
    shared = "shared_lists:\n  goods: [phone]\n  colours: [red]\n"
    own = (
        "lists:\n  goods: [sofa, bed]\nprompts:\n  - id: one\n    kind: cue\n    show: Say it.\n"
        "    customer_says: where is my {colours} {goods}\n"
    )
    found = read(own, shared)
    assert found.problems == ()
    when = found.banks[0].prompts[0].when
    assert isinstance(when, Says)
    assert len(when.patterns[0].phrases) == 2
    assert found.banks[1].prompts == ()


def test_a_prompt_of_another_file_may_be_named() -> None:
    one = "prompts:\n  - {id: one, kind: cue, show: S., customer_says: where is it now,\n     quiet_after: {two: 5s}}\n"
    assert len(read(one).problems) == 1
    two = one.replace("id: one", "id: two")
    assert read(one, two).problems == ()
    faulty = two.replace("kind: cue", "kind: no")
    assert [problem.file for problem in read(one, faulty).problems] == ["bank2.yaml"]


def test_the_agents_examples_are_spoken_by_the_agent() -> None:
    prompt = prompt_of(
        "agent_says: i am so sorry\nexamples: {shows: [i'm so sorry], stays_silent: no}"
    )
    assert [(one.text, one.shows, one.speaker, one.line) for one in prompt.examples] == [
        ("i'm so sorry", True, Speaker.AGENT, 7),
        ("no", False, Speaker.AGENT, 7),
    ]


def test_a_slot_may_be_caught_by_another_part_of_the_condition() -> None:
    lines = "show: Bye, {name}.\nall_of:\n  - customer_has_said: my name is {name}\n  - agent_says: good bye now"
    found = read(
        "prompts:\n  - id: one\n    kind: cue\n"
        + "".join(f"    {one}\n" for one in lines.split("\n"))
    )
    assert found.problems == ()


def test_warnings_keep_nothing_out() -> None:
    path = TESTS / "phrasebanks" / "bad" / "too-long-to-read.yaml"
    found = read(path.read_text("utf-8"))
    assert [problem.severity for problem in found.problems] == [Severity.WARNING]
    assert found.errors == ()
    assert len(found.banks[0].prompts) == 1


# Properties

TEXTS = [path.read_text("utf-8") for path in (*GOOD, *BAD)]
SCRAPS = st.sampled_from(
    [*"()[]{}|*:'\"-#&!%@`,\t\n \\é\u2028\x00\r", "  - ", "{{", "((((", "*9", "9" * 5000, "---\n",
     "customer_says:", "all_of:\n      - ", "{goods}", "|", "no", "within: 5"]
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn, texts: Sequence[str] = TEXTS) -> str:
    """A phrasebank in which a few characters or lines were put in, taken out or moved."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        way = draw(st.integers(0, 3))
        if way == 0:
            text = text[:at] + draw(SCRAPS) + text[at:]
        elif way == 1:
            text = text[:at] + text[at + draw(st.integers(1, 20)) :]
        else:
            lines = text.split("\n")
            line = lines.pop(at % len(lines))
            place = draw(st.integers(0, len(lines)))
            lines[place:place] = [line] if way == 2 else [line, "  " + line]
            text = "\n".join(lines)
    return text


@given(spoilt())
def test_a_spoilt_bank_gives_problems_and_never_more(text: str) -> None:
    lines = max(1, len(text.splitlines()))
    began = time.process_time()
    found = read(text)
    assert time.process_time() - began < 1
    for problem in found.problems:
        assert 1 <= problem.line <= lines
        assert problem.what
        assert problem.mend
        assert "\n" not in problem.mend


def test_a_file_may_stand_for_so_many_phrases_and_no_more() -> None:
    every = " ".join(f"(one{letter} two|three{letter} four)" for letter in "abcdefghij")
    lines = [f"      - {every} word{chr(97 + number)}x" for number in range(25)]
    head = "prompts:\n  - id: much\n    kind: cue\n    show: Much.\n    customer_says:\n"
    fits = 20_000 // 1024
    read = read_phrasebanks([("much.yaml", head + "\n".join(lines[:fits]))])
    assert not read.errors
    [error] = read_phrasebanks([("much.yaml", head + "\n".join(lines))]).errors
    assert error.line == 6 + fits
    assert "more than 20,000 phrases" in error.what
