"""What is wrong in a phrasebank, and how to mend it: always with a line, all at once."""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps the prompt or the file out; a warning only says what is likely unwanted."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it is, what it is, and what to do about it."""

    file: str
    line: int
    where: str
    what: str
    mend: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        head = f"{self.file}:{self.line}  {self.where}".rstrip()
        kind = "" if self.severity is Severity.ERROR else "warning: "
        return f"{head}\n    {kind}{self.what}\n    {self.mend}"


def nearest(word: str, known: list[str], otherwise: str) -> str:
    """The mend for an unknown word: the known one it is closest to, else the whole choice."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else otherwise
