"""Prompts that go by weights and can never show, because no words weigh so much."""

from collections.abc import Iterator, Sequence

from assist.core.checks.places import Places
from assist.core.phrasebank import Prompt, Weighs, starters_of
from assist.core.problems import Problem
from assist.core.weighing import Scales


def beyond_reach(prompts: Sequence[Prompt], scales: Scales, places: Places) -> Iterator[Problem]:
    """A problem for each prompt that asks for more points than all words together count."""
    for prompt in prompts:
        for weighs in starters_of(prompt.when):
            reach = _reach(weighs, scales) if isinstance(weighs, Weighs) else None
            if isinstance(weighs, Weighs) and reach is not None:
                what = f"no words weigh so much: all that count come to {reach} points"
                mend = f"Ask for less than {weighs.limit}, or let words count for more"
                place = places.of_key(prompt, "customer_weighs")
                yield Problem(*place, f'prompt "{prompt.id}"', what, mend)


def _reach(weighs: Weighs, scales: Scales) -> int | None:
    """What all words together come to, where that does not suffice."""
    weights = scales.weights.get(weighs.name)
    if weights is None:
        return None
    sign = 1 if weighs.over else -1
    counting = (points for points in weights.points.values() if points * sign > 0)
    reach = (weights.begins_at or 0) + sum(counting)
    return None if reach * sign >= weighs.limit * sign else reach
