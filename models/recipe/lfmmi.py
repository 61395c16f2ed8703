"""Lattice-free maximum mutual information, end to end, for phones of one state.

Hadian, Sameti, Povey, Khudanpur: "End-to-end speech recognition using lattice-free MMI",
Interspeech 2018. Score 2p of a frame is for its being the first of phone p, 2p + 1 for every later
one. Scores have the shape (sounds, frames, 2 * phones).
"""

from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch import Tensor

IMPOSSIBLE = -1e30
_SMOOTHING = 0.3


class Denominator:
    """Every sentence that phones make: a bigram of phones, as probabilities."""

    def __init__(self, sequences: Iterable[Sequence[int]], phones: int) -> None:
        """`sequences` are the phones of the training's sentences. The row after the last phone
        stands for the start, the column for the end.
        """
        counts = torch.full((phones + 1, phones + 1), 0.0)
        for sequence in sequences:
            for one, following in zip((phones, *sequence), (*sequence, phones), strict=True):
                counts[one, following] += 1
        counts += _SMOOTHING
        counts[phones, phones] = 0
        chances = counts / counts.sum(1, keepdim=True)
        self.start = chances[phones, :phones]
        self.following = chances[:phones, :phones].contiguous()
        self.end = chances[:phones, phones]

    def __call__(self, scores: Tensor) -> tuple[Tensor, Tensor]:
        """The logarithm of the sum over all sentences, shape (sounds,), and how likely each score
        is in use, of the shape of the scores.
        """
        top = scores.amax(2, keepdim=True)
        likely = (scores - top).exp()
        first, later = likely[..., 0::2].contiguous(), likely[..., 1::2].contiguous()
        entered, forward, total = self._forward(first, later)
        backward = self._backward(first, later)
        whole = (forward * backward).sum(2, keepdim=True)
        used = torch.empty_like(scores)
        used[..., 0::2] = entered * backward / whole
        used[..., 1::2] = (forward - entered) * backward / whole
        return total + top.sum((1, 2)), used.clamp_min_(0)

    def _forward(self, first: Tensor, later: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """How likely each phone was just entered, and is under way, in each frame, scaled to a sum
        of one; and the logarithm of what was scaled away.
        """
        entered, forward = torch.empty_like(first), torch.empty_like(first)
        total = torch.zeros(len(first))
        for at in range(first.shape[1]):
            if at == 0:
                entering = under_way = self.start * first[:, 0]
            else:
                entering = (under_way @ self.following) * first[:, at]
                under_way = entering + under_way * later[:, at]
            scale = under_way.sum(1, keepdim=True)
            under_way = under_way / scale
            entered[:, at], forward[:, at] = entering / scale, under_way
            total = total + scale[:, 0].log()
        return entered, forward, total + (under_way * self.end).sum(1).log()

    def _backward(self, first: Tensor, later: Tensor) -> Tensor:
        """How likely what follows is from each phone in each frame, up to a factor a frame."""
        backward = torch.empty_like(first)
        ahead = self.end.expand(len(first), -1)
        following = self.following.T.contiguous()
        for at in range(first.shape[1] - 1, -1, -1):
            backward[:, at] = ahead
            if at:
                ahead = (first[:, at] * ahead) @ following + later[:, at] * ahead
                ahead = ahead / ahead.sum(1, keepdim=True)
        return backward


def numerator(
    scores: Tensor, phones: Tensor, optional: Tensor, lengths: Tensor
) -> tuple[Tensor, Tensor]:
    """The same over the ways in which one sentence may be said.

    `phones` are the sentence's and `optional` those of them that may be left out, never two in a
    row: both (sounds, longest), of which `lengths` (sounds,) count.
    """
    sounds, frames, _ = scores.shape
    longest = phones.shape[1]
    places = phones.unsqueeze(1).expand(sounds, frames, longest) * 2
    first, later = scores.gather(2, places), scores.gather(2, places + 1)
    is_there = torch.arange(longest)[None] < lengths[:, None]
    first = first.masked_fill(~is_there[:, None], IMPOSSIBLE)
    skips = torch.where(optional, 0.0, IMPOSSIBLE)
    last = _last(lengths, skips)
    entered, forward = _ways_to(first, later, skips)
    backward = _ways_on(first, later, skips, last)
    total = torch.logsumexp(forward[:, -1] + last, 1)
    entering = (entered + backward - total[:, None, None]).exp()
    under_way = (forward + backward - total[:, None, None]).exp()
    used = torch.zeros_like(scores)
    used.scatter_add_(2, places, entering)
    used.scatter_add_(2, places + 1, (under_way - entering).clamp_min(0))
    return total, used


def _last(lengths: Tensor, skips: Tensor) -> Tensor:
    """Where a sentence may end: at its last phone, or before that when it may be left out."""
    last = torch.full_like(skips, IMPOSSIBLE)
    rows = torch.arange(len(lengths))
    last[rows, lengths - 1] = 0.0
    last[rows, lengths - 2] = skips[rows, lengths - 1]
    return last


def _ways_to(first: Tensor, later: Tensor, skips: Tensor) -> tuple[Tensor, Tensor]:
    """Logarithms: of entering each phone in each frame, and of being in it."""
    sounds, frames, longest = first.shape
    over = torch.full((sounds, longest), IMPOSSIBLE)
    over[:, 2:] = skips[:, 1:-1]
    one, two = torch.full((sounds, 1), IMPOSSIBLE), torch.full((sounds, 2), IMPOSSIBLE)
    entered, forward = torch.empty_like(first), torch.empty_like(first)
    here = torch.full((sounds, longest), IMPOSSIBLE)
    here[:, 0] = first[:, 0, 0]
    here[:, 1] = first[:, 0, 1] + skips[:, 0]
    entered[:, 0] = forward[:, 0] = here
    for at in range(1, frames):
        next_one = torch.cat([one, here[:, :-1]], 1)
        next_but_one = torch.cat([two, here[:, :-2]], 1) + over
        entering = torch.logaddexp(next_one, next_but_one) + first[:, at]
        here = torch.logaddexp(entering, here + later[:, at])
        entered[:, at], forward[:, at] = entering, here
    return entered, forward


def _ways_on(first: Tensor, later: Tensor, skips: Tensor, last: Tensor) -> Tensor:
    """Logarithms of what follows from each phone in each frame."""
    sounds, frames, longest = first.shape
    over = torch.full((sounds, longest), IMPOSSIBLE)
    over[:, :-2] = skips[:, 1:-1]
    one, two = torch.full((sounds, 1), IMPOSSIBLE), torch.full((sounds, 2), IMPOSSIBLE)
    backward = torch.empty_like(first)
    ahead = last
    for at in range(frames - 1, -1, -1):
        backward[:, at] = ahead
        if at:
            entering = first[:, at] + ahead
            next_one = torch.cat([entering[:, 1:], one], 1)
            next_but_one = torch.cat([entering[:, 2:], two], 1) + over
            staying = later[:, at] + ahead
            ahead = torch.logaddexp(torch.logaddexp(next_one, next_but_one), staying)
    return backward


class LfMmi(torch.autograd.Function):
    """What is made small: all sentences against the one that was said, summed over the sounds.

    Called by `apply(scores, denominator, phones, optional, lengths)`; gives the objective, and how
    likely each score is in use for what was said.
    """

    @staticmethod
    def forward(
        ctx: Any,  # noqa: ANN401 - torch's own, which has no type
        scores: Tensor,
        denominator: Denominator,
        phones: Tensor,
        optional: Tensor,
        lengths: Tensor,
    ) -> tuple[Tensor, Tensor]:
        said, used = numerator(scores, phones, optional, lengths)
        sayable, used_by_all = denominator(scores)
        ctx.save_for_backward(used_by_all - used)
        ctx.mark_non_differentiable(used)
        return (sayable - said).sum(), used

    @staticmethod
    def backward(
        ctx: Any,  # noqa: ANN401 - torch's own, which has no type
        gradient: Tensor,
        _: Tensor,
    ) -> tuple[Tensor, None, None, None, None]:
        return ctx.saved_tensors[0] * gradient, None, None, None, None
