"""What an agent can see: one card, why it shows, and the picture that the overlay draws.

Everything here is an immutable fact that the core hands out; the overlay draws it and decides
nothing. Times are seconds of call time.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from assist.core.words import Speaker


class Kind(StrEnum):
    """What a prompt is for. Replays, statistics and colours go by it, so the list is closed."""

    EMPATHY = "empathy"
    CALM = "calm"
    NEXT_STEP = "next_step"
    CLARITY = "clarity"
    CUE = "cue"
    TONE = "tone"
    CLOSING = "closing"
    RAPPORT = "rapport"
    RECOGNITION = "recognition"


class Priority(IntEnum):
    """Which prompt wins when two want the screen; only URGENT may talk over the agent."""

    LOW = 1
    NORMAL = 2
    HIGH = 3
    URGENT = 4


@dataclass(frozen=True, slots=True)
class Because:
    """The evidence for a card: who said what, when, which pattern it met and how well (0-100)."""

    speaker: Speaker
    words: str
    start: float
    end: float
    score: int
    pattern: str


@dataclass(frozen=True, slots=True)
class Card:
    """One prompt on the screen. `serial` counts the cards of this call, from 1."""

    serial: int
    prompt: str
    bank: str
    kind: Kind
    priority: Priority
    show: str
    detail: str
    source: str
    because: Because
    shown_at: float
    leaves_at: float


class Hearing(StrEnum):
    """What the agent needs to know of one side's sound."""

    WAITING = "waiting"
    HEARD = "heard"
    QUIET = "quiet"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Side:
    """One side's sound: whether it is heard, its level and the highest one of the last moment, in
    dBFS (-90 is silence).
    """

    hearing: Hearing = Hearing.WAITING
    level: float = -90.0
    peak: float = -90.0


@dataclass(frozen=True, slots=True)
class Summary:
    """A call that has just ended: its length in seconds, how many prompts showed and how many the
    agent marked as used, the checklist as it stood, and a line for the quiet between two calls.
    """

    lasted: float
    shown: int = 0
    used: int = 0
    checklist: tuple[tuple[str, bool], ...] = ()
    line: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the overlay draws at one moment.

    `card` is the one that shows now; `earlier` are those before it, newest first. `notices`
    are plain sentences about the program itself, such as which speech model is in use. `phase` is
    where the call is, `checklist` what its closing asks for and whether the agent has done it.
    `paused`: the agent has stopped the listening. `behind`: seconds of sound still to be decoded.
    `gauge`: the agent's pace now against their own usual one, 0.1 for a tenth faster.
    `peek`: the last lines heard, where the agent wants to see them. `summary`: of a call that has
    just ended.
    """

    at: float = 0.0
    card: Card | None = None
    earlier: tuple[Card, ...] = ()
    customer: Side = Side()
    agent: Side = Side()
    notices: tuple[str, ...] = ()
    phase: str = ""
    checklist: tuple[tuple[str, bool], ...] = ()
    paused: bool = False
    gentle: bool = False
    """Whether the call is a gentle one: drawn in quieter colours, and left with one click."""
    behind: float = 0.0
    gauge: float | None = None
    peek: tuple[tuple[Speaker, str], ...] = ()
    summary: Summary | None = None


class Answer(StrEnum):
    """What an agent can say of a card. None is ever needed."""

    USED = "used"
    NOT_NOW = "not_now"
    NEVER_AGAIN = "never_again"
