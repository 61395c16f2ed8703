"""Whatever is typed into a phrasebank, checking it gives problems with lines, and nothing else.

Shipped banks and the small ones of the tests are spoilt by characters, lines, indentation, blocks
that stand twice, and bytes of other encodings; then everything that `assist check` does with a
file is done.
"""

import os
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assist.core.checks import all_problems
from assist.core.checks.unheard import Ears
from assist.core.problems import Problem
from assist.core.reading import read_phrasebanks
from assist.core.yaml_tree import text_of
from tests.dialogue import TESTS

SMALL = [path.read_bytes() for path in sorted((TESTS / "phrasebanks").glob("*/*.yaml"))]
SHIPPED = [path.read_bytes() for path in sorted((TESTS.parent / "phrasebanks").glob("*.yaml"))]
TRIES = int(os.environ.get("SPOILT_BANKS", "700"))
"""How many banks are spoilt; more by SPOILT_BANKS=5000."""

HANGS = 20.0
"""Seconds of computing for one file that mean that it hangs; what it takes is measured elsewhere."""

EARS = Ears("some-model", lambda word: len(word) % 3 > 0, ["refund", "cancel", "where"])
SCRAPS = (
    *"()[]{}|*:'\"-#&!%@`,\t\n \\é\u2028\u202e\x00\r\ufeff",
    *("  - ", "{{", "((((", "*9", "9" * 400, "---\n", "...\n", "- |\n", ": >\n", "<<: *a\n"),
    *("&a [*a,*a]", "!!python/name:os", "\\u202E", "customer: ", "agent:\n", "[1m] ", "[9s"),
    *("customer_says:", "all_of:\n      - ", "{goods}", "no", "within: 5", "unless:", "(a|b|c)*3"),
    *("none_of:", "in_call: {from: 2m, until: 1m}", "overrides:", "include: x.yaml\n", "silence: 8s"),
)  # fmt: skip


def _cut(text: str, at: int, length: int) -> str:
    return text[:at] + text[at + length :]


def _moved(text: str, at: int, place: int, twice: bool, indent: int, block: int) -> str:
    lines = text.split("\n")
    start = at % len(lines)
    taken = lines[start : start + block]
    if not twice:
        del lines[start : start + block]
    lines[place % (len(lines) + 1) : place % (len(lines) + 1)] = [" " * indent + x for x in taken]
    return "\n".join(lines)


def _again(text: str, at: int, block: int, times: int) -> str:
    """Some lines many times over; what is an id in them is another one each time."""
    lines = text.split("\n")
    start = at % len(lines)
    for time_ in range(times):
        copied = [
            re.sub(r"^(\s*- id: \S+)", rf"\1-{time_}", x) for x in lines[start : start + block]
        ]
        lines[start:start] = copied
    return "\n".join(lines)


@st.composite
def spoilt(draw: st.DrawFn, banks: list[bytes]) -> bytes:
    """A bank in which something was put in, taken out, moved, doubled or indented anew."""
    text = draw(st.sampled_from(banks)).decode()
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        match draw(st.integers(0, 5)):
            case 5:
                text = _again(text, at, draw(st.integers(1, 12)), draw(st.integers(2, 40)))
            case 0:
                text = text[:at] + draw(st.sampled_from(SCRAPS)) + text[at:]
            case 1:
                text = _cut(text, at, draw(st.integers(1, 30)))
            case 2:
                text = text[:at] + draw(st.text(max_size=5)) + text[at:]
            case _:
                far, indent = draw(st.integers(0, 999)), draw(st.sampled_from([0, 0, 1, 2, 4, 7]))
                text = _moved(text, at, far, draw(st.booleans()), indent, draw(st.integers(1, 12)))
    content = text.encode(draw(st.sampled_from(["utf-8"] * 8 + ["utf-16", "latin-1"])), "replace")
    if draw(st.integers(0, 9)) == 0:
        at = draw(st.integers(0, len(content)))
        content = content[:at] + draw(st.binary(max_size=4)) + content[at:]
    return content


def problems_of(content: bytes) -> list[Problem]:
    """All that `assist check` finds in a file's bytes."""
    text = text_of(content, "bank.yaml")
    if isinstance(text, Problem):
        return [text]
    texts = {"bank.yaml": text}
    return all_problems(read_phrasebanks(texts.items()), texts, EARS, every_word=len(text) % 2 > 0)


