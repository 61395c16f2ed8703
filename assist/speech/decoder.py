"""Vosk on the clock of the call: sound in, its changing belief and timed words out.

Vosk counts the sound that it was fed; here its times become call times again, across every stretch
that it was not fed. It belongs to one thread: Vosk ends the process when two use the same one.
"""

import json
from collections import deque
from dataclasses import dataclass
from typing import Any

from assist.audio.frames import Frame
from assist.speech.models import SpeechModel
from assist.speech.offline import vosk

GAP_ENDS = 0.01
"""Seconds of missing sound from which two frames do not join."""

_REACHES_BACK = 2.0
"""Seconds by which the words of a coming result may lie before its utterance was begun."""


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance as it was heard in the end, with (start, end) of each word in call time."""

    words: tuple[str, ...] = ()
    times: tuple[tuple[float, float], ...] = ()


class Decoder:
    """One Vosk recogniser, for sound of one rate."""

    def __init__(self, model: SpeechModel, rate: int) -> None:
        """Raises ValueError for a rate below the model's: Vosk fails on it, or hears rubbish."""
        if rate < model.info.rate:
            raise ValueError(
                f"sound of {rate} Hz has to be raised to {model.info.rate} Hz "
                f"before the model {model.info.name} can hear it"
            )
        self.rate = rate
        self.fed_for = 0.0
        self._vosk: Any = vosk.KaldiRecognizer(model.vosk, rate)
        self._vosk.SetWords(True)
        self._stretches: deque[tuple[float, float]] = deque()

    def joins(self, frame: Frame) -> bool:
        """Whether no sound is missing between the last frame and this one."""
        if not self._stretches:
            return False
        fed, start = self._stretches[-1]
        return abs(frame.start - (start + self.fed_for - fed)) <= GAP_ENDS

    def feed(self, frame: Frame) -> bool:
        """Hear the frame; says whether Vosk takes the utterance as ended by it."""
        if not self.joins(frame):
            self._stretches.append((self.fed_for, frame.start))
        ended = self._vosk.AcceptWaveform(frame.samples)
        self.fed_for += len(frame.samples) / 2 / frame.rate
        return bool(ended)

    def belief(self) -> tuple[str, ...]:
        """The utterance so far; any of it may still change."""
        return tuple(json.loads(self._vosk.PartialResult()).get("partial", "").split())

    def end(self) -> Said:
        """The utterance ends here. What Vosk knows of the voice is kept for the next one.

        Asking for the result, and not for the final one, lets Vosk keep its adaptation; the last
        few hundredths of a second, which are silence, are heard with the next utterance.
        """
        return self._said(self._vosk.Result())

    def break_off(self) -> Said:
        """The sound breaks here: every sample that was fed counts, and Vosk starts anew."""
        return self._said(self._vosk.FinalResult())

    def _said(self, result: str) -> Said:
        found = json.loads(result).get("result", [])
        times = tuple(self._times(one["start"], one["end"]) for one in found)
        while len(self._stretches) > 1 and self._stretches[1][0] < self.fed_for - _REACHES_BACK:
            self._stretches.popleft()
        return Said(tuple(one["word"] for one in found), times)

    def _times(self, start: float, end: float) -> tuple[float, float]:
        """The call times of a word, by the stretch that its middle lies in."""
        middle = (start + end) / 2
        fed, at = next(
            (one for one in reversed(self._stretches) if one[0] <= middle), self._stretches[0]
        )
        return max(at, at + start - fed), at + end - fed
