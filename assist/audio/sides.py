"""Which device, and which channel of it, carries each side of a call.

What can be asked for, of each side:
    nothing             the default device, followed when another becomes the default
    DEVICE              this one, and no other while it is away
    DEVICE:left|right   one channel of a device that carries both voices
    none                this side is not heard
The same DEVICE for both sides is one mixed signal: it is heard as the customer's side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assist.audio.devices import Device, find_device
from assist.audio.faults import SoundError
from assist.core.words import Speaker

NONE = "none"
LEFT_OR_RIGHT = {":left": 0, ":right": 1}
SIDES = tuple(Speaker)

MIXED = (
    "not heard by itself: with one mixed signal, prompts on the agent's own words, the closing "
    "checklist, talk-over, pace and level are off, and the agent's words may count as the "
    "customer's"
)
WITHOUT = {
    Speaker.AGENT: (
        "not heard: prompts on the agent's own words, the closing checklist, talk-over and the "
        "agent's pace and level are off"
    ),
    Speaker.CUSTOMER: "not heard: every prompt on the customer's words is off",
}


class WrongSide(SoundError):
    """A device would carry the other side's voice."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a side is heard: a device, and one channel of it or (None) the mean of all."""

    device: Device
    channel: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for, for one side. `name` is None for the default device."""

    name: str | None
    channel: int | None = None
    any_device: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for: the sides that are to be heard, and of the others why they are not."""

    heard: Mapping[Speaker, Wish]
    left_out: Mapping[Speaker, str]


def wishes(names: Mapping[Speaker, str | None]) -> Wishes:
    """Reads what was asked for. Raises SoundError when no side is to be heard."""
    heard = {side: _wish(names.get(side)) for side in SIDES if not _is_none(names.get(side))}
    if not heard:
        raise SoundError("the call", "neither side is to be heard", "name a device for one side")
    left_out = {side: WITHOUT[side] for side in SIDES if side not in heard}
    customer, agent = heard.get(Speaker.CUSTOMER), heard.get(Speaker.AGENT)
    if customer and customer.name and customer == agent:
        heard = {Speaker.CUSTOMER: replace(customer, any_device=True)}
        left_out = {Speaker.AGENT: MIXED}
    elif len(heard) == 1:
        heard = {side: replace(wish, any_device=True) for side, wish in heard.items()}
    return Wishes(heard, left_out)


def way_for(side: Speaker, asked: Wishes, devices: Sequence[Device]) -> Way:
    """How this side is heard now. Raises SoundError when it cannot be, or would carry the other."""
    way = _way(side, asked.heard[side], devices)
    other = asked.heard.get(side.other)
    if side is Speaker.CUSTOMER and other:
        _expect_not_the_agents(way, other, devices)
    return way


def _way(side: Speaker, wish: Wish, devices: Sequence[Device]) -> Way:
    if wish.name is None or not wish.any_device:
        return Way(find_device(side, wish.name, devices))
    found = find_device(side, wish.name, [replace(one, sides=SIDES) for one in devices])
    if wish.channel is not None and found.channels <= wish.channel:
        mend = "name a device with two channels, or leave :left and :right out"
        raise SoundError(found.description, "it has one channel only", mend)
    device = next(one for one in devices if one.name == found.name and one.host == found.host)
    return Way(device, wish.channel)


def _expect_not_the_agents(way: Way, other: Wish, devices: Sequence[Device]) -> None:
    """The feed of a virtual microphone, or the microphone itself, is no customer's side."""
    try:
        agents = _way(Speaker.AGENT, other, devices)
    except SoundError:
        return
    if way == agents or way.device.name == agents.device.made_of:
        what = "it carries the agent's microphone, not the customer"
        raise WrongSide(way.device.description, what, "choose another device for the customer")


def _wish(name: str | None) -> Wish:
    for ending, channel in LEFT_OR_RIGHT.items():
        if name and name.casefold().endswith(ending):
            return Wish(name[: -len(ending)], channel, any_device=True)
    return Wish(name)


def _is_none(name: str | None) -> bool:
    return name is not None and name.casefold() == NONE
