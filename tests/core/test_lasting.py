"""What is made to stay goes without the collector of garbage, which is kept from looking at it."""

import gc
from weakref import ref

import pytest

from assist.core.lasting import lasting
from assist.core.reading import read_phrasebanks
from assist.core.rulebook import Rulebook

BANK = """
prompts:
  - id: refund
    kind: cue
    show: Look it up.
    customer_says: [where is my (refund|money) *3 from last week, "refund* is late"]
"""


def rulebook(text: str, before: Rulebook | None = None) -> Rulebook:
    return Rulebook(read_phrasebanks([("bank.yaml", text)]).banks, before)


def test_a_rulebook_that_nobody_follows_any_more_goes_at_once() -> None:
    gc.disable()
    try:
        first = rulebook(BANK)
        second = rulebook(BANK.replace("late", "not here"), first)
        assert second.same_as(first) == frozenset()
        trees = [ref(tree.vocabulary) for tree in first.trees.values()]
        gone = ref(first)
        del first
        assert gone() is None
        assert any(tree() is None for tree in trees)
        assert second.same_as(second) == {"refund"}
    finally:
        gc.enable()


def made_wrongly() -> None:
    with lasting():
        with lasting():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise ValueError("wrong")


def test_the_collector_goes_on_behind_it_whatever_happens() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="wrong"):
        made_wrongly()
    assert gc.isenabled()


def test_where_the_collector_is_off_it_stays_off() -> None:
    gc.disable()
    try:
        with lasting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
