"""PortAudio, the library that captures sound, and its faults in plain words.

Importing it starts it, and it then knows only the devices that were there: so it is imported
late, and started anew when it saw nothing.
"""

from types import ModuleType

from assist.audio.faults import SoundError

UNAVAILABLE = -9985
INVALID_DEVICE = -9996
INVALID_RATE = -9997
HOST_ERROR = -9999


def portaudio() -> ModuleType:
    """The sounddevice module. Raises SoundError when PortAudio itself is not installed."""
    try:
        import sounddevice
    except (ImportError, OSError) as fault:
        mend = "install PortAudio (the package libportaudio2 on Debian and Ubuntu)"
        raise SoundError("PortAudio", "the library that captures sound is missing", mend) from fault
    module: ModuleType = sounddevice
    return module


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
