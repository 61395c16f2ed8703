"""Trains the acoustic network: on flite's phone times for a while, then by LF-MMI until time is up."""

import math
import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from models.recipe.batches import Batches, end_plain, load_batch, render_on_and_on, rendered
from models.recipe.lfmmi import Denominator, LfMmi
from models.recipe.network import Network
from models.recipe.plan import Plan, Work
from models.recipe.words import PHONES

PEAK, LEAST = 2e-3, 0.01
"""The highest learning rate, and the lowest as a share of it: a cosine over the time."""

RISES_FOR_WARM, RISES_FOR = 30, 60
DECAY = 0.995
"""Of the running mean of the weights, which is what is kept."""

CROSS_ENTROPY, SMALL_SCORES = 0.1, 2.5e-5
"""Weights of what is trained for beside LF-MMI."""

STARTS_WITH = 40
TELLS_EVERY = 40
SAVES_EVERY = 60.0
_CLIPPED_AT = 2.0
_BROKEN = 1e6
_MEMORY = Path("/dev/shm")


class Trainer:
    """One network being trained. `folder` is where batches are rendered."""

    def __init__(self, plan: Plan, work: Work, folder: Path, resume: bool) -> None:
        self._plan = plan
        self._work = work
        self._folder = folder
        self._batches = Batches(plan, work)
        self._denominator = Denominator(self._batches.sequences(), len(PHONES))
        self._network = Network(plan.shape)
        if resume:
            self._network.load_state_dict(torch.load(work.weights))
        mean = get_ema_multi_avg_fn(DECAY)
        self._mean = AveragedModel(self._network, multi_avg_fn=mean, use_buffers=True)
        self._optimiser = torch.optim.AdamW(self._network.parameters(), weight_decay=0.01)

    def wait_for_batches(self) -> None:
        enough = min(STARTS_WITH, len(self._batches))
        while len(rendered(self._folder)) < enough:
            time.sleep(0.2)

    def warm_up(self) -> None:
        """Cross-entropy on the phones' own times: LF-MMI from nothing takes far longer."""
        step = 0
        while step < self._plan.warm_steps:
            for number in self._batches.shuffled(rendered(self._folder)):
                batch = load_batch(self._folder, number)
                if step >= self._plan.warm_steps or not (batch.labels >= 0).any():
                    continue
                features = self._batches.moved(batch)
                if step == 0:
                    self._network.mean.copy_(features.mean((0, 1)))
                    self._network.deviation.copy_(features.std((0, 1)))
                scores, others = self._network(features)
                labels = batch.labels.flatten()
                loss = functional.cross_entropy(scores.flatten(0, 1), labels)
                loss = loss + functional.cross_entropy(others.flatten(0, 1), labels)
                self._improve(loss, PEAK * min(1.0, (step + 1) / RISES_FOR_WARM))
                step += 1
                if step % TELLS_EVERY == 0:
                    known = batch.labels >= 0
                    right = (scores.argmax(2) == batch.labels)[known].float().mean()
                    print(f"warm step {step}: {right:.2f} of the outputs right", flush=True)

    def train(self) -> None:
        """By LF-MMI, until the plan's minutes are over: of processor time, so that a busy computer makes
        the same model, later.
        """
        began = time.process_time()
        saved = time.monotonic()
        step = 0
        while True:
            for number in self._batches.shuffled(rendered(self._folder)):
                done = (time.process_time() - began) / 60 / self._plan.minutes
                if done >= 1:
                    self._save()
                    return
                objective = self._learn(number, _rate(step, done))
                step += 1
                if step % TELLS_EVERY == 0:
                    print(f"step {step}: objective {objective:.3f} an output", flush=True)
                if time.monotonic() - saved > SAVES_EVERY:
                    self._save()
                    saved = time.monotonic()

    def _learn(self, number: int, rate: float) -> float:
        batch = load_batch(self._folder, number)
        scores, others = self._network(self._batches.moved(batch))
        objective, used = LfMmi.apply(
            scores, self._denominator, batch.phones, batch.optional, batch.lengths
        )
        outputs = scores.shape[0] * scores.shape[1]
        beside = CROSS_ENTROPY * -(used * others.log_softmax(2)).sum()
        loss = (objective + beside + SMALL_SCORES * (scores**2).sum()) / outputs
        if torch.isfinite(loss) and objective.item() < _BROKEN:
            self._improve(loss, rate)
            self._mean.update_parameters(self._network)
        return float(objective.item() / outputs)

    def _improve(self, loss: Tensor, rate: float) -> None:
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._network.parameters(), _CLIPPED_AT)
        self._optimiser.step()

    def _save(self) -> None:
        torch.save(self._mean.module.state_dict(), self._work.weights)


def train(plan: Plan, work: Work, resume: bool = False) -> None:
    """Writes the weights. With `resume`, goes on from those that are there."""
    torch.set_num_threads(1)
    torch.manual_seed(7)
    with _rendering(plan, work) as folder:
        trainer = Trainer(plan, work, folder, resume)
        if not resume:
            trainer.wait_for_batches()
            trainer.warm_up()
        end_plain(folder)
        trainer.wait_for_batches()
        trainer.train()


@contextmanager
def _rendering(plan: Plan, work: Work) -> Iterator[Path]:
    """A process that renders batches into the folder, as long as the block lasts."""
    folder = Path(tempfile.mkdtemp(prefix="batches-", dir=_MEMORY if _MEMORY.is_dir() else None))
    arguments = (plan, work, folder)
    # A fresh process: one that is forked has PyTorch's threads half.
    spawned = multiprocessing.get_context("spawn")
    renderer = spawned.Process(target=render_on_and_on, args=arguments, daemon=True)
    renderer.start()
    try:
        yield folder
    finally:
        renderer.terminate()
        renderer.join()
        shutil.rmtree(folder)


def _rate(step: int, done: float) -> float:
    falling = max(LEAST, 0.5 * (1 + math.cos(math.pi * done)))
    return PEAK * min(1.0, (step + 1) / RISES_FOR) * falling
