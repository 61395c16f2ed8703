"""What the doctor finds: one line for each part of the computer, and its mend."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Verdict(StrEnum):
    """`NOTE`: a call works, but somebody should know. `FAIL`: a call would not work."""

    OK = "ok"
    NOTE = "note"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `mend` says what to do, where there is something to do."""

    part: str
    verdict: Verdict
    found: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A look at one part. It may raise Fault, which is a finding too."""

    part: str
    look: Callable[[], Iterable[Finding]]


def without_home(text: str) -> str:
    """The same text without the name of the user that paths in their home would tell."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text
