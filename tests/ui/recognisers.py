"""Two real recognisers at work beside the window, as in a call: one a side, in threads."""

import itertools
import threading
import time
from pathlib import Path

import numpy as np
import soundfile
import vosk

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "models" / "demo-en"
CALL = ROOT / "tests" / "recordings" / "long-wait.flac"
RATE, BLOCK = 16000, 800
"""Samples a second, and in a block of 50 ms."""


def start(speed: float) -> threading.Event:
    """Recognise a recorded call over and over, `speed` times as fast as it was spoken (0: as fast
    as it goes); ends when the event is set.
    """
    vosk.SetLogLevel(-1)
    model = vosk.Model(str(MODEL))
    sound, rate = soundfile.read(CALL, dtype="int16", always_2d=True)
    assert rate == RATE
    enough = threading.Event()
    for channel in range(2):
        samples = np.ascontiguousarray(sound[:, channel])
        blocks = [samples[at : at + BLOCK].tobytes() for at in range(0, len(samples), BLOCK)]
        arguments = (model, blocks, speed, enough)
        threading.Thread(target=_recognise, args=arguments, daemon=True).start()
    return enough


def _recognise(model: object, blocks: list[bytes], speed: float, enough: threading.Event) -> None:
    recogniser = vosk.KaldiRecognizer(model, RATE)
    due = time.monotonic()
    for block in itertools.cycle(blocks):
        if enough.is_set():
            return
        if recogniser.AcceptWaveform(block):
            recogniser.Result()
        else:
            recogniser.PartialResult()
        if speed:
            due += BLOCK / RATE / speed
            time.sleep(max(0.0, due - time.monotonic()))
