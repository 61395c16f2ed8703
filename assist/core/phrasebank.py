"""A phrasebank, read and understood: prompts, and the conditions under which each shows.

Plain immutable facts. `assist.core.reading` makes them from YAML, `assist.core.rules` follows
them through a call.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assist.core.cards import Kind, Priority
from assist.core.patterns import Pattern
from assist.core.words import Speaker

BOTH = frozenset(Speaker)


@dataclass(frozen=True, slots=True)
class Says:
    """Somebody says one of these, just now or within the last `within` seconds.

    With `denied_too`, a negation in or before the words does not undo them.
    """

    speakers: frozenset[Speaker]
    patterns: tuple[Pattern, ...]
    within: float
    strictness: int
    denied_too: bool = False
    starts: bool = True
    """Whether it can make a prompt show; otherwise it only allows or forbids."""


@dataclass(frozen=True, slots=True)
class InCall:
    """The call is at least `start` and less than `until` seconds old."""

    start: float
    until: float


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    parts: tuple["Condition", ...]


Condition = Says | InCall | AllOf | AnyOf | NoneOf


@dataclass(frozen=True, slots=True)
class Example:
    """Words that a prompt must show for, or must stay silent for, when `speaker` says them."""

    text: str
    shows: bool
    speaker: Speaker
    line: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt. Lengths are seconds; `source` is where it is written, as file:line.

    It shows when `when` comes true by a word just settled, unless `unless` is true too; it leaves
    early when the agent says one of `until`, and does not show when they have just done so.
    """

    id: str
    bank: str
    kind: Kind
    show: str
    detail: str
    priority: Priority
    when: Condition
    unless: Condition
    until: Condition
    stays_for: float
    again_after: float
    at_most: int
    quiet_after: tuple[tuple[str, float], ...]
    examples: tuple[Example, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Phrasebank:
    """One file: a topic and its prompts."""

    name: str
    file: str
    prompts: tuple[Prompt, ...]


def says_in(prompt: Prompt) -> Iterator[Says]:
    """Every `Says` that a prompt depends on, each once."""
    for condition in (prompt.when, prompt.unless, prompt.until):
        yield from says_of(condition)


def says_of(condition: Condition) -> Iterator[Says]:
    """Every `Says` within a condition."""
    match condition:
        case Says():
            yield condition
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            for part in parts:
                yield from says_of(part)
        case InCall():
            pass
