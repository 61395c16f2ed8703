"""The sound devices of this computer, and which side of a call each one can carry.

A device is known by its name for good, never by a number: numbers change whenever something is
plugged in, and the wrong one would be opened without a word.
"""

import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from assist.audio import pulse, windows
from assist.audio.faults import SoundError
from assist.audio.in_time import sound_thread
from assist.audio.portaudio import look_again, portaudio
from assist.core.words import Speaker


class Host(StrEnum):
    """Which part of the system a device is opened through."""

    PULSE = "PulseAudio"
    WASAPI = "Windows WASAPI"
    WASAPI_LOOPBACK = "Windows WASAPI loopback"
    CORE_AUDIO = "Core Audio"


@dataclass(frozen=True, slots=True)
class Device:
    """A device that can be captured. `name` finds it again; `description` is what people read.

    `sides` are the sides of a call that it can carry; `default` says whether it is the one that is
    taken for them when none is named. `rate` and `channels` are its own. `made_of` names the
    device whose sound it only passes on, where the system tells.
    """

    name: str
    description: str
    host: Host
    sides: tuple[Speaker, ...]
    default: bool
    rate: int
    channels: int
    made_of: str | None = None


VIRTUAL_ON_MACOS = ("blackhole", "loopback audio", "soundflower", "vb-cable", "ishowu")
"""Parts of the names of virtual devices that hand the sound of an output on as a microphone."""


TELLS_EVERY = 2.0


def list_devices() -> list[Device]:
    """Everything that can be captured now. Raises SoundError when the sound system is not there or
    does not answer within a few seconds.
    """
    if pulse.is_usable():
        return _pulse_devices()
    return [*sound_thread().ask(_portaudio_inputs), *_loopbacks()]


class Changes(Protocol):
    """Tells that devices may have come or gone, or another have become the default."""

    def wait(self, up_to: float) -> bool: ...
    def close(self) -> None: ...


class Ticks:
    """For systems that tell nobody: there may be a change every other second."""

    def __init__(self) -> None:
        self._told_at = time.monotonic()

    def wait(self, up_to: float) -> bool:
        time.sleep(up_to)
        if time.monotonic() - self._told_at < TELLS_EVERY:
            return False
        self._told_at = time.monotonic()
        return True

    def close(self) -> None:
        """Nothing is held."""


def changes() -> Changes:
    return pulse.Changes() if pulse.is_usable() else Ticks()


def shortfall(devices: Sequence[Device] | None = None) -> str | None:
    """One sentence about what a side needs on this system beyond a headset, if it needs anything.

    `devices` are those that were listed already.
    """
    if platform.system() != "Darwin":
        return None
    known = list_devices() if devices is None else devices
    virtual = [device.name for device in known if Speaker.CUSTOMER in device.sides]
    if virtual:
        return (
            f'macOS hands no program the sound of an output, so the customer is heard through "'
            f'{virtual[0]}": let the softphone play to a Multi-Output Device (Audio MIDI Setup) '
            "that holds both it and the headset."
        )
    return (
        "macOS hands no program the sound of an output: to hear the customer, install the virtual "
        "device BlackHole and let the softphone play to a Multi-Output Device (Audio MIDI Setup) "
        "that holds both it and the headset."
    )


