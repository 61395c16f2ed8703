"""Processor time of a two-sided call, against a bare loop of two Vosk recognisers.

Both hear the demo call, or the calls that are named, in 50 ms blocks. The bare loop asks for each
partial result and throws it away; the pipeline does all that a live call does but the drawing. The
two take turns, and the ratio of each turn is printed.
Run: python packaging/dev.py bench processor -- [CALL...]
"""

import json
import statistics
import sys
import time
from pathlib import Path

from assist.audio.files import frames_of, open_call
from assist.audio.frames import Frame
from assist.banks import load_banks
from assist.core.rulebook import Rulebook
from assist.core.words import Speaker
from assist.demo import FIRST, demo_call
from assist.desk import Desk
from assist.speech.models import SpeechModel, find_model
from assist.speech.offline import vosk

TURNS = 3
PROMISED = 0.75


def bare(model: SpeechModel, frames: list[Frame]) -> float:
    """Processor seconds of two recognisers and nothing else."""
    began = time.process_time()
    recognisers = {one: vosk.KaldiRecognizer(model.vosk, frames[0].rate) for one in Speaker}
    for frame in frames:
        recogniser = recognisers[frame.speaker]
        if recogniser.AcceptWaveform(frame.samples):
            json.loads(recogniser.Result())
        else:
            json.loads(recogniser.PartialResult())
    return time.process_time() - began


def pipeline(model: SpeechModel, rulebook: Rulebook, frames: list[Frame]) -> float:
    """Processor seconds of a live call's threads, all of them."""
    desk = Desk(rulebook, model, lambda picture: None)
    began = time.process_time()
    desk.start()
    for frame in frames:
        desk.wait_and_put(frame)
    desk.stop()
    return time.process_time() - began


def measure(model: SpeechModel, rulebook: Rulebook, path: Path) -> list[float]:
    """The ratio of each turn."""
    recording = open_call(path)
    frames = list(frames_of(recording))
    ratios: list[float] = []
    for _ in range(TURNS):
        without, with_all = bare(model, frames), pipeline(model, rulebook, frames)
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
