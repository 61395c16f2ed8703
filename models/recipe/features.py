"""Mel-frequency cepstra as Kaldi computes them, for many sounds at once.

40 cepstra of 40 bins from 20 to 7600 Hz, windows of 25 ms every 10 ms, Povey's window, no dither, no
energy, lifter 22: what conf/mfcc.conf of the finished model asks for. The largest difference to
kaldi-native-fbank on noise was 1.1e-4.
"""

import math

import torch
from torch import Tensor

from models.recipe.plan import RATE

WINDOW, SHIFT, FFT, BINS = 400, 160, 512, 40
LOW, HIGH = 20.0, 7600.0
WARPS = (0.84, 0.88, 0.92, 0.96, 1.0, 1.04, 1.08, 1.12, 1.16)
"""Factors by which a spectrum may be stretched, as another vocal tract would."""

_EMPHASIS = 0.97
_LIFTER = 22
_POVEY = 0.85
_LEAST = 1.1920929e-07
"""Kaldi's floor of the energy in a bin: the smallest step of a 32-bit float."""


def mfcc(wave: Tensor, warp: float = 1.0) -> Tensor:
    """From samples at 16-bit scale, shape (sounds, samples), to (sounds, frames, BINS).

    `warp` is one of WARPS.
    """
    frames = wave.unfold(1, WINDOW, SHIFT)
    sounds, count, _ = frames.shape
    spectrum = frames.reshape(sounds * count, WINDOW) @ _ANALYSIS
    half = FFT // 2 + 1
    power = spectrum[:, :half] ** 2 + spectrum[:, half:] ** 2
    levels = (power @ _MEL[warp]).clamp_min(_LEAST).log()
    return (levels @ _COSINES.T).view(sounds, count, BINS)


def _mel(hertz: float) -> float:
    return 1127.0 * math.log(1.0 + hertz / 700.0)


def _mel_matrix(warp: float) -> Tensor:
    """Triangles over the mel scale: shape (FFT // 2 + 1, BINS). Kaldi leaves the last bin out."""
    low, high = _mel(LOW), _mel(HIGH)
    step = (high - low) / (BINS + 1)
    at = [_mel(min(bin_ * RATE / FFT * warp, RATE / 2)) for bin_ in range(FFT // 2)]
    place = (torch.tensor(at, dtype=torch.float64)[:, None] - low) / step
    centres = torch.arange(1, BINS + 1, dtype=torch.float64)
    triangles = (1.0 - (place - centres).abs()).clamp_min(0.0)
    return torch.cat([triangles, torch.zeros(1, BINS)]).float()


def _cosine_matrix() -> Tensor:
    """The cosine transform and the lifter: shape (BINS, BINS)."""
    bins = torch.arange(BINS, dtype=torch.float64)
    cosines = torch.cos(math.pi / BINS * (bins + 0.5) * bins[:, None]) * math.sqrt(2.0 / BINS)
    cosines[0] = math.sqrt(1.0 / BINS)
    lifter = 1.0 + 0.5 * _LIFTER * torch.sin(math.pi * bins / _LIFTER)
    return (cosines * lifter[:, None]).float()


def _analysis_matrix() -> Tensor:
    """Removal of the mean, pre-emphasis, window and Fourier transform as one matrix: shape
    (WINDOW, 2 * (FFT // 2 + 1)), cosines before sines.
    """
    at = torch.arange(WINDOW, dtype=torch.float64)
    centred = torch.eye(WINDOW, dtype=torch.float64) - 1.0 / WINDOW
    emphasis = torch.eye(WINDOW, dtype=torch.float64)
    emphasis[at[:-1].long(), at[1:].long()] = -_EMPHASIS
    emphasis[0, 0] = 1.0 - _EMPHASIS
    window = (0.5 - 0.5 * torch.cos(2 * math.pi * at / (WINDOW - 1))).pow(_POVEY)
    shaped = centred @ emphasis * window
    angle = 2 * math.pi / FFT * at[:, None] * torch.arange(FFT // 2 + 1)
    return torch.cat([shaped @ torch.cos(angle), shaped @ torch.sin(angle)], 1).float()


_ANALYSIS = _analysis_matrix()
_COSINES = _cosine_matrix()
_MEL = {warp: _mel_matrix(warp) for warp in WARPS}
