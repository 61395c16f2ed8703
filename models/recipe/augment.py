"""Makes synthetic speech harder: rooms, noise, babble, telephone lines, levels.

Each sound of a batch draws its own mixture. All tensors are (sounds, samples) at 16-bit scale, or
(sounds, bins) of a spectrum.
"""

import math
from collections.abc import Callable

import torch
from torch import Generator, Tensor
from torch.nn import functional

from models.recipe.plan import RATE

PHONE_SHARE = 0.5
EIGHT_KHZ_SHARE, COMPANDED_SHARE = 0.65, 0.6
"""Of those on the telephone, so many were heard at 8 kHz; of these, so many through mu-law."""

ROOM_SHARE, BABBLE_SHARE, QUIET_LINE_SHARE = 0.3, 0.15, 0.2
TAIL = 2000
"""Samples for which a room rings on."""

_LEVEL = 1500.0
_NOISE_ALONE = 3e5
_ROUNDED_SHARE = 0.6

Chance = Callable[..., Tensor]


def augment(wave: Tensor, generator: Generator) -> Tensor:
    """The same sounds, each changed in its own way."""

    def chance(*shape: int) -> Tensor:
        return torch.rand(*shape, generator=generator)

    sounds, samples = wave.shape
    size = _fast_size(samples + TAIL)
    spectrum = torch.fft.rfft(wave, size)
    hertz = torch.arange(spectrum.shape[1]) * (RATE / size)
    octaves = torch.log2(hertz + 100.0)
    on_phone = (chance(sounds, 1) < PHONE_SHARE).float()
    line, noise_line = _lines(hertz, on_phone, chance)
    spectrum = _in_rooms(spectrum * _colour(octaves, sounds, chance), size, generator, chance)
    noise, above = _noise(spectrum, octaves, generator, chance)
    mixed = _mixed(spectrum * line, noise * noise_line, above, chance)
    heard = _levelled(torch.fft.irfft(mixed, size)[:, :samples], chance)
    return _as_samples(heard, on_phone[:, 0] > 0, chance)


def through_8_khz(wave: Tensor, companded: Tensor) -> Tensor:
    """Every other sample at 16 bits, through mu-law where asked, and raised again as Vosk does it for
    8 kHz callers: to numbers that are not rounded, so that the upper bands are emptier than in any
    recording.
    """
    kept = wave[:, ::2].round()
    kept[companded] = _mu_law(kept[companded]).round()
    stuffed = torch.zeros(kept.shape[0], 1, 2 * kept.shape[1])
    stuffed[:, 0, ::2] = kept
    return functional.conv1d(stuffed, _TAPS, padding=12)[:, 0, : wave.shape[1]]


def _colour(octaves: Tensor, sounds: int, chance: Chance) -> Tensor:
    """A tilt and one broad bump or dip of a few decibels."""
    tilt = (chance(sounds, 1) - 0.5) * 2.4 * (octaves - 10.3)
    place, width = 7.6 + 5 * chance(sounds, 1), 0.4 + chance(sounds, 1)
    bump = (chance(sounds, 1) - 0.5) * 12 * torch.exp(-(((octaves - place) / width) ** 2))
    decibels = (tilt + bump) * (chance(sounds, 1) > 0.25).float()
    return torch.exp(decibels * 0.1151)


def _lines(hertz: Tensor, on_phone: Tensor, chance: Chance) -> tuple[Tensor, Tensor]:
    """The telephone's band, for the voice and for noise, some of which comes after the telephone."""
    sounds = len(on_phone)
    low, high = 150 + 200 * chance(sounds, 1), 3200 + 600 * chance(sounds, 1)
    floor = 10 ** (-1.5 - 4 * chance(sounds, 1))

    def band(lowest: Tensor) -> Tensor:
        edges = torch.minimum((hertz - lowest) / 30, (high - hertz) / 60)
        return on_phone * (torch.sigmoid(edges) + floor) + 1 - on_phone

    noise_low = low * (chance(sounds, 1) < 0.5) - 1000 * (chance(sounds, 1) < 0.5)
    return band(low), band(noise_low)


