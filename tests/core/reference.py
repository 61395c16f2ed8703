"""A slow scorer of one phrase, plain enough to be right: every way of hearing it, no tree, no pruning.

It knows the costs that `assist.core.matcher` promises: a word alike costs what it lacks, a common
word may be missing (0.35, never two in a row, and never the last) or swapped for another (0.2, not
the first), up to two words in a row may be too many (0.12 a common one, 0.3 another).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from rapidfuzz import fuzz

from assist.core.alike import COMMON, NEGATORS, weight
from assist.core.patterns import Gap, Phrase, Said, Slot, Step

State = tuple[int, int, int]
"""Steps done, free words left of a gap, words too many since the last step."""


def alike(heard: str, wanted: str) -> float:
    """How alike two words are, 0 where they are other words."""
    if heard == wanted:
        return 1.0
    closed = COMMON | NEGATORS
    if min(len(heard), len(wanted)) < 4 or heard in closed or wanted in closed:
        return 0.0
    ratio = fuzz.ratio(heard, wanted) / 100
    return ratio if ratio >= 0.8 else 0.0


@dataclass
class Reference:
    """Scores a phrase over a text, given all words that any phrase listens for."""

    vocabulary: frozenset[str]
    phrase: Phrase
    ends: dict[int, float] = field(default_factory=dict)

    def scores(self, tokens: Sequence[str]) -> Mapping[int, float]:
        """The best score (0-100, not rounded) of a phrase that ends at each token."""
        total = sum(weight(step.token) for step in self.phrase if isinstance(step, Said))
        states: list[dict[State, float]] = [{} for _ in range(len(tokens) + 1)]
        for count in range(len(tokens)):
            begun = {(0, 0, 0): 0.0, **states[count]}
            for state, loss in begun.items():
                for length, after, more in self._ways(state, tokens, count):
                    self._reach(states[count + length], count + length, after, loss + more)
        return {end - 1: 100 * (1 - loss / total) for end, loss in self.ends.items()}

    def _reach(self, states: dict[State, float], count: int, after: State, loss: float) -> None:
        done, free, extra = after
        if done == len(self.phrase):
            self.ends[count] = min(loss, self.ends.get(count, inf))
            return
        step = self.phrase[done]
        if isinstance(step, Gap) and not free and not extra:
            self._reach(states, count, (done + 1, step.most, 0), loss)
            return
        states[after] = min(loss, states.get(after, inf))
        following = self.phrase[done + 1] if done + 1 < len(self.phrase) else None
        if not free and not extra and _may_be_missing(step) and isinstance(following, Gap):
            self._reach(states, count, (done + 2, following.most, 0), loss + 0.35)

    def _ways(
        self, state: State, tokens: Sequence[str], place: int
    ) -> Iterator[tuple[int, State, float]]:
        """Each way on from a state: how many tokens it takes, the state after, what it costs."""
        done, free, extra = state
        token = tokens[place]
        yield from self._steps_on(done, token, 1)
        if place + 1 < len(tokens) and min(len(token), len(tokens[place + 1])) >= 2:
            joined = token + tokens[place + 1]
            if any(alike(joined, wanted) >= 0.9 for wanted in self.vocabulary):
                yield from self._steps_on(done, joined, 2)
        if done and free:
            yield 1, (done, free - 1, extra), 0.0
        elif done and extra < 2:
            yield 1, (done, 0, extra + 1), 0.12 if token in COMMON else 0.3

    def _steps_on(self, done: int, token: str, length: int) -> Iterator[tuple[int, State, float]]:
        step = self.phrase[done]
        cost = _cost(step, token)
        if cost < inf:
            yield length, (done + 1, 0, 0), cost
        if _may_be_missing(step):
            if done and token in COMMON:
                yield length, (done + 1, 0, 0), 0.2
            rest = done + 1
            if not done:
                while rest < len(self.phrase) and isinstance(self.phrase[rest], Gap):
                    rest += 1
            if rest < len(self.phrase) and isinstance(self.phrase[rest], Said):
                cost = _cost(self.phrase[rest], token)
                if cost < inf:
                    yield length, (rest + 1, 0, 0), 0.35 + cost


def _cost(step: Step, token: str) -> float:
    if isinstance(step, Gap):
        return inf
    if isinstance(step, Slot):
        return inf if token in COMMON or token in NEGATORS else 0.0
    if step.open_ended:
        return 0.0 if token.startswith(step.token) else inf
    similar = alike(token, step.token)
    return weight(step.token) * (1 - similar) if similar else inf


def _may_be_missing(step: Step) -> bool:
    return isinstance(step, Said) and not step.open_ended and step.token in COMMON


def split(tokens: Sequence[str], vocabulary: frozenset[str], prefixes: frozenset[str]) -> list[str]:
    """The tokens, with words that are two wanted ones written as one taken apart."""
    apart: list[str] = []
    for token in tokens:
        known = token in vocabulary or any(token.startswith(prefix) for prefix in prefixes)
        cuts = [] if known or len(token) < 4 else range(2, len(token) - 1)
        two = [
            [token[:cut], token[cut:]]
            for cut in cuts
            if token[:cut] in vocabulary and token[cut:] in vocabulary
        ]
        apart += two[0] if two else [token]
    return apart
