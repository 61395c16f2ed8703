"""What is known of one call, as far as conditions ask for it: what was said, and what it set going.

It answers whether a condition is true at a moment, and whether something new has just made it so.
"""

from dataclasses import dataclass, field, replace
from math import inf

from assist.core.caller import Caller
from assist.core.cards import Because
from assist.core.phrasebank import (
    RECENT,
    AllOf,
    AnyOf,
    Condition,
    Done,
    InCall,
    InMode,
    InPhase,
    NameIs,
    NoneOf,
    Prompt,
    Repeated,
    Says,
    Sensed,
    Then,
    Unsaid,
    Weighs,
    conditions_of,
    moments_of,
    says_of,
    starters_of,
)
from assist.core.signals import GROWING, Measure, Signals
from assist.core.weighing import SURE, Breath, Scales

ROUNDING = 1e-6
"""Seconds by which sums of moments may be off."""

_BEGINNINGS = 3
"""How many beginnings are remembered: one may stand within what should follow on another."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The newest evidence that a moment has in this call."""

    because: Because
    places: tuple[int, int] | None = None
    slots: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """An `Unsaid` whose seconds run since `since`."""

    unsaid: Unsaid
    prompt: str
    since: float
    begun: Evidence

    @property
    def due(self) -> float:
        return self.since + self.unsaid.after


