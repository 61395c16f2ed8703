"""Which value of a setting holds, and where it comes from.

From the weakest to the strongest: what the program has by itself, what IT has written for this
computer, what the user has chosen, what IT has locked, and what the command line says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assist.core.problems import Problem
from assist.settings.reading import Layer
from assist.settings.sections import KEYS, Settings, settings_of


class Origin(StrEnum):
    """Who has chosen a value."""

    DEFAULT = "default"
    MACHINE = "machine"
    USER = "user"
    LOCKED = "locked"
    COMMAND_LINE = "command line"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from; the file and the line, where there are."""

    origin: Origin = Origin.DEFAULT
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.origin} ({self.file}:{self.line})" if self.file else self.origin.value


@dataclass(frozen=True, slots=True)
class Choices:
    """The settings that hold, with the source of each by its full name, and what is wrong."""

    settings: Settings = field(default_factory=Settings)
    sources: Mapping[str, Source] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def is_locked(self, name: str) -> bool:
        """Whether the user's choice does not count."""
        return self.sources[name].origin in (Origin.LOCKED, Origin.COMMAND_LINE)

    @property
    def sentence(self) -> str:
        """What is wrong, for the overlay to say; nothing where nothing is."""
        if not self.problems:
            return ""
        first = self.problems[0]
        more = "" if len(self.problems) == 1 else f" (and {len(self.problems) - 1} more)"
        return f"{first.file}:{first.line}: {first.what}{more}. {first.mend}. The rest holds."


def choose(user: Layer, machine: Layer, given: Mapping[str, Any] | None = None) -> Choices:
    """Put the layers on top of each other; `given` is the command line's, by full name."""
    given = given or {}
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for name in KEYS:
        origin, values[name] = _value(name, user, machine, given)
        sources[name] = _source(name, origin, user, machine)
    problems = (*user.problems, *machine.problems)
    return Choices(settings_of(values), sources, problems)


def _value(name: str, user: Layer, machine: Layer, given: Mapping[str, Any]) -> tuple[Origin, Any]:
    standing = machine.values.get(name, KEYS[name].default)
    if name in given:
        return Origin.COMMAND_LINE, given[name]
    if name in machine.locked:
        return Origin.LOCKED, standing
    if name in user.values:
        return Origin.USER, user.values[name]
    return (Origin.MACHINE if name in machine.values else Origin.DEFAULT), standing


def _source(name: str, origin: Origin, user: Layer, machine: Layer) -> Source:
    match origin:
        case Origin.USER:
            return Source(origin, user.file, user.lines.get(name, 1))
        case Origin.MACHINE | Origin.LOCKED:
            line = machine.lines.get(name) or machine.lines.get("locked", 1)
            return Source(origin, machine.file, line)
        case _:
            return Source(origin)
