"""All phrases in one tree of words, and what may follow at each place in it.

Built once and followed by every call; `PhraseTree.changed` makes another one of it that shares
all places where nothing differs, and leaves it as it is. What a place is asked for again and again
(which words, alike or joined, lead on from it) is gathered the first time that it is asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeVar

from rapidfuzz import fuzz, process

from assist.core.alike import (
    COMMON,
    HOMOPHONES,
    LEAST_ALIKE,
    LEAST_ALIKE_JOINED,
    MOST_ALIKE,
    MOST_GUESSED,
    NEGATORS,
    SURE,
    Stretch,
    alike,
    confusable,
    cost_of_guess,
    cost_of_missing,
    one_word,
    two_words,
    weight,
)
from assist.core.familiar import stem
from assist.core.patterns import Gap, Phrase, Said, Slot, Step
from assist.core.sounds import sound

Key = TypeVar("Key", str, int)

ROUNDING = 1e-9
"""What sums of costs may be off by. Scores are cut to whole numbers, not rounded: a phrase that
misses by little must miss in every tree, whatever else is listened for."""


@dataclass(slots=True, eq=False)
class Others:
    """What may follow besides plain words; few places have any."""

    open_ended: dict[str, "Node"] = field(default_factory=dict)
    gaps: dict[int, "Node"] = field(default_factory=dict)
    slots: dict[str, "Node"] = field(default_factory=dict)


class Node:
    """A place in the tree: the words so far, and what may follow."""

    __slots__ = ("ends", "most", "others", "ways", "words")

    def __init__(self) -> None:
        self.words: dict[str, Node] = {}
        self.others: Others | None = None
        self.ends: tuple[int, ...] = ()
        self.most = 0.0
        self.ways: Ways | None = None

    def copy(self) -> "Node":
        """The same place, to be changed without changing this one; what follows is shared."""
        node = Node()
        node.words = dict(self.words)
        if self.others:
            kept = self.others
            node.others = Others(dict(kept.open_ended), dict(kept.gaps), dict(kept.slots))
        node.ends = self.ends
        node.most = self.most
        return node


class Lead(NamedTuple):
    """Where a word leads: the place, what it costs, and whether a telling word was missed."""

    node: Node
    cost: float
    missed: bool


class Wanted(NamedTuple):
    """A stretch that leads on from a place, and how much it says."""

    node: Node
    weight: float


@dataclass(slots=True, eq=False)
class Listed:
    """Stretches to compare with, as rapidfuzz wants them: spellings, keys, and what they are."""

    spelled: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Ways:
    """The ways on from a place that are more than the next word as it is written.

    `after_missing` and `heads_after_missing` pass over a word that was not heard, as far as that can
    be afforded; `heads` has the beginnings of open-ended ones by their first sound.
    """

    after_missing: dict[str, list[Lead]] = field(default_factory=dict)
    heads_after_missing: dict[str, list[Lead]] = field(default_factory=dict)
    heads: dict[str, list[tuple[str, Node]]] = field(default_factory=dict)
    listed: Listed = field(default_factory=Listed)


class Vocabulary:
    """Every word that some phrase listens for, and which of them something heard surely is."""

    def __init__(self, tokens: set[str], pairs: set[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._outer: dict[str, list[str]] = {}
        self._keys: dict[str, list[str]] = {}
        self._same_key: dict[str, list[Stretch]] = {}
        self._forms: dict[str, list[Stretch]] = {}
        self._learn(tokens, pairs)
        self.like = lru_cache(maxsize=32768)(self._like)

    def with_more(self, tokens: set[str], pairs: set[tuple[str, str]]) -> "Vocabulary":
        """This and more words and pairs. This one stays as it is."""
        more = Vocabulary(set(), set())
        more._tokens = self._tokens | tokens
        for mine, theirs in ((self._outer, more._outer), (self._keys, more._keys)):
            theirs.update({key: list(words) for key, words in mine.items()})
        for stretches, longer in ((self._same_key, more._same_key), (self._forms, more._forms)):
            longer.update({key: list(every) for key, every in stretches.items()})
        more._learn(tokens - self._tokens, pairs)
        return more

    def _learn(self, tokens: set[str], pairs: set[tuple[str, str]]) -> None:
        for token in sorted(tokens):
            self._list(one_word(token))
        for one, other in sorted(pairs):
            if one in NEGATORS or other in NEGATORS or (one in COMMON and other in COMMON):
                continue
            pair = two_words(one, other)
            if pair.long:
                self._same_key.setdefault(pair.key, []).append(pair)

    def _list(self, stretch: Stretch) -> None:
        self._forms.setdefault(stem(stretch.spelled), []).append(stretch)
        if not stretch.long or not stretch.guessable:
            return
        self._same_key.setdefault(stretch.key, []).append(stretch)
        for outer in outer_sounds(stretch.key):
            self._outer.setdefault(outer, []).append(stretch.spelled)
            self._keys.setdefault(outer, []).append(stretch.key)

    def _like(self, heard: Stretch) -> tuple[tuple[tuple[str, ...], float], ...]:
        """The wanted words that it is alike enough to without guessing; not the same ones."""
        if not heard.guessable:
            return ()
        found: dict[tuple[str, ...], float] = {}
        if len(heard.words) == 1:
            for same in HOMOPHONES.get(heard.spelled, ()):
                if same in self._tokens:
                    found[(same,)] = MOST_ALIKE
            for form in self._forms.get(stem(heard.spelled), ()):
                found[form.words] = alike(heard, form, first=True)
        if heard.long:
            found |= self._same_sound(heard)
            if len(heard.words) == 1:
                found |= self._nearly(heard)
        found.pop(heard.words, None)
        return tuple((words, alike) for words, alike in found.items() if alike >= SURE)

    def _same_sound(self, heard: Stretch) -> dict[tuple[str, ...], float]:
        """What has the same sound, where one side or both are two words."""
        return {
            wanted.words: alike(heard, wanted, first=True)
            for wanted in self._same_key.get(heard.key, ())
        }

    def _nearly(self, heard: Stretch) -> dict[tuple[str, ...], float]:
        found: dict[tuple[str, ...], float] = {}
        for outer in outer_sounds(heard.key):
            spelled = self._outer.get(outer, [])
            for what, choices in ((heard.spelled, spelled), (heard.key, self._keys.get(outer, []))):
                near = process.extract(
                    what, choices, scorer=fuzz.ratio, score_cutoff=100 * SURE, limit=None
                )
                for _, _, index in near:
                    wanted = one_word(spelled[index])
                    found[wanted.words] = alike(heard, wanted, first=True)
        return found


class PhraseTree:
    """All phrases, ready to be listened for; `least` is the lowest score that will be asked for."""

    def __init__(self, phrases: Iterable[Phrase], least: int) -> None:
        self.root = Node()
        self.totals: list[float] = []
        self.least = least
        self.spends = 1 - least / 100 + ROUNDING
        self.head_lengths: set[int] = set()
        self.tokens: set[str] = set()
        self.pairs: set[tuple[str, str]] = set()
        for phrase in phrases:
            self._add(phrase, None)
        self.vocabulary = Vocabulary(self.tokens, self.pairs)

    def changed(self, gone: Iterable[tuple[int, Phrase]], new: Iterable[Phrase]) -> "PhraseTree":
        """A tree without the phrases of these numbers and with the new ones, numbered on from
        those here. This one stays as it is: calls may be following it.
        """
        tree = PhraseTree((), self.least)
        tree.root = self.root.copy()
        tree.totals = list(self.totals)
        tree.head_lengths = set(self.head_lengths)
        tree.tokens, tree.pairs = set(self.tokens), set(self.pairs)
        own = {tree.root}
        for number, phrase in gone:
            _take_out(tree.root, number, phrase, own)
        for phrase in new:
            tree._add(phrase, own)
        tokens, pairs = tree.tokens - self.tokens, tree.pairs - self.pairs
        known = not (tokens or pairs)
        tree.vocabulary = self.vocabulary if known else self.vocabulary.with_more(tokens, pairs)
        return tree

    def _add(self, phrase: Phrase, own: set[Node] | None) -> None:
        """Add a phrase; where there are some, only the tree's `own` places may be changed."""
        number = len(self.totals)
        total = sum([weight(step.token) for step in phrase if isinstance(step, Said)])
        self.totals.append(total)
        node = self.root
        if total > node.most:
            node.most = total
        before = ""
        for step in phrase:
            child = self._child(node, step)
            if own is not None:
                child = _owned(node, step, child, own)
            token = step.token if isinstance(step, Said) and not step.open_ended else ""
            if token:
                self.tokens.add(token)
                if before:
                    self.pairs.add((before, token))
            before = token
            if total > child.most:
                child.most = total
            node = child
        node.ends += (number,)

    def _child(self, node: Node, step: Step) -> Node:
        if isinstance(step, Said) and not step.open_ended:
            child = node.words.get(step.token)
            if child is None:
                child = node.words[step.token] = Node()
            return child
        if node.others is None:
            node.others = Others()
        if isinstance(step, Gap):
            return node.others.gaps.setdefault(step.most, Node())
        if isinstance(step, Slot):
            return node.others.slots.setdefault(step.name, Node())
        self.head_lengths.add(len(step.token))
        return node.others.open_ended.setdefault(step.token, Node())

    def ways(self, node: Node) -> Ways:
        """The ways on from a place."""
        if node.ways is None:
            node.ways = _ways(node, node is self.root, self.spends)
        return node.ways

    def heads(self, spelled: str) -> list[str]:
        """The beginnings of a word that may be the head of an open-ended one."""
        return [spelled[:length] for length in self.head_lengths if len(spelled) >= length]


