"""A rulebook: what the phrasebanks say, made ready once to be followed through many calls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from weakref import ref

from assist.core.between import Quiet
from assist.core.caller import NameUse
from assist.core.gathered import Gathered, gathered
from assist.core.lasting import lasting
from assist.core.patterns import Pattern
from assist.core.phrasebank import (
    Condition,
    Cue,
    Done,
    InPhase,
    NameIs,
    Phrasebank,
    Prompt,
    Role,
    Says,
    Sensed,
    Unsaid,
    Weighs,
    conditions_of,
    says_in,
)
from assist.core.signals import GROWING, Measure
from assist.core.weighing import Scales
from assist.core.words import Speaker


@dataclass(frozen=True, slots=True)
class Listener:
    """One pattern of one `Says`, and the prompt that depends on it or the cue that it is."""

    says: Says
    pattern: Pattern
    of: Prompt | Cue


class Rulebook:
    """All prompts of some phrasebanks, their phrases gathered into one tree a speaker."""

    def __init__(self, banks: Sequence[Phrasebank], before: "Rulebook | None" = None) -> None:
        """What is the same in `before` is taken from there, which is quicker; `before` stays as it
        is, for the calls that follow it.
        """
        self.banks = tuple(banks)
        self.checklists = tuple(one for bank in banks for one in bank.checklists)
        self.everything = tuple(_everything(banks))
        """The prompts, what ticks the items of checklists, and what brings checklists up."""
        self.prompts = tuple(one for one in self.everything if one.role is Role.CARD)
        self.by_id = {prompt.id: prompt for prompt in self.everything}
        self.between: dict[Quiet, list[str]] = {}
        for quiet, line in (one for bank in banks for one in bank.between):
            self.between.setdefault(quiet, []).append(line)
        self.cues = tuple(cue for bank in banks for cue in bank.cues)
        says = tuple(self._says())
        with lasting():
            self._gathered = {speaker: _gathered_for(speaker, says, before) for speaker in Speaker}
        self.trees = {speaker: one.tree for speaker, one in self._gathered.items()}
        self.listeners = {speaker: one.listeners for speaker, one in self._gathered.items()}
        """Who listens for each phrase of a tree, by its number."""
        self._compared: tuple[ref[Rulebook], frozenset[str]] | None = None
        self.sensed = tuple(
            (one, prompt)
            for one, prompt in self._conditions()
            if isinstance(one, (Sensed, InPhase, NameIs, Weighs)) and one.starts
        )
        self.scales = Scales(one for bank in banks for one in bank.weights)
        self.from_start = tuple(
            (one, prompt)
            for one, prompt in self._conditions()
            if isinstance(one, Unsaid) and one.trigger is None
        )
        self.wants_name = frozenset(
            prompt.id
            for one, prompt in self._conditions()
            if isinstance(one, NameIs) and one.uses == {NameUse.UNUSED}
        )
        """The prompts that are needless once the agent has used the customer's name."""
        self.reminders: dict[str, list[Prompt]] = {}
        """The prompts that an item makes needless once it is done, by the id of what ticks it."""
        for one, prompt in self._conditions():
            if isinstance(one, Done):
                self.reminders.setdefault(one.item, []).append(prompt)
        self.waits = {measure: tuple(self._limits(measure)) for measure in GROWING}
        """How long a silence, a hold or a detour something waits for, in seconds."""

    def _limits(self, measure: Measure) -> Iterator[float]:
        for one, _ in self.sensed:
            if isinstance(one, Sensed) and one.measure is measure:
                yield one.limit

    def _says(self) -> Iterator[tuple[Says, Prompt | Cue]]:
        for prompt in self.everything:
            for says in says_in(prompt):
                yield says, prompt
        for cue in self.cues:
            yield cue.says, cue

    def _conditions(self) -> Iterator[tuple[Condition, Prompt]]:
        for prompt in self.everything:
            for condition in conditions_of(prompt):
                yield condition, prompt

    def same_as(self, other: "Rulebook") -> frozenset[str]:
        """The ids of the prompts that show under the same conditions in `other`.

        It takes a while for large phrasebanks, and is kept for the next who asks: whoever makes a
        rulebook for a call that goes on can ask before handing it over.
        """
        if self._compared is None or self._compared[0]() is not other:
            same = frozenset(
                prompt.id
                for prompt in self.everything
                if prompt.id in other.by_id and _same(prompt, other.by_id[prompt.id])
            )
            self._compared = ref(other), same
        return self._compared[1]


def _gathered_for(
    speaker: Speaker,
    says: Sequence[tuple[Says, Prompt | Cue]],
    before: Rulebook | None,
) -> Gathered[Listener]:
    """Every pattern that may be said by this speaker, in one tree."""
    wanted = [
        (pattern, one.strictness, Listener(one, pattern, of))
        for one, of in says
        if speaker in one.speakers
        for pattern in one.patterns
    ]
    return gathered(wanted, before._gathered[speaker] if before else None)


def _everything(banks: Sequence[Phrasebank]) -> Iterator[Prompt]:
    for bank in banks:
        yield from bank.prompts
        for checklist in bank.checklists:
            yield checklist.opens
            yield from (item.ticks for item in checklist.items)


def _same(one: Prompt, other: Prompt) -> bool:
    return (one.when, one.unless, one.until) == (other.when, other.unless, other.until)
