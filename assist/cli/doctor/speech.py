"""The speech model: whether it is whole, and whether this computer is fast enough for two sides."""

import argparse
import threading
import time
from collections.abc import Iterator
from functools import cached_property, partial
from itertools import takewhile

from assist.audio.files import RecordedCall, frames_of, open_call
from assist.audio.frames import Frame
from assist.cli.doctor.findings import Check, Finding, Verdict
from assist.core.words import Speaker
from assist.demo import FIRST, demo_call
from assist.settings.layers import Choices
from assist.speech.install import verify
from assist.speech.models import DEMONSTRATION, ModelInfo, SpeechModel, find_model
from assist.speech.recogniser import Recogniser

SAMPLE_FOR = 8.0
"""Seconds of the demo call that are recognised, both sides at once, as in a live call."""

TOO_SLOW = 0.9
TIGHT = 0.5
"""Seconds of work for a second of both sides: more than this, and other programs slow it down."""


def checks(arguments: argparse.Namespace, choices: Choices) -> list[Check]:
    examined = _Examined(arguments.model or choices.settings.speech.model or None)
    return [
        Check("speech model", examined.wholeness),
        Check("speed", partial(_speed, examined)),
    ]


class _Examined:
    """One model, found once."""

    def __init__(self, name: str | None) -> None:
        self._name = name

    @cached_property
    def info(self) -> ModelInfo:
        return find_model(self._name)

    def wholeness(self) -> Iterator[Finding]:
        verdict = verify(self.info)
        found = f"{self.info.title} ({self.info.name}, {self.info.language})"
        if verdict.problems:
            what = f"{found}: {'; '.join(verdict.problems)}"
            mend = "install it again (assist models install), or choose another with --model"
            yield Finding("speech model", Verdict.FAIL, what, mend)
        elif self.info.demonstration:
            yield Finding("speech model", Verdict.NOTE, found, DEMONSTRATION)
        elif not verdict.recorded:
            what = f"{found}; nothing says what its files must be"
            yield Finding("speech model", Verdict.NOTE, what, "install it by assist models install")
        else:
            yield Finding("speech model", Verdict.OK, f"{found}, every file as installed")


def _speed(examined: _Examined) -> Iterator[Finding]:
    factor = real_time_factor(SpeechModel(examined.info))
    found = f"{factor:.2f} s of work for 1 s of both sides"
    if factor > TOO_SLOW:
        mend = "close other programs, choose a smaller speech model, or take a faster computer"
        yield Finding("speed", Verdict.FAIL, f"{found}: too slow for a live call", mend)
    elif factor > TIGHT:
        mend = "prompts may come late while other programs are busy; a smaller model helps"
        yield Finding("speed", Verdict.NOTE, found, mend)
    else:
        yield Finding("speed", Verdict.OK, found)


def real_time_factor(model: SpeechModel) -> float:
    """Seconds of wall time for a second of both sides, each on a thread as in a live call."""
    frames = list(takewhile(lambda one: one.start < SAMPLE_FOR, frames_of(_sample())))
    sides = [[one for one in frames if one.speaker is speaker] for speaker in Speaker]
    threads = [
        threading.Thread(target=_recognise, args=(model, speaker, side), name=f"speed-{speaker}")
        for speaker, side in zip(Speaker, sides, strict=True)
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (time.monotonic() - began) / max(one.end for one in frames)


def _sample() -> RecordedCall:
    return open_call(demo_call(FIRST))


def _recognise(model: SpeechModel, speaker: Speaker, frames: list[Frame]) -> None:
    recogniser = Recogniser(model, speaker)
    for frame in frames:
        recogniser.hear(frame)
    recogniser.end(frames[-1].end)
