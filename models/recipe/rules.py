"""Sentences from rules, to draw from at random.

One rule a line, "name: expansion"; those named S are whole sentences. In an expansion `(a|b)` is one
of the two, `[x]` may be left out, and `<name>` is another rule. Lines that begin with # say something
to the reader.
"""

import random
import re
from dataclasses import dataclass
from pathlib import Path

MOST_WORDS = 22
"""Longer sentences than people say in one breath are drawn anew."""

_TOKENS = re.compile(r"[()\[\]|]|<[a-z0-9]+>|[a-z']+")
_STRANGE = re.compile(r"[^a-z0-9' ()\[\]|<>]")
_SENTENCE = "S"
_CLOSES = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Word:
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Another rule, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these sequences, each as likely as the others."""

    sequences: "tuple[tuple[Word | Rule | OneOf, ...], ...]"
    may_be_left_out: bool = False


Item = Word | Rule | OneOf


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules of one file."""

    named: dict[str, OneOf]
    sentences: tuple[OneOf, ...]

    def sentence(self, rng: random.Random) -> str:
        while True:
            words = self._expand(rng.choice(self.sentences), rng)
            if 0 < len(words) <= MOST_WORDS:
                return " ".join(words)

    def draw(self, count: int, seed: int) -> list[str]:
        """So many sentences, the same ones each time."""
        rng = random.Random(seed)
        return [self.sentence(rng) for _ in range(count)]

    def _expand(self, item: Item, rng: random.Random) -> list[str]:
        match item:
            case Word(text):
                return [text]
            case Rule(name):
                return self._expand(self.named[name], rng)
            case OneOf(sequences, may_be_left_out):
                if may_be_left_out and rng.random() < 0.5:
                    return []
                return [word for one in rng.choice(sequences) for word in self._expand(one, rng)]


def read_grammar(path: Path) -> Grammar:
    """Raises ValueError with the line that cannot be read."""
    named: dict[str, OneOf] = {}
    sentences: list[OneOf] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, expansion = line.strip().partition(": ")
        if not colon or _STRANGE.search(expansion):
            raise ValueError(f"{path.name}:{number}: this is no rule: {line}")
        options = _Reader(_TOKENS.findall(expansion)).options(None)
        if name == _SENTENCE:
            sentences.append(options)
        else:
            named[name] = options
    return Grammar(named, tuple(sentences))


class _Reader:
    """Reads an expansion's tokens from the left to the right."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = iter(tokens)

    def options(self, closing: str | None) -> OneOf:
        """All up to the closing bracket, or to the end."""
        sequences: list[tuple[Item, ...]] = []
        sequence: list[Item] = []
        for token in self._tokens:
            if token == closing:
                break
            if token == "|":
                sequences.append(tuple(sequence))
                sequence = []
            else:
                sequence.append(self._item(token))
        return OneOf((*sequences, tuple(sequence)), may_be_left_out=closing == "]")

    def _item(self, token: str) -> Item:
        if token in _CLOSES:
            return self.options(_CLOSES[token])
        return Rule(token[1:-1]) if token.startswith("<") else Word(token)
