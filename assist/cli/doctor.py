"""Check that a call would work on this computer; the output is safe to paste in a ticket."""

import argparse
import json
import platform
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

from assist import __version__
from assist.audio.devices import find_device, list_devices, shortfall
from assist.banks import load_banks
from assist.cli.options import add_json, add_model, add_phrasebanks
from assist.cli.run import JOURNAL
from assist.core.words import Speaker
from assist.faults import Fault
from assist.journal import open_journal
from assist.places import user_data
from assist.screen import has_screen
from assist.speech.models import DEMONSTRATION, SpeechModel, find_model

_LIBRARIES = ("PySide6-Essentials", "vosk", "sounddevice", "numpy", "rapidfuzz", "PyYAML")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_model(parser)
    add_phrasebanks(parser)
    add_json(parser)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked. `ok` False means that a call would not work."""

    part: str
    ok: bool
    found: str
    mend: str = ""


def run(arguments: argparse.Namespace) -> int:
    """1 when a call would not work."""
    checks: list[tuple[str, Callable[[], Finding]]] = [
        ("versions", _versions),
        ("speech model", lambda: _model(arguments.model)),
        ("phrasebanks", lambda: _banks(arguments)),
        ("customer's sound", lambda: _device(Speaker.CUSTOMER)),
        ("agent's sound", lambda: _device(Speaker.AGENT)),
        ("journal", _journal),
        ("screen", _screen),
    ]
    findings = [_found(part, check) for part, check in checks]
    if arguments.json:
        print(json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=1))
    else:
        for one in findings:
            print(f"{'ok  ' if one.ok else 'FAIL'}  {one.part:18} {one.found}")
            if one.mend:
                print(f"{'':24} {one.mend}")
    return 0 if all(one.ok for one in findings) else 1


def _found(part: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Fault as fault:
        return Finding(part, False, f"{fault.where}: {fault.what}", fault.mend)


def _versions() -> Finding:
    parts = [f"assist {__version__}", f"Python {platform.python_version()}", platform.platform()]
    for name in _LIBRARIES:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(f"{name} (bundled)")
    return Finding("versions", True, ", ".join(parts))


def _model(name: str | None) -> Finding:
    model = SpeechModel(find_model(name))
    return Finding(
        "speech model",
        True,
        f"{model.info.title} ({model.info.name})",
        DEMONSTRATION if model.info.demonstration else "",
    )


def _banks(arguments: argparse.Namespace) -> Finding:
    read = load_banks(arguments.phrasebanks, arguments.only_phrasebanks)
    prompts = sum(len(bank.prompts) for bank in read.banks)
    found = f"{prompts} prompts in {len(read.banks)} files"
    if read.errors:
        mend = f"{len(read.errors)} errors leave prompts out: see assist check"
        return Finding("phrasebanks", prompts > 0, found, mend)
    return Finding("phrasebanks", prompts > 0, found)


def _device(speaker: Speaker) -> Finding:
    device = find_device(speaker, None, list_devices())
    found = f"{device.description} ({device.host}, {device.rate} Hz)"
    return Finding(f"{speaker}'s sound", True, found, shortfall() or "")


def _journal() -> Finding:
    path = user_data() / JOURNAL
    try:
        with closing(open_journal(path)) as journal:
            calls = journal.execute("SELECT count(*) FROM calls").fetchone()[0]
    except (OSError, sqlite3.Error) as error:
        mend = "make room on the disk or check the folder's rights; calls go on without it"
        return Finding("journal", True, f"it cannot be written ({error})", mend)
    return Finding("journal", True, f"{calls} calls, on this computer only")


def _screen() -> Finding:
    if has_screen():
        return Finding("screen", True, "there is one")
    mend = "Start it on a desktop, or use assist run --no-window"
    return Finding("screen", False, "there is none here", mend)
