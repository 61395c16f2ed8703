"""Plays recorded sound aloud: a call at the demo, a customer's sentence at the first start."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from assist.audio import pulse
from assist.audio.faults import SoundError
from assist.audio.in_time import sound_thread
from assist.audio.portaudio import portaudio

Samples = NDArray[np.int16]

CUSTOMER = 0
"""The customer's channel of a recorded call."""


class Aloud:
    """A recording on the default output. Does nothing where there is no output."""

    def __init__(
        self,
        path: Path,
        channel: int | None = None,
        span: tuple[float, float] | None = None,
        output: str | None = None,
        after: float = 0.0,
    ) -> None:
        """`channel` is the only one to be heard, on both ears; `span` the seconds to be played;
        `output` the sound server's name of an output, see `output_of`; `after` seconds of silence
        it begins.
        """
        self.playing = False
        with suppress(SoundError, OSError, soundfile.LibsndfileError):
            sound, rate = _read(path, channel, span)
            silence = np.zeros((round(after * rate), sound.shape[1]), sound.dtype)
            self._play(np.concatenate((silence, sound)), rate, output)

    def _play(self, sound: Samples, rate: int, output: str | None) -> None:
        def begin() -> None:
            device = portaudio()
            # No output, or none that will have it: it goes on in silence.
            with suppress(device.PortAudioError), _going_to(output):
                device.play(sound, rate)
                self.playing = True

        sound_thread().ask(begin)

    def stop(self) -> None:
        if self.playing:
            sound_thread().do(lambda: portaudio().stop())
            self.playing = False


def _read(path: Path, channel: int | None, span: tuple[float, float] | None) -> tuple[Samples, int]:
    with soundfile.SoundFile(path) as file:
        rate = file.samplerate
        first, last = (round(rate * at) for at in span) if span else (0, file.frames)
        file.seek(first)
        sound = file.read(last - first, dtype="int16", always_2d=True)
    return (sound if channel is None else sound[:, [channel, channel]]), rate


def output_of(device: str | None) -> str | None:
    """The output whose sound this device repeats; None where that cannot be told, or for None."""
    if device is None or not pulse.is_usable():
        return None
    with suppress(SoundError):
        for source in pulse.sources().all:
            if device in (source.name, source.description):
                return source.monitor_of
    return None


@contextmanager
def _going_to(output: str | None) -> Iterator[None]:
    """The sound server's client library reads the wanted output from here, and nowhere else."""
    if output is None:
        yield
        return
    os.environ["PULSE_SINK"] = output
    try:
        yield
    finally:
        del os.environ["PULSE_SINK"]
