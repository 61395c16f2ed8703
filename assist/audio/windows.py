"""Windows: the sound of an output (WASAPI loopback), through the soundcard library.

The PortAudio that sounddevice brings along has no loopback. soundcard blocks where PortAudio calls
back, so a thread of its own reads it. While nothing plays, Windows delivers nothing at all: that
silence is filled by the clock here, so it is no fault and the time line goes on.
"""

import math
import queue
import threading
import time
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

FILLS_AFTER = 0.2
"""Seconds without sound after which it is filled with zeros; Windows' own blocks are 0.01 s."""

FILLED_LATELY = 1.0
"""Seconds after a filling during which the clock is held against the sound's own count."""

OPENS_WITHIN = 2.0

RENDER, CAPTURE = 0, 1
CONSOLE, COMMUNICATIONS = 0, 2
"""EDataFlow and ERole of Windows' mmdeviceapi.h."""

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
    """The outputs that can be heard now. The default one is the one for communications: a
    softphone plays there unless somebody chose otherwise.
    """
    library = soundcard()
    default = default_endpoint(library, RENDER)
    return [
        Output(source.name, source.channels, source.id == default) for source in _loopbacks(library)
    ]


def default_microphone() -> str | None:
    """The name of the microphone for communications, as it is now; None when there is none."""
    library = soundcard()
    default = default_endpoint(library, CAPTURE)
    found = library.all_microphones(include_loopback=False)
    return next((str(source.name) for source in found if source.id == default), None)


def default_endpoint(library: ModuleType, flow: int) -> str | None:
    """The identifier of the device for communications, else of the general default one.

    Follows the library's own `_DeviceEnumerator.default_device`, which asks for the general one
    only; with a version of the library that has other inner parts, that one it is.
    """
    for role in (COMMUNICATIONS, CONSOLE):
        try:
            return _endpoint(library.mediafoundation, flow, role)
        except (RuntimeError, AttributeError):
            continue
    try:
        general = library.default_speaker() if flow == RENDER else library.default_microphone()
    except RuntimeError:
        return None
    return str(general.id)


def _endpoint(system: ModuleType, flow: int, role: int) -> str:
    with system._DeviceEnumerator() as enumerator:
        found = system._ffi.new("IMMDevice **")
        there = enumerator._ptr[0]
        system._com.check_error(there[0].lpVtbl.GetDefaultAudioEndpoint(there, flow, role, found))
        name = str(enumerator._device_id(found))
        system._com.release(found)
        return name


class LoopbackStream:
    """One output's sound, in blocks of BLOCK_FOR, always native in channels: WASAPI may refuse
    fewer.
    """

    def __init__(self, name: str, channels: int) -> None:
        self.rate = RATE
        self.channels = channels
        self._name = name
        self._closing = threading.Event()
        self._sounds: queue.SimpleQueue[Sound | None] = queue.SimpleQueue()
        self._reader: threading.Thread | None = None
        self._thread: threading.Thread | None = None

    def start(self, take: Callable[[bytes, bool], None]) -> None:
        """`take` is called on this stream's own thread."""
        source = self._source()
        opened: queue.SimpleQueue[RuntimeError | None] = queue.SimpleQueue()
        self._reader = threading.Thread(
            target=self._read, args=(source, opened), name="loopback", daemon=True
        )
        self._reader.start()
        try:
            fault = opened.get(timeout=OPENS_WITHIN)
        except queue.Empty:
            self._closing.set()
            fault = RuntimeError("it does not answer")
        if fault is not None:
            mend = "plug it in again or choose another device"
            raise SoundError(self._name, f"it cannot be opened ({fault})", mend)
        self._thread = threading.Thread(
            target=self._hand_out, args=(take,), name="loopback clock", daemon=True
        )
        self._thread.start()

    def is_running(self) -> bool:
        return self._reader is not None and self._reader.is_alive()

    def is_on_its_device(self) -> bool:
        """WASAPI binds a stream to its device for good: it ends with it and is never moved."""
        return True

    def close(self) -> None:
        self._closing.set()
        self._sounds.put(None)
        for thread in (self._thread, self._reader):
            if thread:
                thread.join(CLOSES_WITHIN)

    def _source(self) -> Loopback:
        # By the exact name: the library's own search would settle for a similar one.
        for source in _loopbacks(soundcard()):
            if source.name == self._name:
                return source
        raise SoundError(self._name, "it is no longer there", "plug it in or choose another device")

    def _read(self, source: Loopback, opened: "queue.SimpleQueue[RuntimeError | None]") -> None:
        size = round(BLOCK_FOR * self.rate)
        try:
            with source.recorder(samplerate=self.rate, channels=self.channels) as recorder:
                opened.put(None)
                while not self._closing.is_set():
                    self._sounds.put(recorder.record(size))
        except RuntimeError as fault:
            # What the library raises for every refusal of WASAPI, also when the device goes.
            opened.put(fault)
        self._sounds.put(None)

    def _hand_out(self, take: Callable[[bytes, bool], None]) -> None:
        """Hands out what was read and, in its absence, zeros for the time that went by."""
        filler = Filler(self.rate, time.monotonic())
        while not self._closing.is_set():
            try:
                sound = self._sounds.get(timeout=FILLS_AFTER / 2)
            except queue.Empty:
                self._take_zeros(take, filler.missing(time.monotonic()))
                continue
            if sound is None:
                return
            before = filler.missing_before(len(sound), time.monotonic())
            if before is not None:
                self._take_zeros(take, before)
                take(pcm_of(sound), False)

    def _take_zeros(self, take: Callable[[bytes, bool], None], samples: int) -> None:
        if samples:
            take(bytes(2 * self.channels * samples), False)


class Filler:
    """Knows up to which moment sound was handed out, and so how much silence is missing."""

    def __init__(self, rate: int, now: float) -> None:
        self._rate = rate
        self._until = now
        self._filled_at = -math.inf
        self._was_silent = False

    def missing(self, now: float) -> int:
        """Samples of silence to hand out when nothing came: all but the last FILLS_AFTER / 2."""
        gap = now - FILLS_AFTER / 2 - self._until
        if gap < FILLS_AFTER / 2:
            return 0
        self._until += gap
        self._filled_at = now
        self._was_silent = True
        return round(gap * self._rate)

    def missing_before(self, samples: int, now: float) -> int | None:
        """Samples of silence between what was handed out and a sound that ends now; None when the
        sound is of a time that was filled already, because the library counted it too.
        """
        lasts = samples / self._rate
        if now - self._filled_at > FILLED_LATELY:
            self._until = now
            return 0
        gap = now - lasts - self._until
        if gap < -FILLS_AFTER / 2:
            return None
        # Only before the first sound: later ones follow each other, however punctual they are.
        silence = max(0.0, gap) if self._was_silent else 0.0
        self._was_silent = False
        self._until += lasts + silence
        return round(silence * self._rate)


def pcm_of(sound: Sound) -> bytes:
    """Samples between -1 and 1, one row for each moment, as 16-bit PCM."""
    steps: NDArray[np.int16] = np.clip(np.rint(sound * 32767.0), -32768, 32767).astype("<i2")
    return steps.tobytes()


def _loopbacks(library: ModuleType) -> list[Loopback]:
    found = library.all_microphones(include_loopback=True)
    return [source for source in found if source.isloopback]
