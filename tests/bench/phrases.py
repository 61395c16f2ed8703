"""Phrases and talk for benchmarks: as many as asked for, the same ones each time.

The phrases are put together from what callers complain of, ask for and say; no two are the same.
The things in them go by thousands of names, made of syllables as product and place names are, so
that words come up which no cache has met.
"""

import json
import random
from pathlib import Path

_OPENERS = (
    "i want to|i would like to|i need to|can i|why can i not|how do i|nobody helped me|"
    "you promised to|i tried to|i have to|they told me to|please let me|when can i|"
    "i was going to|it is time to|somebody has to|you refused to|my wife wants to"
).split("|")
_VERBS = (
    "cancel|return|exchange|repair|upgrade|renew|dispute|move|transfer|close|reopen|confirm|"
    "change|track|collect|replace|refund|extend|pause|report|insure|activate|block|order|"
    "reschedule|downgrade|complain about|ask about|pay|check"
).split("|")
_OWNERS = "my|the|this|that|our|her|his|an old|a new|the other|the second".split("|")
_THINGS = (
    "contract|order|refund|delivery|invoice|router|phone|line|subscription|account|card|booking|"
    "flight|ticket|policy|washing machine|laptop|meter|payment|deposit|appointment|password|"
    "address|parcel|warranty|credit|discount|upgrade|statement|direct debit"
).split("|")
_TAILS = "|today|this week|before friday|for the third time|without a fee|by phone".split("|")
_BEGINNINGS = "b br c ch cl d dr f fl g gr h j k l m n p pl pr r s sh st t tr v w".split()
_MIDDLES = "a e i o u ai ea ee oo ou".split()
_ENDINGS = "b ck d ft g l ld lt m mp n nd nk nt p r rd rn s sh st t th x".split()
_EVERY = 10
"""How many phrases share a name, on the average."""


def names(count: int, seed: int = 5) -> list[str]:
    """`count` different words of two or three syllables that no language has."""
    source = random.Random(seed)
    chosen: dict[str, None] = {}
    while len(chosen) < count:
        beats = source.choice((2, 2, 3))
        word = "".join(source.choice(_BEGINNINGS) + source.choice(_MIDDLES) for _ in range(beats))
        chosen[word + source.choice(_ENDINGS)] = None
    return list(chosen)


def phrases(count: int, seed: int = 1) -> list[str]:
    """`count` different phrases of three to eleven words; half of them have a name in them."""
    chosen: dict[str, None] = {}
    source = random.Random(seed)
    called = names(max(100, count // _EVERY))
    while len(chosen) < count:
        parts = [source.choice(part) for part in (_OPENERS, _VERBS, _OWNERS, _THINGS, _TAILS)]
        if source.random() < 0.5:
            parts[3] = f"{source.choice(called)} {parts[3]}"
        chosen[" ".join(parts).strip()] = None
    return list(chosen)


def talk(folder: Path) -> list[str]:
    """The words of every recorded call in a folder, from the transcripts beside the sound."""
    words: list[str] = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            words += json.loads(line)["text"].split()
    return words


def mixed(words: list[str], wanted: list[str], seed: int = 2) -> list[str]:
    """The talk with some of the wanted phrases in it, a third of those with a word misheard, and
    with words that neither has.
    """
    source = random.Random(seed)
    out: list[str] = []
    for word, odd in zip(words, names(len(words), seed=11), strict=True):
        out.append(word)
        if source.random() < 0.1:
            out.append(odd)
        if source.random() < 0.05:
            said = source.choice(wanted).split()
            if source.random() < 0.3:
                place = source.randrange(len(said))
                said[place : place + 1] = misheard(said[place], source)
            out += said
    return out


def misheard(word: str, source: random.Random) -> list[str]:
    """The word in another form, in two, with another vowel, as another word, or not at all."""
    vowels = [place for place, letter in enumerate(word) if letter in "aeiou"]
    match source.randrange(5):
        case 0:
            return [word + "s"]
        case 1 if len(word) > 5:
            return [word[: len(word) // 2], word[len(word) // 2 :]]
        case 2 if vowels:
            place = source.choice(vowels)
            return [word[:place] + source.choice("aeiou") + word[place + 1 :]]
        case 3:
            return ["very"]
        case _:
            return []
