"""Played frames keep the wall clock's time, do not drift, and stop when told."""

import queue
import time
from collections.abc import Iterator

import pytest

from assist.audio.faults import SoundError
from assist.audio.frames import Frame
from assist.audio.player import play
from assist.core.words import Speaker


def silence(count: int) -> Iterator[Frame]:
    for number in range(count):
        yield Frame(Speaker.AGENT, number * 0.05, 16000, bytes(1600))


def test_frames_come_when_their_sound_has_ended_and_a_slow_taker_causes_no_drift() -> None:
    late: list[float] = []
    began = time.monotonic()

    def take(frame: Frame) -> None:
        late.append(time.monotonic() - began - frame.end / 2)
        time.sleep(0.01)

    assert play(silence(40), take, pace=2.0).wait(60)
    assert len(late) == 40
    assert min(late) >= 0
    # Were each wait counted from the frame before, all of the last would be 0.3 s late by now.
    assert min(late[-10:]) < 0.2


def test_without_a_pace_it_plays_as_fast_as_frames_are_taken() -> None:
    heard: list[Frame] = []
    playing = play(silence(1200), heard.append, pace=None)
    assert playing.wait(60)
    assert heard == list(silence(1200))


def test_stopping_does_not_wait_for_the_next_frame() -> None:
    heard: list[Frame] = []
    playing = play(iter([Frame(Speaker.AGENT, 600.0, 16000, bytes(1600))]), heard.append)
    playing.stop()
    assert playing.wait(60)
    assert heard == []


def test_frames_that_find_no_room_are_dropped_and_counted() -> None:
    inbox: queue.Queue[Frame] = queue.Queue(maxsize=3)
    playing = play(silence(10), inbox.put_nowait, pace=None)
    assert playing.wait(60)
    assert (inbox.qsize(), playing.dropped) == (3, 7)


def test_a_damaged_recording_ends_the_playing_and_is_told() -> None:
    def damaged() -> Iterator[Frame]:
        yield from silence(1)
        raise SoundError("call.wav", "it is damaged", "cut it there")

    playing = play(damaged(), lambda frame: None, pace=None)
    assert playing.wait(60)
    assert isinstance(playing.fault, SoundError)


@pytest.mark.parametrize("pace", [1.0, None])
def test_nothing_to_play_is_done_at_once(pace: float | None) -> None:
    assert play(silence(0), lambda frame: None, pace=pace).wait(60)
