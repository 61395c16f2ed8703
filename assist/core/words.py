"""What was heard: a recogniser's changing belief, and the words that settled out of it.

A `Heard` may be taken back by the next one; a `Word` is never taken back. All times are
seconds of call time, which is the audio's own clock: sample count over sample rate.
"""

from dataclasses import dataclass
from enum import StrEnum


class Speaker(StrEnum):
    """Whose voice: each side of the call has its own channel and its own recogniser."""

    CUSTOMER = "customer"
    AGENT = "agent"

    @property
    def other(self) -> "Speaker":
        return Speaker.AGENT if self is Speaker.CUSTOMER else Speaker.CUSTOMER


@dataclass(frozen=True, slots=True)
class Word:
    """One settled word: its text never changes after it is made."""

    speaker: Speaker
    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What one side's recogniser believes of the utterance that is being spoken.

    `words` is the whole utterance so far, not what is new in it. Until `final`, any of it may
    still change. `times` holds (start, end) of each word where the recogniser gives them
    (only with `final`), else it is empty. `at` is how far the audio had been heard.
    """

    speaker: Speaker
    words: tuple[str, ...]
    at: float
    final: bool = False
    times: tuple[tuple[float, float], ...] = ()
