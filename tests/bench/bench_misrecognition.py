"""Patterns must survive a recogniser's errors: how many still match, and how many match wrongly.

Reads pairs of what was said and what a recogniser made of it (JSON lines with "said" and
"recognised"). From each pair a stretch of three to six of the said words becomes a pattern; it is
looked for in what was recognised of its own pair (recall) and of other pairs (false matches), by
exact words, by rapidfuzz's partial_ratio on the characters, and by the project's matcher.
Run: python packaging/dev.py bench misrecognition -- PAIRS.jsonl
"""

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from assist.core.alike import weight
from assist.core.fold import fold
from assist.core.matcher import ENOUGH, Ear, PhraseTree
from assist.core.patterns import Phrase, Said
from assist.core.words import Speaker, Word

OTHERS = 40
"""Other pairs in which each pattern is looked for; it must not be there."""

STRICTNESS = (70, 75, 80, 85, 90)
_LEAST_WEIGHT = 1.3


@dataclass(frozen=True)
class Trial:
    """A pattern's words, what was recognised of them, and other talk that lacks them."""

    wanted: tuple[str, ...]
    recognised: str
    misheard: bool


def trials(path: Path, seed: int = 3) -> tuple[list[Trial], list[dict[str, str]]]:
    """One trial a pair, and all pairs."""
    source = random.Random(seed)
    pairs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found: list[Trial] = []
    for pair in pairs:
        said = fold(pair["said"])
        length = source.randint(3, 6)
        if len(said) < length:
            continue
        start = source.randrange(len(said) - length + 1)
        wanted = said[start : start + length]
        if sum(map(weight, wanted)) < _LEAST_WEIGHT:
            continue
        heard = " ".join(fold(pair["recognised"]))
        found.append(Trial(wanted, pair["recognised"], " ".join(wanted) not in heard))
    return found, pairs


def exact(wanted: tuple[str, ...], text: str) -> bool:
    return f" {' '.join(wanted)} " in f" {' '.join(fold(text))} "


def by_characters(wanted: tuple[str, ...], text: str) -> float:
    return fuzz.partial_ratio(" ".join(wanted), " ".join(fold(text)))


def by_words(wanted: tuple[str, ...], text: str) -> float:
    phrase: Phrase = tuple(Said(token) for token in wanted)
    ear = Ear(PhraseTree([(phrase, STRICTNESS[0])]))
    hits = [
        hit.score
        for place, word in enumerate(text.split())
        for hit in ear.hear(Word(Speaker.CUSTOMER, word, place * 0.3, place * 0.3 + 0.3), place)
    ]
    return max(hits, default=0)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("name the file of pairs: bench misrecognition -- PAIRS.jsonl")
    found, pairs = trials(Path(sys.argv[1]))
    source = random.Random(4)
    misheard = [one for one in found if one.misheard]
    print(f"{len(found)} patterns, {len(misheard)} of them not recognised word for word")
    print(f"{'':24} {'at':>4} {'recall':>8} {'recall, misheard':>18} {'false matches':>14}")
    elsewhere = [
        (one.wanted, other["recognised"])
        for one in found
        for other in source.sample(pairs, OTHERS)
        if not exact(one.wanted, other["recognised"]) and not exact(one.wanted, other["said"])
    ]
    for name, scores in (("rapidfuzz partial_ratio", by_characters), ("the matcher", by_words)):
        own = [(scores(one.wanted, one.recognised), one.misheard) for one in found]
        others = [scores(wanted, other) for wanted, other in elsewhere]
        for least in STRICTNESS:
            recall = sum(score >= least for score, _ in own) / len(own)
            hard = sum(score >= least for score, lost in own if lost) / len(misheard)
            wrong = sum(score >= least for score in others) / len(others)
            chosen = " *" if scores is by_words and least == ENOUGH else ""
            print(
                f"{name:24} {least:4} {100 * recall:7.1f}% {100 * hard:17.1f}% "
                f"{100 * wrong:13.3f}%{chosen}"
            )


if __name__ == "__main__":
    main()
