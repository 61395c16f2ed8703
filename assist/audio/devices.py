"""The sound devices of this computer, and which side of a call each one can carry.

A device is known by its name for good, never by a number: numbers change whenever something is
plugged in, and the wrong one would be opened without a word.
"""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assist.audio import pulse, windows
from assist.audio.faults import SoundError
from assist.audio.portaudio import portaudio
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
    taken for them when none is named. `rate` and `channels` are its own.
    """

    name: str
    description: str
    host: Host
    sides: tuple[Speaker, ...]
    default: bool
    rate: int
    channels: int


def list_devices() -> list[Device]:
    """Everything that can be captured now. Raises SoundError when the sound system is not there."""
    if pulse.is_usable():
        return _pulse_devices()
    return [*_portaudio_inputs(), *_loopbacks()]


def shortfall() -> str | None:
    """One sentence about a side that cannot be heard on this system yet, if there is one."""
    if platform.system() == "Darwin":
        return (
            "On macOS only the microphone can be captured so far: the system hands no program "
            "the sound of an output."
        )
    return None


def find_device(
    side: Speaker, name: str | None = None, devices: Sequence[Device] | None = None
) -> Device:
    """The device for a side: by its exact name or description, else by a part of either that fits
    one device only (in any case of letters); without a name the default one.

    Raises SoundError that lists the names when none or several fit.
    """
    known = list_devices() if devices is None else devices
    able = [device for device in known if side in device.sides]
    if name is None:
        return _default(side, able)
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
    lacking = shortfall()
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
        )
        for source in now.all
    ]


def _portaudio_inputs() -> list[Device]:
    """Inputs outside Linux. Windows shows each device under several hosts; WASAPI's entry is the
    one with the whole name and the shortest delay.
    """
    library = portaudio()
    wanted = Host.WASAPI if platform.system() == "Windows" else Host.CORE_AUDIO
    return [
        _portaudio_input(device, wanted, number == host["default_input_device"])
        for host in library.query_hostapis()
        if host["name"] == wanted
        for number in host["devices"]
        if (device := library.query_devices(number))["max_input_channels"] > 0
    ]


def _portaudio_input(device: Mapping[str, Any], host: Host, default: bool) -> Device:
    return Device(
        name=device["name"],
        description=device["name"],
        host=host,
        sides=(Speaker.AGENT,),
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
