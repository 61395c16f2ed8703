"""From spoken sentences to phone sequences, and the ways in which each word was said.

flite tells the phones of a whole sentence; aligned with those of each word by itself, they tell how
a word is said between others ("the" before a vowel). Those ways become the lexicon. The other
synthesisers tell nothing, so their sentences get the commonest way of each word.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from models.recipe.corpus import Corpus
from models.recipe.plan import SHARDS, Work
from models.recipe.synthesis import Spoken, read_spoken
from models.recipe.words import SILENCE, VOWELS, pronounce

Pronunciations = Mapping[str, Sequence[str]]
Spans = list[list[int]]

OTHER_OF_KIND, OTHER, GAP = 0.8, 2.0, 1.1
"""What it costs in an alignment that a phone is another vowel or consonant, is of the other kind, or
has no counterpart."""

TOO_FAR = 0.35
"""Cost a phone from which a sentence was said otherwise than written, and is left out."""

MOST_WAYS, LEAST_TIMES, LEAST_SHARE = 4, 3, 0.08
"""Of a word's ways the commonest few are kept, if they were heard so often."""

_PAUSE = "pau"


@dataclass(frozen=True, slots=True)
class Step:
    """One phone of an utterance, or a silence that may be left out; whether it begins a word."""

    phone: str
    may_be_left_out: bool = False
    begins_word: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence to train on: where its sound lies, and its phones. From flite also `times`: each
    phone with pauses, and when it ends in seconds.
    """

    shard: int
    start: int
    length: int
    steps: tuple[Step, ...]
    times: tuple[tuple[str, float], ...]


def align(corpus: Corpus, work: Work) -> int:
    """Writes the lexicon and the utterances; how many sentences were left out."""
    spoken = [(shard, one) for shard in range(SHARDS) for one in read_spoken(work, shard)]
    said = (word for _, one in spoken for word in one.text.split())
    words = list(dict.fromkeys((*corpus.vocabulary, *said)))
    alone = pronounce(words, work.pronunciations)
    spans = {one.id: found for _, one in spoken if one.phones and (found := _spans(one, alone))}
    kept = [(shard, one) for shard, one in spoken if not one.phones or one.id in spans]
    lexicon = _lexicon(words, alone, _ways((one for _, one in kept), spans))
    lines = [f"{word} {' '.join(way)}\n" for word, ways in lexicon.items() for way in ways]
    work.lexicon.write_text("".join(lines))
    first = {word: ways[0] for word, ways in lexicon.items()}
    rows = [
        Utterance(shard, one.start, one.length, _steps(one, spans.get(one.id), first), one.phones)
        for shard, one in kept
    ]
    work.utterances.write_text(json.dumps([asdict(row) for row in rows]))
    return len(spoken) - len(kept)


def read_utterances(work: Work) -> list[Utterance]:
    rows = json.loads(work.utterances.read_text())
    return [
        Utterance(
            row["shard"],
            row["start"],
            row["length"],
            tuple(Step(**step) for step in row["steps"]),
            tuple((phone, end) for phone, end in row["times"]),
        )
        for row in rows
    ]


def split(heard: Sequence[str], words: Sequence[Sequence[str]]) -> tuple[Spans, float]:
    """The places in `heard` of each word's phones, and the cost of the alignment.

    Least edit distance; what was heard beside the words belongs to the word at that place.
    """
    expected = [(phone, place) for place, word in enumerate(words) for phone in word]
    best = _costs(heard, [phone for phone, _ in expected])
    spans: Spans = [[] for _ in words]
    at, to = len(heard), len(expected)
    while at or to:
        here = best[at][to]
        if (
            at
            and to
            and _same(here, best[at - 1][to - 1] + _cost(heard[at - 1], expected[to - 1][0]))
        ):
            at, to = at - 1, to - 1
            spans[expected[to][1]].insert(0, at)
        elif at and _same(here, best[at - 1][to] + GAP):
            at -= 1
            spans[expected[min(to, len(expected) - 1)][1]].insert(0, at)
        else:
            to -= 1
    return spans, best[-1][-1]


def _costs(heard: Sequence[str], expected: Sequence[str]) -> list[list[float]]:
    """The least cost of aligning the first phones of one with the first of the other."""
    rows = [[GAP * place for place in range(len(expected) + 1)]]
    for phone in heard:
        above = rows[-1]
        row = [above[0] + GAP]
        for place, other in enumerate(expected):
            swapped = above[place] + _cost(phone, other)
            row.append(min(swapped, above[place + 1] + GAP, row[place] + GAP))
        rows.append(row)
    return rows


def _cost(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return OTHER_OF_KIND if (one in VOWELS) == (other in VOWELS) else OTHER


def _same(one: float, other: float) -> bool:
    return abs(one - other) < 1e-9


def _spans(one: Spoken, alone: Pronunciations) -> Spans | None:
    """Of flite's own phones; None where they do not fit the words."""
    heard = _voiced(one)
    spans, cost = split(heard, [alone[word] for word in one.text.split()])
    return spans if all(spans) and cost <= TOO_FAR * len(heard) else None


def _voiced(one: Spoken) -> list[str]:
    return [phone for phone, _ in one.phones if phone != _PAUSE]


def _ways(spoken: Iterable[Spoken], spans: Mapping[str, Spans]) -> dict[str, Counter[str]]:
    ways: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in spoken:
        heard = _voiced(one)
        for word, span in zip(one.text.split(), spans.get(one.id, []), strict=False):
            ways[word][" ".join(heard[place] for place in span)] += 1
    return ways


def _lexicon(
    words: Sequence[str], alone: Pronunciations, ways: Mapping[str, Counter[str]]
) -> dict[str, list[list[str]]]:
    """Of each word its commonest ways, and the one that it has by itself."""
    lexicon = {}
    for word in words:
        heard = ways.get(word, Counter())
        enough = max(LEAST_TIMES, LEAST_SHARE * heard.total())
        kept = [way for way, times in heard.most_common(MOST_WAYS) if times >= enough]
        lexicon[word] = [way.split() for way in dict.fromkeys((*kept, " ".join(alone[word])))]
    return lexicon


def _steps(one: Spoken, spans: Spans | None, ways: Pronunciations) -> tuple[Step, ...]:
    return tuple(_heard_steps(one, spans) if spans else _written_steps(one, ways))


def _heard_steps(one: Spoken, spans: Spans) -> list[Step]:
    begins = {span[0] for span in spans}
    steps: list[Step] = []
    place = 0
    for phone, _ in one.phones:
        if phone != _PAUSE:
            steps.append(Step(phone, begins_word=place in begins))
            place += 1
        elif not steps or steps[-1].phone != SILENCE:
            steps.append(Step(SILENCE))
    return steps


def _written_steps(one: Spoken, ways: Pronunciations) -> list[Step]:
    pause = Step(SILENCE, may_be_left_out=True)
    words = one.text.split()
    steps = [pause]
    for word, following in zip(words, [*words[1:], ""], strict=True):
        phones = list(ways[word])
        if word == "the":
            phones = ["dh", "iy" if following and ways[following][0] in VOWELS else "ax"]
        steps += [Step(phone, begins_word=at == 0) for at, phone in enumerate(phones)]
        steps.append(pause)
    return steps
