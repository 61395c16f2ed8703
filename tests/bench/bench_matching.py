"""How long a newly settled word takes to be matched, against rapidfuzz and Aho-Corasick.

Per change of belief, at 1,000, 10,000 and 100,000 phrases: the tree's median and 95 %, beside one
call of `rapidfuzz.process.extract` (partial_ratio) with the last words against the same phrases.
Run: python packaging/dev.py bench matching
"""

import statistics
import time
from pathlib import Path

from phrases import mixed, phrases, talk
from rapidfuzz import fuzz, process

from assist.core.matcher import ENOUGH, Ear, PhraseTree
from assist.core.patterns import read_pattern
from assist.core.words import Speaker, Word

CALLS = Path(__file__).parents[2] / "assist" / "demo" / "calls"
LIMITS = {1_000: 0.2, 10_000: 0.5, 100_000: 1.0}
_WINDOW = 10
_RAPIDFUZZ_WORDS = 40


def _tree_times(tree: PhraseTree, words: list[str]) -> tuple[list[float], int]:
    ear = Ear(tree)
    times: list[float] = []
    hits = 0
    for place, text in enumerate(words):
        word = Word(Speaker.CUSTOMER, text, place * 0.3, place * 0.3 + 0.3)
        began = time.perf_counter()
        hits += len(ear.hear(word, place))
        times.append(time.perf_counter() - began)
    return times, hits


def _rapidfuzz_times(wanted: list[str], words: list[str]) -> list[float]:
    times: list[float] = []
    for place in range(_WINDOW, _WINDOW + _RAPIDFUZZ_WORDS):
        window = " ".join(words[place - _WINDOW : place])
        began = time.perf_counter()
        process.extract(window, wanted, scorer=fuzz.partial_ratio, score_cutoff=80, limit=5)
        times.append(time.perf_counter() - began)
    return times


def _ms(times: list[float], part: float) -> float:
    return 1000 * sorted(times)[int(part * (len(times) - 1))]


def main() -> None:
    print(
        f"{'phrases':>8} {'load s':>7} {'median ms':>10} {'95 % ms':>9} {'limit':>6}  rapidfuzz / tree"
    )
    for count, limit in LIMITS.items():
        wanted = phrases(count)
        began = time.perf_counter()
        tree = PhraseTree((read_pattern(one, {}).phrases[0] for one in wanted), ENOUGH)
        loaded = time.perf_counter() - began
        words = mixed(talk(CALLS), wanted)
        times, hits = _tree_times(tree, words)
        slow = statistics.median(_rapidfuzz_times(wanted, words))
        ratio = slow / statistics.median(times)
        print(
            f"{count:8,} {loaded:7.2f} {_ms(times, 0.5):10.3f} {_ms(times, 0.95):9.3f} "
            f"{limit:6.1f}  {ratio:,.0f}   ({hits} hits in {len(words)} words)"
        )


if __name__ == "__main__":
    main()
