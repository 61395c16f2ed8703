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

from assist.audio.clock import STARTS_WITH, StreamClock
from assist.audio.devices import Device
from assist.audio.faults import SoundError
from assist.audio.frames import Frame
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
Block = tuple[int, float, bytes]
"""A block's first sample, counted from the stream's first, the call time of its arrival, and its
sound."""


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
        self._last_arrival = 0.0
        self._stopping = threading.Event()
        self._first_blocks: list[Block] | None = []
        self._thread = threading.Thread(target=self._pass_on, name=f"hearing {side}", daemon=True)

    def start(self) -> None:
        """Opens the device. Raises SoundError when that fails; then nothing stays open."""
        self._last_arrival = time.monotonic()
        self._stream.start(self._take)
        self._thread.start()

    def stop(self) -> None:
        """Ends at once; no frame is put afterwards. Waits a moment for the device to be let go of,
        which the capture's own thread does.
        """
        self._stopping.set()
        self._blocks.put(None)
        if self._thread.ident is not None:
            self._thread.join(STOPS_WITHIN)

    def alive(self) -> bool:
        """Whether frames are coming: not stopped, not lost, and none overdue."""
        silent_for = time.monotonic() - self._last_arrival
        return not self._stopping.is_set() and self.lost is None and silent_for < STALLS_AFTER

    def _take(self, block: bytes, overflowed: bool) -> None:
        """Called on the device's thread: must not wait, log or allocate more than the block."""
        first = self._next_sample
        self._last_arrival = time.monotonic()
        self._next_sample += len(block) // (2 * self._stream.channels)
        self.overflows += overflowed
        if self._blocks.qsize() < HELD_BLOCKS:
            self._blocks.put((first, self._last_arrival - self._clock_zero, block))
        else:
            self.dropped += 1

    def _pass_on(self) -> None:
        """The capture's own thread, which closes what `start` opened."""
        try:
            self._pass_on_all()
        finally:
            self._stream.close()

    def _pass_on_all(self) -> None:
        """A block waits here for the answer to a question that is asked after it has come: is the
        stream still on its device?
        """
        stream = self._stream
        sound = _Sound(self.side, stream.rate, stream.channels, self._channel)
        while not self._stopping.is_set():
            blocks = self._waiting_blocks()
            on_its_device = self._stream.is_on_its_device()
            if self._stopping.is_set():
                return
            if not (on_its_device and self._stream.is_running()):
                self.lost = self._vanished()
                return
            for block in blocks:
                sound.note(block)
            for block in self._with_first_ones(blocks):
                self._hand_over(sound, block)

    def _with_first_ones(self, blocks: list[Block]) -> list[Block]:
        """Holds a stream's first blocks back until they can tell its zero, or nothing more comes."""
        if self._first_blocks is None:
            return blocks
        self._first_blocks += blocks
        if blocks and len(self._first_blocks) < STARTS_WITH:
            return []
        held = self._first_blocks
        self._first_blocks = None if held else []
        return held

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

    def _hand_over(self, sound: "_Sound", block: Block) -> None:
        frame = sound.frame(block)
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
    start on the stream's own clock.
    """

    def __init__(self, side: Speaker, rate: int, channels: int, channel: int | None) -> None:
        self._side = side
        self._stream_rate = rate
        self._rate = rate_for_recogniser(rate)
        self._raiser = Raiser(rate, self._rate) if self._rate != rate else None
        self._channels = channels
        self._channel = channel
        self._clock = StreamClock(rate)
        self._taken = 0
        self._made = 0

    def note(self, block: Block) -> None:
        """Tells the clock of a block, before any frame is made of it or of one after it."""
        first, arrived_at, sound = block
        self._clock.note(first + len(sound) // (2 * self._channels), arrived_at)

    def frame(self, block: Block) -> Frame | None:
        """The next frame; None while the raising of the rate still holds the sound back."""
        first, _, sound = block
        voice = one_channel(sound, self._channels, self._channel)
        # Of what was taken so far, this much has not come out yet; it comes out first.
        held_for = self._taken / self._stream_rate - self._made / self._rate
        self._taken += len(voice)
        if self._raiser is not None:
            voice = self._raiser.raised(voice)
        if not len(voice):
            return None
        start = self._clock.time_of(first) - held_for
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
