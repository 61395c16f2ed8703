"""A device's blocks become frames: one channel, a true clock, counted losses.

The device is a hand-written one here, which delivers exactly the blocks that a test wants.
"""

import itertools
import queue
import time
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from assist.audio import capture
from assist.audio.capture import Capture, one_channel
from assist.audio.devices import Device, Host
from assist.audio.frames import BLOCK_FOR, Frame
from assist.audio.streams import TakeSound
from assist.core.words import Speaker

ARRIVES_WITHIN = 60.0


class HandFedStream:
    """A device that hears what the test feeds it."""

    def __init__(self, rate: int, channels: int) -> None:
        self.rate = rate
        self.channels = channels
        self.there = True
        self.running = True
        self.closed = False
        self.take: TakeSound = lambda block, overflowed: None

    def start(self, take: TakeSound) -> None:
        self.take = take

    def is_running(self) -> bool:
        return self.running

    def is_on_its_device(self) -> bool:
        return self.there

    def close(self) -> None:
        self.closed = True

    def feed(self, samples: NDArray[np.int16], overflowed: bool = False) -> None:
        self.take(samples.astype("<i2").tobytes(), overflowed)


Fed = tuple[Capture, HandFedStream, "queue.Queue[Frame]"]
Feed = Callable[..., Fed]


@pytest.fixture
def fed(monkeypatch: pytest.MonkeyPatch) -> Feed:
    def opened(
        rate: int = 16000, channels: int = 1, room: int = 0, channel: int | None = None
    ) -> Fed:
        stream = HandFedStream(rate, channels)
        monkeypatch.setattr(capture, "stream_for", lambda device: stream)
        inbox: queue.Queue[Frame] = queue.Queue(room)
        device = Device("mic", "A microphone", Host.WASAPI, (Speaker.AGENT,), True, rate, channels)
        hears = Capture(Speaker.AGENT, device, inbox.put_nowait, time.monotonic(), channel)
        hears.start()
        return hears, stream, inbox

    return opened


def block(rate: int, channels: int = 1, value: int = 7) -> NDArray[np.int16]:
    return np.full(round(rate * BLOCK_FOR) * channels, value, np.int16)


def wait_for(true: Callable[[], bool]) -> None:
    gives_up_at = time.monotonic() + ARRIVES_WITHIN
    while not true():
        assert time.monotonic() < gives_up_at
        time.sleep(0.005)


def test_frames_that_find_no_room_are_counted_and_the_clock_goes_on(fed: Feed) -> None:
    hears, stream, inbox = fed(room=2)
    for _ in range(5):
        stream.feed(block(16000))
    wait_for(lambda: hears.dropped == 3)
    first, second = inbox.get(), inbox.get()
    stream.feed(block(16000))
    third = inbox.get(timeout=ARRIVES_WITHIN)
    hears.stop()
    assert second.start - first.start == pytest.approx(BLOCK_FOR)
    assert third.start - first.start == pytest.approx(5 * BLOCK_FOR)


def test_the_systems_own_reports_of_lost_sound_are_counted(fed: Feed) -> None:
    hears, stream, inbox = fed()
    stream.feed(block(16000), overflowed=True)
    stream.feed(block(16000))
    for _ in range(2):
        inbox.get(timeout=ARRIVES_WITHIN)
    hears.stop()
    assert hears.overflows == 1


def test_low_sound_is_raised_and_keeps_its_time(fed: Feed) -> None:
    hears, stream, inbox = fed(rate=8000)
    for _ in range(40):
        stream.feed(block(8000, value=1000))
    frames = [inbox.get(timeout=ARRIVES_WITHIN)]
    # The raising holds the last stretch back; all before it comes.
    while frames[-1].end - frames[0].start < 1.7:
        frames.append(inbox.get(timeout=ARRIVES_WITHIN))
    hears.stop()
    assert {frame.rate for frame in frames} == {16000}
    for before, after in itertools.pairwise(frames):
        assert after.start == pytest.approx(before.end)


def test_stereo_is_mixed_or_one_channel_of_it_is_taken(fed: Feed) -> None:
    both = np.tile(np.array([1000, -3000], np.int16), 800)
    for channel, expected in ((None, -1000), (0, 1000), (1, -3000)):
        hears, stream, inbox = fed(channels=2, channel=channel)
        stream.feed(both)
        samples = np.frombuffer(inbox.get(timeout=ARRIVES_WITHIN).samples, "<i2")
        hears.stop()
        assert len(samples) == 800
        assert set(samples.tolist()) == {expected}


def test_mixing_does_not_overflow() -> None:
    full = np.full(1600, -32768, "<i2").tobytes()
    assert set(one_channel(full, 2, None).tolist()) == {-32768}


def test_what_had_come_when_the_device_went_is_not_passed_on(fed: Feed) -> None:
    hears, stream, inbox = fed()
    stream.feed(block(16000))
    inbox.get(timeout=ARRIVES_WITHIN)
    assert hears.alive()
    stream.there = False
    stream.feed(block(16000))
    wait_for(lambda: hears.lost is not None)
    assert inbox.empty()
    assert not hears.alive()
    assert str(hears.lost) == (
        "A microphone: the agent's sound is gone; plug it in again, or choose another device."
    )
    hears.stop()
    assert stream.closed


def test_a_device_that_falls_silent_without_a_word_is_not_alive(fed: Feed) -> None:
    hears, stream, inbox = fed()
    stream.feed(block(16000))
    inbox.get(timeout=ARRIVES_WITHIN)
    assert hears.alive()
    time.sleep(capture.STALLS_AFTER + 0.05)
    assert not hears.alive()
    stream.feed(block(16000))
    assert hears.alive()
    hears.stop()


def test_after_stop_not_one_frame_comes(fed: Feed) -> None:
    hears, stream, inbox = fed()
    hears.stop()
    stream.feed(block(16000))
    assert inbox.empty()
    assert stream.closed
