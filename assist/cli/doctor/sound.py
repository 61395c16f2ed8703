"""Both sides' sound: the devices a call would use, opened and listened to for two seconds."""

import argparse
from collections.abc import Iterator
from functools import partial

from assist.audio.checks import Trouble
from assist.audio.devices import list_devices, shortfall
from assist.audio.sides import way_for, wishes
from assist.cli.doctor.findings import Check, Finding, Verdict
from assist.cli.meter import Listened, listen
from assist.core.words import Speaker
from assist.settings.layers import Choices

LISTENS_FOR = 2.0
_ORDINARY = (Trouble.SILENT,)
"""What only means that nobody spoke in these two seconds."""


def checks(arguments: argparse.Namespace, choices: Choices) -> list[Check]:
    sound = choices.settings.sound
    names = {Speaker.CUSTOMER: sound.customer or None, Speaker.AGENT: sound.agent or None}
    look = _devices if arguments.no_listen else _listened
    return [Check("sound", partial(look, names))]


def _devices(names: dict[Speaker, str | None]) -> Iterator[Finding]:
    """What each side would be heard through, without opening it."""
    devices = list_devices()
    asked = wishes(names)
    for side in asked.heard:
        device = way_for(side, asked, devices).device
        found = f"{device.description} ({device.host}, {device.rate} Hz), not listened to"
        yield Finding(_part(side), Verdict.OK, found)


def _listened(names: dict[Speaker, str | None]) -> Iterator[Finding]:
    heard = listen(names, LISTENS_FOR, live=False, quiet=True)
    for side in Speaker:
        yield from _side(side, heard)
    lacking = shortfall()
    if lacking:
        yield Finding("sound", Verdict.NOTE, "macOS needs more than a headset", lacking)


def _side(side: Speaker, heard: Listened) -> Iterator[Finding]:
    state = heard.states[side]
    if state.left_out:
        yield Finding(_part(side), Verdict.NOTE, f"left out: {state.why_not}")
    elif state.is_missing():
        yield Finding(_part(side), Verdict.FAIL, str(state.why_not), "see assist devices")
    else:
        peak = heard.peaks[side]
        yield Finding(_part(side), Verdict.OK, f"{state.device}, {peak:.0f} dB at its loudest")
    for one in heard.findings():
        if one.side is side and one.trouble not in _ORDINARY:
            worst = Verdict.FAIL if one.trouble is Trouble.SAME_SOUND else Verdict.NOTE
            what, _, mend = one.sentence.partition(";")
            yield Finding(_part(side), worst, what, mend.strip())


def _part(side: Speaker) -> str:
    return f"{side}'s sound"
