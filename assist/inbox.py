"""What may lie in the desk's inbox: all that other threads have to say to it.

Every message is a fact that never changes, so it may come from any thread.
"""

from dataclasses import dataclass

from assist.core.cards import Answer
from assist.core.rulebook import Rulebook
from assist.core.words import Speaker
from assist.listener import Listened
from assist.terms import Terms


@dataclass(frozen=True, slots=True)
class Bound:
    """A call begins here, or ends; None: whichever it can."""

    begins: bool | None


@dataclass(frozen=True, slots=True)
class Practice:
    """A call that is not kept begins here, or ends."""

    begins: bool


@dataclass(frozen=True, slots=True)
class Ordinary:
    """The agent says that this call need not be a gentle one."""


@dataclass(frozen=True, slots=True)
class Painted:
    """The window painted the card with this serial at that moment of time.monotonic."""

    serial: int
    moment: float


@dataclass(frozen=True, slots=True)
class Said:
    """What the agent said of the card with this serial."""

    serial: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Unmuted:
    """The agent takes "never again" back for the card with this serial."""

    serial: int


@dataclass(frozen=True, slots=True)
class Lost:
    """This side's device is gone."""

    speaker: Speaker


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about the program itself; no text takes back what was said of the same thing."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class HeardWith:
    """The name of the speech model that hears from now on."""

    model: str


@dataclass(frozen=True, slots=True)
class Stop:
    """The last message: nothing after it is read."""


Message = (
    Listened
    | Bound
    | Practice
    | Ordinary
    | Painted
    | Said
    | Unmuted
    | Lost
    | Notice
    | HeardWith
    | Terms
    | Rulebook
    | Stop
)
