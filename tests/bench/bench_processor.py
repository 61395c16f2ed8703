"""Processor time of a two-sided call, against a bare loop of two Vosk recognisers.

Both hear the demo call, or the calls that are named, in 50 ms blocks. The bare loop asks for each
partial result and throws it away; the pipeline does all that a live call does but the drawing. They
take turns every few seconds of the call, so that other work on the computer burdens both alike.
Run: python packaging/dev.py bench processor -- [CALL...]
"""

import json
import queue
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from assist.audio.files import frames_of, open_call
from assist.audio.frames import BLOCK_FOR, Frame
from assist.banks import load_banks
from assist.core.rulebook import Rulebook
from assist.core.words import Heard, Speaker
from assist.demo import FIRST, demo_call
from assist.desk import Desk
from assist.speech.models import SpeechModel, find_model
from assist.speech.offline import vosk
from assist.speech.recogniser import Recogniser

TURNS = 3
PROMISED = 0.75
STRETCH_FOR = 5.0
"""Seconds of call that one of them hears before the other's turn."""

SETTLES_FOR = 0.02
"""Seconds for the desk to take what the recognisers said last."""


class Bare:
    """Two recognisers and nothing else."""

    def __init__(self, model: SpeechModel, rate: int) -> None:
        self._recognisers = {one: vosk.KaldiRecognizer(model.vosk, rate) for one in Speaker}

    def hear(self, frames: list[Frame]) -> None:
        for frame in frames:
            recogniser = self._recognisers[frame.speaker]
            if recogniser.AcceptWaveform(frame.samples):
                json.loads(recogniser.Result())
            else:
                json.loads(recogniser.PartialResult())

    def stop(self) -> None:
        for recogniser in self._recognisers.values():
            json.loads(recogniser.FinalResult())


class Pipeline:
    """A live call's threads, all of them."""

    def __init__(self, model: SpeechModel, rulebook: Rulebook) -> None:
        self._heard: queue.SimpleQueue[Frame] = queue.SimpleQueue()
        self._desk = Desk(
            rulebook,
            model,
            lambda picture: None,
            make=lambda speaker: Telling(model, speaker, self._heard),
        )
        self._desk.start()

    def hear(self, frames: list[Frame]) -> None:
        """One frame of each side at a time, as they come from devices."""
        for first in range(0, len(frames), len(Speaker)):
            together = frames[first : first + len(Speaker)]
            for frame in together:
                self._desk.wait_and_put(frame)
            for _ in together:
                self._heard.get()
        time.sleep(SETTLES_FOR)

    def stop(self) -> None:
        self._desk.stop()


class Telling(Recogniser):
    """Says of each frame that it was heard."""

    def __init__(
        self, model: SpeechModel, speaker: Speaker, heard: "queue.SimpleQueue[Frame]"
    ) -> None:
        super().__init__(model, speaker)
        self._heard = heard

    def hear(self, frame: Frame) -> list[Heard]:
        found = super().hear(frame)
        self._heard.put(frame)
        return found


def turn(model: SpeechModel, rulebook: Rulebook, frames: list[Frame]) -> tuple[float, float]:
    """Processor seconds of the bare loop and of the pipeline."""
    bare, pipeline = Bare(model, frames[0].rate), Pipeline(model, rulebook)
    spent: dict[Bare | Pipeline, float] = {bare: 0.0, pipeline: 0.0}
    for stretch in stretches(frames):
        for one in spent:
            began = time.process_time()
            one.hear(stretch)
            spent[one] += time.process_time() - began
    for one in spent:
        began = time.process_time()
        one.stop()
        spent[one] += time.process_time() - began
    return spent[bare], spent[pipeline]


def stretches(frames: list[Frame]) -> Iterator[list[Frame]]:
    size = round(STRETCH_FOR / BLOCK_FOR) * len(Speaker)
    for first in range(0, len(frames), size):
        yield frames[first : first + size]


def measure(model: SpeechModel, rulebook: Rulebook, path: Path) -> list[float]:
    """The ratio of each turn."""
    recording = open_call(path)
    frames = list(frames_of(recording))
    ratios: list[float] = []
    for _ in range(TURNS):
        without, with_all = turn(model, rulebook, frames)
        ratios.append(with_all / without)
        print(
            f"{recording.name}: bare {without:.2f} s, pipeline {with_all:.2f} s of processor for "
            f"{recording.lasts_for:.0f} s of call: ratio {ratios[-1]:.2f}",
            flush=True,
        )
    return ratios


def main() -> None:
    model = SpeechModel(find_model())
    rulebook = Rulebook(load_banks().banks)
    for path in [Path(one) for one in sys.argv[1:]] or [demo_call(FIRST)]:
        ratio = statistics.median(measure(model, rulebook, path))
        print(
            f"pipeline / bare Vosk: {ratio:.2f} in the median of {TURNS} turns "
            f"(promised: {PROMISED})"
        )


if __name__ == "__main__":
    main()
