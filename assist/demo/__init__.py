"""The calls that ship with the program, and playing one of them."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from assist.core.signals import Mode
from assist.faults import Fault

FIRST = "late-refund"
"""The call that is played when none is named."""

_CALLS = Path(__file__).parent / "calls"
_ENDINGS = (".flac", ".ogg")


def demo_calls() -> dict[str, Path]:
    """The recordings of the shipped calls, by name."""
    return {path.stem: path for path in sorted(_CALLS.iterdir()) if path.suffix in _ENDINGS}


def demo_call(name: str) -> Path:
    """The recording of one shipped call. Raises Fault for a name that does not exist."""
    calls = demo_calls()
    if name not in calls:
        raise Fault(f"call {name}", "there is no such call", f"choose {' or '.join(calls)}")
    return calls[name]


@dataclass(frozen=True, slots=True)
class Description:
    """What stands beside a shipped call: one line on what it shows, and what kind of call it is."""

    about: str
    mode: Mode


def description(name: str) -> Description:
    """The description of one shipped call. Raises Fault for a name that does not exist."""
    written = tomllib.loads(demo_call(name).with_suffix(".toml").read_text(encoding="utf-8"))
    return Description(written["about"], Mode(written.get("mode", Mode.SERVICE)))


@dataclass(frozen=True, slots=True)
class DemoLine:
    """One thing that the customer of a shipped call says, and where it stands in the recording."""

    recording: Path
    start: float
    end: float
    text: str


def customer_line(nth: int, name: str = FIRST) -> DemoLine:
    """The customer's nth utterance, from 0; below 0 from the end."""
    recording = demo_call(name)
    lines = [json.loads(line) for line in recording.with_suffix(".jsonl").read_text().splitlines()]
    said = [line for line in lines if line["speaker"] == "customer"][nth]
    return DemoLine(recording, said["start"], said["end"], said["text"])
