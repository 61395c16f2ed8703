"""The examples beside a prompt are tried, and each that fails is told with its line."""

from assist.core.examples import failed_examples, matches_of, tried_examples
from assist.core.problems import Problem
from assist.core.reading import read_phrasebanks
from assist.core.rulebook import Rulebook
from assist.core.words import Speaker
from tests.core.banks import rulebook
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


def failed(book: Rulebook) -> list[Problem]:
    return list(failed_examples(tried_examples(book, book.prompts)))


def test_examples_that_do_not_hold_are_told_with_their_lines() -> None:
    read = read_phrasebanks([("bank.yaml", BANK)])
    problems = failed(Rulebook(read.banks))
    assert [problem.line for problem in problems] == [11, 13]
    assert '"where is my parcel" should show it' in problems[0].what
    assert '"where is my refund" should stay silent' in problems[1].what


def test_the_small_bank_keeps_its_examples() -> None:
    book = rulebook_of([TESTS / "phrasebanks" / "good" / "small.yaml"])
    assert failed(book) == []


def test_a_prompt_that_the_rest_of_an_utterance_undoes_is_left_out() -> None:
    book = rulebook_of([TESTS / "phrasebanks" / "good" / "small.yaml"])
    said = "where is my refund oh forget about that"
    assert matches_of(book, said, Speaker.CUSTOMER) == []
    assert [one.prompt.id for one in matches_of(book, said[:18], Speaker.CUSTOMER)] == ["refund"]


# Small calls

CALLS = """
prompts:
  - id: promised
    kind: cue
    show: Say it.
    all_of:
      - customer_says: where is my refund
      - agent_has_said: [call you back]
    until_agent_says: here it is now
    examples:
      shows:
        - |
          agent: we will call you back
          customer: so where is my refund
          agent: here it is now
      stays_silent:
        - where is my refund
        - |
          customer: where is my refund
          agent: we will call you back
        - |
          agent: we will call you back
          agnet: where is my refund
        - |
          agent: we will call you back
          customer: so where is my refund
"""


def test_an_example_may_be_a_small_call() -> None:
    problems = failed(rulebook(CALLS))
    assert [(one.line, one.what) for one in problems] == [
        (23, '"agnet" is not on the call'),
        (
            24,
            '"agent: we will call you back / customer: so where is my refund" should stay silent '
            'but meets "where is my refund" (100)',
        ),
    ]
    assert problems[0].mend == 'Did you mean "agent"?'


LATER = """
prompts:
  - id: late
    kind: cue
    show: Say it.
    customer_says: where is my refund
    in_call: {from: 2m}
    mode: sales
    examples:
      shows: [where is my refund, "[2m30s] customer: where is my refund"]
      stays_silent: ["[1m] customer: where is my refund"]
"""


def test_an_example_without_a_moment_is_spoken_when_its_prompt_may_show() -> None:
    assert failed(rulebook(LATER)) == []


SILENCE = """
prompts:
  - id: quiet
    kind: cue
    show: Say it.
    silence: over 8s
    examples:
      shows: ["customer: let me think\\n[12s]"]
      stays_silent: ["customer: let me think\\n[6s]", let me think]
"""


def test_a_moment_behind_the_last_words_lets_time_pass() -> None:
    assert failed(rulebook(SILENCE)) == []


def test_a_mend_names_unless_where_that_keeps_the_example_away() -> None:
    text = BANK.replace("where is my parcel", "where is my refund never mind that refund")
    read = read_phrasebanks([("bank.yaml", text)])
    (first, _) = failed(Rulebook(read.banks))
    assert first.line == 11
    assert "unless" in first.mend
