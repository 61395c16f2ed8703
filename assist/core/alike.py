"""How alike what was heard is to what is wanted, and how much a word says.

Both serve the score of a match: a rare word that is wrong or missing costs a match dearly, a
common one hardly, and a negation may never be guessed. Words are compared by their letters and
by their sound, and so are two words taken as one, because a recogniser that mishears "cancel"
writes "can sell".

A recogniser chooses among words that it knows, so a word that looks or sounds like another is
mostly just that word. A guess must be one that a recogniser would make: by sound and by letters,
not from a familiar word, and never across a negating "un-" or "dis-".
"""

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from assist.core.familiar import FAMILIAR, forms_of_one, stem
from assist.core.sounds import joined, sound

LEAST_ALIKE = 0.55
"""One word for another: what is less alike (Indel similarity) is another word."""

LEAST_ALIKE_JOINED = 0.65
"""The same where two words were heard for one."""

MOST_ALIKE = 0.95
"""What is not letter for letter the same, but sounds the same, is alike so far."""

MOST_GUESSED = 0.84
"""However alike a guess is, it stays one."""

LEAST_SPELLED = 0.6
LEAST_SPELLED_SHORT = 0.7
LEAST_SPELLED_FAMILIAR = 0.75
_SHORT = 5
"""How alike the letters are at least of what sounds alike. The keys of sounds are rough, those of
words of up to five letters most of all: "road" and "rude" share one."""

SHORTEST_PART = 3
"""Letters that each of two words has at least that are taken for something which sounds alike."""

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

_SAME_SOUND = [
    frozenset(group.split())
    for group in (
        "been bin|buy by bye|for four|hear here|hour our|our are|in inn|of off|one won"
        "|right write|say says|sew so|some sum|than then|their there|to too two|wear were where"
        "|which witch|wood would|be bee|i eye"
    ).split("|")
]
HOMOPHONES = {
    word: tuple(
        sorted(frozenset[str]().union(*(one for one in _SAME_SOUND if word in one)) - {word})
    )
    for group in _SAME_SOUND
    for word in group
}
"""Short and common words are told apart, except from those that sound the same."""

_NEGATING = ("dis", "il", "im", "in", "ir", "mis", "non", "un")
_FAMILIAR = FAMILIAR | EVERYDAY | COMMON
_FAMILIAR_STEMS = frozenset(one for one in map(stem, _FAMILIAR) if len(one) >= SHORTEST_PART)

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
    def familiar(self) -> bool:
        """Whether it is one word that a recogniser knows well, or a form of one."""
        alone = len(self.words) == 1
        return alone and (self.spelled in _FAMILIAR or stem(self.spelled) in _FAMILIAR_STEMS)

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
    letters = fuzz.ratio(heard.spelled, wanted.spelled) / 100
    if alone and other_form(heard, wanted):
        return min(max(letters, SURE), MOST_ALIKE)
    if not (heard.long and wanted.long):
        return 0.0
    if not alone and letters == 1 and heard.telling and wanted.telling:
        return 1.0
    if not confusable(heard, wanted):
        return 0.0
    ratio = max(letters, fuzz.ratio(heard.key, wanted.key) / 100)
    if _surely(heard, wanted, letters, ratio):
        return min(ratio, MOST_ALIKE)
    if first or len(wanted.words) > 1 or not heard.telling:
        return 0.0
    least = LEAST_ALIKE if alone else LEAST_ALIKE_JOINED
    return min(ratio, MOST_GUESSED) if ratio >= least else 0.0


def confusable(heard: Stretch, wanted: Stretch) -> bool:
    """Whether a recogniser may write the one for the other at all, if they are alike."""
    if len(heard.words) == len(wanted.words) == 1:
        return not _negates(heard.spelled, wanted.spelled)
    parts = (*heard.words, *wanted.words)
    return min(map(len, parts)) >= SHORTEST_PART and len({*parts}) == len(parts)


def other_form(heard: Stretch, wanted: Stretch) -> bool:
    """Whether they are two forms of one word, which recognisers mix up freely. Common words have
    none: "then" and "the" are two.
    """
    telling = heard.telling and wanted.telling
    return telling and forms_of_one(heard.spelled, wanted.spelled)


def _surely(heard: Stretch, wanted: Stretch, letters: float, ratio: float) -> bool:
    """Whether one that may be the other is as good as heard."""
    if heard.familiar:
        odd = len(wanted.words) == 1 and not wanted.familiar
        return odd and heard.key == wanted.key and letters >= LEAST_SPELLED_FAMILIAR
    if len(heard.words) > 1 or len(wanted.words) > 1:
        return ratio == 1 and letters >= LEAST_SPELLED_SHORT and heard.telling and wanted.telling
    short = min(len(heard.spelled), len(wanted.spelled)) <= _SHORT
    outer = heard.key[0] == wanted.key[0] or heard.key[-1] == wanted.key[-1]
    return ratio >= SURE and outer and letters >= (LEAST_SPELLED_SHORT if short else LEAST_SPELLED)


def _negates(one: str, other: str) -> bool:
    """Whether the one denies the other: "able" and "unable"."""
    short, long = sorted((one, other), key=len)
    return long.endswith(short) and long[: -len(short)] in _NEGATING


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
    if heard.familiar or min(map(len, heard.words)) < SHORTEST_PART:
        return 0.0
    letters = fuzz.ratio(heard.spelled[: len(head)], head) / 100
    alike = len(key) >= _SHORTEST_KEY and letters >= LEAST_SPELLED and heard.key.startswith(key)
    return MOST_ALIKE if alike else 0.0


def cost_of_missing(token: str) -> float:
    """What a phrase loses by a word that was not heard."""
    return weight(token) if token in COMMON else MISSED * weight(token)
