"""All phrases in one tree of words, and what may follow at each place in it.

Built once and followed by every call; `PhraseTree.changed` makes another one of it that shares
all places where nothing differs, and leaves it as it is. A place that few words may follow is
looked at word by word; what may follow one of many is gathered when the tree is built, so that no
call waits for it.
"""

from collections.abc import Iterable, KeysView, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from assist.core.alike import (
    COMMON,
    COMMON_WEIGHT,
    EVERYDAY_WEIGHT,
    MISSED,
    NEGATORS,
    cost_of_missing,
    weight,
)
from assist.core.patterns import Gap, Phrase, Said, Slot, Step
from assist.core.sounds import sound
from assist.core.vocabulary import Vocabulary

Key = TypeVar("Key", str, int)

Asked = tuple[Phrase, int]
"""A phrase, and the lowest score that is asked of it."""

ROUNDING = 1e-9
"""What sums of costs may be off by. Scores are cut to whole numbers, not rounded: a phrase that
misses by little must miss in every tree, whatever else is listened for."""


LEAST_MISSED = MISSED * EVERYDAY_WEIGHT
"""What a telling word that was not heard costs at least."""

_WIDE = 24
"""So many words that may follow are too many to be looked at one by one."""


@dataclass(slots=True, eq=False)
class Others:
    """What may follow besides plain words; few places have any. `sounds` has the beginnings of
    open-ended words by their whole sound, once they have been asked for.
    """

    open_ended: dict[str, "Node"] = field(default_factory=dict)
    gaps: dict[int, "Node"] = field(default_factory=dict)
    slots: dict[str, "Node"] = field(default_factory=dict)
    sounds: dict[str, list[str]] | None = None

    def heads(self, key: str) -> list[str]:
        """The beginnings of open-ended words with which something that sounds so may begin."""
        if self.sounds is None:
            sounds: dict[str, list[str]] = {}
            for head in self.open_ended:
                sounds.setdefault(sound(head), []).append(head)
            self.sounds = sounds
        starts = (key[:length] for length in range(1, len(key) + 1))
        return [head for start in starts for head in self.sounds.get(start, ())]


class Node:
    """A place in the tree: the words so far, and what may follow."""

    __slots__ = ("ends", "others", "past_missing", "spends", "words")

    def __init__(self) -> None:
        self.words: dict[str, Node] = _NO_WORDS
        self.others: Others | None = None
        self.ends: tuple[int, ...] = ()
        self.spends = 0.0
        """What a phrase that leads through here may lose at the most, of all of them."""
        self.past_missing: PastMissing | None = None

    def copy(self) -> "Node":
        """The same place, to be changed without changing this one; what follows is shared."""
        node = Node()
        node.words = dict(self.words)
        if self.others:
            kept = self.others
            node.others = Others(dict(kept.open_ended), dict(kept.gaps), dict(kept.slots))
        node.ends = self.ends
        node.spends = self.spends
        return node


_NO_WORDS: dict[str, Node] = {}
"""Behind most places comes nothing. It stays empty: who adds to a place gives it words of its own."""


class Lead(NamedTuple):
    """Where a word leads: the place, what it costs, and whether a telling word was missed."""

    node: Node
    cost: float
    missed: bool


@dataclass(slots=True, eq=False)
class PastMissing:
    """Where the words and the beginnings of open-ended ones lead from a place that many words may
    follow, past one of those that was not heard, as far as that can be afforded.
    """

    words: dict[str, list[Lead]] = field(default_factory=dict)
    heads: dict[str, list[Lead]] = field(default_factory=dict)


