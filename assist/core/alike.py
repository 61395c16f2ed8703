"""How alike two words are, and how much a word says.

Both serve the score of a match: a rare word that is missing or wrong costs a match dearly, a
common one hardly, and a negation may never be guessed.
"""

from functools import lru_cache

from rapidfuzz import fuzz, process

LEAST_ALIKE = 0.8
"""Words that are less alike than this (Indel similarity of their letters) are other words."""

_SHORTEST = 4

NEGATORS = frozenset({"not", "no", "never", "none", "nothing", "nobody", "without", "hardly"})

COMMON = frozenset(
    """a about again all also am an and any are as at be because been being but by can could did do
    does doing done for from get go going got had has have he her here him his how i if in is it
    just like little lot me mine much my now of off okay on one only or other our out over please
    really right said say she should so some still than that the their them then there these they
    thing this those though to too up us very was we well were what when where which who will with
    would yes you your yours""".split()
)

CONTENT_WEIGHT = 1.0
COMMON_WEIGHT = 0.35


def weight(token: str) -> float:
    """How much a word says: 1.0, or 0.35 for the commonest words of English."""
    return COMMON_WEIGHT if token in COMMON else CONTENT_WEIGHT


class Vocabulary:
    """Every word that some pattern listens for, and which of them a heard word may be."""

    def __init__(self, tokens: frozenset[str], heads: frozenset[str] = frozenset()) -> None:
        """`heads` are what open-ended words begin with: "cancel" for "cancel*"."""
        self._tokens = tokens
        self._heads = tuple(heads)
        self._fuzzy = sorted(
            token
            for token in tokens
            if len(token) >= _SHORTEST and token not in NEGATORS and token not in COMMON
        )
        self.like = lru_cache(maxsize=16384)(self._like)
        self.pieces = lru_cache(maxsize=16384)(self._pieces)

    def _like(self, heard: str) -> tuple[tuple[str, float], ...]:
        """The wanted words that `heard` may be, each with how alike it is (LEAST_ALIKE to 1)."""
        exact = ((heard, 1.0),) if heard in self._tokens else ()
        if len(heard) < _SHORTEST or heard in COMMON or heard in NEGATORS:
            return exact
        found = process.extract(
            heard, self._fuzzy, scorer=fuzz.ratio, score_cutoff=100 * LEAST_ALIKE, limit=12
        )
        return exact + tuple((token, score / 100) for token, score, _ in found if token != heard)

    def _pieces(self, heard: str) -> tuple[str, str] | None:
        """Two wanted words that `heard` is, written as one: "signin" is "sign in"."""
        if heard in self._tokens or len(heard) < _SHORTEST or heard.startswith(self._heads):
            return None
        cuts = ((heard[:cut], heard[cut:]) for cut in range(2, len(heard) - 1))
        return next(
            (cut for cut in cuts if cut[0] in self._tokens and cut[1] in self._tokens), None
        )