def find_device(
    side: Speaker, name: str | None = None, devices: Sequence[Device] | None = None
) -> Device:
    """The device for a side: by its exact name or description, else by a part of either that fits
    one device only (in any case of letters); without a name the default one, which is never one
    that another device only passes on.

    Raises SoundError that lists the names when none or several fit.
    """
    known = list_devices() if devices is None else devices
    able = [device for device in known if side in device.sides]
    if name is None:
        feeds = {device.made_of for device in known}
        return _default(side, [device for device in able if device.name not in feeds])
    for fits in (_is_named, _is_described, _contains):
        found = [device for device in able if fits(device, name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise SoundError(name, f"several devices fit: {_names(found)}", "give the whole name")
    raise _unknown(side, name, able)


def _is_named(device: Device, name: str) -> bool:
    return device.name == name


def _is_described(device: Device, name: str) -> bool:
    return device.description == name


def _contains(device: Device, name: str) -> bool:
    wanted = name.casefold()
    return wanted in device.name.casefold() or wanted in device.description.casefold()


def _default(side: Speaker, able: list[Device]) -> Device:
    for device in able:
        if device.default:
            return device
    what = "no microphone" if side is Speaker.AGENT else "no output whose sound can be heard"
    if able:
        mend = f"choose one by name: {_names(able)}"
        raise SoundError(f"the {side}'s side", f"{what} is set as the default", mend)
    raise _nothing_for(side)


def _unknown(side: Speaker, name: str, able: list[Device]) -> SoundError:
    if not able:
        return _nothing_for(side)
    what = f"no device of this name can carry the {side}'s side"
    return SoundError(name, what, f"choose one of these: {_names(able)}")


def _nothing_for(side: Speaker) -> SoundError:
    if side is Speaker.AGENT:
        return SoundError("the agent's side", "there is no microphone", "plug in the headset")
    lacking = shortfall(())
    what = lacking.rstrip(".") if lacking else "there is no output whose sound can be heard"
    return SoundError(
        "the customer's side", what, "plug in the headset, or play recordings instead"
    )


def _names(devices: Sequence[Device]) -> str:
    return ", ".join(f'"{device.name}"' for device in devices)


def _pulse_devices() -> list[Device]:
    now = pulse.sources()
    defaults = (now.default_microphone, now.default_monitor)
    return [
        Device(
            name=source.name,
            description=source.description,
            host=Host.PULSE,
            sides=(Speaker.CUSTOMER if source.monitor_of else Speaker.AGENT,),
            default=source.name in defaults,
            rate=source.rate,
            channels=source.channels,
            made_of=source.made_of,
        )
        for source in now.all
    ]


def _portaudio_inputs() -> list[Device]:
    """Inputs outside Linux. Windows shows each device under several hosts; WASAPI's entry is the
    one with the whole name and the shortest delay. Called on the sound thread.
    """
    look_again()
    library = portaudio()
    wanted = Host.WASAPI if platform.system() == "Windows" else Host.CORE_AUDIO
    inputs = [
        (device, number == host["default_input_device"])
        for host in library.query_hostapis()
        if host["name"] == wanted
        for number in host["devices"]
        if (device := library.query_devices(number))["max_input_channels"] > 0
    ]
    return _on_macos(inputs) if wanted is Host.CORE_AUDIO else _on_windows(inputs)


Input = tuple[Mapping[str, Any], bool]
"""What PortAudio says of an input, and whether it is the default one."""


def _on_windows(inputs: Sequence[Input]) -> list[Device]:
    # PortAudio's own default is that of its last look, and not the one for communications.
    default = windows.default_microphone()
    return [
        _portaudio_input(
            device, Host.WASAPI, Speaker.AGENT, device["name"] == default if default else is_default
        )
        for device, is_default in inputs
    ]


def _on_macos(inputs: Sequence[Input]) -> list[Device]:
    virtual = [device["name"] for device, _ in inputs if _is_virtual(device["name"])]
    return [
        _portaudio_input(device, Host.CORE_AUDIO, Speaker.CUSTOMER, device["name"] == virtual[0])
        if _is_virtual(device["name"])
        else _portaudio_input(device, Host.CORE_AUDIO, Speaker.AGENT, is_default)
        for device, is_default in inputs
    ]


def _is_virtual(name: str) -> bool:
    return any(part in name.casefold() for part in VIRTUAL_ON_MACOS)


def _portaudio_input(device: Mapping[str, Any], host: Host, side: Speaker, default: bool) -> Device:
    return Device(
        name=device["name"],
        description=device["name"],
        host=host,
        sides=(side,),
        default=default,
        rate=int(device["default_samplerate"]),
        channels=device["max_input_channels"],
    )


def _loopbacks() -> list[Device]:
    if platform.system() != "Windows":
        return []
    return [
        Device(
            name=output.name,
            description=f"what {output.name} plays",
            host=Host.WASAPI_LOOPBACK,
            sides=(Speaker.CUSTOMER,),
            default=output.is_default,
            rate=windows.RATE,
            channels=output.channels,
        )
        for output in windows.outputs()
    ]
