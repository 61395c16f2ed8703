"""What happens in a call, as facts: the only thing that leaves the core besides the cards.

`at` is when, in seconds of call time. Replays print them, the journal keeps those that hold no
words of the call.
"""

from dataclasses import dataclass

from assist.core.cards import Answer, Because, Card
from assist.core.signals import Phase
from assist.core.words import Speaker


@dataclass(frozen=True, slots=True)
class Shown:
    """A card came up."""

    at: float
    card: Card


@dataclass(frozen=True, slots=True)
class Timed:
    """The final result gave the true times of the words behind a card that had been shown."""

    at: float
    serial: int
    because: Because


@dataclass(frozen=True, slots=True)
class Expired:
    """A card had its time and left by itself, or made room for the next one."""

    at: float
    card: Card


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A card left early because it no longer applied; `why` says so in a few words."""

    at: float
    card: Card
    why: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A prompt was called for but not shown; `why` says so in a few words."""

    at: float
    prompt: str
    bank: str
    why: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The agent said something of a card."""

    at: float
    card: Card
    answer: Answer


@dataclass(frozen=True, slots=True)
class Utterance:
    """One side finished an utterance. Its text never goes into the journal."""

    at: float
    speaker: Speaker
    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A checklist came up."""

    at: float
    checklist: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """An item of a checklist is done; `show` is how it is listed."""

    at: float
    checklist: str
    item: str
    show: str
    because: Because


@dataclass(frozen=True, slots=True)
class PhaseBegan:
    """The call has come into another phase, forward or back."""

    at: float
    phase: Phase


@dataclass(frozen=True, slots=True)
class Gentle:
    """The call has become a gentle one, by this prompt's words; or, without one, the agent has
    left that.
    """

    at: float
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Thanked:
    """The customer thanked or praised the agent, in these words; they never go into the journal."""

    at: float
    prompt: str
    words: str


Event = (
    Thanked
    | Gentle
    | PhaseBegan
    | Opened
    | Ticked
    | Shown
    | Timed
    | Expired
    | Withdrawn
    | Dropped
    | Answered
    | Utterance
)
