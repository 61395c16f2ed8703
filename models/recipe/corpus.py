"""What is said and what is written: the sentences of a plan, and its vocabulary.

Promise: no held-out sentence is among those that are trained on, spoken or written.
"""

import random
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from models.recipe.plan import TEXTS, Plan
from models.recipe.rules import Grammar, read_grammar
from models.recipe.trigram import Trigram
from models.recipe.words import LETTERS, frequent_words, weights_of

RULES_SEED, LISTS_SEED, GENERAL_SEED, HELDOUT_SEED = 1, 2, 3, 99
HELDOUT_RULES = 40
HELDOUT_LOOKED_THROUGH = 4000
HELDOUT_WORDS = 5
"""A held-out sentence from the rules has at least so many words."""

RANDOM_SHARE = 0.45
"""Of the spoken sentences that are not hand-written, so many are strings of random words: phones
that owe nothing to the language model."""

RANDOM_WORDS = (4, 8)
LASTS = 2.8
"""Seconds that a sentence lasts in the mean (measured over 17,670)."""

_HANDWRITTEN_COUNTS = 12
_MOST_COUNTED = 8


@dataclass(frozen=True)
class Heldout:
    """Sentences that are only measured with: written freely, and drawn from the rules."""

    free: tuple[str, ...]
    from_rules: tuple[str, ...]

    @property
    def all(self) -> frozenset[str]:
        return frozenset((*self.free, *self.from_rules))


class Corpus:
    """The sentences of one plan. Each list is drawn at the first use and is the same each time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._rules = read_grammar(TEXTS / plan.rules)

    @cached_property
    def handwritten(self) -> list[str]:
        return [line for name in self.plan.handwritten for line in _lines(name)]

    @cached_property
    def heldout(self) -> Heldout:
        written = set(self.handwritten)
        free = _lines(self.plan.heldout) if self.plan.heldout else []
        drawn = dict.fromkeys(
            sentence
            for sentence in self._rules.draw(HELDOUT_LOOKED_THROUGH, HELDOUT_SEED)
            if len(sentence.split()) >= HELDOUT_WORDS
        )
        return Heldout(
            tuple(sentence for sentence in free if sentence not in written),
            tuple(drawn)[:HELDOUT_RULES],
        )

    @cached_property
    def from_rules(self) -> Counter[str]:
        """Sentences from the rules, and how often each was drawn."""
        drawn = self._rules.draw(self.plan.rule_sentences, RULES_SEED)
        return Counter(one for one in drawn if one not in self.heldout.all)

    @cached_property
    def general(self) -> list[str]:
        """Everyday English, for the language model alone."""
        count = self.plan.general_sentences
        return _general().draw(count, GENERAL_SEED) if count else []

    @cached_property
    def vocabulary(self) -> list[str]:
        """Every word that the model knows, each once."""
        count = self.plan.frequent_words
        words = dict.fromkeys((*frequent_words(count), *LETTERS) if count else ())
        for sentence in (*self.from_rules, *self.handwritten, *self.general):
            words.update(dict.fromkeys(sentence.split()))
        return list(words)

    def to_speak(self) -> list[str]:
        """The sentences for all hours of the plan, shuffled."""
        rng = random.Random(LISTS_SEED)
        count = round(self.plan.hours * 3600 / LASTS)
        texts = (self.handwritten * 2)[:count]
        strings = round(RANDOM_SHARE * (count - len(texts)))
        texts += self._random_strings(strings, rng)
        texts += rng.choices([one for one in self.from_rules if " " in one], k=count - len(texts))
        rng.shuffle(texts)
        return texts

    def language_model(self) -> Trigram:
        weighted = [(text, min(times, _MOST_COUNTED)) for text, times in self.from_rules.items()]
        weighted += [(text, _HANDWRITTEN_COUNTS) for text in self.handwritten]
        weighted += [(text, 1) for text in self.general if text not in self.heldout.all]
        return Trigram(weighted, self.vocabulary, self.plan.prune)

    def _random_strings(self, count: int, rng: random.Random) -> list[str]:
        words = self.vocabulary
        weights = weights_of(words, self.plan.frequent_words)
        drawn = []
        for _ in range(count):
            length = rng.randint(*RANDOM_WORDS)
            rare = rng.choices(words, k=length)
            frequent = rng.choices(words, weights, k=length)
            pairs = zip(rare, frequent, strict=True)
            drawn.append(" ".join(rng.choice(pair) for pair in pairs))
        return drawn


def _general() -> Grammar:
    return read_grammar(TEXTS / "general.txt")


def _lines(name: str) -> list[str]:
    lines = (TEXTS / name).read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip()]
