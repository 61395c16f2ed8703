"""The sound devices that can be used, and for which side of a call; --listen shows that they hear."""

import argparse
import json
import sys
from dataclasses import asdict

from assist.audio.devices import Device, list_devices, shortfall
from assist.cli.meter import listen
from assist.cli.options import add_json
from assist.core.words import Speaker
from assist.faults import Fault

LISTENS_FOR = 10.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--listen",
        metavar="SECONDS",
        type=_seconds,
        nargs="?",
        const=LISTENS_FOR,
        help="open both sides as a call would and show their levels (10 seconds by default)",
    )
    one = "with --listen: the device of this side; DEVICE:left or DEVICE:right for one channel"
    parser.add_argument("--customer", metavar="DEVICE", help=one)
    parser.add_argument("--agent", metavar="DEVICE", help=f"{one}; none to leave it out")
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    if arguments.listen is not None:
        return _listen(arguments)
    devices = list_devices()
    if arguments.json:
        print(json.dumps([asdict(one) for one in devices], ensure_ascii=False, indent=1))
        return 0
    if not devices:
        raise Fault("sound", "there is no device to hear a call with", "plug in a headset")
    for device in devices:
        print(_line(device))
    lacking = shortfall(devices)
    if lacking:
        print(lacking)
    return 0


def _listen(arguments: argparse.Namespace) -> int:
    """1 when a side is not heard, or both are the same."""
    names = {Speaker.CUSTOMER: arguments.customer, Speaker.AGENT: arguments.agent}
    listened = listen(names, arguments.listen, sys.stdout.isatty(), arguments.json)
    if arguments.json:
        print(json.dumps(listened.as_json(), ensure_ascii=False, indent=1))
        return 0 if listened.is_well() else 1
    for finding in listened.findings():
        print(finding.sentence)
    missing = [str(one.why_not) for one in listened.states.values() if one.is_missing()]
    for why in missing:
        print(f"assist: {why}", file=sys.stderr)
    if listened.is_well() and not listened.findings():
        print("what was asked for is heard")
    return 0 if listened.is_well() else 1


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 1 <= seconds <= 3600:
        raise argparse.ArgumentTypeError("between 1 and 3600 seconds")
    return seconds


def _line(device: Device) -> str:
    sides = " or ".join(device.sides)
    default = ", the default" if device.default else ""
    return (
        f"{device.description}\n"
        f"    for the {sides}{default}; {device.host}, {device.rate} Hz, "
        f"{device.channels} channel{'' if device.channels == 1 else 's'}\n"
        f"    name: {device.name}"
    )