def _owned(node: Node, step: Step, child: Node, own: set[Node]) -> Node:
    """What follows a place that is one's own, made one's own too."""
    if child not in own:
        child = child.copy()
        own.add(child)
        _put(node, step, child)
    return child


def _put(node: Node, step: Step, child: Node | None) -> None:
    """Let the child, or nothing, follow the place by this step."""
    others = node.others or Others()
    match step:
        case Gap(most):
            _set(others.gaps, most, child)
        case Slot(name):
            _set(others.slots, name, child)
        case Said(token, open_ended):
            _set(others.open_ended if open_ended else node.words, token, child)
    some = others.gaps or others.slots or others.open_ended
    node.others = others if some else None


def _set(following: dict[Key, Node], key: Key, child: Node | None) -> None:
    if child is None:
        del following[key]
    else:
        following[key] = child


def _take_out(root: Node, number: int, phrase: Phrase, own: set[Node]) -> None:
    """Take a phrase out, and the places to which no other one leads."""
    path = [root]
    for step in phrase:
        path.append(_owned(path[-1], step, _follow(path[-1], step), own))
    path[-1].ends = tuple(one for one in path[-1].ends if one != number)
    for node, step, child in reversed([*zip(path, phrase, path[1:], strict=False)]):
        if child.ends or child.words or child.others:
            break
        _put(node, step, None)


