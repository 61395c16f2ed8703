"""Is it hearing, and is it hearing the right side? Plain arithmetic on both sides' sound.

Every function takes samples between -1 and 1 in one dimension and gives numbers or findings; none
keeps anything. The limits of the bleed check were measured: tests/audio/bleed_limits.py prints them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from assist.core.words import Speaker

Sound = NDArray[np.float32]

SILENCE = -90.0
QUIET = -60.0
"""dBFS below which there is nothing to compare: less than the noise of most microphones."""

FULL = 32766.5 / 32768
"""What 16-bit sound cannot exceed by more than one step."""

CLIPS = 3
"""So many samples at full scale in a row are no peak of a voice but its cut-off top."""

COMPARED_AT = 8000
COMPARED_BAND = (200.0, 3400.0)
LAG = 0.5
"""Seconds that one side may lag the other: the way through devices, speaker and room."""

SHARPNESS = 9.0
"""How many times its own root mean square the whitened correlation must peak at to be a find.
Without bleed it stays below 8.4 on the test recordings and on a real call; with -30 dB of it, it is
above 10 in every stretch in which the agent is quiet."""

HARMLESS = -45.0
"""dB below which the customer in the microphone is no word to any recogniser. Recordings in lossy
formats hold as much of one channel in the other."""

SAME = 0.9
SAME_WITHIN = 6.0
"""Correlation, and decibels of difference, from which both sides carry one and the same sound."""


class Trouble(StrEnum):
    """What a check may find."""

    SILENT = "silent"
    EXACT_ZEROS = "exact zeros"
    CLIPPING = "clipping"
    BLEED = "bleed"
    SAME_SOUND = "same sound"


@dataclass(frozen=True, slots=True)
class Meter:
    """One side's sound over a while: level (RMS) and peak in dBFS, samples of clipped runs, and the
    share of samples that are exactly zero.
    """

    level: float
    peak: float
    clipped: int
    zeros: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """One sound found in another: `decibels` louder or (below 0) softer there, `lag` seconds later,
    `correlation` at that lag, and how far the find stands out (`sharpness`).
    """

    decibels: float
    lag: float
    correlation: float
    sharpness: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One trouble of one side, in a sentence that says what to do."""

    side: Speaker
    trouble: Trouble
    sentence: str


def meter(sound: Sound) -> Meter:
    """The numbers of a stretch; of an empty one those of silence."""
    if not sound.size:
        return Meter(SILENCE, SILENCE, 0, 1.0)
    power = float(np.mean(np.square(sound, dtype=np.float64)))
    return Meter(
        level=decibels(np.sqrt(power)),
        peak=decibels(float(np.abs(sound).max())),
        clipped=clipped(sound),
        zeros=float(np.mean(sound == 0)),
    )


def decibels(amplitude: float) -> float:
    """20 * log10, not below SILENCE."""
    return float(max(SILENCE, 20 * np.log10(max(amplitude, 1e-9))))


def clipped(sound: Sound) -> int:
    """How many samples lie in runs of at least CLIPS at full scale."""
    full = np.concatenate(([False], np.abs(sound) >= FULL, [False]))
    edges = np.flatnonzero(np.diff(full))
    lengths = edges[1::2] - edges[::2]
    return int(lengths[lengths >= CLIPS].sum())


