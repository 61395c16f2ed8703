"""The checks beyond reading: what can never show, what is needless, who takes whose moment."""

import pytest

from assist.core.checks.glance import strange_character
from assist.core.problems import Severity
from tests.core.banks import bank, found, prompt, told

QUIET = "where is my refund"


def test_a_sound_bank_has_no_problem() -> None:
    text = bank(
        prompt("customer_says: [where is my refund, refund *3 late]", example=QUIET),
        prompt("customer_says: cancel my contract", "two", "please cancel my contract"),
    )
    assert found(text) == []


# What can never show


def test_a_pattern_that_unless_always_meets_is_an_error_at_its_line() -> None:
    lines = """
customer_says:
  - where is my refund
  - i owe you an apology
unless:
  - (owe|want) * apology
"""
    (problem,) = found(bank(prompt(lines, example=QUIET)))
    assert (problem.line, problem.severity) == (7, Severity.ERROR)
    assert problem.what == (
        '"i owe you an apology" can never make it show: '
        'the same words meet "(owe|want) * apology", which keeps it away'
    )
    assert "Narrow" in problem.mend


def test_a_pattern_of_which_one_phrase_is_free_may_show() -> None:
    lines = "customer_says: i (owe|give) you an apology\nunless: owe you an apology"
    assert told(bank(prompt(lines, example="i give you an apology"))) == []


def test_what_the_agent_must_not_say_hides_none_of_the_customers_words() -> None:
    lines = "customer_says: where is my refund\nunless: {agent_says: where is my refund}"
    assert told(bank(prompt(lines, example=QUIET))) == []


def test_a_condition_that_forbids_its_own_words_is_an_error() -> None:
    lines = """
all_of:
  - customer_says: where is my refund
  - none_of:
      - customer_says: my refund
"""
    ((line, what),) = told(bank(prompt(lines)), Severity.ERROR)
    assert line == 6
    assert what.startswith('"where is my refund" can never make it show')


def test_what_must_and_must_not_have_been_said_is_an_error() -> None:
    lines = """
customer_says: where is my refund
agent_has_said: [we will call you back]
agent_has_not_said: [call you back]
"""
    ((line, what),) = told(bank(prompt(lines)), Severity.ERROR)
    assert line == 6
    assert '"call you back"' in what


def test_what_must_not_have_been_said_lately_may_have_been_said_before() -> None:
    lines = """
customer_says: where is my refund
agent_has_said: [we will call you back]
agent_has_not_said: {any: [call you back], within: 20s}
"""
    assert told(bank(prompt(lines)), Severity.ERROR) == []


@pytest.mark.parametrize(
    "lines",
    [
        "all_of:\n  - in_call: {from: 5m}\n  - in_call: {until: 2m}\n  - customer_says: my refund",
        "customer_says: my refund\nin_call: {from: 1m}\nunless: {in_call: {from: 30s}}",
        "customer_says: my refund\nnone_of:\n  - in_call: {until: 3m}\n  - in_call: {from: 2m}",
    ],
)
def test_times_that_leave_no_moment_are_an_error(lines: str) -> None:
    errors = told(bank(prompt(lines)), Severity.ERROR)
    assert [what for _, what in errors] == [
        "it can never show: its times in the call leave no moment"
    ]


def test_times_that_leave_a_moment_are_none() -> None:
    lines = "customer_says: where is my refund\nin_call: {from: 1m}\nunless: {in_call: {from: 2m}}"
    assert told(bank(prompt(lines, example=QUIET))) == []


# What is needless


def needless(patterns: str, key: str = "customer_says") -> list[tuple[int, str]]:
    start = "customer_says: cancel my contract now\n" if key != "customer_says" else ""
    lines = f"{start}{key}:\n" + "\n".join(f"  - {one}" for one in patterns.split("; "))
    return [one for one in told(bank(prompt(lines))) if "twice" in one[1] or "not needed" in one[1]]


@pytest.mark.parametrize(
    ("patterns", "line"),
    [
        ("where is my refund; where is my refund", 7),
        ("my refund; where is my refund", 7),
        ("where is my refund; my refund", 6),
        ("my * refund; my late refund", 7),
        ("my *2 refund; my *3 refund", 6),
        ("refund* late; refunds late", 7),
        ("(my|our) refund; our refund now; my parcel", 7),
        ("my refund; {says: where is my refund, strictness: 99}", 7),
    ],
)
def test_a_covered_pattern_is_told(patterns: str, line: int) -> None:
    assert [at for at, _ in needless(patterns)] == [line]