def check(content: bytes) -> list[Problem]:
    began = time.process_time()
    problems = problems_of(content)
    assert time.process_time() - began < HANGS
    lines = max(content.count(b"\n") + 1, len(content.decode("utf-8", "replace").splitlines()))
    for problem in problems:
        assert problem.file == "bank.yaml"
        assert 1 <= problem.line <= lines, problem
        assert problem.what
        assert problem.mend
        assert len(str(problem).split("\n")) == 3, problem
    return problems


SLOWLY = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(SLOWLY, max_examples=TRIES)
@given(spoilt(SMALL))
def test_a_spoilt_small_bank_gives_problems_with_lines(content: bytes) -> None:
    check(content)


@settings(SLOWLY, max_examples=max(5, TRIES // 70))
@given(spoilt(SHIPPED))
def test_a_spoilt_shipped_bank_gives_problems_with_lines(content: bytes) -> None:
    check(content)


@settings(SLOWLY, max_examples=TRIES)
@given(st.binary(max_size=300))
def test_any_bytes_give_problems_with_lines(content: bytes) -> None:
    check(content)


OVER_AND_OVER = " ".join(["(refund|cancel)"] * 10)
TIMES_AND_AGAIN = " ".join(f"(w{letter}art|w{letter}ort)" for letter in "abcdefghij")


@pytest.mark.parametrize("says", [OVER_AND_OVER, TIMES_AND_AGAIN])
def test_a_list_that_says_the_same_by_the_thousand_does_not_hang(says: str) -> None:
    patterns = "".join(f"      - {says} k{letter}nd\n" for letter in "abcdefghij")
    bank = (
        "prompts:\n  - id: a\n    kind: cue\n    show: Say it.\n    customer_says:\n"
        f"{patterns}{patterns[: len(patterns) // 10]}    unless:\n      - {says}\n"
    )
    check(bank.encode())


def told(bank: str) -> list[tuple[int, str]]:
    """The lines and problems of a bank that is checked with all that there is."""
    return [(problem.line, problem.what) for problem in check(bank.encode())]


def many(count: int, lines: str) -> str:
    return "prompts:\n" + "".join(
        f"  - id: p{number}\n    kind: cue\n    show: Say it.\n{lines}" for number in range(count)
    )


SAME = "    customer_says: [where is my refund now]\n"
SHOWS = "    examples: {shows: [where is my refund now]}\n"


def test_more_prompts_than_one_file_should_hold_are_left_out_and_told() -> None:
    found = told(many(600, SAME))
    [(line, what)] = [one for one in found if "the others are left out" in one[1]]
    assert line == 2 + 500 * 4
    assert "500 prompts" in what


def test_prompts_that_all_take_each_others_examples_are_told_and_do_not_hang() -> None:
    found = told(many(400, SAME + SHOWS))
    tried = [line for line, what in found if what.startswith("from here on no example")]
    assert len(tried) == 1
    assert any("the agent sees" in what for _, what in found)


def test_an_example_that_meets_too_much_is_told() -> None:
    names = [one + two for one in "bcdfg" for two in ("arn", "ost", "ilk", "ump")]
    some, others = "|".join(names[:10]), "|".join(names[10:])
    says = f"    customer_says: ['({some}) *12 ({some}) *12 ({others})']\n"
    found = told(many(15, f"{says}    examples:\n      shows:\n        - {' '.join(names * 5)}\n"))
    assert any("meets so many phrases" in what for _, what in found)


def test_an_example_as_long_as_a_call_is_told() -> None:
    long = f"    examples:\n      shows: [{'well ' * 2000} where is my refund now]\n"
    assert any("longer than 4,000 characters" in what for _, what in told(many(1, SAME + long)))


def test_a_long_list_that_every_pattern_uses_is_expanded_a_few_times_only() -> None:
    goods = ", ".join(f"thing{letter}{number}" for letter in "ab" for number in range(1100))
    lists = f"lists:\n  goods: [{goods}]\n"
    found = told(lists + many(300, "    customer_says: my {goods} is late\n"))
    assert sum("more than 2000 phrases" in what for _, what in found) < 20
    assert any("more than 20,000 phrases" in what for _, what in found)


def test_patterns_that_are_too_many_to_be_compared_are_told() -> None:
    kept_away = "".join(f"      - where is my {a}{b} refund\n" for a in "bdfgk" for b in "aeiouy")
    found = told(many(60, f"{SAME}    unless:\n{kept_away}"))
    assert sum("from here on no pattern" in what for _, what in found) == 1


def test_many_keys_that_are_none_are_told_each() -> None:
    found = told(many(1, SAME) + "".join(f"    kez{number}: x\n" for number in range(5000)))
    assert sum("is not a key" in what for _, what in found) == 5000
