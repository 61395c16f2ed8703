"""The arithmetic of training, against plain enumeration and plain definitions."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch import Tensor  # noqa: E402 - after the skip where there is no PyTorch

from models.recipe import features  # noqa: E402
from models.recipe.lfmmi import IMPOSSIBLE, Denominator, LfMmi, numerator  # noqa: E402

pytestmark = pytest.mark.recipe

Weigh = Callable[[int], float]


def all_ways(
    scores: Tensor,
    phones: Sequence[int],
    start: Weigh,
    step: Callable[[int, int], float],
    end: Weigh,
) -> float:
    """Logarithm of the sum over every way through the frames, one by one."""
    totals: list[float] = []

    def walk(at: int, place: int, total: float) -> None:
        if at == len(scores):
            totals.append(total + end(place))
            return
        walk(at + 1, place, total + float(scores[at, 2 * phones[place] + 1]))
        for to in range(len(phones)):
            if step(place, to) > IMPOSSIBLE / 2:
                entered = total + step(place, to) + float(scores[at, 2 * phones[to]])
                walk(at + 1, to, entered)

    for place in range(len(phones)):
        if start(place) > IMPOSSIBLE / 2:
            walk(1, place, start(place) + float(scores[0, 2 * phones[place]]))
    return float(torch.logsumexp(torch.tensor(totals), 0))


def in_order(scores: Tensor, phones: Sequence[int]) -> float:
    """The same of these phones alone, one after the other."""
    last = len(phones) - 1
    return all_ways(
        scores,
        phones,
        lambda place: log(place == 0),
        lambda place, to: log(to == place + 1),
        lambda place: log(place == last),
    )


def log(value: float) -> float:
    return math.log(value) if value else IMPOSSIBLE


@pytest.fixture
def scores() -> Tensor:
    torch.manual_seed(0)
    return torch.randn(2, 5, 6)


@pytest.fixture
def denominator() -> Denominator:
    return Denominator([[0, 1, 2, 0], [0, 2, 1, 0]], 3)


PHONES = torch.tensor([[0, 1, 0, 2], [1, 2, 0, 0]])
OPTIONAL = torch.tensor([[1, 0, 1, 0], [0, 0, 1, 0]]).bool()
LENGTHS = torch.tensor([4, 3])
SAID = ([[0, 1, 0, 2], [1, 0, 2], [0, 1, 2], [1, 2]], [[1, 2, 0], [1, 2]])


def test_the_denominator_is_the_sum_over_all_phone_sequences(
    scores: Tensor, denominator: Denominator
) -> None:
    totals, _ = denominator(scores)
    for row in (0, 1):
        wanted = all_ways(
            scores[row],
            range(3),
            lambda one: log(float(denominator.start[one])),
            lambda one, to: log(float(denominator.following[one, to])),
            lambda one: log(float(denominator.end[one])),
        )
        assert abs(float(totals[row]) - wanted) < 1e-4


def test_the_numerator_is_the_sum_over_what_may_be_left_out(scores: Tensor) -> None:
    totals, _ = numerator(scores, PHONES, OPTIONAL, LENGTHS)
    for row, sentences in enumerate(SAID):
        ways = [in_order(scores[row], phones) for phones in sentences]
        wanted = float(torch.logsumexp(torch.tensor(ways), 0))
        assert abs(float(totals[row]) - wanted) < 1e-4


def test_the_gradient_is_the_slope_of_the_objective(
    scores: Tensor, denominator: Denominator
) -> None:
    def objective(values: Tensor) -> Tensor:
        return LfMmi.apply(values, denominator, PHONES, OPTIONAL, LENGTHS)[0]

    leaf = scores.clone().requires_grad_()
    objective(leaf).backward()
    for place in ((0, 0, 0), (0, 2, 3), (1, 1, 4), (1, 3, 0)):
        up, down = scores.clone(), scores.clone()
        up[place] += 1e-2
        down[place] -= 1e-2
        slope = float(objective(up) - objective(down)) / 2e-2
        assert abs(float(leaf.grad[place]) - slope) < 1e-3


def test_cepstra_are_those_of_kaldis_definition() -> None:
    """Computed step by step in double precision, for one window of noise."""
    wave = np.rint(np.random.default_rng(0).normal(size=features.WINDOW) * 1000)
    centred = wave - wave.mean()
    sharpened = centred - 0.97 * np.concatenate([centred[:1], centred[:-1]])
    turn = 2 * np.pi * np.arange(features.WINDOW) / (features.WINDOW - 1)
    spectrum = np.fft.rfft(sharpened * (0.5 - 0.5 * np.cos(turn)) ** 0.85, features.FFT)
    mel = 1127 * np.log(1 + np.arange(features.FFT // 2) * 16000 / features.FFT / 700)
    low, high = (1127 * np.log(1 + hertz / 700) for hertz in (features.LOW, features.HIGH))
    edges = np.linspace(low, high, features.BINS + 2)
    power = np.abs(spectrum[:-1]) ** 2
    energies = [
        sum(power * np.interp(mel, edges[at : at + 3], [0.0, 1.0, 0.0], left=0.0, right=0.0))
        for at in range(features.BINS)
    ]
    at = np.arange(features.BINS)
    cosines = np.cos(np.pi / features.BINS * (at + 0.5) * at[:, None]) * np.sqrt(2 / features.BINS)
    cosines[0] /= np.sqrt(2)
    lifter = 1 + 11 * np.sin(np.pi * at / 22)
    wanted = lifter * (cosines @ np.log(energies))
    got = features.mfcc(torch.tensor(wave[None], dtype=torch.float32))[0, 0].numpy()
    assert np.abs(wanted - got).max() < 1e-2
