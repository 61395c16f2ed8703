"""Matching: many phrases listened for at once, word by word, with a score from 0 to 100.

Each settled word moves a small set of hypotheses through the tree of phrases, the way a decoder
passes tokens. A phrase that is said word for word scores 100. What differs costs a part of what
the whole phrase weighs:

- a word heard as another that is at least 0.85 alike, by letters or by sound, whichever is better,
  costs its weight times what they lack in likeness; so do two words for one, one for two and two
  for two, where they sound the same and no part is shorter than three letters. The word that was
  heard must not be a familiar one, unless it is another form of the wanted word or sounds the same;
- behind the first word less will do (0.55, or 0.65 for two words heard for one), but costs 0.3 more
  for the doubt;
- a missing word costs its weight where it is one of the commonest, else 0.7 of it. One telling
  word may be missing, never the first, and a missing word is never the last, nor beside another
  one; what follows it must be as wanted;
- a word too many costs 0.12 where it is one of the commonest, else 0.25, two in a row at most.

A word misheard altogether is one missing and one too many. What no ending can still redeem is
dropped, so the work for a word depends on how many phrases are begun, not on how many there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from assist.core.alike import (
    COMMON,
    COMMON_WEIGHT,
    EVERYDAY_WEIGHT,
    EXTRA,
    EXTRA_COMMON,
    MOST_EXTRA,
    MOST_GUESSED,
    NEGATORS,
    Stretch,
    begins,
    confusable,
    cost_of_guess,
    one_word,
    two_words,
    weight,
)
from assist.core.fold import fold
from assist.core.tree import ROUNDING, Node, Others
from assist.core.tree import PhraseTree as PhraseTree
from assist.core.words import Word

ENOUGH = 75
"""The score that makes a match where nothing else is said."""

LEAST = 60
"""The lowest score that may be asked for."""

_PAUSE_BREAKS = 2.0
"""Seconds of silence after which a begun phrase is no longer the same phrase."""

_LEAST_GUESS = cost_of_guess(EVERYDAY_WEIGHT, MOST_GUESSED)
"""What a guess costs at least: the commonest words are never guessed."""

_NEGATION_REACHES = 3
_REMEMBERS = 64
_CLAUSE_STARTS = frozenset("and because but if since so that what when where which who why".split())
_SUBJECTS = frozenset("he i it my she that the there they this we what you your".split())


class _Hypothesis(NamedTuple):
    """A phrase that may be being said. `began` counts the speaker's folded words."""

    node: Node
    loss: float
    began: int
    free: int = 0
    extra: int = 0
    missed: bool = False
    denied: bool = False
    slots: tuple[tuple[str, str], ...] = ()


_loss = attrgetter("loss")

_Alive = dict[Node, list[_Hypothesis]]


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


