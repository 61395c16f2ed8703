"""What can never show: patterns that a prompt's own `unless` always meets, conditions that exclude
each other, times that leave no moment of a call.

Each pattern is said, as a recogniser would hear it, to a rulebook of this prompt alone. Only where
every phrase that it stands for is kept away is it told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assist.core.checks.places import Places, place_of
from assist.core.examples import called_for
from assist.core.patterns import Gap, Pattern, Phrase, Said, Slot
from assist.core.phrasebank import (
    AnyOf,
    Condition,
    NoneOf,
    Phrasebank,
    Prompt,
    Says,
    says_of,
    starters_of,
)
from assist.core.problems import Problem, Severity, shortly
from assist.core.rulebook import Rulebook
from assist.core.spans import first_moment, spans_of, spine
from assist.core.turns import Turn

_MOST_WORK = 40_000
"""Phrases said, times phrases listened for, that one list is looked at with: what is beyond is not
told of, for a file that says the same by the thousand would take minutes. A pattern of a hundred
phrases against three hundred is looked at.
"""

_MOST_PATTERNS = 1000
"""Patterns of one file that are compared, of prompts that something keeps away, with those of what
keeps them away. The longest of the shipped files has 330."""

_TOO_MANY = (
    "from here on no pattern of this file is compared with what keeps its prompt away: "
    f"they are more than {_MOST_PATTERNS:,}"
)
_SPLIT = "Split it into one file a topic"

_CAUGHT = "zebedee"
"""A word for a slot to catch, of which no pattern is made."""


def contradictions(prompts: Sequence[Prompt], places: Places) -> Iterator[Problem]:
    """An error for each prompt whose times leave no moment of a call."""
    for prompt in prompts:
        if not spans_of(prompt):
            place = places.of_key(prompt, "in_call")
            where = f'prompt "{prompt.id}"'
            what = "it can never show: its times in the call leave no moment"
            yield Problem(*place, where, what, 'Compare the "from" and "until" of its conditions')


def shadowed_patterns(prompts: Sequence[Prompt], places: Places) -> Iterator[Problem]:
    """An error for each pattern that is always undone by what must not be said."""
    left: dict[str, int] = {}
    for prompt in prompts:
        forbidden = _forbidden(prompt)
        if not any(True for _ in says_of(AnyOf((forbidden, prompt.until)))):
            continue
        place = place_of(prompt)
        against = sum(len(says.patterns) for says in says_of(AnyOf((forbidden, prompt.until))))
        for says in _wanted(prompt):
            before = left.get(place[0], _MOST_PATTERNS)
            left[place[0]] = before - len(says.patterns) - against
            if left[place[0]] >= 0:
                yield from _shadowed(prompt, says, forbidden, places)
            elif before >= 0:
                yield Problem(*place, f'prompt "{prompt.id}"', _TOO_MANY, _SPLIT, Severity.WARNING)


def _forbidden(prompt: Prompt) -> Condition:
    """What must not be true when the prompt shows: `unless`, and each `none_of` that must hold."""
    denied = (part.parts for part in spine(prompt.when) if isinstance(part, NoneOf))
    return AnyOf((prompt.unless, *(one for parts in denied for one in parts)))


def _wanted(prompt: Prompt) -> Iterator[Says]:
    """What can make the prompt show, and what else must have been said."""
    starting = [one for one in starters_of(prompt.when) if isinstance(one, Says)]
    yield from starting
    for part in spine(prompt.when):
        if isinstance(part, Says) and not part.starts:
            yield part


def _shadowed(
    prompt: Prompt, says: Says, forbidden: Condition, places: Places
) -> Iterator[Problem]:
    if not says.starts:
        forbidden = _for_as_long(forbidden, says.within)
    alone = replace(prompt, when=replace(says, starts=True), unless=forbidden, examples=())
    left = _MOST_WORK
    against = sum(len(one.phrases) for says in says_of(forbidden) for one in says.patterns)
    for pattern in _doubtful(alone, says, first_moment(prompt)):
        left -= len(pattern.phrases) * (len(pattern.phrases) + against)
        if left < 0:
            return
        rulebook = _alone(replace(alone, when=replace(says, patterns=(pattern,), starts=True)))
        turns = [Turn(min(says.speakers), words, first_moment(prompt)) for words in _said(pattern)]
        if all(_is_undone(rulebook, prompt.id, turn) for turn in turns):
            place = places.of_text(prompt, pattern.text)
            culprit = _culprit(alone, turns[0])
            mend = 'Narrow the one or the other; "assist try --explain" says what meets what'
            yield Problem(*place, f'prompt "{prompt.id}"', _told(pattern, culprit), mend)


def _doubtful(alone: Prompt, says: Says, start: float) -> list[Pattern]:
    """The patterns whose first phrase is undone: only these have to be looked at in full."""
    first = tuple(replace(one, phrases=one.phrases[:1]) for one in says.patterns)
    rulebook = _alone(replace(alone, when=replace(says, patterns=first, starts=True)))
    return [
        pattern
        for pattern in says.patterns
        if _is_undone(
            rulebook, alone.id, Turn(min(says.speakers), words_of(pattern.phrases[0]), start)
        )
    ]


def _for_as_long(forbidden: Condition, within: float) -> Condition:
    """The parts that still hold for as long as something said counts."""
    parts = forbidden.parts if isinstance(forbidden, AnyOf) else (forbidden,)
    return AnyOf(
        tuple(
            _for_as_long(part, within) if isinstance(part, AnyOf) else part
            for part in parts
            if all(says.within >= within for says in says_of(part)) or isinstance(part, AnyOf)
        )
    )


def _alone(prompt: Prompt) -> Rulebook:
    return Rulebook((Phrasebank(prompt.bank, "", (prompt,)),))


def _is_undone(rulebook: Rulebook, prompt: str, turn: Turn) -> bool:
    called = called_for(rulebook, [turn])
    return called.match_of(prompt) is None and prompt in called.undone | called.said


def _culprit(prompt: Prompt, turn: Turn) -> str:
    """The pattern of `unless` or `until` that these words meet; "" where it is not one alone."""
    for says in says_of(AnyOf((prompt.unless, prompt.until))):
        if turn.speaker in says.speakers:
            nothing = AnyOf(())
            only = replace(prompt, when=replace(says, starts=True), unless=nothing, until=nothing)
            match = called_for(_alone(only), [turn]).match_of(prompt.id)
            if match:
                return match.because.pattern
    return ""


def _told(pattern: Pattern, culprit: str) -> str:
    what = f"{shortly(pattern.text)} can never make it show"
    if culprit:
        return f"{what}: the same words meet {shortly(culprit)}, which keeps it away"
    return f"{what}: the same words meet what keeps it away"


def _said(pattern: Pattern) -> Iterator[str]:
    for phrase in pattern.phrases:
        yield words_of(phrase)


def words_of(phrase: Phrase) -> str:
    """The phrase at its shortest, as somebody would say it."""
    words: list[str] = []
    for step in phrase:
        match step:
            case Said(token):
                words.append(token)
            case Slot():
                words.append(_CAUGHT)
            case Gap():
                pass
    return " ".join(words)
