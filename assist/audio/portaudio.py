"""PortAudio, the library that captures sound, and its faults in plain words.

Importing it starts it, and it then knows only the devices that were there: so it is imported
late, and started anew when it saw nothing. Calls that may wait for the sound system are made on
the thread of `in_time`.
"""

import atexit
import time
from types import ModuleType

from assist.audio.faults import SoundError
from assist.audio.in_time import sound_thread

UNAVAILABLE = -9985
INVALID_DEVICE = -9996
INVALID_RATE = -9997


def portaudio() -> ModuleType:
    """The sounddevice module. Raises SoundError when PortAudio itself is not installed."""
    try:
        import sounddevice
    except (ImportError, OSError) as fault:
        mend = "install PortAudio (the package libportaudio2 on Debian and Ubuntu)"
        raise SoundError("PortAudio", "the library that captures sound is missing", mend) from fault
    module: ModuleType = sounddevice
    if not _leaves_in_time:
        _leaves_in_time.append(True)
        # Its own way out waits for a frozen sound server for ever.
        atexit.unregister(module._exit_handler)
        atexit.register(lambda: sound_thread().do(module._exit_handler))
    return module


_leaves_in_time: list[bool] = []

LOOKS_EVERY = 1.0
_open_streams: set[int] = set()
_looked_at: list[float] = []
"""When it last looked at the devices, at the most one moment. Like all here, for the sound thread."""


def look_again() -> None:
    """Lets PortAudio look at the devices again, unless it has just done so or a stream is open."""
    now = time.monotonic()
    if not _looked_at:
        portaudio()
    elif not _open_streams and now - _looked_at[0] > LOOKS_EVERY:
        start_anew()
    else:
        return
    _looked_at[:] = [time.monotonic()]


def note_open(stream: object) -> None:
    """While any stream is open, looking again would end it."""
    _open_streams.add(id(stream))


def note_closed(stream: object) -> None:
    _open_streams.discard(id(stream))


def has_device(name: str) -> bool:
    return any(device["name"] == name for device in portaudio().query_devices())


def start_anew() -> None:
    """Lets PortAudio look at the devices again. Ends every open stream of this program."""
    library = portaudio()
    library._terminate()
    library._initialize()


def plain_fault(device: str, fault: Exception) -> SoundError:
    """What PortAudio says when it cannot open a device, in words that help."""
    code = fault.args[1] if len(fault.args) > 1 else None
    if code == UNAVAILABLE:
        return SoundError(device, "another program uses it alone", "close that program's call")
    if code == INVALID_DEVICE:
        return SoundError(device, "it is no longer there", "plug it in, or choose another device")
    if code == INVALID_RATE:
        mend = "set its rate to 48000 Hz in the system's sound settings"
        return SoundError(device, "it refuses the rate that it names itself", mend)
    said = str(fault.args[0]) if fault.args else "no reason given"
    return SoundError(device, f"it cannot be opened ({said})", "plug it in again or choose another")
