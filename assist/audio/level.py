"""How loud a frame is, in decibels below full scale."""

import math

import numpy as np

from assist.audio.frames import Frame

SILENCE = -90.0
"""The floor: as quiet as the steps of 16-bit sound can tell (20 * log10(1 / 32768) = -90.3)."""

FULL_SCALE = 32768.0


def level_of(frame: Frame) -> float:
    """The frame's level in dBFS, between -90 and 0.

    20 * log10(rms / 32768), where rms is the root of the mean of the squared samples: a square
    wave of full scale is 0 dBFS, a sine of full scale -3.01. (AES17 counts from the sine and
    would give 3.01 more.) A frame without samples is silence.
    """
    samples = np.frombuffer(frame.samples, dtype="<i2").astype(np.float64)
    if not samples.size:
        return SILENCE
    power = float(np.mean(samples * samples))
    if power == 0.0:
        return SILENCE
    return max(SILENCE, 10.0 * math.log10(power / FULL_SCALE**2))
