"""The lists of words that weights use: "{anger}" under points stands for every entry of it.

Weights of all files add up, so only shared lists count, which are the same for every file. Each is
read once. What is wrong with an entry is told where that entry is written, in whichever file.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from assist.core.page import Faulty, Page
from assist.core.pages import line_of
from assist.core.patterns import PatternError, Phrase, Said, read_pattern
from assist.core.problems import Severity, nearest
from assist.core.weighing import LONGEST
from assist.core.yaml_tree import Fields, Node, Text

MOST_PHRASES = 50_000
"""In all lists that weights use; the shipped ones have 5,000."""

_WRITES = ("shared_lists", "extend_lists", "replace_lists")


class _Entry(NamedTuple):
    """What an entry adds to its list, and what cannot count of it, with the mend."""

    phrases: tuple[str, ...] = ()
    what: str = ""
    mend: str = ""


class WeighedLists:
    """What the lists stand for that weights use. It is asked while weights are read."""

    def __init__(self, shared: Mapping[str, Sequence[str]]) -> None:
        self._shared = shared
        self._used: dict[str, tuple[str, ...]] = {}
        self._read: dict[str, _Entry] = {}
        self._left = MOST_PHRASES

    def phrases(self, page: Page, name: str, line: int) -> tuple[str, ...]:
        """The folded phrases of a list that a page names. Raises Faulty where there are none."""
        if name in page.own_lists:
            what = f'"{name}" is a list of this file alone, and weights are everybody\'s'
            mend = 'Write it under "shared_lists:", or "extend_lists:" to add to a list'
            page.note(line, what, mend)
            raise Faulty
        if name not in self._shared:
            mend = nearest(name, sorted(self._shared), 'Write it under "shared_lists:"')
            page.note(line, f'there is no shared list "{name}"', mend)
            raise Faulty
        if name not in self._used:
            entries = (self._entry(text).phrases for text in self._shared[name])
            self._used[name] = tuple(dict.fromkeys(chain.from_iterable(entries)))
        if not self._used[name]:
            page.note(line, f'nothing that counts is in the list "{name}"', "Write words into it")
            raise Faulty
        return self._used[name]

    def written_in(self, page: Page) -> Iterator[tuple[int, str]]:
        """The lines and folded phrases that a page writes into used lists; what cannot count is noted."""
        for item in self._written(page):
            entry = self._entry(item.text.strip())
            if entry.what:
                page.note(item.line, entry.what, entry.mend, Severity.WARNING)
            for phrase in entry.phrases:
                yield item.line, phrase

    def _written(self, page: Page) -> Iterator[Text]:
        for key in _WRITES:
            node: Node | None = line_of(page, key)
            for name, below in node.fields if isinstance(node, Fields) else ():
                page.where = f'list "{name.text}"'
                if name.text in self._used:
                    yield from (item for item in page.items(below) if isinstance(item, Text))

    def _entry(self, text: str) -> _Entry:
        if text not in self._read:
            self._read[text] = self._reading(text) if self._left >= 0 else _Entry()
        return self._read[text]

    def _reading(self, text: str) -> _Entry:
        try:
            phrases = read_pattern(text, self._shared).phrases
        except PatternError as error:
            self._left -= error.phrases
            return _Entry((), error.what, error.mend)
        self._left -= len(phrases)
        if self._left < 0:
            what = f"up to here the lists that weights use stand for {MOST_PHRASES:,} phrases"
            mend = "Write fewer choices in brackets"
            return _Entry((), f"{what}; the rest counts nothing", mend)
        hindered = {one: why for one in phrases if (why := _hinders(one))}
        fit = tuple(_written(one) for one in phrases if one not in hindered)
        if not hindered:
            return _Entry(fit)
        first, why = next(iter(hindered.items()))
        what = f'"{text}" counts nothing among weights: it has {why}'
        if fit:
            what = f'of "{text}" counts nothing among weights: "{_written(first)}" has {why}'
        mend = f"Write 1 to {LONGEST} words side by side, of which the last may have *"
        return _Entry(fit, what, mend)


def _hinders(phrase: Phrase) -> str:
    """What a phrase has for which it cannot be weighed; "" where it can."""
    if not all(isinstance(step, Said) for step in phrase):
        return "a * for words between, or a {slot}"
    if len(phrase) > LONGEST:
        return f"{len(phrase)} words, with contractions written out"
    if any(isinstance(step, Said) and step.open_ended for step in phrase[:-1]):
        return "a * within it"
    return ""


def _written(phrase: Phrase) -> str:
    said = (step for step in phrase if isinstance(step, Said))
    return " ".join(step.token + "*" * step.open_ended for step in said)
