"""What a score is made of: the best way of hearing one phrase in some words, part by part.

It tries every way, without a tree and without dropping any, so it is slow and plain: what
`assist.core.matcher` finds quickly must be the same, and the tests hold the two together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from assist.core.alike import (
    COMMON,
    EXTRA,
    EXTRA_COMMON,
    MOST_EXTRA,
    NEGATORS,
    Stretch,
    alike,
    begins,
    cost_of_guess,
    cost_of_missing,
    one_word,
    two_words,
    weight,
)
from assist.core.fold import fold
from assist.core.patterns import Gap, Phrase, Said, Slot


@dataclass(frozen=True, slots=True)
class Part:
    """One word or two of a phrase, and what was heard for it.

    Nothing is `wanted` of a word too many, nothing `heard` of a missing one. `alike` goes from 0
    to 1, `cost` is what the phrase loses by it, in the units of `weight`.
    """

    wanted: str
    heard: str
    alike: float
    cost: float


@dataclass(frozen=True, slots=True)
class Explained:
    """The best way in which some words say a phrase: 0-100, cut to a whole number, and its parts.

    `first` and `last` are the places of the first and last heard token, among the folded ones.
    """

    score: int
    weight: float
    parts: tuple[Part, ...]
    first: int
    last: int


class State(NamedTuple):
    """How far a phrase has been said.

    Steps done, free words left of a gap, words too many since the last step, and whether a
    telling word was missed.
    """

    done: int = 0
    free: int = 0
    extra: int = 0
    missed: bool = False


class _Way(NamedTuple):
    loss: float
    first: int
    parts: "_Parts | None"


class _Parts(NamedTuple):
    part: Part
    before: "_Parts | None"


_Move = tuple[int, State, tuple[Part, ...]]
"""How many tokens it takes, the state after, and the parts that it adds."""


def explained(phrase: Phrase, words: str) -> Explained | None:
    """The best way in which the words say the phrase; none where they do not even begin to."""
    ends = Hearing(phrase).ends(fold(words))
    return max(ends.values(), key=lambda one: one.score, default=None)


class Hearing:
    """Every way of hearing one phrase."""

    def __init__(self, phrase: Phrase) -> None:
        self.phrase = phrase
        self.weight = sum(weight(step.token) for step in phrase if isinstance(step, Said))
        self._states: list[dict[State, _Way]] = []
        self._ends: dict[int, _Way] = {}

    def ends(self, tokens: Sequence[str]) -> dict[int, Explained]:
        """The best way that ends at each place among folded tokens."""
        self._states = [{} for _ in range(len(tokens) + 1)]
        self._ends = {}
        for place in range(len(tokens)):
            begun = {State(): _Way(0.0, place, None), **self._states[place]}
            for state, way in begun.items():
                for length, after, parts in self._moves(state, tokens, place):
                    self._reach(place + length, after, _longer(way, parts))
        return {end - 1: self._explained(way, end - 1) for end, way in self._ends.items()}

    def _explained(self, way: _Way, last: int) -> Explained:
        parts: list[Part] = []
        rest = way.parts
        while rest:
            parts.append(rest.part)
            rest = rest.before
        score = int(max(0.0, 100 * (1 - way.loss / self.weight)) + 1e-6)
        return Explained(score, self.weight, tuple(reversed(parts)), way.first, last)

    def _reach(self, count: int, state: State, way: _Way) -> None:
        if way.loss > self.weight:
            return
        if state.done == len(self.phrase):
            if way.loss < self._ends.get(count, _Way(inf, 0, None)).loss:
                self._ends[count] = way
            return
        step = self.phrase[state.done]
        before = self._states[count].get(state)
        if before is None or way.loss < before.loss:
            self._states[count][state] = way
        if state.free or state.extra:
            return
        if isinstance(step, Gap):
            self._reach(count, State(state.done + 1, step.most, 0, state.missed), way)
        elif isinstance(step, Said) and _may_be_missing(step) and step.token in COMMON:
            following = self.phrase[state.done + 1] if state.done + 1 < len(self.phrase) else None
            if isinstance(following, Gap):
                after = State(state.done + 2, following.most, 0, state.missed)
                self._reach(count, after, _longer(way, (_missing(step),)))

    def _moves(self, state: State, tokens: Sequence[str], place: int) -> Iterator[_Move]:
        """Each way on from a state."""
        one = one_word(tokens[place])
        yield from self._met(state, one, 1)
        yield from self._met_past_missing(state, one)
        if place + 1 < len(tokens):
            yield from self._met(state, two_words(tokens[place], tokens[place + 1]), 2)
        if state.done and state.free:
            part = Part("", one.spelled, 0.0, 0.0)
            yield 1, state._replace(free=state.free - 1), (part,)
        elif state.done and state.extra < MOST_EXTRA:
            cost = EXTRA_COMMON if one.spelled in COMMON else EXTRA
            part = Part("", one.spelled, 0.0, cost)
            yield 1, state._replace(extra=state.extra + 1), (part,)

    def _met(self, state: State, heard: Stretch, length: int) -> Iterator[_Move]:
        """The next step, or the next two, met by this stretch."""
        step, first = self.phrase[state.done], state.done == 0
        after = State(state.done + 1, 0, 0, state.missed)
        spoken = " ".join(heard.words)
        if isinstance(step, Slot) and length == 1 and spoken not in COMMON | NEGATORS:
            yield 1, after, (Part(f"{{{step.name}}}", spoken, 1.0, 0.0),)
        if not isinstance(step, Said):
            return
        if step.open_ended:
            like = begins(heard, step.token)
        else:
            like = alike(heard, one_word(step.token), first)
        if like:
            wanted = step.token + "*" * step.open_ended
            yield (
                length,
                after,
                (Part(wanted, spoken, like, cost_of_guess(weight(step.token), like)),),
            )
        second = self.phrase[state.done + 1] if state.done + 1 < len(self.phrase) else None
        if isinstance(second, Said) and not (step.open_ended or second.open_ended):
            pair = two_words(step.token, second.token)
            like = alike(heard, pair, first)
            if like:
                part = Part(" ".join(pair.words), spoken, like, cost_of_guess(pair.weight, like))
                yield length, State(state.done + 2, 0, 0, state.missed), (part,)

    def _met_past_missing(self, state: State, heard: Stretch) -> Iterator[_Move]:
        """The step after a missing word, which must be met as it is written."""
        step = self.phrase[state.done]
        if not isinstance(step, Said) or not _may_be_missing(step):
            return
        telling = step.token not in COMMON
        if telling and (state.missed or not state.done):
            return
        rest = state.done + 1
        while not state.done and rest < len(self.phrase) and isinstance(self.phrase[rest], Gap):
            rest += 1
        following = self.phrase[rest] if rest < len(self.phrase) else None
        if not isinstance(following, Said):
            return
        same = heard.spelled == following.token
        if same or (following.open_ended and heard.spelled.startswith(following.token)):
            wanted = following.token + "*" * following.open_ended
            parts = (_missing(step), Part(wanted, heard.spelled, 1.0, 0.0))
            yield 1, State(rest + 1, 0, 0, state.missed or telling), parts


def _longer(way: _Way, parts: tuple[Part, ...]) -> _Way:
    loss, trail = way.loss, way.parts
    for part in parts:
        loss += part.cost
        trail = _Parts(part, trail)
    return _Way(loss, way.first, trail)


def _missing(step: Said) -> Part:
    return Part(step.token, "", 0.0, cost_of_missing(step.token))


def _may_be_missing(step: Said) -> bool:
    return not step.open_ended and step.token not in NEGATORS
