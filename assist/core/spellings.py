"""Many spellings, and quickly the few of them that are alike enough to something.

Comparing with thousands of words takes most of a millisecond, so those that cannot be alike are
left out first: letters that two words do not share cannot agree. Which words have a letter, and how
many times, is kept as one large number with a bit for each word, so counting the shared letters of
all words is a few dozen operations on such numbers. No word that is alike enough is left out.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

from rapidfuzz import fuzz, process

_FEW = 300
"""So many are compared as quickly as they are counted."""

_ROUNDING = 1e-9
_BITS = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def nearest(what: str, spelled: Sequence[str], least: float) -> list[tuple[int, float]]:
    """The places of all that are at least so alike (Indel similarity, 0 to 1), and how much."""
    found = process.extract(
        what, spelled, scorer=fuzz.ratio, processor=None, score_cutoff=100 * least, limit=None
    )
    return [(place, score / 100) for _, score, place in found]


class Spellings:
    """Spellings by number, in the order in which they were given."""

    def __init__(self, spelled: Sequence[str], before: "Spellings | None" = None) -> None:
        """`before`: those that come first. They are shared, and stay as they are."""
        self._spelled: list[str] = [*(before._spelled if before else ()), *spelled]
        self._holding: dict[tuple[str, int], int] = dict(before._holding) if before else {}
        self._lengths: dict[int, int] = dict(before._lengths) if before else {}
        first = len(self._spelled) - len(spelled)
        holding: dict[tuple[str, int], list[int]] = {}
        lengths: dict[int, list[int]] = {}
        for place, one in enumerate(spelled):
            lengths.setdefault(len(one), []).append(place)
            for letter in _counted(one):
                holding.setdefault(letter, []).append(place)
        for letter, places in holding.items():
            self._holding[letter] = self._holding.get(letter, 0) | _bits(places) << first
        for length, places in lengths.items():
            self._lengths[length] = self._lengths.get(length, 0) | _bits(places) << first

    def near(self, what: str, least: float) -> list[tuple[int, float]]:
        """The numbers of all that are at least so alike (Indel similarity, 0 to 1), and how much."""
        if len(self._spelled) <= _FEW:
            return nearest(what, self._spelled, least)
        numbers = list(_places(self._sharing(what, least)))
        near = nearest(what, [self._spelled[number] for number in numbers], least)
        return [(numbers[place], like) for place, like in near]

    def _sharing(self, what: str, least: float) -> int:
        """Those that share so many letters that they may be so alike."""
        planes = self._shared(what)
        sharing: dict[int, int] = {}
        found = 0
        for length, those in self._lengths.items():
            needed = ceil(least * (len(what) + length) / 2 - _ROUNDING)
            if needed <= min(len(what), length):
                if needed not in sharing:
                    sharing[needed] = _at_least(planes, needed)
                found |= those & sharing[needed]
        return found

    def _shared(self, what: str) -> list[int]:
        """How many letters each has in common: its bits in these numbers, the lowest first."""
        planes: list[int] = []
        for letter in _counted(what):
            carry = self._holding.get(letter, 0)
            for place, plane in enumerate(planes):
                planes[place] = plane ^ carry
                carry &= plane
                if not carry:
                    break
            if carry:
                planes.append(carry)
        return planes


def _counted(spelled: str) -> Iterator[tuple[str, int]]:
    """Each letter with its number: the first "e", the second "e"."""
    for letter, count in Counter(spelled).items():
        for number in range(count):
            yield letter, number


def _bits(places: Sequence[int]) -> int:
    """A number that has these bits set."""
    bits = bytearray(places[-1] // 8 + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def _places(bits: int) -> Iterator[int]:
    for place, byte in enumerate(bits.to_bytes(bits.bit_length() // 8 + 1, "little")):
        if byte:
            for bit in _BITS[byte]:
                yield 8 * place + bit


def _at_least(planes: Sequence[int], least: int) -> int:
    """Those whose count is not below `least`, which is at least 1."""
    if least >> len(planes):
        return 0
    above, same = 0, -1
    for place in reversed(range(len(planes))):
        if least >> place & 1:
            same &= planes[place]
        else:
            above |= same & planes[place]
            same &= ~planes[place]
    return above | same
