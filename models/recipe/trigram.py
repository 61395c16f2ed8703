"""The language model: an interpolated Kneser-Ney trigram, as an acceptor that backs off by epsilon.

Kneser and Ney, "Improved backing-off for m-gram language modeling", ICASSP 1995, with one absolute
discount; pruned by what a trigram or bigram adds to the likelihood (Stolcke, "Entropy-based pruning
of backoff language models", 1998). Any word may follow any word, so every sentence can be heard.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

BEGIN, END = "<s>", "</s>"
DISCOUNT = 0.7
SHARED_BY_ALL = 0.3
"""Of the probability of single words, this much is shared among all words alike."""

_LEAST = 1e-6

Gram = tuple[str, ...]
Counts = Counter[Gram]
Chances = dict[Gram, float]


class Trigram:
    """Probabilities of words after none, one and two words."""

    def __init__(
        self, weighted: Iterable[tuple[str, int]], words: Sequence[str], prune: float
    ) -> None:
        """`weighted` are sentences and how often each counts."""
        twos, threes = _counted(weighted)
        self.one = _single(twos, words)
        two, weights_one = _discounted(_continued(twos, threes), lambda gram: self.one[gram[0]])
        lower = _backing_off(two, weights_one, self.one)
        three, weights_two = _discounted(threes, lower)
        total = sum(twos.values())

        def adds(gram: Gram, count: int, chance: float, otherwise: float) -> bool:
            return count / total * math.log(chance / otherwise) > prune

        self.three = {
            gram: chance
            for gram, chance in three.items()
            if adds(gram, threes[gram], chance, weights_two[gram[:-1]] * lower(gram[1:]))
        }
        needed = {gram[:2] for gram in self.three}
        self.two = {
            gram: chance
            for gram, chance in two.items()
            if gram in needed
            or gram[0] == BEGIN
            or adds(gram, twos[gram], chance, weights_one[gram[:1]] * self.one[gram[1]])
        }
        self.back_to_one = _left_over(self.two, lambda gram: self.one[gram[-1]])
        self.back_to_two = _left_over(self.three, lambda gram: self._after_one(gram[1:]))

    def chance(self, gram: Gram) -> float:
        """Of the last word of three, after the two before it."""
        if gram in self.three:
            return self.three[gram]
        return self.back_to_two.get(gram[:2], 1.0) * self._after_one(gram[1:])

    def perplexity(self, sentences: Iterable[str]) -> float:
        """Of those sentences of which every word is known."""
        logs = []
        for sentence in sentences:
            words = (BEGIN, *sentence.split(), END)
            if not all(word in self.one for word in words[1:]):
                continue
            logs.append(math.log(self._after_one(words[:2])))
            logs += [math.log(self.chance(words[at : at + 3])) for at in range(len(words) - 2)]
        return math.exp(-sum(logs) / len(logs))

    def acceptor(self, ids: Mapping[str, int], scale: float) -> str:
        """OpenFst's text form over these word ids, with costs of -`scale` times the logarithm.

        Each state is a history; the first is the beginning of a sentence, the end of a sentence is
        a final cost, and backing off is an arc of epsilon (0).
        """
        return _Acceptor(self, ids, scale).text()

    def _after_one(self, gram: Gram) -> float:
        if gram in self.two:
            return self.two[gram]
        return self.back_to_one.get(gram[:1], 1.0) * self.one[gram[1]]


def _counted(weighted: Iterable[tuple[str, int]]) -> tuple[Counts, Counts]:
    twos: Counts = Counter()
    threes: Counts = Counter()
    for sentence, times in weighted:
        words = (BEGIN, *sentence.split(), END)
        for at in range(1, len(words)):
            twos[words[at - 1 : at + 1]] += times
        for at in range(2, len(words)):
            threes[words[at - 2 : at + 1]] += times
    return twos, threes


def _continued(twos: Counts, threes: Counts) -> Counts:
    """In how many ways each two words are gone on from; after the beginning, how often they were."""
    continued: Counts = Counter(gram[1:] for gram in threes)
    continued.update({gram: times for gram, times in twos.items() if gram[0] == BEGIN})
    return continued


def _single(twos: Counts, words: Sequence[str]) -> dict[str, float]:
    after = Counter(word for _, word in twos)
    total = after.total()
    own = 1.0 - SHARED_BY_ALL
    chances = {word: own * after[word] / total + SHARED_BY_ALL / len(words) for word in words}
    chances[END] = own * after[END] / total
    whole = sum(chances.values())
    return {word: chance / whole for word, chance in chances.items()}


def _discounted(counts: Counts, lower: Callable[[Gram], float]) -> tuple[Chances, Chances]:
    """Chances of the grams, and of each history what goes to the lower order."""
    seen: Counts = Counter()
    kinds: Counts = Counter()
    for gram, times in counts.items():
        seen[gram[:-1]] += times
        kinds[gram[:-1]] += 1
    weights = {history: DISCOUNT * kinds[history] / seen[history] for history in seen}
    chances = {
        gram: max(times - DISCOUNT, 0) / seen[gram[:-1]] + weights[gram[:-1]] * lower(gram[1:])
        for gram, times in counts.items()
    }
    return chances, weights


def _backing_off(two: Chances, weights: Chances, one: dict[str, float]) -> Callable[[Gram], float]:
    def lower(gram: Gram) -> float:
        return two[gram] if gram in two else weights.get(gram[:1], 1.0) * one[gram[1]]

    return lower


def _left_over(chances: Chances, lower: Callable[[Gram], float]) -> Chances:
    """The weight of backing off from each history, so that its chances add up to one."""
    sums: defaultdict[Gram, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for gram, chance in chances.items():
        sums[gram[:-1]][0] += chance
        sums[gram[:-1]][1] += lower(gram)
    return {
        history: max(1 - kept, _LEAST) / max(1 - otherwise, _LEAST)
        for history, (kept, otherwise) in sums.items()
    }


class _Acceptor:
    """Writes a trigram down as states and arcs."""

    def __init__(self, trigram: Trigram, ids: Mapping[str, int], scale: float) -> None:
        self._trigram = trigram
        self._ids = ids
        self._scale = scale
        self._histories = set(trigram.back_to_one) | set(trigram.back_to_two)
        self._states: dict[Gram, int] = {}
        self._lines: list[str] = []
        self._state((BEGIN,))

    def text(self) -> str:
        # The state that is written first is the start.
        for gram, chance in sorted(self._trigram.two.items(), key=lambda one: one[0][0] != BEGIN):
            self._word(gram, chance)
        for word, chance in self._trigram.one.items():
            self._word((word,), chance)
        for gram, chance in self._trigram.three.items():
            self._word(gram, chance)
        for history, weight in self._trigram.back_to_one.items():
            self._back(history, (), weight)
        for history, weight in self._trigram.back_to_two.items():
            self._back(history, self._known(history[1:]), weight)
        return "\n".join(self._lines) + "\n"

    def _word(self, gram: Gram, chance: float) -> None:
        at, word, cost = self._state(gram[:-1]), gram[-1], -self._scale * math.log(chance)
        if word == END:
            self._lines.append(f"{at} {cost:.4f}")
        else:
            to = self._state(self._known(gram[-2:]))
            self._lines.append(f"{at} {to} {self._ids[word]} {cost:.4f}")

    def _back(self, history: Gram, to: Gram, weight: float) -> None:
        cost = -self._scale * math.log(weight)
        self._lines.append(f"{self._state(history)} {self._state(to)} 0 {cost:.4f}")

    def _known(self, history: Gram) -> Gram:
        """The longest end of it that anything is known to follow."""
        while history and history not in self._histories:
            history = history[1:]
        return history

    def _state(self, history: Gram) -> int:
        return self._states.setdefault(history, len(self._states))
