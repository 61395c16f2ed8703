"""Whatever is typed into a phrasebank, checking it gives problems with lines, and nothing else.

Shipped banks and the small ones of the tests are spoilt by characters, lines, indentation, blocks
that stand twice, and bytes of other encodings; then everything that `assist check` does with a
file is done.
"""

import os
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


@st.composite
def spoilt(draw: st.DrawFn, banks: list[bytes]) -> bytes:
    """A bank in which something was put in, taken out, moved, doubled or indented anew."""
    text = draw(st.sampled_from(banks)).decode()
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        match draw(st.integers(0, 4)):
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


def check(content: bytes) -> None:
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
