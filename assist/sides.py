"""What a live call knows of its two sides: heard or not, how far, how late, and the last belief.

For one thread, the desk's.
"""

import time
from dataclasses import dataclass, field

from assist.core.cards import Hearing, Side
from assist.core.words import Heard, Speaker
from assist.listener import BEHIND_FROM, Listened
from assist.troubles import TOO_BUSY

_STALLS_AFTER = 1.0
_SAYS_BEHIND_FOR = 3.0
_WATCHES_CLOCK_FOR = 10.0
_PEAK_FALLS = 0.6
"""Decibels a frame: 12 a second, so that a peak can be read."""


@dataclass(slots=True)
class _Sound:
    """One side. `arrived` and `behind_at` are moments of time.monotonic; 0 is never."""

    shown: Side = field(default_factory=Side)
    arrived: float = 0.0
    behind_at: float = float("-inf")
    left_out: float = 0.0
    lag: float = 0.0
    belief: tuple[str, ...] = ()
    clock: "_Clock" = field(default_factory=lambda: _Clock())


class Sides:
    """Both sides of the call that is being heard. `at` is how far either has been heard."""

    def __init__(self) -> None:
        self.at = 0.0
        self._sounds = {one: _Sound() for one in Speaker}

    def listened(self, message: Listened) -> None:
        """A side's recogniser took a frame."""
        self.at = max(self.at, message.at)
        sound = self._sounds[message.speaker]
        now = sound.arrived = time.monotonic()
        sound.clock.see(message.at, message.zero)
        if message.lag > BEHIND_FROM or message.left_out > sound.left_out:
            sound.behind_at = now
        sound.left_out, sound.lag = message.left_out, message.lag
        hearing = Hearing.HEARD if message.voice else Hearing.QUIET
        peak = max(message.level, sound.shown.peak - _PEAK_FALLS)
        sound.shown = Side(Hearing.LOST if message.broke else hearing, message.level, peak)

    def believe(self, heard: Heard) -> None:
        """What the side's recogniser believes of the utterance that goes on."""
        self._sounds[heard.speaker].belief = () if heard.final else heard.words

    def belief(self, speaker: Speaker) -> tuple[str, ...]:
        return self._sounds[speaker].belief

    def lose(self, speaker: Speaker) -> None:
        """This side's device is gone."""
        self._sounds[speaker].shown = Side(Hearing.LOST)

    def notice_stalls(self) -> None:
        """A side that was heard and from which nothing comes any more is lost."""
        now = time.monotonic()
        for sound in self._sounds.values():
            if sound.arrived and now - sound.arrived > _STALLS_AFTER:
                sound.shown = Side(Hearing.LOST)

    def side(self, speaker: Speaker) -> Side:
        """The side as the overlay shows it."""
        return self._sounds[speaker].shown

    def notices(self) -> tuple[str, ...]:
        """What the agent has to know of the hearing itself."""
        now = time.monotonic()
        behind = any(now - one.behind_at < _SAYS_BEHIND_FOR for one in self._sounds.values())
        return (TOO_BUSY,) if behind else ()

    def behind(self) -> float:
        """How long the sound that was recognised last had waited, in seconds."""
        return max(one.lag for one in self._sounds.values())

    def left_out(self, speaker: Speaker) -> float:
        """Seconds of this side's sound that were left out because the computer was too busy."""
        return self._sounds[speaker].left_out

    def moment(self, speaker: Speaker, at: float) -> float:
        """The moment of time.monotonic at which this side's sound had come to `at`."""
        return at + self._sounds[speaker].clock.zero


class _Clock:
    """When a side's sound began, on time.monotonic: by the frame that came with the least delay.

    Only the newest frames count, because a sound card's clock is never quite the computer's.
    """

    def __init__(self) -> None:
        self._since = 0.0
        self._before = self._now = float("inf")

    @property
    def zero(self) -> float:
        return min(self._before, self._now)

    def see(self, at: float, zero: float) -> None:
        """A frame that ends at call time `at` came `at` seconds after the moment `zero`."""
        if at - self._since > _WATCHES_CLOCK_FOR:
            self._since, self._before, self._now = at, self._now, float("inf")
        self._now = min(self._now, zero)
