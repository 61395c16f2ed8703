"""Which words a model knows, and how flite says each by itself.

Frequent words come in the order of the `wordfreq` package and only if Debian's word list has them.
"""

import json
import re
import subprocess
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

DICTIONARY = Path("/usr/share/dict/american-english")
LETTERS = tuple("bcdefghjklmnopqrstuvwxyz")
"""Spelled letters; "a" and "i" are words anyway."""

SILENCE, NOISE = "SIL", "SPN"
PHONES = (SILENCE, NOISE, *sorted(
    "aa ae ah ao aw ax ay b ch d dh eh er ey f g hh ih iy jh k l m n ng ow oy p r s sh t th uh uw v "
    "w y z zh".split()
))  # fmt: skip
"""Those of flite's English, after silence and noise (what is spoken and no known word)."""

VOWELS = frozenset("aa ae ah ao aw ax ay eh er ey ih iy ow oy uh uw".split())

_LOOKED_THROUGH = 40_000
_AT_ONCE = 3
_CONTRACTIONS = frozenset(
    "it's that's what's there's here's he's she's who's where's how's let's one's everyone's "
    "someone's today's tomorrow's customer's company's o'clock".split()
)
# Never in the vocabulary: what flite expands as an abbreviation, web fragments, words of other
# languages, slurs and sexual words.
_BLOCKED = frozenset((Path(__file__).parent / "text" / "blocked.txt").read_text("utf-8").split())


def frequent_words(count: int) -> list[str]:
    """The most frequent English words that may be in the vocabulary, most frequent first."""
    from wordfreq import top_n_list

    known = {line.strip() for line in DICTIONARY.read_text("utf-8").splitlines()}
    candidates = (word.replace("’", "'") for word in top_n_list("en", _LOOKED_THROUGH))
    words = [word for word in candidates if word in known and _may_be_known(word)]
    return words[:count]


def weights_of(words: Sequence[str], count: int) -> list[float]:
    """How often each is drawn for random strings; all alike when no frequent words were asked for."""
    if not count:
        return [1.0] * len(words)
    from wordfreq import word_frequency

    return [word_frequency(word, "en") ** 0.5 + 1e-6 for word in words]


def _may_be_known(word: str) -> bool:
    if word in _BLOCKED or not re.fullmatch(r"[a-z]+('[a-z]+)?", word):
        return False
    if len(word) == 1:
        return word in "ai"
    return not word.endswith("'s") or word in _CONTRACTIONS


def pronounce(words: Iterable[str], kept: Path) -> dict[str, list[str]]:
    """The phones of each word by itself: flite's dictionary, else its letter-to-sound rules.

    What was found is kept in the file `kept`, because asking takes a while.
    """
    known: dict[str, list[str]] = json.loads(kept.read_text()) if kept.exists() else {}
    missing = [word for word in words if word not in known]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        known.update(zip(missing, pool.map(_phones, missing), strict=True))
    kept.write_text(json.dumps(known))
    # By itself it is read as the letter.
    return {word: known[word] for word in words} | {"a": ["ax"]}


def _phones(word: str) -> list[str]:
    command = ["flite", "-voice", "kal16", "-t", word, "-ps", "-o", "/dev/null"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [phone for phone in said.split() if phone != "pau"]
