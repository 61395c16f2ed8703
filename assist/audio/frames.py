"""A frame of one side's sound, on the clock of the audio itself."""

from dataclasses import dataclass

from assist.core.words import Speaker

BLOCK_FOR = 0.05
"""Length of a frame in seconds. Shorter ones cost processor time and hear nothing sooner:
the recogniser works in steps of its own."""

ENDS_AFTER = 0.5
"""Seconds without a voice after which an utterance has ended."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A stretch of one side's sound.

    `samples` is 16-bit signed little-endian mono PCM at `rate` samples a second; `start` is the
    call time of its first sample, in seconds. A frame that was dropped leaves a gap: `start` of
    the next one shows it.
    """

    speaker: Speaker
    start: float
    rate: int
    samples: bytes

    @property
    def end(self) -> float:
        """Call time just after its last sample."""
        return self.start + len(self.samples) / 2 / self.rate
