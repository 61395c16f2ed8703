"""The examples beside a prompt are tried, and each that fails is told with its line."""

from assist.core.examples import failed_examples, matches_of
from assist.core.reading import read_phrasebanks
from assist.core.rules import Rulebook
from assist.core.words import Speaker
from tests.dialogue import TESTS, rulebook_of

BANK = """
prompts:
  - id: refund
    kind: cue
    show: Say it.
    customer_says: where is my refund
    unless: never mind that refund
    examples:
      shows:
        - so where's my refund
        - where is my parcel
      stays_silent:
        - where is my refund
        - where is my refund oh never mind that refund
"""


def test_examples_that_do_not_hold_are_told_with_their_lines() -> None:
    read = read_phrasebanks([("bank.yaml", BANK)])
    failed = list(failed_examples(Rulebook(read.banks)))
    assert [problem.line for problem in failed] == [11, 13]
    assert '"where is my parcel" should show it' in failed[0].what
    assert '"where is my refund" should stay silent' in failed[1].what


def test_the_small_bank_keeps_its_examples() -> None:
    book = rulebook_of([TESTS / "phrasebanks" / "good" / "small.yaml"])
    assert list(failed_examples(book)) == []


def test_a_prompt_that_the_rest_of_an_utterance_undoes_is_left_out() -> None:
    book = rulebook_of([TESTS / "phrasebanks" / "good" / "small.yaml"])
    said = "where is my refund oh forget about that"
    assert matches_of(book, said, Speaker.CUSTOMER) == []
    assert [one.prompt.id for one in matches_of(book, said[:18], Speaker.CUSTOMER)] == ["refund"]
