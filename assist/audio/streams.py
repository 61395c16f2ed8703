"""Streams of raw sound from a device: one small protocol, and one kind for each way to open it."""

import os
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Protocol

from assist.audio import pulse
from assist.audio.devices import Device, Host
from assist.audio.faults import SoundError
from assist.audio.frames import BLOCK_FOR
from assist.audio.in_time import answering_thread, sound_thread
from assist.audio.portaudio import (
    has_device,
    note_closed,
    note_open,
    plain_fault,
    portaudio,
    start_anew,
)
from assist.audio.rates import rate_for_recogniser
from assist.audio.windows import LoopbackStream

TakeSound = Callable[[bytes, bool], None]
"""Takes the next block, 16-bit PCM with all channels interleaved, and whether the system said that
sound was lost before it. Called on the stream's own thread: must not wait, log or allocate more
than the block."""

PULSE_DEVICE = "pulse"
APPEARS_WITHIN = 1.0


class Status(Protocol):
    """What PortAudio says with a block."""

    input_overflow: bool


class Stream(Protocol):
    """An open device. `rate` and `channels` are those of its blocks."""

    rate: int
    channels: int

    def start(self, take: TakeSound) -> None:
        """Begins; raises SoundError when the device cannot be opened within a few seconds."""

    def is_running(self) -> bool:
        """Whether the system says that it still delivers."""

    def is_on_its_device(self) -> bool:
        """Whether all sound taken so far came from the device that was asked for."""

    def close(self) -> None:
        """Ends it at once, or as soon as the sound system answers. Called when no other method is
        being called.
        """


def stream_for(device: Device) -> Stream:
    """The stream that can open this device. Only one thread may start streams."""
    if device.host is Host.PULSE:
        return PulseStream(device)
    if device.host is Host.WASAPI_LOOPBACK:
        return LoopbackStream(device.name, device.channels)
    return PortAudioStream(device)


class PortAudioStream:
    """A device that PortAudio opens by its name, at its own rate and with all of its channels."""

    def __init__(self, device: Device) -> None:
        self.rate = device.rate
        self.channels = device.channels
        self._device = device
        self._stream: SimpleNamespace | None = None

    def start(self, take: TakeSound) -> None:
        name = f"{self._device.name}, {self._device.host}"
        self._stream = sound_thread().ask(lambda: self._opened(name, take), _end)

    def is_running(self) -> bool:
        return bool(self._stream is not None and self._stream.active)

    def is_on_its_device(self) -> bool:
        return True

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            sound_thread().do(lambda: _end(stream))

    def _opened(self, portaudio_name: str, take: TakeSound) -> SimpleNamespace:
        library = portaudio()

        def heard(block: bytes, frames: int, at: object, status: Status) -> None:
            # A copy: the block is PortAudio's own memory, which it uses again.
            take(bytes(block), bool(status.input_overflow))

        stream: SimpleNamespace | None = None
        try:
            stream = library.RawInputStream(
                device=portaudio_name,
                samplerate=self.rate,
                channels=self.channels,
                dtype="int16",
                # Fixed: when PortAudio may choose, it calls hundreds of times a second.
                blocksize=round(BLOCK_FOR * self.rate),
                callback=heard,
            )
            stream.start()
        except (library.PortAudioError, ValueError) as fault:
            if stream is not None:
                _end(stream)
            raise plain_fault(self._device.description, fault) from fault
        note_open(stream)
        return stream


def _end(stream: SimpleNamespace) -> None:
    note_closed(stream)
    stream.abort(ignore_errors=True)
    stream.close(ignore_errors=True)


class PulseStream(PortAudioStream):
    """A source of the Linux sound server, through the one device that PortAudio has for it.

    The server raises sound below the recogniser's rate itself.
    """

    def __init__(self, device: Device) -> None:
        super().__init__(device)
        self.rate = rate_for_recogniser(device.rate)
        self._watch: pulse.StreamWatch | None = None

    def start(self, take: TakeSound) -> None:
        source = self._source()
        before = pulse.own_streams()
        # The server has just answered.
        self._stream = answering_thread().ask(lambda: self._opened_on(source, take), _end)
        try:
            self._watch = self._watch_new(before, source)
        except SoundError:
            self.close()
            raise

    def _opened_on(self, source: pulse.Source, take: TakeSound) -> SimpleNamespace:
        self._expect_way_to_server()
        # The server's client library reads the wanted source from here when a stream is opened,
        # and from nowhere else: PortAudio cannot pass it on.
        os.environ["PULSE_SOURCE"] = source.name
        try:
            return self._opened(PULSE_DEVICE, take)
        finally:
            del os.environ["PULSE_SOURCE"]

    def is_on_its_device(self) -> bool:
        return self._watch is not None and self._watch.is_on_its_source()

    def close(self) -> None:
        super().close()
        if self._watch is not None:
            self._watch.close()
            self._watch = None

    def _source(self) -> pulse.Source:
        for source in pulse.sources().all:
            if source.name == self._device.name:
                return source
        mend = "plug it in, or choose another device"
        raise SoundError(self._device.name, "it is no longer there", mend)

    def _expect_way_to_server(self) -> None:
        if has_device(PULSE_DEVICE):
            return
        # PortAudio looked when no server ran. Then it has no open stream either that could suffer.
        start_anew()
        if not has_device(PULSE_DEVICE):
            mend = "install the package libasound2-plugins (alsa-plugins-pulseaudio on Fedora)"
            raise SoundError("PortAudio", "it has no way to the sound server", mend)

    def _watch_new(self, before: dict[int, int], source: pulse.Source) -> pulse.StreamWatch:
        """Finds our new stream at the server and makes sure that it is where it was meant to be."""
        gives_up_at = time.monotonic() + APPEARS_WITHIN
        while not (new := pulse.own_streams().keys() - before.keys()):
            if time.monotonic() > gives_up_at:
                mend = "start the sound server again"
                raise SoundError(source.name, "the sound server does not show the stream", mend)
            time.sleep(0.01)
        watch = pulse.StreamWatch(max(new), source.index)
        if watch.is_on_its_source():
            return watch
        watch.close()
        mend = "choose it for Agent Assist in the system's sound settings"
        raise SoundError(source.name, "the sound server gave another source instead", mend)
