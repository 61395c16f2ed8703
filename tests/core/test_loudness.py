"""Levels against what is usual for a side: known answers."""

import math

import pytest

from assist.core.loudness import Level
from assist.core.signals import Loudness
from assist.core.words import Speaker

BLOCK = 0.05


def speak(level: Level, seconds: float, *dbfs: float, start: float = 0.0) -> None:
    """Blocks of voice with these levels in turn."""
    for place in range(round(seconds / BLOCK)):
        at = start + BLOCK * (place + 1)
        level.take(Loudness(Speaker.AGENT, at, dbfs[place % len(dbfs)]))


def test_an_even_voice_is_as_loud_as_usual() -> None:
    level = Level()
    speak(level, 13.0, -30.0)
    assert level.over_usual == pytest.approx(0.0)


def test_six_decibels_more_are_six() -> None:
    level = Level()
    speak(level, 20.0, -30.0)
    speak(level, 3.0, -24.0, start=20.0)
    assert level.over_usual == pytest.approx(6.0)
    speak(level, 3.0, -34.0, start=23.0)
    assert level.over_usual == pytest.approx(-34.0 - (20 * -30.0 + 3 * -24.0) / 23)


def test_a_stretch_has_the_level_of_its_mean_power() -> None:
    """Half the blocks at -20 dBFS and half at a tenth of their power: 2.6 dB below -20."""
    level = Level()
    speak(level, 13.0, -20.0)
    speak(level, 3.0, -20.0, -30.0, start=13.0)
    assert level.over_usual == pytest.approx(10 * math.log10(0.55), abs=0.01)


def test_what_is_far_quieter_is_no_voice_of_this_side() -> None:
    """The other side's voice in this microphone, 25 dB below: neither now nor usual."""
    level = Level()
    for turn in range(8):
        speak(level, 2.0, -30.0, start=10.0 * turn)
        speak(level, 5.0, -55.0, start=10.0 * turn + 2.0)
    assert level.over_usual == pytest.approx(0.0)


def test_noise_before_the_first_voice_is_forgotten() -> None:
    level = Level()
    speak(level, 20.0, -60.0)
    assert level.over_usual == pytest.approx(0.0)
    speak(level, 5.0, -30.0, start=20.0)
    assert level.over_usual is None
    speak(level, 8.0, -30.0, start=25.0)
    assert level.over_usual == pytest.approx(0.0)


def test_it_is_not_known_at_first() -> None:
    level = Level()
    speak(level, 12.9, -30.0)
    assert level.over_usual is None


def test_a_pause_does_not_count() -> None:
    """Blocks before and after a minute of silence are of one stretch; the minute is no voice."""
    level = Level()
    for minute in range(13):
        speak(level, 1.0, -30.0 if minute < 10 else -27.0, start=60.0 * minute)
    assert level.over_usual == pytest.approx(3.0)


def test_it_tells_when_it_is_new() -> None:
    level = Level()
    told = [level.take(Loudness(Speaker.AGENT, BLOCK * (n + 1), -30.0)) for n in range(60)]
    assert sum(told) == 3
