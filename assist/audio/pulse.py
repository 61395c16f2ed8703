"""The Linux sound server, PulseAudio or PipeWire: its sources, and where a stream of ours is.

PortAudio knows the server as one device only. The real ones, and the one fact that matters most
while capturing (is this stream still on the source that it was opened on?), come from here.
No question waits for long: a server that is frozen counts as one that is gone.
"""

import math
import os
import platform
import select
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Protocol

from assist.audio.faults import SoundError

SERVER = "the sound server"

ANSWERS_WITHIN = 1.0
"""Seconds for one question. A busy machine's server answers in milliseconds."""

VOUCHES_WITHIN = 2.0
"""Seconds for the question about a stream: nobody but its own sound waits for the answer."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source of the server; `monitor_of` names the output whose sound it repeats, if any, and
    `made_of` the source that it takes its own sound from, if it is a filter of one.
    """

    index: int
    name: str
    description: str
    monitor_of: str | None
    rate: int
    channels: int
    made_of: str | None = None
    suspended: bool = False


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
        except refusals() as fault:
            raise no_server() from fault
    microphones = {source.name for source in found if source.monitor_of is None}
    # The feed of a virtual microphone carries the agent's own voice: never the customer's side.
    feeds = {source.made_of for source in found}
    monitors = {
        source.monitor_of: source.name
        for source in found
        if source.monitor_of and source.name not in feeds
    }
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
        try:
            return {
                stream.index: stream.source
                for stream in server.source_output_list()
                if stream.proplist.get("application.process.id") == str(os.getpid())
            }
        except refusals() as fault:
            raise no_server() from fault


class Server(Protocol):
    """What the server is asked here. For one thread at a time."""

    def source_list(self) -> Sequence[SimpleNamespace]: ...
    def server_info(self) -> SimpleNamespace: ...
    def source_output_list(self) -> Sequence[SimpleNamespace]: ...
    def source_output_info(self, index: int) -> SimpleNamespace: ...


class Link:
    """A connection on which every question ends in time. For one thread at a time."""

    def __init__(self) -> None:
        """Raises SoundError when there is no server or it does not answer."""
        library = pulsectl()
        _expect_this_computer(os.environ.get("PULSE_SERVER", ""))
        self._gives_up_at = time.monotonic() + ANSWERS_WITHIN
        self._pulse = library.Pulse("agent-assist", connect=False)
        self._pulse.set_poll_func(self._poll)
        try:
            self._pulse.connect()
        except refusals() as fault:
            self._pulse.close()
            raise no_server() from fault

    def server(self, within: float | None = None) -> Server:
        """For one question. It raises pulsectl's PulseError, also when the answer takes too long;
        after that the link is good for nothing more.
        """
        self._gives_up_at = time.monotonic() + (within or ANSWERS_WITHIN)
        server: Server = self._pulse
        return server

    def close(self) -> None:
        self._pulse.close()

    def tell_changes(self, tell: Callable[[], None]) -> None:
        """Asks the server to tell of changes of devices and defaults; see `listen`."""
        self._gives_up_at = time.monotonic() + ANSWERS_WITHIN
        self._pulse.event_mask_set("source", "sink", "server")

        def heard(event: object) -> None:
            tell()
            raise pulsectl().PulseLoopStop

        self._pulse.event_callback = heard

    def listen(self, up_to: float) -> bool:
        """Waits for the next change, so many seconds. False when the server is gone."""
        self._gives_up_at = math.inf
        self._pulse.event_listen(up_to, raise_on_disconnect=False)
        return bool(self._pulse.connected)

    def _poll(self, watched: Sequence[SimpleNamespace], timeout: float) -> int:
        """Waits for the server in place of its own library, which has no limit of time."""
        left = max(0.0, self._gives_up_at - time.monotonic())
        wait_for = left if timeout < 0 else min(timeout, left)
        poller = select.poll()
        for one in watched:
            poller.register(one.fd, one.events)
        ready = dict(poller.poll(None if wait_for == math.inf else math.ceil(wait_for * 1000)))
        for one in watched:
            one.revents = ready.get(one.fd, 0)
        if not ready and time.monotonic() >= self._gives_up_at:
            self._pulse.connected = False
        return len(ready)


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
        self._link = Link()

    def is_on_its_source(self) -> bool:
        """About 0.1 ms. False also when the server is gone or does not answer."""
        try:
            info = self._link.server(VOUCHES_WITHIN).source_output_info(self._stream)
        except refusals():
            return False
        return bool(info.source == self._source)

    def close(self) -> None:
        self._link.close()


class Changes:
    """Tells when a device came, went or changed, or another became the default. For one thread."""

    def __init__(self) -> None:
        self._link: Link | None = None
        self._changed = False

    def wait(self, up_to: float) -> bool:
        """Whether there may have been a change; waits for `up_to` seconds at most, longer only for
        a server that does not answer. While there is no server it just waits.
        """
        began = time.monotonic()
        if self._link is None and not self._connect():
            time.sleep(max(0.0, began + up_to - time.monotonic()))
            return False
        if self._link and not self._changed and not self._link.listen(up_to):
            self.close()
            return True
        changed, self._changed = self._changed, False
        return changed

    def close(self) -> None:
        if self._link:
            self._link.close()
            self._link = None

    def _connect(self) -> bool:
        try:
            self._link = Link()
            self._link.tell_changes(self._note)
        except SoundError:
            return False
        except refusals():
            self.close()
            return False
        self._changed = True
        return True

    def _note(self) -> None:
        self._changed = True


@contextmanager
def connected() -> Iterator[Server]:
    """A connection to the server for a few questions."""
    link = Link()
    try:
        yield link.server()
    finally:
        link.close()


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


def refusals() -> tuple[type[Exception], ...]:
    """What the library raises when the server is gone, does not answer in time, or says no."""
    library = pulsectl()
    from pulsectl import _pulsectl as calls

    return library.PulseError, library.PulseDisconnected, calls.LibPulse.CallError


def _keep_rate(info: SimpleNamespace, struct: SimpleNamespace) -> None:
    info.rate = struct.sample_spec.rate


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
        info.proplist.get("device.master_device"),
        info.state == "suspended",
    )