def _in_rooms(spectrum: Tensor, size: int, generator: Generator, chance: Chance) -> Tensor:
    """Some stand in a small room: noise that dies away after the direct sound."""
    (rows,) = (chance(len(spectrum)) < ROOM_SHARE).nonzero(as_tuple=True)
    if not len(rows):
        return spectrum
    length = 0.01 + 0.05 * chance(len(rows), 1)
    tail = torch.randn(len(rows), TAIL, generator=generator)
    tail *= torch.exp(-torch.arange(TAIL) / (RATE * length))
    tail[:, :40] = 0
    tail = tail / tail.pow(2).sum(1, keepdim=True).sqrt() * (0.1 + 0.5 * chance(len(rows), 1))
    tail[:, 0] = 1.0
    spectrum[rows] *= torch.fft.rfft(tail, size)
    return spectrum


def _noise(
    spectrum: Tensor, octaves: Tensor, generator: Generator, chance: Chance
) -> tuple[Tensor, Tensor]:
    """Noise of some colour, or babble of the batch's other sounds; and by how many decibels the
    voice stands above it.
    """
    sounds, bins = spectrum.shape
    white = torch.view_as_complex(torch.randn(sounds, bins, 2, generator=generator))
    noise = white * torch.exp(-0.42 * chance(sounds, 1) * octaves)
    above = 8 + 32 * chance(sounds, 1)
    (rows,) = (chance(sounds) < BABBLE_SHARE).nonzero(as_tuple=True)
    if len(rows):
        noise[rows] = 0.6 * spectrum[(rows + 1) % sounds] + 0.4 * spectrum[(rows + 2) % sounds]
        above[rows] += 6
    return noise, above


def _mixed(voice: Tensor, noise: Tensor, above: Tensor, chance: Chance) -> Tensor:
    def power(spectrum: Tensor) -> Tensor:
        return torch.linalg.vector_norm(spectrum, dim=1, keepdim=True) + 1e-3

    level = power(voice)
    level = torch.where(level < 1, torch.tensor(_NOISE_ALONE), level)
    is_noisy = (chance(len(voice), 1) > QUIET_LINE_SHARE).float()
    return voice + noise * (level / power(noise) * is_noisy * 10 ** (-above / 20))


def _levelled(wave: Tensor, chance: Chance) -> Tensor:
    mean = wave.pow(2).mean(1, keepdim=True).sqrt() + 1e-3
    wanted = _LEVEL * 10 ** (chance(len(wave), 1) * 1.6 - 0.9)
    return (wave / mean * wanted).clamp(-32768, 32767)


def _as_samples(wave: Tensor, on_phone: Tensor, chance: Chance) -> Tensor:
    """Some at 8 kHz, most of the others rounded to 16 bits."""
    at_8_khz = on_phone & (chance(len(wave)) < EIGHT_KHZ_SHARE)
    count = int(at_8_khz.sum())
    if count:
        wave[at_8_khz] = through_8_khz(wave[at_8_khz], chance(count) < COMPANDED_SHARE)
    rounded = ~at_8_khz & (chance(len(wave)) < _ROUNDED_SHARE)
    wave[rounded] = wave[rounded].round()
    return wave


def _mu_law(wave: Tensor) -> Tensor:
    """ITU-T G.711's curve with 255 steps, there and back."""
    unit = wave / 32768.0
    steps = torch.sign(unit) * torch.log1p(255 * unit.abs()) / math.log(256.0)
    steps = torch.round(steps * 127.5) / 127.5
    return torch.sign(steps) * torch.expm1(steps.abs() * math.log(256.0)) / 255.0 * 32768.0


def _raising_taps() -> Tensor:
    """Kaldi's LinearResample from 8 to 16 kHz (cut off at 4 kHz, six zeros), as a filter."""
    at = torch.arange(-12, 13, dtype=torch.float64) / RATE
    window = 0.5 * (1 + torch.cos(2 * math.pi * 4000 / 6 * at))
    return (torch.sinc(8000 * at) * window).float().view(1, 1, -1)


def _fast_size(least: int) -> int:
    """The next even number whose only factors are 2, 3 and 5."""
    size = least
    while True:
        rest = size
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1 and size % 2 == 0:
            return size
        size += 1


_TAPS = _raising_taps()
