"""Matching: many phrases listened for at once, word by word, with a score from 0 to 100.

All phrases share one tree of words. Each settled word moves a small set of hypotheses through it,
the way a decoder passes tokens: a word may be as wanted, alike, one too many, or, where it is one
of the commonest, missing or swapped, and each deviation costs what the word is worth. What no
ending can still redeem is dropped, so the work for a word depends on how many phrases are begun,
not on how many there are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from assist.core.alike import COMMON, COMMON_WEIGHT, NEGATORS, Vocabulary, weight
from assist.core.fold import fold
from assist.core.patterns import Gap, Phrase, Said, Slot, Step
from assist.core.words import Word

ENOUGH = 80
"""The score that makes a match where nothing else is said."""

LEAST = 60
"""The lowest score that may be asked for."""

_PAUSE_BREAKS = 2.0
"""Seconds of silence after which a begun phrase is no longer the same phrase."""

_EXTRA_COMMON = 0.12
_EXTRA = 0.3
_SWAPPED = 0.2
_MOST_EXTRA = 2
_JOINS_AT = 0.9
_NEGATION_REACHES = 3
_ROUNDING = 1e-9
"""What sums of costs may be off by. Scores are cut to whole numbers, not rounded: a phrase that
misses by little must miss in every tree, whatever else is listened for."""

_REMEMBERS = 64
_CLAUSE_STARTS = frozenset("and because but if since so that what when where which who why".split())
_SUBJECTS = frozenset("he i it my she that the there they this we what you your".split())


@dataclass(slots=True)
class _Node:
    """A place in the tree: the words so far, and what may follow."""

    words: dict[str, "_Node"] = field(default_factory=dict)
    open_ended: dict[str, "_Node"] = field(default_factory=dict)
    gaps: dict[int, "_Node"] = field(default_factory=dict)
    slots: dict[str, "_Node"] = field(default_factory=dict)
    common: list["_Node"] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    most: float = 0.0


class _Hypothesis(NamedTuple):
    """A phrase that may be being said. `began` counts the speaker's folded words."""

    node: _Node
    loss: float
    began: int
    free: int = 0
    extra: int = 0
    denied: bool = False
    slots: tuple[tuple[str, str], ...] = ()