@dataclass(slots=True)
class Known:
    """Moments go by the id of the condition object: `last` is the newest evidence of each, `first`
    what a `Then` has begun with, `times` when a `Repeated` has happened, `held` the signals that
    are over their limit, `pending` each `Unsaid` whose seconds run, `done` the items of checklists that are.
    """

    signals: Signals = field(default_factory=Signals)
    since: dict[Measure, float] = field(default_factory=dict)
    last: dict[int, Evidence] = field(default_factory=dict)
    first: dict[int, list[Evidence]] = field(default_factory=dict)
    times: dict[int, list[float]] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)
    pending: dict[int, Pending] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    caller: Caller = field(default_factory=Caller)
    breath: Breath = field(default_factory=lambda: Breath(Scales(())))

    def tell_on(self, condition: Condition, prompt: str, new: set[int], now: float) -> None:
        """Carry a story on by what is new; the story itself is new where that completes it."""
        last: Evidence | None = None
        match condition:
            case Repeated():
                last = self._count(condition, new, now)
            case Then():
                last = self._follow(condition, new, now)
            case Unsaid():
                self._wait(condition, prompt, new, now)
        if last:
            self.last[id(condition)] = last
            new.add(id(condition))

    def _count(self, repeated: Repeated, new: set[int], now: float) -> Evidence | None:
        last = self.happens(repeated.of, new, now)
        ends = self.times.setdefault(id(repeated), [])
        if last is None or (ends and last.because.start < ends[-1] - ROUNDING):
            return None
        ends.append(last.because.end)
        ends[:] = [end for end in ends if now - end <= repeated.within]
        return last if len(ends) >= repeated.times else None

    def _follow(self, then: Then, new: set[int], now: float) -> Evidence | None:
        second = self.happens(then.second, new, now)
        begun = self.first.setdefault(id(then), [])
        first = _latest_before(second, begun) if second else None
        beginning = self.happens(then.first, new, now)
        if beginning:
            begun[:] = [*begun[-_BEGINNINGS:], beginning]
        if first is None or second is None or _later(second, first) > then.within:
            return None
        return replace(second, slots=tuple(dict((*first.slots, *second.slots)).items()))

    def _wait(self, unsaid: Unsaid, prompt: str, new: set[int], now: float) -> None:
        pending = self.pending.get(id(unsaid))
        if pending and self.said_since(unsaid.says, pending.since):
            del self.pending[id(unsaid)]
        if unsaid.trigger is None or id(unsaid) in self.pending:
            return
        begun = self.happens(unsaid.trigger, new, now)
        if begun:
            self.pending[id(unsaid)] = Pending(unsaid, prompt, begun.because.end, begun)

    def give_up(self, prompt: Prompt) -> None:
        """Wait no longer for what something in the call had set going: it has been settled."""
        for one in [one for one in self.pending.values() if one.prompt == prompt.id]:
            if one.unsaid.trigger is not None:
                del self.pending[id(one.unsaid)]

    def said_since(self, says: Condition, since: float) -> bool:
        found = [self.last.get(id(one)) for one in says_of(says)]
        return any(last and last.because.end > since + ROUNDING for last in found)

    def happens(self, condition: Condition, new: set[int], now: float) -> Evidence | None:
        """Its evidence, where what is new makes the condition true: its best starter's, with what
        the slots of all that makes it true have caught, the newest of each name.
        """
        starting = [one for one in starters_of(condition) if id(one) in new]
        if not starting or not self.true(condition, now):
            return None
        best = max((self.last[id(one)] for one in starting), key=lambda one: one.because.score)
        told = [one for one in moments_of(condition) if id(one) in self.last]
        others = [self.last[id(one)] for one in told if self.true(one, now)]
        others.sort(key=lambda one: one.because.end)
        slots = dict(slot for one in (*others, best) for slot in one.slots)
        return replace(best, slots=tuple(slots.items()))

    def true(self, condition: Condition, now: float) -> bool:
        match condition:
            case Says(within=within):
                return self._lately(condition, within, now)
            case Repeated() | Then():
                return self._lately(condition, RECENT, now)
            case Unsaid(says=says, after=after):
                last = self.last.get(id(condition))
                lately = self._lately(condition, RECENT, now)
                return lately and not self.said_since(says, last.because.end - after if last else 0)
            case AllOf(parts):
                return all(self.true(part, now) for part in parts)
            case AnyOf(parts):
                return any(self.true(part, now) for part in parts)
            case NoneOf(parts):
                return not any(self.true(part, now) for part in parts)
            case InCall(start, until):
                return start <= now < until
            case Sensed() | InPhase() | NameIs() | Weighs():
                return self.is_so(condition, now)
            case InMode(modes):
                return self.signals.mode in modes
            case Done(item):
                return item in self.done

    def _lately(self, condition: Condition, within: float, now: float) -> bool:
        last = self.last.get(id(condition))
        return last is not None and now - last.because.end <= within

    def is_so(self, condition: Sensed | InPhase | NameIs | Weighs, now: float) -> bool:
        """Whether what no word says alone is so: a signal, the phase, what is known of the name,
        what a breath weighs.
        """
        if isinstance(condition, Weighs):
            return self.weighs(condition, now)
        if isinstance(condition, NameIs):
            return self.caller.is_so(condition.uses, now)
        if isinstance(condition, InPhase):
            return self.signals.phase in condition.phases
        measure, limit = condition.measure, condition.limit
        if condition.of_usual:
            value = self.signals.over_usual(measure)
            limit = limit if condition.over else -limit
        elif measure in GROWING:
            value = self.grown(measure, now)
        else:
            value = self.signals.value(measure)
        if value is None:
            return False
        return value >= limit - ROUNDING if condition.over else value <= limit + ROUNDING

    def weighs(self, condition: Weighs, now: float) -> bool:
        """Whether the customer's breath weighs so much; as a moment only when they have paused,
        or when it weighs so much more that it hardly matters what else they say.
        """
        due, points = self.breath.due, self.breath.points(condition.name)
        if points is None or due == inf or now - due > RECENT:
            return False
        beyond = points - condition.limit if condition.over else condition.limit - points
        speaks_on = condition.starts and now < due - ROUNDING
        return beyond >= (SURE if speaks_on else 0)

    def grown(self, measure: Measure, now: float) -> float | None:
        """How far something has grown that grows with time."""
        return max(0.0, now - self.since[measure]) if measure in self.since else None

    def know(self, other: "Known") -> None:
        """All that `other` knows; its conditions are the very same objects as here."""
        self.last |= other.last
        self.first |= other.first
        self.times |= other.times
        self.pending |= other.pending
        self.done |= other.done

    def know_as(self, before: "Known", old: Prompt, new: Prompt) -> None:
        for one, same in zip(conditions_of(old), conditions_of(new), strict=True):
            if id(one) in before.last:
                self.last[id(same)] = before.last[id(one)]
            if id(one) in before.first:
                self.first[id(same)] = list(before.first[id(one)])
            if id(one) in before.times:
                self.times[id(same)] = list(before.times[id(one)])
            if id(one) in before.held:
                self.held.add(id(same))
            if id(one) in before.pending and isinstance(same, Unsaid):
                self.pending[id(same)] = replace(before.pending[id(one)], unsaid=same)


def _latest_before(second: Evidence, begun: list[Evidence]) -> Evidence | None:
    """The newest of the beginnings that had ended when this one started."""
    earlier = [one for one in begun if one.because.end <= second.because.start + ROUNDING]
    return max(earlier, key=lambda one: one.because.end, default=None)


def _later(second: Evidence, first: Evidence) -> float:
    return second.because.end - first.because.end
