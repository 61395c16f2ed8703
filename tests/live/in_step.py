"""Both sides of a recording put to a desk at the pace at which they are heard, neither far ahead of
the other, whatever the computer has to do besides.
"""

from collections.abc import Callable, Iterator
from functools import partial

from assist.audio.frames import Frame
from assist.core.words import Heard, Speaker
from assist.desk import Desk
from assist.speech.models import SpeechModel
from assist.speech.recogniser import Recogniser
from tests.screens import wait_for

HEARS_WITHIN = 60.0
AHEAD = 0.5
"""Seconds of sound that may be put and not yet heard."""


class Heeded(Recogniser):
    """Keeps up to which time of listening it has heard."""

    until = 0.0

    def hear(self, frame: Frame) -> list[Heard]:
        heard = super().hear(frame)
        self.until = frame.end
        return heard


class Ears:
    """Makes a desk's recognisers, and knows how far they have come."""

    def __init__(self, model: SpeechModel) -> None:
        self._model = model
        self._ears: dict[Speaker, Heeded] = {}

    def make(self, speaker: Speaker) -> Recogniser:
        """Called on the listeners' threads."""
        self._ears[speaker] = Heeded(self._model, speaker)
        return self._ears[speaker]

    def have_heard(self, until: float) -> bool:
        return all(ear.until >= until for ear in list(self._ears.values()))

    def put(
        self, desk: Desk, frames: Iterator[Frame], until: Callable[[], bool] = lambda: False
    ) -> None:
        """Put frames, until something is so or there are no more."""
        for frame in frames:
            desk.wait_and_put(frame)
            heard = partial(self.have_heard, frame.start - AHEAD)
            wait_for(heard, "all that was put", HEARS_WITHIN)
            if until():
                return
