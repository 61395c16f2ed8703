"""Words that the speech model does not know, and the patterns that are lost by it."""

from collections.abc import Sequence

from assist.core.checks.unheard import Ears
from assist.core.problems import Problem, Severity
from tests.core.banks import bank, found, prompt

WORDS = sorted(
    "a back call cancel charge contract hold i is it late my now of on order organization please "
    "promise refund refunds the to want where wish you can't".split()
)


def ears(words: Sequence[str] = WORDS, demonstration: bool = False, listed: bool = True) -> Ears:
    return Ears(
        "small-model", frozenset(words).__contains__, words if listed else (), demonstration
    )


def unheard(
    patterns: str, hearing: Ears | None = None, every_word: bool = False, top: str = ""
) -> list[Problem]:
    text = bank(prompt(f"customer_says: [{patterns}]"), top=top)
    return [one for one in found(text, hearing or ears(), every_word) if "speech model" in one.what]


def test_known_words_are_no_problem_however_they_are_written() -> None:
    assert unheard("where is my refund, 'I CAN’T cancel', my organisation is late, a promise") == []


def test_a_word_of_two_known_ones_is_heard_as_two() -> None:
    assert unheard("my chargeback is late") == []


def test_a_pattern_that_can_never_be_heard_is_an_error_with_the_closest_words() -> None:
    first, rest = unheard("where is my quesadilla, where is my refund")
    assert (first.line, first.severity) == (5, Severity.ERROR)
    assert first.what == (
        '"where is my quesadilla" can never be heard: '
        'the speech model small-model does not know "quesadilla"'
    )
    assert rest.severity is Severity.WARNING


def test_one_of_several_ways_to_say_it_is_only_a_warning_a_file() -> None:
    (problem,) = unheard("where is my (refund|quesadilla|zeppelin)")
    assert (problem.severity, problem.line, problem.where) == (Severity.WARNING, 5, "")
    assert problem.what == (
        "the speech model small-model does not know 2 words of these patterns: quesadilla, zeppelin"
    )


def test_each_word_is_told_once_a_prompt_with_its_line_and_closest_words() -> None:
    top = "lists:\n  goods:\n    - refund\n    - refundz\n"
    (problem,) = unheard("'my {goods}', 'the {goods} is late'", every_word=True, top=top)
    assert problem.line == 4
    assert problem.what == 'the speech model small-model does not know "refundz"'
    assert problem.mend.startswith('Closest words that it knows: "refund')


def test_words_that_sound_the_same_are_offered_and_may_be_heard() -> None:
    problems = unheard("where is my kontrakt now", every_word=True)
    assert [one.severity for one in problems] == [Severity.WARNING]
    assert '"contract"' in problems[0].mend


def test_word_forms_need_one_known_form() -> None:
    assert unheard("refun* is late, where is my ord*") == []
    assert [one.severity for one in unheard("where is my zeppel*")] == [
        Severity.ERROR,
        Severity.WARNING,
    ]


def test_a_demonstration_models_words_are_notes() -> None:
    problems = unheard("where is my quesadilla", ears(demonstration=True))
    assert {one.severity for one in problems} == {Severity.NOTE}
    assert "real model" in problems[0].mend


def test_a_model_that_lists_no_words_makes_no_error_of_what_may_be_heard() -> None:
    problems = unheard("where is my quesadilla, zeppel* of it", ears(listed=False))
    assert [one.severity for one in problems] == [Severity.WARNING]
    assert "zeppel" not in problems[0].what
