"""Check that a call would work on this computer; the output is safe to paste in a ticket.

It listens to both sides for two seconds and measures how fast this computer recognises speech.
Nothing private is told: no word of a call, no name of the user. The exit code says whether a call
would work.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from importlib import import_module

from assist.cli.doctor.findings import Check, Finding, Verdict, without_home
from assist.cli.options import add_json, add_model, add_phrasebanks
from assist.faults import Fault
from assist.settings.files import load_settings

_LOOKS_AT = {
    "program": "libraries",
    "files": "settings",
    "speech": "speech model",
    "sound": "sound",
    "desktop": "display",
}
"""The modules of this package, in their order, and the part that each looks at first."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-listen", action="store_true", help="do not open the microphone and the headset"
    )
    add_model(parser)
    add_phrasebanks(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """1 when a call would not work."""
    findings = [
        _private(finding) for check in _checks(arguments) for finding in _found(check, arguments)
    ]
    if arguments.json:
        told = [{"ok": one.verdict is not Verdict.FAIL} | asdict(one) for one in findings]
        print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0 if all(one.verdict is not Verdict.FAIL for one in findings) else 1


def _checks(arguments: argparse.Namespace) -> Iterator[Check]:
    """Each module is loaded only then: one whose library is broken leaves the others to look."""
    settings = load_settings()
    for name, part in _LOOKS_AT.items():
        try:
            module = import_module(f"assist.cli.doctor.{name}")
        except (ImportError, OSError) as error:
            yield Check(part, partial(_not_looked_at, part, str(error)))
        else:
            yield from module.checks(arguments, settings)


def _not_looked_at(part: str, why: str) -> Iterator[Finding]:
    mend = "see libraries, above"
    yield Finding(part, Verdict.FAIL, f"it cannot be looked at ({why})", mend)


def _found(check: Check, arguments: argparse.Namespace) -> list[Finding]:
    """What a check finds, told at once: some take seconds."""
    try:
        found = list(check.look())
    except Fault as fault:
        found = [Finding(check.part, Verdict.FAIL, f"{fault.where}: {fault.what}", fault.mend)]
    if not arguments.json:
        for one in map(_private, found):
            _tell(one)
    return found


def _tell(one: Finding) -> None:
    print(f"{_MARKS[one.verdict]}  {one.part:16} {one.found}", flush=True)
    if one.mend:
        print(f"{'':24}{one.mend[0].upper()}{one.mend[1:].rstrip('.')}.", flush=True)


def _private(one: Finding) -> Finding:
    return Finding(one.part, one.verdict, without_home(one.found), without_home(one.mend))


_MARKS = {Verdict.OK: "ok   ", Verdict.NOTE: "note ", Verdict.FAIL: "FAIL "}