class Ear:
    """Listens to one speaker for every phrase of a tree."""

    def __init__(self, tree: PhraseTree) -> None:
        self._tree = tree
        self._spoken: list[_Spoken] = []
        self._forgotten = 0
        self._alive: _Alive = {}
        self._before: _Alive = {}
        self.followed = 0
        """How many phrases that may be being said were followed so far, word by word."""

    def hear(self, word: Word, place: int) -> list[Hit]:
        """Take the next settled word; give back the phrases that it completes, each once.

        `place` is the word's place in the speaker's call.
        """
        hits: dict[int, Hit] = {}
        for token in fold(word.text):
            for hit in self._move(_Spoken(token, word.text, place, word.start, word.end)):
                if hit.phrase not in hits or hits[hit.phrase].score < hit.score:
                    hits[hit.phrase] = hit
        return list(hits.values())

    def _move(self, spoken: _Spoken) -> list[Hit]:
        last = self._spoken[-1] if self._spoken else None
        if last and spoken.start - last.end > _PAUSE_BREAKS:
            self._alive, self._before, last = {}, {}, None
        now = self._forgotten + len(self._spoken)
        heard = one_word(spoken.token)
        reached = [*self._as_wanted(heard, spoken.raw, now), *self._alike(heard, self._alive, now)]
        if last:
            pair = two_words(last.token, spoken.token)
            reached += self._alike(pair, self._before, now - 1)
        self.followed += len(reached)
        reached = [one for one in reached if one.loss <= one.node.spends]
        self._spoken.append(spoken)
        self._forget()
        self._before = self._alive
        self._alive = _best([*_through_gaps(reached), *self._stay(spoken.token)])
        return [hit for one in reached if one.node.ends for hit in self._ends(one, now)]

    def _as_wanted(self, heard: Stretch, raw: str, now: int) -> Iterator[_Hypothesis]:
        """Every hypothesis that this word, as it was heard, carries on or begins."""
        tree, token = self._tree, heard.spelled
        heads = tree.heads(token)
        root = {tree.root: [_Hypothesis(tree.root, 0.0, now)]}
        past_missing = tree.before_missing(self._alive.keys(), token, heads) | {tree.root}
        catchable = token not in COMMON and token not in NEGATORS
        for node, ones in (*root.items(), *self._alive.items()):
            child = node.words.get(token)
            if child is not None:
                yield from _carry(ones, child, 0.0)
            if node in past_missing:
                left = node.spends - ones[0].loss
                for lead in tree.past_missing(node, token, heads, left):
                    yield from _carry(ones, lead.node, lead.cost, lead.missed)
            if node.others:
                for head in heads:
                    if head in node.others.open_ended:
                        yield from _carry(ones, node.others.open_ended[head], 0.0)
                for name, child in node.others.slots.items() if catchable else ():
                    yield from _catch(ones, child, name, raw)

    def _alike(self, heard: Stretch, alive: _Alive, began: int) -> Iterator[_Hypothesis]:
        """Every hypothesis that this stretch carries on or begins in place of one like it."""
        if not heard.guessable:
            return
        tree = self._tree
        root = {tree.root: [_Hypothesis(tree.root, 0.0, began)]}
        likes = tree.vocabulary.like(heard)
        heads = tree.heads(heard.spelled) if len(heard.words) > 1 else ()
        for node, ones in (*root.items(), *alive.items()):
            for words, alike in likes:
                child = node.words.get(words[0])
                if child is not None and len(words) > 1:
                    child = child.words.get(words[1])
                if child is not None:
                    yield from _carry(ones, child, cost_of_guess(sum(map(weight, words)), alike))
            if node.others and node.others.open_ended:
                yield from _by_head(heard, heads, node.others, ones)
        if heard.long and heard.telling:
            yield from self._guesses(heard, alive)

    def _guesses(self, heard: Stretch, alive: _Alive) -> Iterator[_Hypothesis]:
        """What is wanted next and may have been misheard as this."""
        begun = [
            (node, ones)
            for node, ones in alive.items()
            if node.words and ones[0].loss + _LEAST_GUESS <= node.spends
        ]
        wanted = set[str]().union(*[node.words for node, _ in begun])
        guesses = self._tree.vocabulary.guesses(heard, wanted)
        for node, ones in begun if guesses else ():
            for token in sorted(node.words.keys() & guesses.keys()):
                if confusable(heard, one_word(token)):
                    cost = cost_of_guess(weight(token), guesses[token])
                    yield from _carry(ones, node.words[token], cost)

    def _stay(self, token: str) -> Iterator[_Hypothesis]:
        """The hypotheses with this word as one more than was wanted."""
        costs = EXTRA_COMMON if token in COMMON else EXTRA
        denies = token in NEGATORS
        for place, ones in self._alive.items():
            for node, loss, began, free, extra, missed, denied, slots in ones:
                denied = denied or denies
                if free:
                    yield _Hypothesis(node, loss, began, free - 1, 0, missed, denied, slots)
                elif extra < MOST_EXTRA and loss + costs <= place.spends:
                    yield _Hypothesis(
                        node, loss + costs, began, 0, extra + 1, missed, denied, slots
                    )

    def _ends(self, one: _Hypothesis, now: int) -> Iterator[Hit]:
        for phrase in one.node.ends:
            score = int(100 * (1 - one.loss / self._tree.totals[phrase] + ROUNDING))
            if score >= self._tree.asked[phrase]:
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


def _carry(
    ones: list[_Hypothesis], to: Node, cost: float, missed: bool = False
) -> Iterator[_Hypothesis]:
    """The hypotheses of one place, carried to another. A second telling word is not missed."""
    for one in ones:
        if not (missed and one.missed):
            spent = one.loss + cost
            yield _Hypothesis(
                to, spent, one.began, 0, 0, one.missed or missed, one.denied, one.slots
            )


def _by_head(
    heard: Stretch, heads: Sequence[str], others: Others, ones: list[_Hypothesis]
) -> Iterator[_Hypothesis]:
    """The same past the beginning of an open-ended word, by its sound or as one of these `heads`."""
    by_letters = [head for head in heads if head in others.open_ended]
    for head in dict.fromkeys((*others.heads(heard.key), *by_letters)):
        alike = begins(heard, head)
        if alike and (len(heard.words) > 1 or not heard.spelled.startswith(head)):
            cost = cost_of_guess(weight(head), alike)
            yield from _carry(ones, others.open_ended[head], cost)


def _catch(ones: list[_Hypothesis], to: Node, name: str, raw: str) -> Iterator[_Hypothesis]:
    """The same past a slot, which takes the word as it was heard."""
    for one in ones:
        slots = (*one.slots, (name, raw))
        yield _Hypothesis(to, one.loss, one.began, 0, 0, one.missed, one.denied, slots)


def _through_gaps(reached: list[_Hypothesis]) -> Iterator[_Hypothesis]:
    """Each hypothesis, and where the gap that follows leads, also past a missing common word."""
    for one in reached:
        yield one
        if one.node.others:
            for most, node in one.node.others.gaps.items():
                yield one._replace(node=node, free=most)
        for token in sorted(COMMON & one.node.words.keys()):
            child = one.node.words[token]
            for most, node in child.others.gaps.items() if child.others else ():
                yield one._replace(node=node, free=most, loss=one.loss + COMMON_WEIGHT)


def _best(alive: list[_Hypothesis]) -> _Alive:
    """The cheapest of the hypotheses that have the same way to go and the same freedom on it, those
    of each place with the cheapest first.
    """
    best: dict[tuple[Node, int, int, bool, bool], _Hypothesis] = {}
    for one in alive:
        node = one.node
        if one.loss > node.spends or not (node.words or node.others):
            continue
        key = (node, one.free, one.extra, one.missed, one.denied)
        if key not in best or one.loss < best[key].loss:
            best[key] = one
    grouped: _Alive = {}
    for one in best.values():
        grouped.setdefault(one.node, []).append(one)
    for ones in grouped.values():
        if len(ones) > 1:
            ones.sort(key=_loss)
    return grouped
