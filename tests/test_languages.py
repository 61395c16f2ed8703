"""Phrasebanks and the speech model are for one language, or it is said."""

import pytest

from assist.core.reading import read_phrasebanks
from assist.languages import disagreement

PROMPTS = """\
prompts:
  - id: {id}
    kind: empathy
    show: Say when.
    customer_says: where is my refund
"""
ENGLISH = ("a.yaml", PROMPTS.format(id="a"))
GERMAN = ("b.yaml", "language: de\n" + PROMPTS.format(id="b"))


@pytest.mark.parametrize("model", ["en", "en-us", "en_GB", ""])
def test_those_of_the_models_language_agree(model: str) -> None:
    assert disagreement(read_phrasebanks([ENGLISH]).banks, model) == ""


def test_another_language_is_told_once_for_all_files() -> None:
    banks = read_phrasebanks([ENGLISH, GERMAN]).banks
    assert [bank.language for bank in banks] == ["en", "de"]
    told = disagreement(banks, "en")
    assert 'hears "en", but 1 phrasebank is for "de"' in told
    assert 'hears "es", but 2 phrasebanks are for "de, en"' in disagreement(banks, "es")


def test_a_file_without_prompts_is_in_no_language() -> None:
    lists = ("c.yaml", "language: de\nshared_lists: {goods: [phone]}\n")
    assert disagreement(read_phrasebanks([ENGLISH, lists]).banks, "en") == ""


def test_what_is_no_code_of_a_language_is_a_problem() -> None:
    read = read_phrasebanks([("a.yaml", "language: Deutsch\n" + PROMPTS.format(id="a"))])
    assert [(one.line, one.what) for one in read.errors] == [
        (1, '"Deutsch" is not the code of a language')
    ]
