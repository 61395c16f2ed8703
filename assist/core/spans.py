"""At which moments of a call a condition can hold, as far as the length of the call decides it.

Everything but the length of the call is taken to be possible, so a moment that is not here is
one at which the condition can never hold.
"""

from collections.abc import Callable, Iterator

from assist.core.phrasebank import AllOf, AnyOf, Condition, InCall, NoneOf, Prompt

Span = tuple[float, float]
"""From a second of the call, up to another one."""

_ALWAYS: tuple[Span, ...] = ((0.0, float("inf")),)


def spans_of(prompt: Prompt) -> tuple[Span, ...]:
    """When a prompt can show; none where its conditions leave no moment of a call."""
    return _both(possible(prompt.when), _rest(certain(prompt.unless)))


def first_moment(prompt: Prompt) -> float:
    """The first second at which the prompt can show, 0 where there is none."""
    spans = spans_of(prompt)
    return spans[0][0] if spans else 0.0


def possible(condition: Condition) -> tuple[Span, ...]:
    """The moments at which the condition may be true, in order."""
    return _told(condition, _ALWAYS, certain)


def certain(condition: Condition) -> tuple[Span, ...]:
    """The moments at which the condition is true, whatever is said, in order."""
    return _told(condition, (), possible)


def _told(
    condition: Condition,
    otherwise: tuple[Span, ...],
    opposite: Callable[[Condition], tuple[Span, ...]],
) -> tuple[Span, ...]:
    """`otherwise` is when anything but the length of the call holds; `opposite` what is needed of
    a condition for its contrary.
    """
    match condition:
        case InCall(start, until):
            return ((start, until),)
        case AllOf(parts):
            spans = _ALWAYS
            for part in parts:
                spans = _both(spans, _told(part, otherwise, opposite))
            return spans
        case AnyOf(parts):
            return _either(tuple(s for part in parts for s in _told(part, otherwise, opposite)))
        case NoneOf(parts):
            return _rest(opposite(AnyOf(parts)))
        case _:
            return otherwise


def _both(one: tuple[Span, ...], other: tuple[Span, ...]) -> tuple[Span, ...]:
    spans = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return tuple(sorted(span for span in spans if span[0] < span[1]))


def _either(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, until in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((start, until))
    return tuple(joined)


def _rest(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """All moments of a call that are in none of the spans."""
    rest: list[Span] = []
    at = 0.0
    for start, until in _either(spans):
        if start > at:
            rest.append((at, start))
        at = max(at, until)
    return (*rest, (at, float("inf"))) if at < float("inf") else tuple(rest)


def spine(condition: Condition) -> Iterator[Condition]:
    """The conditions every one of which must hold."""
    if isinstance(condition, AllOf):
        for part in condition.parts:
            yield from spine(part)
    else:
        yield condition
