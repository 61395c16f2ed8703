"""How long the cards of one call took: from the end of their words in the sound to the paint.

Either end may be known first: a card is often painted before its words have their true times.
"""

from collections.abc import Callable

from assist.core.words import Speaker


class Latencies:
    """Of one call, for one thread."""

    def __init__(self, moment: Callable[[Speaker, float], float]) -> None:
        """`moment` says when, on time.monotonic, a side's sound had come to that time of it."""
        self._moment = moment
        self._ends: dict[int, tuple[Speaker, float]] = {}
        self._painted: dict[int, float] = {}

    def said(self, serial: int, speaker: Speaker, end: float) -> float | None:
        """The words of this card end there in the speaker's sound. Gives the seconds, once known."""
        self._ends[serial] = speaker, end
        return self._measured(serial)

    def painted(self, serial: int, moment: float) -> float | None:
        """The card was painted at that moment of time.monotonic. Gives the seconds, once known."""
        self._painted[serial] = moment
        return self._measured(serial)

    def _measured(self, serial: int) -> float | None:
        if serial not in self._ends or serial not in self._painted:
            return None
        return self._painted.pop(serial) - self._moment(*self._ends[serial])