def likeness(original: Sound, elsewhere: Sound, rate: int) -> Likeness | None:
    """Looks for one sound in another of the same length and rate, within LAG either way.

    The search is by the cross-correlation of the whitened band of speech (the phase transform:
    Knapp and Carter, 1976), whose peak is sharp whatever the sounds are; the strength is the plain
    least-squares gain at the lag that was found. None when either is too quiet to tell.
    """
    if min(meter(original).level, meter(elsewhere).level) < QUIET:
        return None
    size = 2 * max(len(original), len(elsewhere))
    left, right = np.fft.rfft(original, size), np.fft.rfft(elsewhere, size)
    cross = np.conj(left) * right
    frequencies = np.fft.rfftfreq(size, 1 / rate)
    cross[(frequencies < COMPARED_BAND[0]) | (frequencies > COMPARED_BAND[1])] = 0
    whitened = _near(np.fft.irfft(cross / np.maximum(np.abs(cross), 1e-12)), rate)
    plain = _near(np.fft.irfft(cross), rate)
    at = int(np.argmax(np.abs(whitened)))
    inside = (frequencies >= COMPARED_BAND[0]) & (frequencies <= COMPARED_BAND[1])
    energies = [float(np.sum(np.abs(one[inside]) ** 2)) * 2 / size for one in (left, right)]
    return Likeness(
        decibels=decibels(abs(float(plain[at])) / energies[0]),
        lag=(at - len(whitened) // 2) / rate,
        correlation=abs(float(plain[at])) / float(np.sqrt(energies[0] * energies[1])),
        sharpness=float(np.abs(whitened[at]) / np.sqrt(np.mean(whitened**2))),
    )


def _near(correlation: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """The correlation from -LAG to LAG; lag 0 is in the middle."""
    most = round(LAG * rate)
    return np.concatenate((correlation[-most:], correlation[: most + 1]))


def findings(
    customer: Sound,
    agent: Sound,
    rate: int,
    system: str = "",
    clipped_before: Mapping[Speaker, int] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """All that is wrong with some seconds of both sides, heard at the same time at `rate`; an empty
    side is one that is not heard. `system` is the name by `platform.system`. `clipped_before` tells
    of clipped samples in what was brought to `rate`, which rounds tops that were cut off.
    """
    alone = [
        finding
        for side, sound in ((Speaker.CUSTOMER, customer), (Speaker.AGENT, agent))
        if sound.size
        for finding in _of_one(side, meter(sound), clipped_before.get(side, 0), system)
    ]
    both = likeness(customer, agent, rate) if customer.size and agent.size else None
    return (*alone, *_of_both(both))


def zeros_sentence(side: Speaker, system: str = "") -> str:
    """What exact zeros mean on this side, and what to do."""
    if side is Speaker.CUSTOMER:
        return "nothing plays on the customer's side; during a call this is the wrong device"
    if system == "Darwin":
        return (
            "the microphone gives exact zeros, as macOS does for a program that may not hear it; "
            "allow it in System Settings, Privacy & Security, Microphone, and start it again"
        )
    return (
        "the microphone gives exact zeros, which no open microphone does; unmute it at the headset "
        "and in the system's settings"
    )


def _of_one(side: Speaker, measured: Meter, clipped_before: int, system: str) -> list[Finding]:
    found = []
    if measured.zeros == 1.0:
        found.append(Finding(side, Trouble.EXACT_ZEROS, zeros_sentence(side, system)))
    elif measured.peak < QUIET:
        sentence = f"the {side}'s side is silent; speak, or let the softphone play something"
        found.append(Finding(side, Trouble.SILENT, sentence))
    if measured.clipped or clipped_before:
        sentence = f"the {side}'s sound is clipped; lower its level in the sound settings"
        found.append(Finding(side, Trouble.CLIPPING, sentence))
    return found


def _of_both(found: Likeness | None) -> list[Finding]:
    if found is None or found.sharpness < SHARPNESS or found.decibels < HARMLESS:
        return []
    if found.correlation >= SAME and abs(found.decibels) < SAME_WITHIN:
        sentence = "both sides carry the same sound; choose another device for one of them"
        return [Finding(Speaker.CUSTOMER, Trouble.SAME_SOUND, sentence)]
    sentence = (
        f"the microphone hears the customer too ({found.decibels:+.0f} dB, "
        f"{abs(found.lag) * 1000:.0f} ms apart); use a headset, or turn the loudspeaker down"
    )
    return [Finding(Speaker.AGENT, Trouble.BLEED, sentence)]
