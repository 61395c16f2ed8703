"""Phrases and talk for benchmarks: as many as asked for, the same ones each time.

The phrases are put together from what callers complain of, ask for and say; no two are the same.
"""

import itertools
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


def phrases(count: int, seed: int = 1) -> list[str]:
    """`count` different phrases of three to ten words."""
    chosen: dict[str, None] = {}
    source = random.Random(seed)
    parts = (_OPENERS, _VERBS, _OWNERS, _THINGS, _TAILS)
    most = len(list(itertools.product(*(range(len(part)) for part in parts))))
    if count > most:
        raise ValueError(f"there are only {most} phrases")
    while len(chosen) < count:
        chosen[" ".join(source.choice(part) for part in parts).strip()] = None
    return list(chosen)


def talk(folder: Path) -> list[str]:
    """The words of every recorded call in a folder, from the transcripts beside the sound."""
    words: list[str] = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            words += json.loads(line)["text"].split()
    return words


def mixed(words: list[str], wanted: list[str], seed: int = 2) -> list[str]:
    """The talk with some of the wanted phrases in it, a few of them with one word misheard."""
    source = random.Random(seed)
    out: list[str] = []
    for word in words:
        out.append(word)
        if source.random() < 0.05:
            said = source.choice(wanted).split()
            if source.random() < 0.3:
                said[source.randrange(len(said))] += "s"
            out += said
    return out
