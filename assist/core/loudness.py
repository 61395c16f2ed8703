"""How loud one side speaks, against what is usual for that side in this call.

Only sound with a voice in it counts. It is gathered into stretches of `STRETCH` seconds, and the
level of a stretch is that of its mean power: 10 * log10 of the mean of 10^(dBFS/10) over its
blocks, as for any equivalent level. The level *now* is the mean of the last `NOW` stretches, what
is *usual* the mean of all those before them, in dB. The mean of dB, so that a single shout moves
what is usual by little.
"""

import math
from collections import deque

from assist.core.signals import Loudness

STRETCH = 1.0
"""Seconds of voice in one stretch."""

NOW = 3
"""Stretches that are now."""

USUAL_FROM = 10
"""Stretches before those, from which on there is something usual."""

_LONGEST_BLOCK = 0.25
"""A block is taken to have begun where the one before it ended, this long ago at most; behind a
longer pause it is as long as the one before it."""


class Level:
    """One side's level."""

    def __init__(self) -> None:
        self._at = 0.0
        self._block = 0.05
        self._length = 0.0
        self._energy = 0.0
        self._now: deque[float] = deque()
        self._sum_before = 0.0
        self._count_before = 0

    def take(self, loudness: Loudness) -> bool:
        """A block of sound with a voice in it; says whether a stretch is full, so the level new."""
        if 0.0 < loudness.at - self._at <= _LONGEST_BLOCK:
            self._block = loudness.at - self._at
        self._at, length = loudness.at, self._block
        self._length += length
        self._energy += length * 10.0 ** (loudness.dbfs / 10.0)
        if self._length < STRETCH - 1e-6:
            return False
        self._now.append(10.0 * math.log10(self._energy / self._length))
        self._length = self._energy = 0.0
        if len(self._now) > NOW:
            self._sum_before += self._now.popleft()
            self._count_before += 1
        return True

    @property
    def over_usual(self) -> float | None:
        """Decibels by which this side is louder now than usual; negative where it is quieter."""
        if self._count_before < USUAL_FROM:
            return None
        return sum(self._now) / len(self._now) - self._sum_before / self._count_before
