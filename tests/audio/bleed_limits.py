"""Prints how far the bleed check's sharpness lies apart with and without bleed, which set its limit.

Two-channel recordings, in stretches of five seconds in which the customer speaks, are mixed with a
made room at several strengths, with the agent talking over it and not, and with the clocks of the
two devices apart. Run it as `python -m tests.audio.bleed_limits [RECORDING...]`.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
import soxr

from assist.audio.checks import COMPARED_AT, SHARPNESS, Sound, likeness, meter

RECORDINGS = Path(__file__).parents[1] / "recordings"
LASTS = 5 * COMPARED_AT
STRENGTHS = (None, -10, -20, -30, -40)
DRIFTS = (0.0, 100e-6)


def stretches(paths: list[Path]) -> Iterator[tuple[Sound, Sound]]:
    for path in paths:
        sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
        low = soxr.resample(sound, rate, COMPARED_AT)
        for start in range(0, len(low) - LASTS, LASTS // 2):
            customer, agent = low[start : start + LASTS].T
            if meter(customer).level > -50:
                yield np.ascontiguousarray(customer), np.ascontiguousarray(agent)


def in_a_room(sound: Sound, strength: float, rng: np.random.Generator, drift: float = 0.0) -> Sound:
    """The sound as a microphone near a loudspeaker gets it: 25 ms late, with an echo, softer, on a
    clock that is off by `drift`."""
    room = np.zeros(2400)
    room[200] = 1
    room[230:] = rng.normal(0, 0.15, 2170) * np.exp(-np.arange(2170) / 600)
    heard = np.convolve(sound, room)[: len(sound)] * 10 ** (strength / 20)
    moments = np.arange(len(heard))
    on_its_clock: Sound = np.interp(moments * (1 + drift), moments, heard).astype(np.float32)
    return on_its_clock


def microphone(agent: Sound, talks: bool, rng: np.random.Generator) -> Sound:
    noise = rng.normal(0, 10 ** (-65 / 20), len(agent))
    sound: Sound = (agent * talks + noise).astype(np.float32)
    return sound


def main(paths: list[Path]) -> None:
    rng = np.random.default_rng(1)
    calls = list(stretches(paths))
    print(f"{len(calls)} stretches of 5 s; the limit is {SHARPNESS}")
    print("bleed   agent   drift   compared  found   sharpness least / median / most   median dB")
    for strength in STRENGTHS:
        for talks in (False, True):
            for drift in DRIFTS:
                found = []
                for customer, agent in calls:
                    mic = microphone(agent, talks, rng)
                    if strength is not None:
                        mic += in_a_room(customer, strength, rng, drift)
                    found.append(likeness(customer, mic, COMPARED_AT))
                there = [one for one in found if one is not None]
                if not there:
                    continue
                sharp = [one.sharpness for one in there]
                share = np.mean([one > SHARPNESS for one in sharp])
                print(
                    f"{strength if strength is not None else 'none':>5}   "
                    f"{'talks' if talks else 'quiet':5}   {drift * 1e6:3.0f}ppm  "
                    f"{len(there):5}     {share:5.0%}   "
                    f"{min(sharp):6.1f} / {np.median(sharp):6.1f} / {max(sharp):6.1f}"
                    f"          {np.median([one.decibels for one in there]):7.1f}"
                )


if __name__ == "__main__":
    main([Path(one) for one in sys.argv[1:]] or sorted(RECORDINGS.glob("*.flac")))
