"""Batches to train on: utterances of like length, rendered anew each time with other noise.

One process renders every batch over and over into a folder in memory, another trains on the newest
rendering. Two processes of one thread each: PyTorch's own threads lose most of their time waiting
for each other where the processor is shared.
"""

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from models.recipe.alignment import Step, Utterance, read_utterances
from models.recipe.augment import augment
from models.recipe.features import BINS, WARPS, mfcc
from models.recipe.network import outputs_of
from models.recipe.plan import RATE, SHARDS, Plan, Work
from models.recipe.words import NOISE, PHONES, SILENCE

SEED = 7
SILENCES = 260
"""Utterances of silence or pure noise among a full training's."""

SILENCES_SHARE = 0.015
LONGEST = 12.0
MOST_PHONES_A_SECOND = 26.4
MASKED_SHARE = 0.08
"""Utterances of which one word counts as unknown noise."""

OPTIONAL_SHARES = (0.8, 0.2)
_ROOM_FOR = 0.4
_NO_LABEL = -100
_NO_LONGER_PLAIN = "no-longer-plain"
_DRIFT = torch.tensor([6.0, 3.0, 2.0, 1.5] + [1.0] * 8 + [0.3] * (BINS - 12))
"""How far the mean of each cepstrum is moved from sound to sound, as other lines would."""

_NUMBERS = {phone: number for number, phone in enumerate(PHONES)}


@dataclass(frozen=True, slots=True)
class Batch:
    """`features` (sounds, frames, BINS); of each sound its `phones`, which of them are `optional`,
    both (sounds, longest), and its `lengths`; `labels` (sounds, outputs) are scores' numbers where
    the times of phones are known, else negative.
    """

    features: Tensor
    phones: Tensor
    optional: Tensor
    lengths: Tensor
    labels: Tensor


