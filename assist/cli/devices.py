"""The sound devices that can be used, and for which side of a call."""

import argparse
import json
from dataclasses import asdict

from assist.audio.devices import Device, list_devices, shortfall
from assist.cli.options import add_json
from assist.faults import Fault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    devices = list_devices()
    if arguments.json:
        print(json.dumps([asdict(one) for one in devices], ensure_ascii=False, indent=1))
        return 0
    if not devices:
        raise Fault("sound", "there is no device to hear a call with", "plug in a headset")
    for device in devices:
        print(_line(device))
    lacking = shortfall()
    if lacking:
        print(lacking)
    return 0


def _line(device: Device) -> str:
    sides = " or ".join(device.sides)
    default = ", the default" if device.default else ""
    return (
        f"{device.description}\n"
        f"    for the {sides}{default}; {device.host}, {device.rate} Hz, "
        f"{device.channels} channel{'' if device.channels == 1 else 's'}\n"
        f"    name: {device.name}"
    )
