"""What is wrong in a phrasebank, and how to mend it: always with a line, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

_LONGEST = 400
"""Characters of a message; a text from a file may be longer than anybody reads."""


_QUOTED = 90


class Severity(StrEnum):
    """An error is a mistake for certain, a warning is likely one, a note is good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


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
        head = f"{on_one_line(self.file)}:{self.line}  {on_one_line(self.where)}".rstrip()
        kind = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        return f"{head}\n    {kind}{on_one_line(self.what)}\n    {on_one_line(self.mend)}"


def on_one_line(text: str) -> str:
    """The text fit for a terminal: what cannot be seen is written out, what is endless is cut."""
    seen = (one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
    line = "".join(seen)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 60]} … {line[-50:]}"


def shortly(text: str) -> str:
    """A text from a file in quotes, for a message: its beginning where it is long."""
    return f'"{text}"' if len(text) <= _QUOTED else f'"{text[: _QUOTED - 1].rstrip()}…"'


def nearest(word: str, known: Sequence[str], otherwise: str) -> str:
    """The mend for an unknown word: the known one it is closest to, else the whole choice."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else otherwise
