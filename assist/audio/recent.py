"""The last seconds of both sides, for checks and meters. Never written anywhere."""

from collections import deque

import numpy as np
import soxr

from assist.audio.checks import COMPARED_AT, Meter, Sound, meter
from assist.audio.frames import BLOCK_FOR, Frame
from assist.core.words import Speaker

LASTS = 5.0


class Recent:
    """Keeps LASTS seconds of each side. Each side is noted by one thread; any thread may ask."""

    def __init__(self) -> None:
        self._frames = {side: _empty() for side in Speaker}
        self._last_sound_at = dict.fromkeys(Speaker, 0.0)

    def note(self, frame: Frame) -> None:
        """Called on the capture's thread."""
        frames = self._frames[frame.speaker]
        if not frames or frame.samples.count(b"\0") != len(frame.samples):
            self._last_sound_at[frame.speaker] = frame.end
        frames.append(frame)

    def forget(self, side: Speaker) -> None:
        """The side is no longer heard."""
        self._frames[side] = _empty()

    def zeros_for(self, side: Speaker) -> float:
        """For how many seconds now there were exact zeros only."""
        frames = self._frames[side]
        return frames[-1].end - self._last_sound_at[side] if frames else 0.0

    def meter(self, side: Speaker, last_for: float = 1.0) -> Meter:
        """The numbers of the last moment."""
        frames = list(self._frames[side])[-max(1, round(last_for / BLOCK_FOR)) :]
        return meter(np.concatenate([_sound(frame) for frame in frames] or [_NOTHING]))

    def both(self) -> tuple[Sound, Sound, int]:
        """The customer's and the agent's sound over one and the same stretch of time, and its rate.
        A side that was not heard in it is empty.
        """
        sides = [list(self._frames[side]) for side in Speaker]
        ends = [frames[-1].end for frames in sides if frames]
        until = min(ends, default=0.0)
        customer, agent = (_stretch(frames, until - LASTS, until) for frames in sides)
        return customer, agent, COMPARED_AT


_NOTHING: Sound = np.zeros(0, np.float32)


def _empty() -> "deque[Frame]":
    return deque(maxlen=round(1.2 * LASTS / BLOCK_FOR))


def _sound(frame: Frame) -> Sound:
    return np.frombuffer(frame.samples, "<i2").astype(np.float32) * np.float32(1 / 32768)


def _stretch(frames: list[Frame], start: float, end: float) -> Sound:
    """The sound between two moments, each frame at its place, and zeros where there is none."""
    inside = [frame for frame in frames if frame.end > start and frame.start < end]
    if not inside:
        return _NOTHING
    rate = inside[-1].rate
    sound: Sound = np.zeros(round((end - start) * rate), np.float32)
    for frame in inside:
        if frame.rate != rate:
            continue
        first = round((frame.start - start) * rate)
        part = _sound(frame)[max(0, -first) :]
        room = sound[max(0, first) : max(0, first) + len(part)]
        room[:] = part[: len(room)]
    resampled: Sound = soxr.resample(sound, rate, COMPARED_AT, quality="HQ")
    return resampled
