"""How long a newly settled word takes to be matched, and what is lost by being quick.

Per change of belief, at 1,000, 10,000 and 100,000 phrases with names by the thousand: the tree's
median and 95 %, beside one call of `rapidfuzz.process.extract` (partial_ratio) with the last words
and one step of an exact Aho-Corasick over the same phrases; and how many of the finds of brute
force, the same scorer run on phrase by phrase, the tree does not have. Brute force is run on short
stretches of talk with one of the phrases behind it, misheard: against all phrases, but of 100,000
against every tenth, the one that was said and those that the tree found. Times are of computing, not
of waiting for a turn; the whole takes some three minutes of it.
Run: python packaging/dev.py bench matching
"""

import random
import statistics
import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from phrases import misheard, mixed, phrases, talk
from rapidfuzz import fuzz, process

from assist.core.explained import Hearing
from assist.core.fold import fold
from assist.core.matcher import ENOUGH, Ear, PhraseTree
from assist.core.patterns import Phrase, read_pattern
from assist.core.words import Speaker, Word

CALLS = Path(__file__).parents[2] / "assist" / "demo" / "calls"
LIMITS = {1_000: 0.2, 10_000: 0.5, 100_000: 1.0}
_WINDOW = 10
_RAPIDFUZZ_WORDS = 40
_STRETCHES = {1_000: 200, 10_000: 20, 100_000: 20}
_MOST_COMPARED = 10_000
_BEFORE = 2
"""Words of talk before each phrase that brute force looks for."""


def _tree_times(tree: PhraseTree, words: list[str]) -> tuple[list[float], int]:
    ear = Ear(tree)
    times: list[float] = []
    hits = 0
    for place, text in enumerate(words):
        word = Word(Speaker.CUSTOMER, text, place * 0.3, place * 0.3 + 0.3)
        began = time.process_time()
        hits += len(ear.hear(word, place))
        times.append(time.process_time() - began)
    return times, hits


def _rapidfuzz_times(wanted: list[str], words: list[str]) -> list[float]:
    times: list[float] = []
    for place in range(_WINDOW, _WINDOW + _RAPIDFUZZ_WORDS):
        window = " ".join(words[place - _WINDOW : place])
        began = time.process_time()
        process.extract(window, wanted, scorer=fuzz.partial_ratio, score_cutoff=80, limit=5)
        times.append(time.process_time() - began)
    return times


class AhoCorasick:
    """Exact phrases, word by word, all at once (Aho and Corasick 1975, doi 10.1145/360825.360855)."""

    def __init__(self, wanted: Iterable[tuple[str, ...]]) -> None:
        self.goto: list[dict[str, int]] = [{}]
        self.fail = [0]
        self.ends: list[tuple[int, ...]] = [()]
        for number, tokens in enumerate(wanted):
            state = 0
            for token in tokens:
                if token not in self.goto[state]:
                    self.goto[state][token] = len(self.goto)
                    self.goto.append({})
                    self.fail.append(0)
                    self.ends.append(())
                state = self.goto[state][token]
            self.ends[state] += (number,)
        self._link()

    def _link(self) -> None:
        queue = deque(self.goto[0].values())
        while queue:
            state = queue.popleft()
            for token, following in self.goto[state].items():
                queue.append(following)
                self.fail[following] = self.step(self.fail[state], token)
                self.ends[following] += self.ends[self.fail[following]]

    def step(self, state: int, token: str) -> int:
        while state and token not in self.goto[state]:
            state = self.fail[state]
        return self.goto[state].get(token, 0)


def _exact_times(wanted: list[str], words: list[str]) -> list[float]:
    automaton, state = AhoCorasick(fold(one) for one in wanted), 0
    times: list[float] = []
    for text in words:
        began = time.process_time()
        for token in fold(text):
            state = automaton.step(state, token)
        times.append(time.process_time() - began)
    return times


def _lost(
    tree: PhraseTree, listened: list[Phrase], wanted: list[str], words: list[str]
) -> tuple[int, int]:
    """Finds of brute force in stretches of the talk, and how many of them the tree lacks."""
    source = random.Random(7)
    finds = lost = 0
    step = max(1, len(wanted) // _MOST_COMPARED)
    for turn in range(_STRETCHES[len(wanted)]):
        start = source.randrange(len(words) - _BEFORE)
        own = source.randrange(len(wanted))
        said = wanted[own].split()
        place = source.randrange(len(said))
        said[place : place + 1] = misheard(said[place], source)
        spoken = [*words[start : start + _BEFORE], *said]
        tokens = [token for word in spoken for token in fold(word)]
        found = _found(tree, tokens)
        compared = {*range(turn % step, len(wanted), step), own, *(one for one, _ in found)}
        for number in compared:
            for place, one in Hearing(listened[number]).ends(tokens).items():
                if one.score >= ENOUGH:
                    finds += 1
                    lost += found.get((number, place)) != one.score
    return finds, lost


def _found(tree: PhraseTree, tokens: list[str]) -> dict[tuple[int, int], int]:
    ear = Ear(tree)
    return {
        (hit.phrase, place): hit.score
        for place, token in enumerate(tokens)
        for hit in ear.hear(Word(Speaker.CUSTOMER, token, place * 0.3, place * 0.3 + 0.3), place)
    }


def _ms(times: list[float], part: float) -> float:
    return 1000 * sorted(times)[int(part * (len(times) - 1))]


def main() -> None:
    print(
        f"{'phrases':>8} {'words':>6} {'load s':>7} {'median ms':>10} {'95 % ms':>8} {'limit':>6} "
        f"{'rapidfuzz ms':>13} {'exact ms':>9}  lost of what brute force finds"
    )
    for count, limit in LIMITS.items():
        wanted = phrases(count)
        began = time.process_time()
        listened = [read_pattern(one, {}).phrases[0] for one in wanted]
        tree = PhraseTree((phrase, ENOUGH) for phrase in listened)
        loaded = time.process_time() - began
        words = mixed(talk(CALLS), wanted)
        times, _ = _tree_times(tree, words)
        fuzzy = 1000 * statistics.median(_rapidfuzz_times(wanted, words))
        exact = 1000 * statistics.median(_exact_times(wanted, words))
        finds, lost = _lost(tree, listened, wanted, words)
        print(
            f"{count:8,} {len(tree.tokens):6,} {loaded:7.2f} {_ms(times, 0.5):10.3f} "
            f"{_ms(times, 0.95):8.3f} {limit:6.1f} {fuzzy:13.1f} {exact:9.4f}  "
            f"{lost} of {finds} ({100 * lost / max(1, finds):.1f} %)",
            flush=True,
        )


if __name__ == "__main__":
    main()
