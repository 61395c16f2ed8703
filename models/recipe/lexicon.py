"""The ways in which each word may be said: what was learnt, and what synthesisers never say."""

from dataclasses import dataclass

from models.recipe.plan import TEXTS, Work
from models.recipe.words import NOISE

UNKNOWN = "[unk]"
"""Stands for every word that the model does not know; said as noise."""

EVERYDAY = TEXTS / "everyday_pronunciations.txt"
"""Lines "WORD PHONE…"."""


@dataclass(frozen=True, slots=True)
class Entry:
    word: str
    phones: tuple[str, ...]


def read_lexicon(work: Work) -> list[Entry]:
    """Each way of saying each word once, with the everyday ones, and the unknown word."""
    learnt = work.lexicon.read_text("utf-8").splitlines()
    entries = dict.fromkeys(map(_entry, learnt))
    known = {entry.word for entry in entries}
    everyday = map(_entry, EVERYDAY.read_text("utf-8").splitlines())
    entries.update(dict.fromkeys(entry for entry in everyday if entry.word in known))
    return [*entries, Entry(UNKNOWN, (NOISE,))]


def _entry(line: str) -> Entry:
    word, *phones = line.split()
    return Entry(word, tuple(phones))
