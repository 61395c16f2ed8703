"""Hears one side of a live call: a device's sound as frames on the call's clock.

Promises: the device's thread only copies and puts; a frame is passed on only when it is certain
that it came from the device that was asked for; what is dropped is counted and still moves the
clock; and when the device goes, that is told and not one more frame comes.
"""

import queue
import threading
import time
from collections.abc import Callable

import numpy as np

from assist.audio.devices import Device
from assist.audio.faults import SoundError
from assist.audio.frames import BLOCK_FOR, Frame
from assist.audio.rates import Raiser, Samples, rate_for_recogniser
from assist.audio.streams import Stream, stream_for
from assist.core.words import Speaker

STALLS_AFTER = 1.0
"""Without a frame for so many seconds a device that delivers silence as zeros has stopped."""

WAITS_FOR = 0.25
STOPS_WITHIN = 0.5
HELD_BLOCKS = 100
"""Blocks that may wait (5 s) while nobody takes them; what comes then is dropped."""

PutFrame = Callable[[Frame], None]
Block = tuple[int, bytes]
"""A block's first sample, counted from the stream's first, and its sound."""


class Capture:
    """One side's device while it is being heard. `start` and `stop` are for one thread.

    `put` is called on the capture's own thread and must not wait; a frame for which it raises
    queue.Full is dropped. `clock_zero` is the moment on `time.monotonic` at which the call's clock
    was zero. `channel` takes one channel of the device (0 is left); None mixes them all.

    To read from any thread: `lost` says why the side is no longer heard; `dropped` counts frames
    and `overflows` the system's own reports of lost sound; `last_frame_at` is the call time up to
    which frames were passed on.
    """

    def __init__(
        self,
        side: Speaker,
        device: Device,
        put: PutFrame,
        clock_zero: float,
        channel: int | None = None,
    ) -> None:
        self.side = side
        self.device = device
        self.lost: SoundError | None = None
        self.dropped = 0
        self.overflows = 0
        self.last_frame_at: float | None = None
        self._put = put
        self._clock_zero = clock_zero
        self._channel = channel
        self._stream: Stream = stream_for(device)
        self._blocks: queue.SimpleQueue[Block | None] = queue.SimpleQueue()
        self._next_sample = 0
        self._began_at = 0.0
        self._last_arrival = 0.0
        self._stopping = threading.Event()
        self._sound: _Sound | None = None
        self._thread = threading.Thread(target=self._pass_on, name=f"hearing {side}", daemon=True)

    def start(self) -> None:
        """Opens the device. Raises SoundError when that fails; then nothing stays open."""
        self._last_arrival = time.monotonic()
        self._stream.start(self._take)
        self._thread.start()

    def stop(self) -> None:
        """Ends at once; no frame is put afterwards. Also to be called when the side is lost."""
        self._stopping.set()
        self._blocks.put(None)
        if self._thread.ident is not None:
            self._thread.join(STOPS_WITHIN)
        self._stream.close()

    def alive(self) -> bool:
        """Whether frames are coming: not stopped, not lost, and none overdue."""
        silent_for = time.monotonic() - self._last_arrival
        return not self._stopping.is_set() and self.lost is None and silent_for < STALLS_AFTER

    def _take(self, block: bytes, overflowed: bool) -> None:
        """Called on the device's thread: must not wait, log or allocate more than the block."""
        first = self._next_sample
        self._last_arrival = time.monotonic()
        if first == 0:
            self._began_at = self._last_arrival - BLOCK_FOR - self._clock_zero
        self._next_sample += len(block) // (2 * self._stream.channels)
        self.overflows += overflowed
        if self._blocks.qsize() < HELD_BLOCKS:
            self._blocks.put((first, block))
        else:
            self.dropped += 1

    def _pass_on(self) -> None:
        """The capture's own thread. A block waits here for the answer to a question that is asked
        after it has come: is the stream still on its device?
        """
        while not self._stopping.is_set():
            blocks = self._waiting_blocks()
            on_its_device = self._stream.is_on_its_device()
            if self._stopping.is_set():
                return
            if not (on_its_device and self._stream.is_running()):
                # The place where a later search for the device begins; see `stop`.
                self.lost = self._vanished()
                return
            for first, block in blocks:
                self._hand_over(first, block)

    def _waiting_blocks(self) -> list[Block]:
        """All that has come; waits for the first, but not for long, so that a device that went
        without a word is noticed.
        """
        blocks: list[Block] = []
        wait = True
        while True:
            try:
                block = self._blocks.get(block=wait, timeout=WAITS_FOR)
            except queue.Empty:
                return blocks
            if block is None:
                return blocks
            blocks.append(block)
            wait = False

    def _hand_over(self, first: int, block: bytes) -> None:
        if self._sound is None:
            stream = self._stream
            self._sound = _Sound(
                self.side, self._began_at, stream.rate, stream.channels, self._channel
            )
        frame = self._sound.frame(first, block)
        if frame is None:
            return
        try:
            self._put(frame)
        except queue.Full:
            self.dropped += 1
        else:
            self.last_frame_at = frame.end

    def _vanished(self) -> SoundError:
        mend = "plug it in again, or choose another device"
        return SoundError(self.device.description, f"the {self.side}'s sound is gone", mend)


class _Sound:
    """Makes frames of a stream's blocks: one channel, a rate that the recogniser can take, and a
    start counted in samples from the stream's beginning.
    """

    def __init__(
        self, side: Speaker, began_at: float, rate: int, channels: int, channel: int | None
    ) -> None:
        self._side = side
        self._began_at = began_at
        self._stream_rate = rate
        self._rate = rate_for_recogniser(rate)
        self._raiser = Raiser(rate, self._rate) if self._rate != rate else None
        self._channels = channels
        self._channel = channel
        self._expected = 0
        self._missed_for = 0.0
        self._made = 0

    def frame(self, first: int, block: bytes) -> Frame | None:
        """The next frame; None while the raising of the rate still holds the sound back."""
        voice = one_channel(block, self._channels, self._channel)
        self._missed_for += (first - self._expected) / self._stream_rate
        self._expected = first + len(voice)
        if self._raiser is not None:
            voice = self._raiser.raised(voice)
        if not len(voice):
            return None
        start = self._began_at + self._missed_for + self._made / self._rate
        self._made += len(voice)
        return Frame(self._side, start, self._rate, voice.tobytes())


def one_channel(block: bytes, channels: int, channel: int | None) -> Samples:
    """One channel of interleaved PCM, or the mean of all when `channel` is None."""
    samples = np.frombuffer(block, "<i2").reshape(-1, channels)
    if channels == 1:
        return samples[:, 0]
    if channel is not None:
        return np.ascontiguousarray(samples[:, channel])
    # A product with a vector: six times as fast as numpy's mean over so short an axis.
    mixed = samples.astype(np.float32) @ np.full(channels, 1 / channels, np.float32)
    mono: Samples = np.rint(mixed).astype(np.int16)
    return mono
