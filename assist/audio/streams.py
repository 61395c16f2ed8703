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
from assist.audio.portaudio import has_device, plain_fault, portaudio, start_anew
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
        """Begins; raises SoundError when the device cannot be opened."""

    def is_running(self) -> bool:
        """Whether the system says that it still delivers."""

    def is_on_its_device(self) -> bool:
        """Whether all sound taken so far came from the device that was asked for."""

    def close(self) -> None:
        """Ends it at once. Called when no other method is being called."""


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
        self._open(f"{self._device.name}, {self._device.host}", take)

    def is_running(self) -> bool:
        return bool(self._stream is not None and self._stream.active)

    def is_on_its_device(self) -> bool:
        return True

    def close(self) -> None:
        if self._stream is not None:
            self._stream.abort(ignore_errors=True)
            self._stream.close(ignore_errors=True)
            self._stream = None

    def _open(self, portaudio_name: str, take: TakeSound) -> None:
        library = portaudio()

        def heard(block: bytes, frames: int, at: object, status: Status) -> None:
            # A copy: the block is PortAudio's own memory, which it uses again.
            take(bytes(block), bool(status.input_overflow))

        try:
            self._stream = library.RawInputStream(
                device=portaudio_name,
                samplerate=self.rate,
                channels=self.channels,
                dtype="int16",
                # Fixed: when PortAudio may choose, it calls hundreds of times a second.
                blocksize=round(BLOCK_FOR * self.rate),
                callback=heard,
            )
            self._stream.start()
        except (library.PortAudioError, ValueError) as fault:
            self.close()
            raise plain_fault(self._device.name, fault) from fault


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
        self._expect_way_to_server()
        before = pulse.own_streams()
        # The server's client library reads the wanted source from here when a stream is opened,
        # and from nowhere else: PortAudio cannot pass it on.
        os.environ["PULSE_SOURCE"] = source.name
        try:
            self._open(PULSE_DEVICE, take)
        finally:
            del os.environ["PULSE_SOURCE"]
        try:
            self._watch = self._watch_new(before, source)
        except SoundError:
            self.close()
            raise

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
