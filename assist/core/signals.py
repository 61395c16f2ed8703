"""What a call is like at one moment, besides its words: silence, pace, talk-over, level, phase, mode.

Whoever measures one fills it in; `None` is "not known", and what is not known is never so: a
condition that asks for it does not hold, and one that forbids it keeps nothing away.
"""

from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """How far a call has come."""

    OPENING = "opening"
    FINDING_OUT = "finding_out"
    SOLVING = "solving"
    CLOSING = "closing"


class Mode(StrEnum):
    """What a call is for: in sales the agent matches the customer's mood, else stays calm."""

    SERVICE = "service"
    SALES = "sales"


class Measure(StrEnum):
    """What can be over or under a limit; each is a field of `Signals`."""

    SILENCE = "silence"
    TALK_OVER = "talk_over"
    CUSTOMER_PACE = "customer_pace"
    AGENT_PACE = "agent_pace"
    CUSTOMER_LEVEL = "customer_level"
    AGENT_LEVEL = "agent_level"

    @property
    def unit(self) -> str:
        """As a person writes it behind the number."""
        kind = self.value.rpartition("_")[2]
        return {"pace": "wpm", "level": "dB"}.get(kind, "s")


@dataclass(frozen=True, slots=True)
class Signals:
    """One moment of a call.

    `silence` is seconds since the last sound of a word from either side, and not known before the
    first word; `talk_over` seconds for which both sides have been speaking at once; paces are words
    a minute; levels are dB above (or below) what is usual for that side.
    """

    silence: float | None = None
    talk_over: float | None = None
    customer_pace: float | None = None
    agent_pace: float | None = None
    customer_level: float | None = None
    agent_level: float | None = None
    phase: Phase | None = None
    mode: Mode = Mode.SERVICE

    def value(self, measure: Measure) -> float | None:
        """What was measured, in the measure's unit; nothing where it is not known."""
        found: float | None = getattr(self, measure.value)
        return found