class Batches:
    """All utterances in batches. The same ones for who renders and for who trains."""

    def __init__(self, plan: Plan, work: Work) -> None:
        self._rng = random.Random(SEED)
        self._generator = torch.Generator().manual_seed(SEED)
        self._work = work
        self._sound: dict[int, NDArray[np.int16]] = {}
        self._utterances = [one for one in read_utterances(work) if _fits(one)]
        self._utterances += _silences(len(self._utterances))
        self._batches = self._in_batches(plan.batch_for)

    def __len__(self) -> int:
        return len(self._batches)

    def sequences(self) -> list[list[int]]:
        """Phones of all sentences, for the denominator."""
        found = []
        for one in self._utterances:
            for share in OPTIONAL_SHARES:
                kept = [
                    _NUMBERS[step.phone]
                    for step in one.steps
                    if not step.may_be_left_out or self._rng.random() < share
                ]
                found.append(kept)
        return [sequence for sequence in found if sequence]

    def render(self, number: int, plain: bool) -> Batch:
        """`plain` sounds are not slowed or stretched, so that their phones' times are known."""
        utterances = [self._utterances[place] for place in self._batches[number]]
        wave, offsets = self._placed(utterances)
        warp = 1.0
        if not plain:
            if self._rng.random() < 0.5:
                slower = 1 / self._rng.uniform(0.9, 1.1)
                wave = functional.interpolate(wave[:, None], scale_factor=slower, mode="linear")
                wave = wave[:, 0]
            warp = self._rng.choice(WARPS) if self._rng.random() < 0.6 else 1.0
        features = mfcc(augment(wave, self._generator), warp)
        labels = torch.full((len(utterances), outputs_of(features.shape[1])), _NO_LABEL)
        if plain:
            for row, (one, offset) in enumerate(zip(utterances, offsets, strict=True)):
                if one.times:
                    labels[row] = _labels(one, offset, labels.shape[1])
        phones, optional, lengths = _padded([self._masked(one.steps) for one in utterances])
        return Batch(features.half(), phones, optional, lengths, labels)

    def moved(self, batch: Batch) -> Tensor:
        """The batch's features with another mean in each sound."""
        features = batch.features.float()
        return features + _DRIFT * torch.randn(len(features), 1, BINS, generator=self._generator)

    def shuffled(self, numbers: Sequence[int]) -> list[int]:
        return self._rng.sample(numbers, len(numbers))

    def _in_batches(self, batch_for: float) -> list[list[int]]:
        lengths = [one.length / RATE for one in self._utterances]
        batches: list[list[int]] = [[]]
        for place in sorted(
            range(len(lengths)), key=lambda one: lengths[one] + self._rng.random() * 0.15
        ):
            if batches[-1] and (len(batches[-1]) + 1) * (lengths[place] + _ROOM_FOR) > batch_for:
                batches.append([])
            batches[-1].append(place)
        return batches

    def _placed(self, utterances: Sequence[Utterance]) -> tuple[Tensor, list[float]]:
        """Each sound somewhere in a row of its own, and where, in seconds."""
        room = int(self._rng.random() * _ROOM_FOR * RATE)
        size = max(one.length for one in utterances) + room
        wave = np.zeros((len(utterances), size), dtype=np.float32)
        offsets = []
        for row, one in enumerate(utterances):
            at = self._rng.randint(0, size - one.length)
            offsets.append(at / RATE)
            wave[row, at : at + one.length] = self._samples(one)
        return torch.from_numpy(wave), offsets

    def _samples(self, one: Utterance) -> NDArray[np.int16]:
        if not one.times and one.shard == SHARDS:
            return np.zeros(one.length, dtype=np.int16)
        if one.shard not in self._sound:
            self._sound[one.shard] = np.fromfile(self._work.speech(one.shard), dtype="<i2")
        return self._sound[one.shard][one.start : one.start + one.length]

    def _masked(self, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Now and then, one word is taken for an unknown one."""
        begins = [place for place, step in enumerate(steps) if step.begins_word]
        if not begins or self._rng.random() >= MASKED_SHARE:
            return steps
        first = end = self._rng.choice(begins)
        while end < len(steps) and not (end > first and steps[end].begins_word):
            if steps[end].phone == SILENCE:
                break
            end += 1
        return (*steps[:first], Step(NOISE), *steps[end:])


def render_on_and_on(plan: Plan, work: Work, folder: Path) -> None:
    """The rendering process: every batch over and over, until the process that started it has ended.
    Plain ones until `end_plain`.
    """
    torch.set_num_threads(1)
    batches = Batches(plan, work)
    started_by = os.getppid()
    while True:
        for number in batches.shuffled(range(len(batches))):
            if os.getppid() != started_by:
                return
            plain = not (folder / _NO_LONGER_PLAIN).exists()
            save_batch(batches.render(number, plain), folder, number)


def end_plain(folder: Path) -> None:
    """From now on batches are rendered for LF-MMI, which needs no times of phones."""
    (folder / _NO_LONGER_PLAIN).touch()


def save_batch(batch: Batch, folder: Path, number: int) -> None:
    """In one step: who reads finds the old or the new one."""
    half = folder / "half-written"
    torch.save((batch.features, batch.phones, batch.optional, batch.lengths, batch.labels), half)
    half.replace(folder / f"{number}.pt")


def load_batch(folder: Path, number: int) -> Batch:
    return Batch(*torch.load(folder / f"{number}.pt"))


def rendered(folder: Path) -> list[int]:
    """The numbers of the batches that have been rendered at least once."""
    return sorted(int(file.stem) for file in folder.glob("*.pt"))


def _fits(one: Utterance) -> bool:
    """Short enough, and not spoken faster than the network has outputs."""
    lasts = one.length / RATE
    return lasts < LONGEST and len(one.steps) < MOST_PHONES_A_SECOND * lasts


def _silences(utterances: int) -> list[Utterance]:
    count = min(SILENCES, max(8, round(SILENCES_SHARE * utterances)))
    return [
        Utterance(SHARDS, 0, int((0.8 + (place % 40) / 10) * RATE), (Step(SILENCE),), ())
        for place in range(count)
    ]


def _labels(one: Utterance, offset: float, outputs: int) -> Tensor:
    """The score that is right in each output, by flite's own times of the phones."""
    names = [SILENCE if phone == "pau" else phone for phone, _ in one.times]
    ends = np.array([end for _, end in one.times])
    at = np.arange(outputs) * 0.03 + 0.0125 - offset
    places = np.clip(np.searchsorted(ends, at), 0, len(names) - 1)
    numbers = np.array([_NUMBERS[name] for name in names])
    is_first = np.append(True, places[1:] != places[:-1])
    return torch.from_numpy(numbers[places] * 2 + np.where(is_first, 0, 1))


def _padded(sentences: Sequence[Sequence[Step]]) -> tuple[Tensor, Tensor, Tensor]:
    longest = max(2, *map(len, sentences))
    phones = torch.zeros(len(sentences), longest, dtype=torch.long)
    optional = torch.zeros(len(sentences), longest, dtype=torch.bool)
    for row, steps in enumerate(sentences):
        phones[row, : len(steps)] = torch.tensor([_NUMBERS[step.phone] for step in steps])
        optional[row, : len(steps)] = torch.tensor([step.may_be_left_out for step in steps])
    return phones, optional, torch.tensor([len(steps) for steps in sentences])
