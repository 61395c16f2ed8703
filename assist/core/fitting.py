"""How a phrase fits what was heard, word by word, also where it is far from being met.

What the matcher would allow is explained as it scores it. Where it would not even begin, the phrase
is laid along the words at the same costs, however much is missing, so that a person sees how far
off the words are.
"""

from collections.abc import Sequence

from assist.core.alike import (
    COMMON,
    EXTRA,
    EXTRA_COMMON,
    NEGATORS,
    cost_of_missing,
    weight,
)
from assist.core.explained import Part, explained
from assist.core.patterns import Gap, Phrase, Said, Slot, Step

Fitting = tuple[int, tuple[Part, ...]]
"""A score from 0 to 100, and each word of the phrase and of what was heard."""

_Way = tuple[float, tuple[Part, ...]]


def fitted(phrase: Phrase, tokens: Sequence[str]) -> Fitting:
    """The best way to hear a phrase in folded words, wherever in them it begins and ends."""
    allowed = explained(phrase, " ".join(tokens))
    return (allowed.score, _apart(allowed.parts)) if allowed else _laid(phrase, tokens)


def _apart(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Two words that were heard as they are wanted are told one by one."""
    apart: list[Part] = []
    for part in parts:
        words = part.wanted.split()
        same = part.wanted == part.heard and not part.cost
        apart += [Part(word, word, part.alike, 0.0) for word in words] if same else [part]
    return tuple(apart)


def _laid(phrase: Phrase, tokens: Sequence[str]) -> Fitting:
    total = sum(weight(step.token) for step in phrase if isinstance(step, Said)) or 1.0
    row: list[_Way] = [(0.0, ())] * (len(tokens) + 1)
    for number, step in enumerate(phrase):
        row = _with_step(row, step, tokens)
        if number + 1 < len(phrase):
            row = _with_extras(row, tokens)
    loss, parts = min(row, key=lambda way: (way[0], len(way[1])))
    return max(0, int(100 * (1 - loss / total) + 1e-6)), parts


def _with_step(row: Sequence[_Way], step: Step, tokens: Sequence[str]) -> list[_Way]:
    """The cheapest ways to have met one step more, by the number of tokens behind them."""
    after: list[_Way] = []
    for count in range(len(tokens) + 1):
        if isinstance(step, Gap):
            after.append(min(row[max(0, count - step.most) : count + 1], key=lambda way: way[0]))
            continue
        ways = [_and(row[count], _missing(step))]
        met = _met(step, tokens[count - 1]) if count else None
        ways += [_and(row[count - 1], met)] if met else []
        after.append(min(ways, key=lambda way: way[0]))
    return after


def _with_extras(row: Sequence[_Way], tokens: Sequence[str]) -> list[_Way]:
    """The same, where words that nobody asked for may follow."""
    after = [row[0]]
    for count, token in enumerate(tokens, 1):
        cost = EXTRA_COMMON if token in COMMON else EXTRA
        extra = _and(after[-1], Part("", token, 0.0, cost))
        after.append(extra if extra[0] < row[count][0] else row[count])
    return after


def _and(way: _Way, part: Part) -> _Way:
    return way[0] + part.cost, (*way[1], part)


def _missing(step: Said | Slot) -> Part:
    if isinstance(step, Slot):
        return Part(f"{{{step.name}}}", "", 0.0, 1.0)
    return Part(step.token + "*" * step.open_ended, "", 0.0, cost_of_missing(step.token))


def _met(step: Said | Slot, token: str) -> Part | None:
    """The step met by this word, as the matcher would score it at the beginning of a phrase."""
    if isinstance(step, Slot):
        catches = token not in COMMON and token not in NEGATORS
        return Part(f"{{{step.name}}}", token, 1.0, 0.0) if catches else None
    alone = explained((step,), token)
    return alone.parts[0] if alone and len(alone.parts) == 1 else None