def _follow(node: Node, step: Step) -> Node:
    others = node.others or Others()
    match step:
        case Gap(most):
            return others.gaps[most]
        case Slot(name):
            return others.slots[name]
        case Said(token, open_ended):
            return (others.open_ended if open_ended else node.words)[token]


def outer_sounds(key: str) -> tuple[str, str]:
    """The first sound of a key and the last, told apart."""
    return key[0], "-" + key[-1]


def near_places(heard: Stretch, listed: Listed) -> Iterator[tuple[int, float]]:
    """Places in a list of what may be guessed from a stretch that is long and guessable."""
    least = LEAST_ALIKE if len(heard.words) == 1 else LEAST_ALIKE_JOINED
    for what, choices in ((heard.spelled, listed.spelled), (heard.key, listed.keys)):
        found = process.extract(
            what, choices, scorer=fuzz.ratio, processor=None, score_cutoff=100 * least, limit=None
        )
        for _, score, index in found:
            if confusable(heard, one_word(listed.spelled[index])):
                yield index, min(score / 100, MOST_GUESSED)


def _ways(node: Node, first: bool, spends: float) -> Ways:
    ways = Ways()
    for token, child in node.words.items():
        if token not in NEGATORS:
            if not first:
                _list(ways.listed, token, child, spends)
            if first:
                _pass_over(ways, token, child)
            elif (cost := cost_of_missing(token)) <= spends * child.most:
                missed = token not in COMMON
                for second, grandchild in child.words.items():
                    lead = Lead(grandchild, cost, missed)
                    ways.after_missing.setdefault(second, []).append(lead)
                for head, grandchild in child.others.open_ended.items() if child.others else ():
                    lead = Lead(grandchild, cost, missed)
                    ways.heads_after_missing.setdefault(head, []).append(lead)
    if node.others:
        for head, child in node.others.open_ended.items():
            ways.heads.setdefault(sound(head)[0], []).append((head, child))
    return ways


def _list(listed: Listed, token: str, to: Node, spends: float) -> None:
    """A word that may be guessed, where a guess can be afforded at all."""
    stretch = one_word(token)
    costs = cost_of_guess(weight(token), MOST_GUESSED)
    if stretch.long and costs <= spends * to.most:
        listed.spelled.append(token)
        listed.keys.append(stretch.key)
        listed.wanted.append(Wanted(to, weight(token)))


def _pass_over(ways: Ways, token: str, child: Node) -> None:
    """What follows a word that was not heard at the beginning: one of the commonest only."""
    if token not in COMMON:
        return
    cost = cost_of_missing(token)
    for node in (child, *(child.others.gaps.values() if child.others else ())):
        for second, grandchild in node.words.items():
            ways.after_missing.setdefault(second, []).append(Lead(grandchild, cost, False))
        for head, grandchild in node.others.open_ended.items() if node.others else ():
            lead = Lead(grandchild, cost, False)
            ways.heads_after_missing.setdefault(head, []).append(lead)
