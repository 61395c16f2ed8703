"""What a call is like at one moment, besides its words: silence, pace, talk-over, level, phase, mode.

`assist.core.course` measures them; `None` is "not known", and what is not known is never so: a
condition that asks for it does not hold, and one that forbids it keeps nothing away. All of it is
plain arithmetic on times and levels. It names no feeling.
"""

from dataclasses import dataclass, fields, replace
from enum import StrEnum

from assist.core.words import Speaker


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
    HOLD = "hold"
    DETOUR = "detour"
    TALK_OVER = "talk_over"
    CUSTOMER_TALK_OVER = "customer_talk_over"
    AGENT_TALK_OVER = "agent_talk_over"
    CUSTOMER_TURN = "customer_turn"
    AGENT_TURN = "agent_turn"
    CUSTOMER_SHARE = "customer_share"
    AGENT_SHARE = "agent_share"
    CUSTOMER_PACE = "customer_pace"
    AGENT_PACE = "agent_pace"
    CUSTOMER_LEVEL = "customer_level"
    AGENT_LEVEL = "agent_level"

    @property
    def unit(self) -> str:
        """As a person writes it behind the number."""
        kind = self.value.rpartition("_")[2]
        return {"pace": "wpm", "level": "dB", "share": "%"}.get(kind, "s")


GROWING = (Measure.SILENCE, Measure.HOLD, Measure.DETOUR)
"""What grows as time passes, also while nothing is said: each counts from a moment of the call."""


@dataclass(frozen=True, slots=True)
class Signals:
    """One moment of a call. Lengths are seconds.

    `silence`: since the last sound of a word from either side; not known before the first word.
    Music has no words, so it counts as silence.

    `hold`: since the agent's last word, where they had said that they would put the customer on
    hold or asked for a moment; not known otherwise. It ends with the agent's next word.

    `detour`: since the talk left what the call is about; not known while it has not
    (`assist.core.detour`).

    `talk_over`: for which both have now been speaking at once; 0 while they do not.
    `agent_talk_over` and `customer_talk_over`: the same, where it is the agent, or the customer,
    who began to speak while the other one had the floor (`assist.core.floor`).

    `agent_turn`, `customer_turn`: from the first to the last word of the turn that this side has
    now; 0 while the other one has it. One word or two from the other side do not end a turn.

    `agent_share`, `customer_share`: what part of all speaking time of the call is this side's, in
    percent; not known until there is half a minute of it.

    `agent_pace`, `customer_pace`: words a minute over the side's last 15 seconds of speaking;
    `agent_usual`, `customer_usual`: the same over all that it spoke before (`assist.core.pace`).

    `agent_level`, `customer_level`: dB above (or below) what is usual for that side in this call
    (`assist.core.loudness`); not known from a transcript.
    """

    silence: float | None = None
    hold: float | None = None
    detour: float | None = None
    talk_over: float | None = None
    customer_talk_over: float | None = None
    agent_talk_over: float | None = None
    customer_turn: float | None = None
    agent_turn: float | None = None
    customer_share: float | None = None
    agent_share: float | None = None
    customer_pace: float | None = None
    agent_pace: float | None = None
    customer_usual: float | None = None
    agent_usual: float | None = None
    customer_level: float | None = None
    agent_level: float | None = None
    phase: Phase | None = None
    mode: Mode = Mode.SERVICE

    def value(self, measure: Measure) -> float | None:
        """What was measured, in the measure's unit; nothing where it is not known."""
        found: float | None = getattr(self, measure.value)
        return found

    def with_known(self, other: "Signals") -> "Signals":
        """The same, with all that is known in `other` in its place."""
        known = {one.name: getattr(other, one.name) for one in fields(other)}
        return replace(self, **{name: value for name, value in known.items() if value is not None})

    def over_usual(self, measure: Measure) -> float | None:
        """By how many percent a pace is above the side's usual one; negative where it is below."""
        customers = measure is Measure.CUSTOMER_PACE
        usual = self.customer_usual if customers else self.agent_usual
        pace = self.value(measure)
        return None if pace is None or not usual else 100.0 * (pace / usual - 1.0)


def gauge_of(signals: Signals) -> float | None:
    """The agent's pace against their usual one, as `Picture.gauge` shows it: in steps of 0.05."""
    over = signals.over_usual(Measure.AGENT_PACE)
    return None if over is None else round(over / 5.0) * 0.05


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud one side's voice was in a stretch of sound that ended at `at`: dBFS, -90 to 0.

    Told only of sound in which there is a voice: room noise says nothing of how somebody speaks.
    """

    speaker: Speaker
    at: float
    dbfs: float
