"""One side's recogniser: frames of sound in, its changing belief out.

Plain partial results come soonest; words are timed when the utterance ends. A recogniser belongs
to one thread: Vosk ends the process when two use the same one.
"""

import json
from typing import Any, TypedDict

from assist.audio.frames import Frame
from assist.core.words import Heard, Speaker
from assist.speech.models import SpeechModel
from assist.speech.offline import vosk

_GAP_ENDS = 0.01
"""Seconds of missing sound after which the utterance is ended rather than glued together."""


class _Timed(TypedDict):
    word: str
    start: float
    end: float


class Recogniser:
    """Recognises one side of one call."""

    def __init__(self, model: SpeechModel, speaker: Speaker) -> None:
        self.speaker = speaker
        self._model = model
        self._vosk: Any = None
        self._rate = 0
        self._offset = 0.0
        self._fed_for = 0.0
        self._belief: tuple[str, ...] = ()

    def hear(self, frame: Frame) -> list[Heard]:
        """Take the next frame; give back what changed: nothing, a new belief, a final result.

        Where sound is missing before the frame, the utterance is ended first. The frame's rate
        must be its true one: Vosk resamples by itself, and hears rubbish at a wrong rate.
        """
        heard: list[Heard] = []
        gap = frame.start - (self._offset + self._fed_for)
        if self._vosk is None or frame.rate != self._rate:
            heard += self.end(frame.start)
            self._begin(frame)
        elif abs(gap) > _GAP_ENDS:
            heard += self.end(frame.start)
            self._offset += gap
        ended = self._vosk.AcceptWaveform(frame.samples)
        self._fed_for += len(frame.samples) / 2 / frame.rate
        return heard + (self._final(frame.end) if ended else self._partial(frame.end))

    def end(self, at: float) -> list[Heard]:
        """The sound ends or breaks here: whatever was being said is final."""
        if self._vosk is None:
            return []
        return self._report(json.loads(self._vosk.FinalResult()).get("result", []), at)

    def _begin(self, frame: Frame) -> None:
        self._vosk = vosk.KaldiRecognizer(self._model.vosk, frame.rate)
        self._vosk.SetWords(True)
        self._rate = frame.rate
        self._offset = frame.start
        self._fed_for = 0.0

    def _partial(self, at: float) -> list[Heard]:
        words = tuple(json.loads(self._vosk.PartialResult())["partial"].split())
        if not words and not self._belief:
            return []
        self._belief = words
        return [Heard(self.speaker, words, at)]

    def _final(self, at: float) -> list[Heard]:
        return self._report(json.loads(self._vosk.Result()).get("result", []), at)

    def _report(self, timed: list[_Timed], at: float) -> list[Heard]:
        if not timed and not self._belief:
            return []
        self._belief = ()
        words = tuple(one["word"] for one in timed)
        times = tuple((one["start"] + self._offset, one["end"] + self._offset) for one in timed)
        return [Heard(self.speaker, words, at, final=True, times=times)]
