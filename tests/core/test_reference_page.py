"""The reference of the language: every example on the page reads without a problem."""

import re

import pytest

from assist.core.language import PHRASEBANK
from assist.core.matcher import ENOUGH
from assist.core.reading import Read, read_layers
from tests.dialogue import TESTS

PAGE = (TESTS.parent / "docs" / "phrasebanks.md").read_text("utf-8")
THESAURUS = (TESTS.parent / "phrasebanks" / "thesaurus.yaml").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
BELOW = """\
lists:
  wait: [queue]
  goods: [phone]
prompts:
  - {id: long-wait, kind: cue, show: S., customer_says: 'stuck in your {wait}'}
  - {id: upsell, kind: cue, show: S., customer_says: 'i bought a {goods}'}
  - {id: late-refund, kind: cue, show: S., customer_says: where is my refund}
checklists:
  - {id: closing, phase: closing, items: [{id: farewell, show: F, agent_says: take good care}]}
"""


def read(block: str) -> Read:
    """A block as it stands on the page: a whole file, or lines of a prompt."""
    if "checklist_overrides:" not in block and block.startswith(("#", "include:")):
        block = BELOW if block.startswith("#") else block + BELOW
    first = block.removeprefix("# checklists of an earlier layer\n").lstrip().split(":")[0]
    if first not in PHRASEBANK:
        happens = "" if "_says:" in block.split("\n")[0] else "customer_says: red apples\n"
        happens = "" if block.startswith("agent_has_not_said") else happens
        lines = (happens + block).splitlines()
        block = "prompts:\n  - id: one\n    kind: cue\n    show: S.\n"
        block += "".join(f"    {line}\n" for line in lines)
    changed = ("overrides:", "replace_lists:", "checklist_overrides:", "any_")
    below = [("below.yaml", BELOW), ("thesaurus.yaml", THESAURUS)]
    changes = any(key in block for key in changed)
    layers = [below, [("page.yaml", block)]] if changes else [[("page.yaml", block)]]
    return read_layers(layers, lambda _by, _written: ("lists.yaml", "lists: {a: [b]}"))


def test_the_strictness_on_the_page_is_the_one_that_holds() -> None:
    assert f"{ENOUGH} if nothing is said" in PAGE


def test_there_are_examples() -> None:
    assert len(BLOCKS) > 10


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.strip().split("\n")[0])
def test_an_example_reads_without_a_problem(block: str) -> None:
    problems = [str(one) for one in read(block).problems]
    assert problems == []
