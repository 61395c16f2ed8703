"""Windows: the sound of an output (WASAPI loopback), through the soundcard library.

The PortAudio that sounddevice brings along has no loopback. soundcard blocks where PortAudio calls
back, so a thread of its own reads it. While nothing plays, Windows delivers nothing at all; the
library then counts the time and hands out zeros, so silence is no fault and the clock goes on.
"""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assist.audio.faults import SoundError
from assist.audio.frames import BLOCK_FOR

RATE = 48000
"""What Windows mixes at unless somebody changed it; it converts to this rate otherwise."""

CLOSES_WITHIN = 0.3

Sound = NDArray[np.float32]


class Recorder(Protocol):
    """An open loopback of the library."""

    def record(self, numframes: int) -> Sound: ...
    def __enter__(self) -> "Recorder": ...
    def __exit__(self, *fault: object) -> None: ...


class Loopback(Protocol):
    """An output, as the library lists it among the things that can be recorded."""

    name: str
    id: str
    channels: int

    def recorder(self, samplerate: int, channels: int) -> Recorder: ...


@dataclass(frozen=True, slots=True)
class Output:
    """A headset or loudspeaker whose sound can be heard."""

    name: str
    channels: int
    is_default: bool


def soundcard() -> ModuleType:
    """The library; imported late, because it exists for this on Windows only."""
    try:
        import soundcard as library
    except (ImportError, OSError) as fault:
        mend = "install the Python package soundcard"
        raise SoundError("Windows sound", "the library to hear outputs is missing", mend) from fault
    module: ModuleType = library
    return module


def outputs() -> list[Output]:
    """The outputs that can be heard now."""
    library = soundcard()
    default = _default_output(library)
    return [
        Output(source.name, source.channels, source.id == default) for source in _loopbacks(library)
    ]


class LoopbackStream:
    """One output's sound, in blocks of BLOCK_FOR, always native in channels: WASAPI may refuse
    fewer.
    """

    def __init__(self, name: str, channels: int) -> None:
        self.rate = RATE
        self.channels = channels
        self._name = name
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, take: Callable[[bytes, bool], None]) -> None:
        """`take` is called on this stream's own thread."""
        source = self._source()
        opened: queue.SimpleQueue[RuntimeError | None] = queue.SimpleQueue()
        self._thread = threading.Thread(
            target=self._read, args=(source, take, opened), name="loopback", daemon=True
        )
        self._thread.start()
        if (fault := opened.get()) is not None:
            mend = "plug it in again or choose another device"
            raise SoundError(self._name, f"it cannot be opened ({fault})", mend)

    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def is_on_its_device(self) -> bool:
        """WASAPI binds a stream to its device for good: it ends with it and is never moved."""
        return True

    def close(self) -> None:
        self._closing.set()
        if self._thread:
            self._thread.join(CLOSES_WITHIN)

    def _source(self) -> Loopback:
        # By the exact name: the library's own search would settle for a similar one.
        for source in _loopbacks(soundcard()):
            if source.name == self._name:
                return source
        raise SoundError(self._name, "it is no longer there", "plug it in or choose another device")

    def _read(
        self,
        source: Loopback,
        take: Callable[[bytes, bool], None],
        opened: queue.SimpleQueue[RuntimeError | None],
    ) -> None:
        size = round(BLOCK_FOR * self.rate)
        try:
            with source.recorder(samplerate=self.rate, channels=self.channels) as recorder:
                opened.put(None)
                while not self._closing.is_set():
                    take(pcm_of(recorder.record(size)), False)
        except RuntimeError as fault:
            # What the library raises for every refusal of WASAPI, also when the device goes.
            opened.put(fault)


def pcm_of(sound: Sound) -> bytes:
    """Samples between -1 and 1, one row for each moment, as 16-bit PCM."""
    steps: NDArray[np.int16] = np.clip(np.rint(sound * 32767.0), -32768, 32767).astype("<i2")
    return steps.tobytes()


def _loopbacks(library: ModuleType) -> list[Loopback]:
    found = library.all_microphones(include_loopback=True)
    return [source for source in found if source.isloopback]


def _default_output(library: ModuleType) -> str | None:
    try:
        return str(library.default_speaker().id)
    except RuntimeError:
        return None
