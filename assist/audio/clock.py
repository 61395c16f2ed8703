"""The time line of one stream: sample counts, held to the call's clock.

Within a stream the audio is the clock, so frames join without a seam. A stream's zero is set from
its first few blocks, by the one that came most promptly: the first block alone comes up to 30 ms
late (measured on PulseAudio). Later blocks tell when the count has left the true time, because
sound was lost without a word or because two devices' crystals differ (100 parts in a million are
a third of a second an hour); then the zero is set anew.
"""

from collections import deque

STARTS_WITH = 4
"""Blocks from which the first zero is set: 0.2 s, and within 2 ms of the best of fifty."""

JUDGES_BY = 40
LATE = 0.12
"""Seconds that even the promptest block of the last two seconds may lag before sound was lost."""

EARLY = 0.06
"""Nothing can be heard before it sounds, so one block is proof enough in this direction."""


class StreamClock:
    """Turns sample counts into seconds of call time. For one thread."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._zero: float | None = None
        self._zeros: deque[float] = deque(maxlen=JUDGES_BY)

    def note(self, end: int, arrived_at: float) -> None:
        """A block that ends with sample `end`, counted from the stream's first, came just now."""
        self._zeros.append(arrived_at - end / self._rate)

    def time_of(self, sample: int) -> float:
        """The call time of a sample. Needs at least one block to have been noted."""
        self._zero = self._checked()
        return self._zero + sample / self._rate

    def _checked(self) -> float:
        promptest = min(self._zeros)
        if self._zero is None:
            return promptest
        wrong_by = promptest - self._zero
        is_sure = wrong_by < 0 or len(self._zeros) == JUDGES_BY
        return promptest if is_sure and not -EARLY < wrong_by < LATE else self._zero
