"""How loud one side speaks, against what is usual for that side in this call.

Only a voice counts: blocks in which the gate hears one, and which are no more than `BELOW` dB
quieter than this side's loudest stretch so far. Breath, the line's noise and the other side's voice
in this side's microphone are quieter than that. Blocks are gathered into stretches of `STRETCH`
seconds, and the level of a stretch is that of its mean power: 10 * log10 of the mean of
10^(dBFS/10) over its blocks, as for any equivalent level. The level *now* is the mean of the last
`NOW` stretches, what is *usual* the mean of all those before them, in dB. The mean of dB, so that a
single shout moves what is usual by little.
"""

import math

from assist.core.signals import Loudness

STRETCH = 1.0
"""Seconds of voice in one stretch."""

NOW = 3
"""Stretches that are now."""

USUAL_FROM = 10
"""Stretches before those, from which on there is something usual."""

BELOW = 15.9
"""Decibels below which sound is no speech of this side's; the margin of ITU-T P.56, which measures
the active level of speech."""

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
        self._stretches: list[float] = []
        self._loudest = float("-inf")
        self._over_usual: float | None = None

    @property
    def over_usual(self) -> float | None:
        """Decibels by which this side is louder now than usual; negative where it is quieter."""
        return self._over_usual

    def take(self, loudness: Loudness) -> bool:
        """A block of sound with a voice in it; says whether a stretch is full, so the level new."""
        if 0.0 < loudness.at - self._at <= _LONGEST_BLOCK:
            self._block = loudness.at - self._at
        self._at = loudness.at
        if loudness.dbfs < self._loudest - BELOW:
            return False
        self._length += self._block
        self._energy += self._block * 10.0 ** (loudness.dbfs / 10.0)
        if self._length < STRETCH - 1e-6:
            return False
        self._end_stretch(10.0 * math.log10(self._energy / self._length))
        self._length = self._energy = 0.0
        return True

    def _end_stretch(self, level: float) -> None:
        self._stretches.append(level)
        if level > self._loudest:
            # What came before may turn out to have been no voice of this side's.
            self._loudest = level
            self._stretches = [one for one in self._stretches if one >= level - BELOW]
        before, now = self._stretches[:-NOW], self._stretches[-NOW:]
        known = len(before) >= USUAL_FROM
        self._over_usual = _mean(now) - _mean(before) if known else None


def _mean(levels: list[float]) -> float:
    """Of at least one."""
    return sum(levels) / len(levels)