class _Spoken(NamedTuple):
    token: str
    raw: str
    place: int
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was met: its number, how well (0-100), and by which words.

    `first` and `last` are places in the speaker's call. `negated` says that the words deny what
    the phrase says ("I'm not upset"). `slots` are the words that were caught, as they were heard.
    """

    phrase: int
    score: int
    first: int
    last: int
    negated: bool
    slots: tuple[tuple[str, str], ...] = ()


class PhraseTree:
    """All phrases, ready to be listened for. Built once, shared by both sides, never changed."""

    def __init__(self, phrases: Iterable[Phrase], least: int = LEAST) -> None:
        self.root = _Node()
        self.totals: list[float] = []
        self.least = least
        self.spends = 1 - least / 100 + _ROUNDING
        tokens: set[str] = set()
        heads: set[str] = set()
        for number, phrase in enumerate(phrases):
            self._add(number, phrase, tokens, heads)
        self.prefix_lengths = {len(head) for head in heads}
        self.vocabulary = Vocabulary(frozenset(tokens), frozenset(heads))
        self.after_common: dict[str, list[_Node]] = {}
        self.after_common_open: dict[str, list[_Node]] = {}
        for common in self.root.common:
            for node in (common, *common.gaps.values()):
                for token, child in node.words.items():
                    self.after_common.setdefault(token, []).append(child)
                for head, child in node.open_ended.items():
                    self.after_common_open.setdefault(head, []).append(child)

    def _add(self, number: int, phrase: Phrase, tokens: set[str], heads: set[str]) -> None:
        total = sum(weight(step.token) for step in phrase if isinstance(step, Said))
        self.totals.append(total)
        node = self.root
        node.most = max(node.most, total)
        for step in phrase:
            node = self._child(node, step, tokens, heads)
            node.most = max(node.most, total)
        node.ends.append(number)

    def _child(self, node: _Node, step: Step, tokens: set[str], heads: set[str]) -> _Node:
        if isinstance(step, Gap):
            return node.gaps.setdefault(step.most, _Node())
        if isinstance(step, Slot):
            return node.slots.setdefault(step.name, _Node())
        if step.open_ended:
            heads.add(step.token)
            return node.open_ended.setdefault(step.token, _Node())
        tokens.add(step.token)
        if step.token not in node.words:
            node.words[step.token] = child = _Node()
            if step.token in COMMON:
                node.common.append(child)
        return node.words[step.token]


class Ear:
    """Listens to one speaker for every phrase of a tree."""

    def __init__(self, tree: PhraseTree) -> None:
        self._tree = tree
        self._spoken: list[_Spoken] = []
        self._forgotten = 0
        self._alive: list[_Hypothesis] = []
        self._before: list[_Hypothesis] = []

    def hear(self, word: Word, place: int) -> list[Hit]:
        """Take the next settled word; give back the phrases that it completes, each once.

        `place` is the word's place in the speaker's call.
        """
        hits: dict[int, Hit] = {}
        for token in fold(word.text):
            for piece in self._tree.vocabulary.pieces(token) or (token,):
                spoken = _Spoken(piece, word.text, place, word.start, word.end)
                for hit in self._move(spoken):
                    if hit.phrase not in hits or hits[hit.phrase].score < hit.score:
                        hits[hit.phrase] = hit
        return list(hits.values())

    def _move(self, spoken: _Spoken) -> list[Hit]:
        paused = self._spoken and spoken.start - self._spoken[-1].end > _PAUSE_BREAKS
        if paused:
            self._alive, self._before = [], []
        now = self._forgotten + len(self._spoken)
        reached = list(self._reach(self._alive, spoken.token, spoken.raw, now))
        reached += [] if paused else self._reach_joined(spoken, now)
        stayed = [kept for kept in (self._stay(one, spoken.token) for one in self._alive) if kept]
        self._spoken.append(spoken)
        self._forget()
        self._before = self._alive
        self._alive = _best(self._affordable(_through_gaps(reached)) + stayed)
        return [hit for kept in reached for hit in self._ends(kept, now)]

    def _reach(
        self, alive: list[_Hypothesis], token: str, raw: str, began: int
    ) -> Iterator[_Hypothesis]:
        """Every hypothesis that this word carries on, and those that it begins."""
        tree = self._tree
        likes = tree.vocabulary.like(token)
        prefixes = [token[:length] for length in tree.prefix_lengths if len(token) >= length]
        catchable = token not in COMMON and token not in NEGATORS
        root = _Hypothesis(tree.root, 0.0, began)
        for one in (root, *alive):
            yield from _step(one, one.node, one.loss, likes, prefixes, raw, catchable)
            if one.node is tree.root:
                continue
            for child in one.node.common:
                skipped = one.loss + COMMON_WEIGHT
                yield from _step(one, child, skipped, likes, prefixes, raw, catchable)
                if token in COMMON:
                    yield one._replace(node=child, loss=one.loss + _SWAPPED, free=0, extra=0)
        for wanted, alike in likes:
            for child in tree.after_common.get(wanted, ()):
                loss = COMMON_WEIGHT + weight(wanted) * (1 - alike)
                yield _Hypothesis(child, loss, began)
        for prefix in prefixes:
            for child in tree.after_common_open.get(prefix, ()):
                yield _Hypothesis(child, COMMON_WEIGHT, began)

    def _reach_joined(self, spoken: _Spoken, now: int) -> list[_Hypothesis]:
        """The last two words taken as one: "re fund" for "refund"."""
        if not self._spoken or len(spoken.token) < 2 or len(self._spoken[-1].token) < 2:
            return []
        joined = self._spoken[-1].token + spoken.token
        like = self._tree.vocabulary.like(joined)
        if not like or max(alike for _, alike in like) < _JOINS_AT:
            return []
        return list(self._reach(self._before, joined, spoken.raw, now - 1))

    def _stay(self, one: _Hypothesis, token: str) -> _Hypothesis | None:
        """The hypothesis with this word as one more than was wanted."""
        denied = one.denied or token in NEGATORS
        if one.free:
            return one._replace(free=one.free - 1, denied=denied)
        loss = one.loss + (_EXTRA_COMMON if token in COMMON else _EXTRA)
        if one.extra == _MOST_EXTRA or loss > self._tree.spends * one.node.most:
            return None
        return one._replace(loss=loss, extra=one.extra + 1, denied=denied)

    def _affordable(self, reached: Iterable[_Hypothesis]) -> list[_Hypothesis]:
        spends = self._tree.spends
        return [one for one in reached if one.loss <= spends * one.node.most]

    def _ends(self, one: _Hypothesis, now: int) -> Iterator[Hit]:
        for phrase in one.node.ends:
            score = int(100 * (1 - one.loss / self._tree.totals[phrase] + _ROUNDING))
            if score >= self._tree.least:
                first = self._at(one.began).place
                negated = one.denied or self._denied_before(one.began)
                yield Hit(phrase, score, first, self._at(now).place, negated, one.slots)

    def _at(self, count: int) -> _Spoken:
        return self._spoken[max(0, count - self._forgotten)]

    def _denied_before(self, began: int) -> bool:
        """Whether a negation stands just before, in the same clause: "that's not *a problem*"."""
        place = began - self._forgotten
        head = self._spoken[place].token
        for back in range(1, min(_NEGATION_REACHES, place) + 1):
            spoken = self._spoken[place - back]
            pause = self._spoken[place - back + 1].start - spoken.end
            if spoken.token in _CLAUSE_STARTS or pause > _PAUSE_BREAKS:
                return False
            if spoken.token == "no":
                return back == 1 and head not in _SUBJECTS
            if spoken.token in NEGATORS:
                return True
        return False

    def _forget(self) -> None:
        """Keep as many words as the longest phrase can reach back, so a long call stays small."""
        if len(self._spoken) > 2 * _REMEMBERS:
            del self._spoken[:_REMEMBERS]
            self._forgotten += _REMEMBERS


def _step(
    one: _Hypothesis,
    node: _Node,
    loss: float,
    likes: tuple[tuple[str, float], ...],
    prefixes: list[str],
    raw: str,
    catchable: bool,
) -> Iterator[_Hypothesis]:
    """`one`, carried from `node` by a heard word to each place where it may lead.

    A slot catches no word where the one before it is missing, and none of the commonest.
    """
    for wanted, alike in likes:
        child = node.words.get(wanted)
        if child is not None:
            spent = loss + weight(wanted) * (1 - alike)
            yield _Hypothesis(child, spent, one.began, 0, 0, one.denied, one.slots)
    for prefix in prefixes if node.open_ended else ():
        child = node.open_ended.get(prefix)
        if child is not None:
            yield _Hypothesis(child, loss, one.began, 0, 0, one.denied, one.slots)
    for name, child in node.slots.items() if node is one.node and catchable else ():
        yield _Hypothesis(child, loss, one.began, 0, 0, one.denied, (*one.slots, (name, raw)))


def _through_gaps(reached: list[_Hypothesis]) -> Iterator[_Hypothesis]:
    """Each hypothesis, and where the gap that follows leads, also past a missing common word."""
    for one in reached:
        yield one
        for most, node in one.node.gaps.items():
            yield one._replace(node=node, free=most)
        for child in one.node.common:
            for most, node in child.gaps.items():
                yield one._replace(node=node, free=most, loss=one.loss + COMMON_WEIGHT)


def _best(alive: list[_Hypothesis]) -> list[_Hypothesis]:
    """The cheapest of the hypotheses that have the same way to go and the same freedom on it."""
    best: dict[tuple[int, int, int, bool], _Hypothesis] = {}
    for one in alive:
        if not (one.node.words or one.node.open_ended or one.node.gaps or one.node.slots):
            continue
        key = (id(one.node), one.free, one.extra, one.denied)
        if key not in best or one.loss < best[key].loss:
            best[key] = one
    return list(best.values())
