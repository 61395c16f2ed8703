"""The gate: whether a frame may hold a voice, so that silence is not recognised.

It measures how far the sound stands above the noise of the line, which it learns as it goes. In
doubt it lets sound through: a needless second costs a little work, a lost word costs a prompt.
The same frames are always judged alike. `tests/bench/bench_gate.py` measures what it saves and
what it loses.
"""

import math
from collections import deque
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assist.audio.frames import ENDS_AFTER as ENDS_AFTER
from assist.audio.frames import Frame
from assist.audio.level import FULL_SCALE

KEPT_BEFORE = 0.3
"""Seconds of sound before a voice was noticed that belong to it: soft beginnings, and the silence
that a recogniser needs before a word."""

MARGIN = 9.0
"""Decibels above the noise of the line from which sound may be a voice."""

BANDS = ((300.0, 1800.0), (1800.0, 7500.0))
"""Hz. In the lower one vowels stand out, in the upper one consonants; mains hum is in neither."""

FAINTEST = (-57.0, -60.0)
"""Level of each band in dBFS below which nothing is a voice, however silent the line is."""

_STEP_FOR = 0.025
"""Two to a frame. Shorter steps catch deeper dips between sounds, but the level of noise itself then
varies more than the margin: at 0.01 s a hissing line opened the gate a quarter more of the time."""

_ROUNDING = 0.005
_FLOOR = -95.0
_LEARNS_FOR = 3.0
_PART_FOR = 0.5

Levels = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Passed:
    """What came through with a frame: the frames to recognise now, oldest first; whether the
    utterance ends with the last of them; how many seconds of this frame sounded like a voice.
    """

    frames: tuple[Frame, ...] = ()
    ended: bool = False
    voice_for: float = 0.0


class Gate:
    """Judges one side's frames, in their order."""

    def __init__(self, ends_after: float = ENDS_AFTER, kept_before: float = KEPT_BEFORE) -> None:
        self.open = False
        self._ends_after = ends_after
        self._kept_before = kept_before
        self._kept: deque[Frame] = deque()
        self._silent_for = 0.0
        self._noise = _Noise()

    def take(self, frame: Frame) -> Passed:
        """Judge the next frame."""
        levels = _levels(frame)
        voice_for = _STEP_FOR * self._noise.exceeded_by(levels)
        self._noise.learn(levels)
        if voice_for:
            self._silent_for = 0.0
            self.open = True
        elif self.open:
            self._silent_for += frame.end - frame.start
            self.open = self._silent_for < self._ends_after - _ROUNDING
            return Passed((frame,), ended=not self.open)
        self._kept.append(frame)
        if self.open:
            frames = tuple(self._kept)
            self._kept.clear()
            return Passed(frames, voice_for=voice_for)
        while frame.end - self._kept[0].end >= self._kept_before - _ROUNDING:
            self._kept.popleft()
        return Passed()

    def close(self) -> None:
        """The sound breaks here: what was kept does not join what comes. The noise stays known."""
        self.open = False
        self._kept.clear()


def _levels(frame: Frame) -> Levels:
    """The level of each step in each band, in dBFS: shape (steps, bands)."""
    samples = np.frombuffer(frame.samples, dtype="<i2")
    size = max(2, min(int(frame.rate * _STEP_FOR), len(samples)))
    steps = len(samples) // size
    window = _window(size)
    spectrum = np.fft.rfft(samples[: steps * size].reshape(steps, size) * window)
    power = spectrum.real**2 + spectrum.imag**2
    edges = [[round(edge * size / frame.rate) for edge in band] for band in BANDS]
    bands = np.stack([power[:, low:high].sum(axis=1) for low, high in edges], axis=1)
    levels: Levels = 10.0 * np.log10(np.maximum(bands, 10 ** (_FLOOR / 10)))
    return levels


@cache
def _window(size: int) -> Levels:
    """Hann's window, such that the squares of a spectrum's positive half add up to the power."""
    window = np.hanning(size + 1)[:size]
    return window * (math.sqrt(2.0 / np.mean(window * window)) / (size * FULL_SCALE))


class _Noise:
    """The noise of the line: in each band the quietest step of the last seconds.

    Between words every voice falls back to it for a moment. Until those seconds have been heard
    the line counts as silent, so that nothing is lost while it learns.
    """

    def __init__(self) -> None:
        silence = np.full(len(BANDS), _FLOOR)
        parts = round(_LEARNS_FOR / _PART_FOR)
        self._parts: deque[Levels] = deque([silence] * parts, maxlen=parts)
        self._threshold = np.array(FAINTEST)
        self._quietest = np.zeros(len(BANDS))
        self._steps = 0

    def exceeded_by(self, levels: Levels) -> int:
        """How many of these steps may be a voice: they stand above the noise in some band."""
        return int(np.count_nonzero(np.any(levels > self._threshold, axis=1)))

    def learn(self, levels: Levels) -> None:
        if not len(levels):
            return
        self._quietest = np.minimum(self._quietest, levels.min(axis=0))
        self._steps += len(levels)
        if self._steps * _STEP_FOR < _PART_FOR - _STEP_FOR / 2:
            return
        self._parts.append(self._quietest)
        self._threshold = np.maximum(np.min(self._parts, axis=0) + MARGIN, FAINTEST)
        self._quietest = np.zeros(len(BANDS))
        self._steps = 0