class PhraseTree:
    """All phrases, ready to be listened for, each to the score that is asked of it."""

    def __init__(self, phrases: Iterable[Asked]) -> None:
        self.root = Node()
        self.totals: list[float] = []
        self.asked: list[int] = []
        """The lowest score of each phrase, as `totals` have what it weighs."""
        self.head_lengths: set[int] = set()
        self.tokens: set[str] = set()
        self.pairs: set[tuple[str, str]] = set()
        self._wide: list[Node] = []
        self._seconds: dict[str, set[Node]] = {}
        self._new: set[Node] = set()
        self._add(phrases, None)
        self.vocabulary = Vocabulary(self.tokens, self.pairs)
        self._prepare(self._wide)

    def changed(self, gone: Iterable[tuple[int, Phrase]], new: Iterable[Asked]) -> "PhraseTree":
        """A tree without the phrases of these numbers and with the new ones, numbered on from
        those here. This one stays as it is: calls may be following it.
        """
        tree = PhraseTree(())
        tree.root = self.root.copy()
        tree.totals, tree.asked = list(self.totals), list(self.asked)
        tree.head_lengths = set(self.head_lengths)
        tree.tokens, tree.pairs = set(self.tokens), set(self.pairs)
        own = {tree.root}
        for number, phrase in gone:
            _take_out(tree.root, number, phrase, own)
        tree._add(new, own)
        tree._seconds = self._seconds
        tree._new = self._new | own
        tokens, pairs = tree.tokens - self.tokens, tree.pairs - self.pairs
        known = not (tokens or pairs)
        tree.vocabulary = self.vocabulary if known else Vocabulary(tokens, pairs, self.vocabulary)
        tree._prepare(node for node in own if len(node.words) >= _WIDE)
        return tree

    def _add(self, phrases: Iterable[Asked], own: set[Node] | None) -> None:
        """Add phrases; where there are some, only the tree's `own` places may be changed.

        Phrases of one pattern come together and mostly begin alike: each is followed from where it
        parts from the one before.
        """
        before: Phrase = ()
        path, weighs = [self.root], [0.0]
        for phrase, least in phrases:
            shared = _shared(phrase, before)
            del path[shared + 1 :], weighs[shared + 1 :]
            for step in phrase[shared:]:
                node = path[-1]
                child = _follow(node, step)
                if child is None:
                    child = self._begin(node, step)
                    self._learn(phrase, path, own is None)
                    if own is not None:
                        own.add(child)
                elif own is not None:
                    child = _owned(node, step, child, own)
                path.append(child)
                weighs.append(weighs[-1] + (weight(step.token) if isinstance(step, Said) else 0.0))
            total = weighs[-1]
            spends = total * (1 - least / 100 + ROUNDING)
            for node in reversed(path):
                if node.spends >= spends:
                    break
                node.spends = spends
            path[-1].ends += (len(self.totals),)
            self.totals.append(total)
            self.asked.append(least)
            before = phrase

    def _begin(self, node: Node, step: Step) -> Node:
        """A new place, which follows one by this step."""
        child = Node()
        if isinstance(step, Said) and not step.open_ended:
            if not node.words:
                node.words = {}
            node.words[step.token] = child
            if len(node.words) == _WIDE:
                self._wide.append(node)
            return child
        if isinstance(step, Said):
            self.head_lengths.add(len(step.token))
        _put(node, step, child)
        return child

    def _learn(self, phrase: Phrase, path: Sequence[Node], fresh: bool) -> None:
        """What the new place behind this path adds to what is known of all of them."""
        place = len(path) - 1
        step, first = phrase[place], phrase[place - 1] if place else None
        if not isinstance(step, Said):
            return
        if not step.open_ended:
            self.tokens.add(step.token)
        if isinstance(first, Said) and not first.open_ended:
            if not step.open_ended:
                self.pairs.add((first.token, step.token))
            if fresh:
                second = step.token + "*" * step.open_ended
                self._seconds.setdefault(second, set()).add(path[-2])

    def before_missing(self, alive: KeysView[Node], token: str, heads: Sequence[str]) -> set[Node]:
        """Those of the places from which a word with these beginnings may lead past a missing one:
        the others, which are most, need not be looked at.
        """
        found = alive & self._new
        for second in (token, *[head + "*" for head in heads]):
            if second in self._seconds:
                found |= alive & self._seconds[second]
        return found

    def past_missing(
        self, node: Node, token: str, heads: Sequence[str], spends: float
    ) -> list[Lead]:
        """Where a word with these beginnings leads from a place past one that was not heard, where
        so much can be spent on that.
        """
        past = node.past_missing
        if past is not None:
            leads = list(past.words.get(token, ()))
            for head in heads if past.heads else ():
                leads += past.heads.get(head, ())
            return leads
        if spends < COMMON_WEIGHT:
            return []
        words = node.words if spends >= LEAST_MISSED else sorted(COMMON & node.words.keys())
        leads = []
        for missed in words:
            child = node.words[missed]
            following = [child.words[token]] if token in child.words else []
            if heads and child.others:
                ends = child.others.open_ended
                following += [ends[head] for head in heads if head in ends]
            if following and (over := _over(missed, child)) is not None:
                leads += [Lead(to, *over) for to in following]
        return leads

    def _prepare(self, wide: Iterable[Node]) -> None:
        """Gather beforehand what would take too long between two words of a call."""
        self.root.past_missing = _past_missing_first(self.root)
        for node in wide:
            if node is not self.root:
                node.past_missing = _past_missing(node)

    def heads(self, spelled: str) -> list[str]:
        """The beginnings of a word that may be the head of an open-ended one."""
        return [spelled[:length] for length in self.head_lengths if len(spelled) >= length]


def _shared(phrase: Phrase, before: Phrase) -> int:
    """With how many steps both begin, as far as they are the very same."""
    count = 0
    for step, other in zip(phrase, before, strict=False):
        if step is not other:
            break
        count += 1
    return count


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
        child = _follow(path[-1], step)
        assert child is not None, "the phrase is in the tree"
        path.append(_owned(path[-1], step, child, own))
    path[-1].ends = tuple(one for one in path[-1].ends if one != number)
    for node, step, child in reversed([*zip(path, phrase, path[1:], strict=False)]):
        if child.ends or child.words or child.others:
            break
        _put(node, step, None)


def _follow(node: Node, step: Step) -> Node | None:
    """Where this step leads from a place, if anywhere."""
    if isinstance(step, Said) and not step.open_ended:
        return node.words.get(step.token)
    others = node.others
    if others is None:
        return None
    match step:
        case Gap(most):
            return others.gaps.get(most)
        case Slot(name):
            return others.slots.get(name)
        case Said(token):
            return others.open_ended.get(token)


def _past_missing(node: Node) -> PastMissing:
    past = PastMissing()
    for token, child in node.words.items():
        if (lead := _over(token, child)) is not None:
            _pass_over(past, child, lead)
    return past


def _past_missing_first(root: Node) -> PastMissing:
    """The same at the beginning: past one of the commonest words only, and past a gap behind it."""
    past = PastMissing()
    for token in COMMON & root.words.keys():
        child = root.words[token]
        for node in (child, *(child.others.gaps.values() if child.others else ())):
            _pass_over(past, node, (cost_of_missing(token), False))
    return past


def _pass_over(past: PastMissing, child: Node, over: tuple[float, bool]) -> None:
    for second, to in child.words.items():
        past.words.setdefault(second, []).append(Lead(to, *over))
    for head, to in child.others.open_ended.items() if child.others else ():
        past.heads.setdefault(head, []).append(Lead(to, *over))


def _over(token: str, child: Node) -> tuple[float, bool] | None:
    """What it costs to pass over a word, and whether a telling one is missed; or it cannot be."""
    if token in NEGATORS:
        return None
    cost = cost_of_missing(token)
    return (cost, token not in COMMON) if cost <= child.spends else None
