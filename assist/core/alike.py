"""How alike what was heard is to what is wanted, and how much a word says.

Both serve the score of a match: a rare word that is wrong or missing costs a match dearly, a
common one hardly, and a negation may never be guessed. Words are compared by their letters and
by their sound, and so are two words taken as one, because a recogniser that mishears "cancel"
writes "can sell".
"""

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from assist.core.sounds import joined, sound

LEAST_ALIKE = 0.55
"""One word for another: what is less alike (Indel similarity) is another word."""

LEAST_ALIKE_JOINED = 0.65
"""The same where two words were heard for one."""

MOST_ALIKE = 0.95
"""What is not letter for letter the same, but sounds the same, is alike so far."""

MOST_GUESSED = 0.84
"""However alike a guess is, it stays one."""

SHORTEST = 4
"""Letters that a stretch has at least before it may be taken for another."""

_SHORTEST_KEY = 3

SURE = 0.85
"""A word that is alike so far, and begins or ends with the same sound, is as good as heard."""

DOUBT = 0.3
"""What any other guess costs beside its unlikeness."""

NEGATORS = frozenset({"not", "no", "never", "none", "nothing", "nobody", "without", "hardly"})

COMMON = frozenset(
    """a about again all also am an and any are as at be because been being but by can could did do
    does doing done for from get go going got had has have he her here him his how i if in is it
    just like little lot me mine much my now of off okay on one only or other our out over please
    really right said say she should so some still than that the their them then there these they
    thing this those though to too up us very was we well were what when where which who will with
    would yes you your yours""".split()
)

EVERYDAY = (
    frozenset(
        """actually after afternoon always another anything ask asked away back bad before believe best
    better big bit bring call called came come day days different else enough even ever every
    everything feel felt few find fine first five four friend gave getting give given good great
    guess happen happened happy hard hear heard hello help her hi home hope hour hours house idea
    interesting into keep kind knew know known last later least leave left let life long look
    looked looking love made make making many matter maybe mean mind minute minutes month months
    more morning most name need needed new next nice number old people person place point pretty
    problem put question read reason remember room same saw second see seen seems send sent since
    six something sometimes soon sorry sort start started stop such sure take taken talk talking
    tell ten thank thanks things think thought three through time times today together told
    tomorrow took tried try trying two understand until use used wait want wanted watch way week
    weeks went while whole why wonder word work working world wrong year years yesterday yet""".split()
    )
    - COMMON
)

COMMON_WEIGHT = 0.35
EVERYDAY_WEIGHT = 1.0
RARE_WEIGHT = 1.25

EXTRA_COMMON = 0.12
EXTRA = 0.25
"""What a word costs that is one too many."""

MOST_EXTRA = 2
"""How many words in a row may be too many."""

MISSED = 0.7
"""What part of its weight a missing word costs, unless it is one of the commonest: those cost all."""

HOMOPHONES = {
    word: tuple(other for other in group.split() if other != word)
    for group in (
        "been bin|buy by bye|for four|hear here|hour our are|in inn|know now|of off|one won"
        "|right write|say says|sew so|some sum|than then|their there|to too two|wear were where"
        "|which witch|wood would|be bee|i eye"
    ).split("|")
    for word in group.split()
}
"""Short and common words are told apart, except from those that sound the same."""

_WEIGHTS = dict.fromkeys(EVERYDAY | NEGATORS, EVERYDAY_WEIGHT) | dict.fromkeys(
    COMMON, COMMON_WEIGHT
)


def weight(token: str) -> float:
    """How much a word says: 1.25, 1.0 for an everyday word or a negation, 0.35 for the commonest."""
    return _WEIGHTS.get(token, RARE_WEIGHT)


class Stretch(NamedTuple):
    """One folded word, or two that may have been said as one; `key` is how it sounds."""

    words: tuple[str, ...]
    spelled: str
    key: str

    @property
    def weight(self) -> float:
        return sum(map(weight, self.words))

    @property
    def guessable(self) -> bool:
        """Whether it may be taken for something else at all. A negation may not."""
        return NEGATORS.isdisjoint(self.words)

    @property
    def telling(self) -> bool:
        return not COMMON.issuperset(self.words)

    @property
    def long(self) -> bool:
        """Whether it says enough to be taken for something like it."""
        alone = len(self.words) == 1
        return (
            len(self.spelled) >= SHORTEST
            and len(self.key) >= _SHORTEST_KEY
            and not (alone and self.spelled in COMMON)
        )


@lru_cache(maxsize=65536)
def one_word(token: str) -> Stretch:
    """A word by itself."""
    return Stretch((token,), token, sound(token))


def two_words(one: str, other: str) -> Stretch:
    """Two words taken as one."""
    return Stretch((one, other), one + other, joined(sound(one), sound(other)))


def alike(heard: Stretch, wanted: Stretch, first: bool) -> float:
    """How alike two stretches are, from 0 (something else) to 1 (the same, letter for letter).

    What begins a phrase (`first`) is never guessed.
    """
    if heard.words == wanted.words:
        return 1.0
    if not (heard.guessable and wanted.guessable):
        return 0.0
    alone = len(heard.words) == len(wanted.words) == 1
    if alone and wanted.spelled in HOMOPHONES.get(heard.spelled, ()):
        return MOST_ALIKE
    if not (heard.long and wanted.long):
        return 0.0
    ratio = max(fuzz.ratio(heard.spelled, wanted.spelled), fuzz.ratio(heard.key, wanted.key)) / 100
    if not alone and heard.telling and wanted.telling and ratio == 1:
        return 1.0 if heard.spelled == wanted.spelled else MOST_ALIKE
    outer = heard.key[0] == wanted.key[0] or heard.key[-1] == wanted.key[-1]
    if alone and ratio >= SURE and outer:
        return min(ratio, MOST_ALIKE)
    if first or len(wanted.words) > 1 or not heard.telling:
        return 0.0
    least = LEAST_ALIKE if alone else LEAST_ALIKE_JOINED
    return min(ratio, MOST_GUESSED) if ratio >= least else 0.0


def cost_of_guess(weighs: float, alike: float) -> float:
    """What a phrase loses by a stretch that was heard as another."""
    return weighs * (1 - alike) + (DOUBT if alike < SURE else 0.0)


def begins(heard: Stretch, head: str) -> float:
    """How well what was heard begins with the head of an open-ended word ("cancel*").

    Two words begin with it only where the first alone is too short to.
    """
    if len(heard.words) == 1 and heard.spelled.startswith(head):
        return 1.0
    key = sound(head)
    if not heard.guessable or heard.key[0] != key[0]:
        return 0.0
    if len(heard.words) > 1 and (
        heard.words[0].startswith(head) or sound(heard.words[0]).startswith(key)
    ):
        return 0.0
    if heard.spelled.startswith(head):
        return 1.0
    long = len(key) >= _SHORTEST_KEY
    return MOST_ALIKE if long and heard.key.startswith(key) else 0.0


def cost_of_missing(token: str) -> float:
    """What a phrase loses by a word that was not heard."""
    return weight(token) if token in COMMON else MISSED * weight(token)
