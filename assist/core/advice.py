"""What a call's rules advise at a moment: prompts to show, and such as no longer apply."""

from dataclasses import dataclass

from assist.core.cards import Because
from assist.core.phrasebank import Prompt


@dataclass(frozen=True, slots=True)
class Match:
    """A prompt that should show, why, and what its slots caught.

    `places` are the first and last of its words in the speaker's call while their times are
    estimates; there are none where the times are true, or where no words brought it up.
    """

    prompt: Prompt
    because: Because
    places: tuple[int, int] | None
    slots: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """What has just happened leads to: prompts to show, and ids of prompts that no longer apply.

    `done` are what ticks items of checklists, and what brings checklists up. `said` are those that
    the agent has now said of their own accord, `undone` those whose `unless` has come true behind
    them.
    """

    matches: tuple[Match, ...] = ()
    done: tuple[Match, ...] = ()
    said: frozenset[str] = frozenset()
    undone: frozenset[str] = frozenset()


NOTHING = Advice()
