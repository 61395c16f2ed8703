"""Levels against sounds whose level is known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from assist.audio.frames import Frame
from assist.audio.level import level_of
from assist.core.words import Speaker


def level(samples: NDArray[np.generic]) -> float:
    return level_of(Frame(Speaker.AGENT, 0.0, 16000, samples.astype("<i2").tobytes()))


def test_known_sounds_have_their_known_level() -> None:
    sine = np.sin(np.arange(16000) * 2 * np.pi * 100 / 16000)
    assert level(np.full(800, -32768)) == 0.0
    assert level(sine * 32767) == pytest.approx(-3.01, abs=0.01)
    assert level(sine * 327.67) == pytest.approx(-43.01, abs=0.05)
    assert level(np.full(800, 1)) == -90.0
    assert level(np.zeros(800)) == -90.0
    assert level(np.zeros(0)) == -90.0
