"""Sample rates: which sound the recogniser can take as it is, and raising the rest.

The recogniser lowers any rate to its model's by itself at no measurable cost, but it fails on
sound below its model's rate (8 kHz telephone sound with a 16 kHz model). So what is too low is
raised here, and everything else keeps its own rate.
"""

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.int16]
"""One side's sound as an array: one dimension, 16-bit."""

LOWEST_RATE = 16000
"""No frame has a lower rate than this, so that a model of 16 kHz or less can take every frame."""


def rate_for_recogniser(rate: int, model_rate: int = LOWEST_RATE) -> int:
    """The rate at which sound of `rate` is handed on to a recogniser of `model_rate`."""
    return rate if rate >= LOWEST_RATE or rate == model_rate else LOWEST_RATE


class Raiser:
    """Raises one side's sound from rate to rate as it comes in; it remembers what it has heard.

    Works in stretches: what goes in may come out with a later call, but no sample is shifted in
    time, and all are out after `last`.
    """

    def __init__(self, from_rate: int, to_rate: int) -> None:
        self._stream = soxr.ResampleStream(from_rate, to_rate, 1, dtype="int16", quality="HQ")

    def raised(self, samples: Samples, last: bool = False) -> Samples:
        """The next stretch at the new rate; it may be empty."""
        out: Samples = self._stream.resample_chunk(np.ascontiguousarray(samples), last=last)
        return out
