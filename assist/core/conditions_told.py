"""A condition that does not hold, told in a sentence to whoever wrote it."""

from assist.core.phrasebank import (
    AllOf,
    AnyOf,
    Condition,
    Done,
    InCall,
    InMode,
    InPhase,
    NameIs,
    NoneOf,
    Repeated,
    Says,
    Sensed,
    Then,
    Unsaid,
    Weighs,
    says_of,
)
from assist.core.words import Speaker

_TOLD = 2


def told(condition: Condition) -> str:
    """Why the condition is not true, as far as it can be said without knowing the call."""
    match condition:
        case Says():
            within = "" if condition.within == float("inf") else f" within {condition.within:g} s"
            return f"{_who(condition)} has not said {_patterns(condition)}{within}"
        case NoneOf():
            return f"what must not have been is true: {_parts(condition.parts)}"
        case InCall(start, until):
            end = "" if until == float("inf") else f" and before {_clock(until)}"
            mend = (
                f"write [{_clock(start)}] before the words" if start else "write an earlier moment"
            )
            return f"it shows only from {_clock(start)} of the call on{end}: {mend}"
        case InMode(modes):
            return f"it shows only in calls of the mode {' or '.join(sorted(modes))}: see --mode"
        case InPhase(phases):
            return f"the call is not in the phase {' or '.join(sorted(phases))}, as far as is known"
        case NameIs(uses):
            return f"the customer's name is not {' or '.join(sorted(uses))}"
        case Done(item):
            return f"the item {item} is not done"
        case Sensed():
            name = condition.measure.value.replace("_", " ")
            return f"{name} is not {written_limit(condition)}, as far as is known"
        case Weighs():
            return f"the customer's words do not weigh {written_weight(condition)}"
        case Repeated(times=times, within=within):
            return f"it has not been said {times} times within {within:g} s"
        case Then(within=within):
            return (
                f"what must come first and what must follow within {within:g} s have not both come"
            )
        case Unsaid(after=after):
            return f"it waits {after:g} s for something to be said: write [{_clock(after)}] behind"
        case AllOf(parts) | AnyOf(parts):
            return _parts(parts)


def written_limit(sensed: Sensed) -> str:
    """A limit as it is written in a phrasebank."""
    side, unit = "over" if sensed.over else "under", sensed.measure.unit
    if sensed.of_usual:
        return f"{side} usual by {sensed.limit:g}%"
    return f"{side} {sensed.limit:g}{'' if unit in ('s', '%') else ' '}{unit}"


def written_weight(weighs: Weighs) -> str:
    """What must be weighed, as it is written in a phrasebank."""
    return f"{weighs.name} {'over' if weighs.over else 'under'} {weighs.limit}"


def _parts(parts: tuple[Condition, ...]) -> str:
    every = [says for part in parts for says in says_of(part)]
    if not every:
        return " or ".join(told(part) for part in parts[:_TOLD])
    return " or ".join(f"{_who(says)}: {_patterns(says)}" for says in every[:_TOLD])


def _who(says: Says) -> str:
    if len(says.speakers) > 1:
        return "anyone"
    return "the agent" if Speaker.AGENT in says.speakers else "the customer"


def _patterns(says: Says) -> str:
    quoted = [f'"{pattern.text}"' for pattern in says.patterns]
    more = f" (or one of {len(quoted) - _TOLD} more)" if len(quoted) > _TOLD else ""
    return " or ".join(quoted[:_TOLD]) + more


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return (
        f"{int(minutes)}m{rest:g}s"
        if minutes and rest
        else f"{int(minutes)}m"
        if minutes
        else f"{rest:g}s"
    )
