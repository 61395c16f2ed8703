"""A setting: a field of a section's dataclass that knows how it is written and what it is for.

    pause: float = key(Length(0.3, 2.0), 0.5, "How long a voice pauses until …")

is all that a new setting needs: reading, writing, checking and the reference page go by it.
"""

from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields
from typing import Any, TypeVar

from assist.settings.forms import Form

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Key:
    """One setting. Its full name is `section.name`."""

    section: str
    name: str
    form: Form[Any]
    default: Any
    about: str

    def __str__(self) -> str:
        return f"{self.section}.{self.name}"


def key(form: Form[Value], default: Value, about: str) -> Value:
    """A field of a section, for a dataclass: what type checkers see is its value."""
    made: Value = field(default=default, metadata={"form": form, "about": about})
    return made


def keys_of(section: str, facts: type) -> Iterator[Key]:
    """The settings of a section's dataclass."""
    for one in fields(facts):
        yield _key(section, one)


def _key(section: str, one: Field[Any]) -> Key:
    return Key(section, one.name, one.metadata["form"], one.default, one.metadata["about"])
