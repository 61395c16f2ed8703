"""The Linux sound server, PulseAudio or PipeWire: its sources, and where a stream of ours is.

PortAudio knows the server as one device only. The real ones, and the one fact that matters most
while capturing (is this stream still on the source that it was opened on?), come from here.
"""

import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Protocol

from assist.audio.faults import SoundError

SERVER = "the sound server"


@dataclass(frozen=True, slots=True)
class Source:
    """A source of the server; `monitor_of` names the output whose sound it repeats, if any."""

    index: int
    name: str
    description: str
    monitor_of: str | None
    rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class Sources:
    """All sources at one moment, and which the server prefers (None when it has none)."""

    all: tuple[Source, ...]
    default_microphone: str | None
    default_monitor: str | None


def is_usable() -> bool:
    """Whether this system's sound goes through such a server."""
    return platform.system() == "Linux"


def sources() -> Sources:
    """Asks the server. Raises SoundError when there is none or it does not answer."""
    with connected() as server:
        try:
            found = tuple(_source(info) for info in server.source_list())
            preferred = server.server_info()
        except pulsectl().PulseError as fault:
            raise no_server() from fault
    monitors = {source.monitor_of: source.name for source in found if source.monitor_of}
    microphones = {source.name for source in found if source.monitor_of is None}
    default = preferred.default_source_name
    return Sources(
        found,
        # Without a microphone the server prefers the monitor of an output, which is none.
        default if default in microphones else None,
        monitors.get(preferred.default_sink_name),
    )


def own_streams() -> dict[int, int]:
    """Our recording streams: the index of each with the index of the source that it is on."""
    with connected() as server:
        return {
            stream.index: stream.source
            for stream in server.source_output_list()
            if stream.proplist.get("application.process.id") == str(os.getpid())
        }


class Server(Protocol):
    """A connection, as far as it is used here. For one thread at a time."""

    def source_list(self) -> Sequence[SimpleNamespace]: ...
    def server_info(self) -> SimpleNamespace: ...
    def source_output_list(self) -> Sequence[SimpleNamespace]: ...
    def source_output_info(self, index: int) -> SimpleNamespace: ...
    def close(self) -> None: ...


class StreamWatch:
    """Asks the server where one of our streams is. For one thread at a time.

    When a source vanishes, the server moves its streams to another source and tells nobody who
    does not ask: no error, no gap. The customer's side would then carry the agent's microphone.
    An answer "still there" vouches for all sound that had arrived before the question, because a
    source's index is never used again.
    """

    def __init__(self, stream: int, source: int) -> None:
        self._stream = stream
        self._source = source
        self._server = _connection()

    def is_on_its_source(self) -> bool:
        """About 0.05 ms. False also when the server is gone."""
        try:
            return bool(self._server.source_output_info(self._stream).source == self._source)
        except (pulsectl().PulseError, pulsectl().PulseDisconnected):
            return False

    def close(self) -> None:
        self._server.close()


@contextmanager
def connected() -> Iterator[Server]:
    """A connection to the server for a few questions."""
    server = _connection()
    try:
        yield server
    finally:
        server.close()


def no_server() -> SoundError:
    return SoundError(SERVER, "it does not answer", "start PulseAudio or PipeWire (pipewire-pulse)")


def pulsectl() -> ModuleType:
    """The library that speaks with the server; imported late, because it needs the system's own."""
    try:
        import pulsectl as library
    except (ImportError, OSError) as fault:
        mend = "install the package libpulse0 (pulseaudio-libs on Fedora)"
        raise SoundError(SERVER, "the library to reach it is missing", mend) from fault
    # Version 24.12 hands out sample specs that point into memory that is no longer theirs; so the
    # rate is copied out while it is still there.
    library.PulseSourceInfo._init_from_struct = _keep_rate
    module: ModuleType = library
    return module


def _keep_rate(info: SimpleNamespace, struct: SimpleNamespace) -> None:
    info.rate = struct.sample_spec.rate


def _connection() -> Server:
    library = pulsectl()
    _expect_this_computer(os.environ.get("PULSE_SERVER", ""))
    pulse = library.Pulse("agent-assist", connect=False)
    try:
        pulse.connect()
    except library.PulseError as fault:
        pulse.close()
        raise no_server() from fault
    server: Server = pulse
    return server


def _expect_this_computer(addresses: str) -> None:
    """No sound of a call may cross the network, so only the server's local sockets will do."""
    for address in addresses.split():
        local = address.rpartition("}")[2]
        if not local.startswith(("unix:", "/")):
            mend = "unset PULSE_SERVER to use the one on this computer"
            raise SoundError(SERVER, f"PULSE_SERVER names one on the network ({address})", mend)


def _source(info: SimpleNamespace) -> Source:
    return Source(
        info.index,
        info.name,
        info.description,
        info.monitor_of_sink_name,
        info.rate,
        info.channel_count,
    )