@pytest.mark.parametrize(
    "patterns",
    [
        "my refund; my parcel",
        "my refund; my *3 refund",
        "refunds late; refund* late; late",
        "(my|our) refund; (our|their) refund now",
        "happy with it; not happy with it",
        "{says: my refund, strictness: 99}; {says: where is my refund, strictness: 80}",
    ],
)
def test_a_pattern_that_no_other_covers_whole_stays(patterns: str) -> None:
    told_of = [what.split(" is not needed")[0] for _, what in needless(patterns)]
    assert [one for one in told_of if one == f'"{patterns.split("; ")[1]}"'] == []


def test_needless_patterns_of_unless_are_told_too() -> None:
    ((line, what),) = needless("never mind; oh never mind that", "unless")
    assert line == 8
    assert what == (
        '"oh never mind that" is not needed: whoever says it also says "never mind" of the same list'
    )


# Who takes whose moment


def test_an_example_that_another_prompt_takes_is_a_warning_that_names_both() -> None:
    text = bank(
        prompt("customer_says: where is my refund", example="so where is my refund"),
        prompt("customer_says: my refund\npriority: high", "two", "my refund please"),
    )
    (problem,) = found(text)
    assert (problem.line, problem.severity) == (6, Severity.WARNING)
    assert problem.where == 'prompt "one"'
    assert problem.what == (
        'for "so where is my refund" the agent sees "two" instead: its priority is higher'
    )
    assert '"unless" of "two" (bank.yaml:7)' in problem.mend


def test_words_that_come_first_take_the_moment_whatever_the_priority() -> None:
    text = bank(
        prompt(
            "customer_says: cancel my contract\npriority: high",
            example="my refund or cancel my contract",
        ),
        prompt("customer_says: my refund\npriority: low", "two", "my refund please"),
    )
    (problem,) = found(text)
    assert problem.what.endswith('"my refund" is said first')


def test_several_stolen_examples_are_one_warning() -> None:
    text = bank(
        prompt(
            "customer_says: where is my refund", example="where is my refund, so where is my refund"
        ),
        prompt("customer_says: my refund\npriority: high", "two", "my refund please"),
    )
    (problem,) = found(text)
    assert "(and 1 more of its examples)" in problem.what


def test_a_prompt_that_shows_first_is_not_stolen_from() -> None:
    text = bank(
        prompt("customer_says: where is my refund\npriority: high", example=QUIET),
        prompt("customer_says: my refund", "two", "my refund please"),
    )
    assert found(text) == []


# What an agent reads


def test_a_prompt_without_an_example_that_shows_is_a_warning() -> None:
    lines = "customer_says: where is my refund\nexamples: {stays_silent: [good morning]}"
    assert told(bank(prompt(lines)), Severity.WARNING) == [(2, "no example proves that it shows")]


@pytest.mark.parametrize("escape", ["\\u202E", "\\u0007", "\\u200B", "\\uFEFF", "\\u2028"])
def test_characters_that_cannot_be_seen_are_errors(escape: str) -> None:
    text = bank(prompt("customer_says: where is my refund", example=QUIET))
    text = text.replace("show: Say it.", f'show: "Say {escape}it."')
    ((line, what),) = told(text, Severity.ERROR)
    assert line == 4
    assert "cannot be seen" in what


@pytest.mark.parametrize(
    "text", ["Don’t worry — it’s 5 €", "Ça va, 你好", "👩‍💻 on it", "naïve", "two\nlines"]
)
def test_letters_of_any_script_and_line_breaks_can_be_seen(text: str) -> None:
    assert strange_character(text) == ""


def test_a_card_that_leaves_before_it_is_read_is_a_warning() -> None:
    lines = "customer_says: where is my refund\nstays_for: 1s"
    ((line, what),) = told(bank(prompt(lines, example=QUIET)))
    assert line == 6
    assert what == "it stays for 1 s, too short to read 2 words"


def test_a_long_pattern_is_quoted_by_its_beginning() -> None:
    long = f"({'|'.join(f'word{n}' for n in range(40))}) refund"
    (problem,) = [
        one
        for one in found(bank(prompt(f"customer_says: ['{long}', '{long} now']")))
        if "needed" in one.what
    ]
    assert "…" in problem.what
    assert len(problem.what) < 300
