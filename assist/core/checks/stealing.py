"""Prompts that take each other's moment: an example of one, for which the agent sees another.

Each example is played as a call of its own, with one card at a time as in a real one. What comes
first, or has the higher priority, or meets the words better, goes first; the other is dropped.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assist.core.advice import Match
from assist.core.cards import Card
from assist.core.checks.places import place_of
from assist.core.events import Shown
from assist.core.examples import Tried, events_of, quoted, signals_for
from assist.core.phrasebank import Example
from assist.core.problems import Problem, Severity, shortly
from assist.core.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class _Stolen:
    """An example that its prompt wants to show for, and the card that shows in its place."""

    example: Example
    match: Match
    card: Card


def stolen_examples(rulebook: Rulebook, tried: Iterable[Tried]) -> Iterator[Problem]:
    """A warning for each two prompts of which one takes the other's examples."""
    every: dict[tuple[str, str], list[_Stolen]] = {}
    for one in tried:
        stolen = _stolen(rulebook, one)
        if stolen:
            every.setdefault((one.prompt.id, stolen.card.prompt), []).append(stolen)
    for of_two in every.values():
        yield _told(of_two)


def _stolen(rulebook: Rulebook, tried: Tried) -> _Stolen | None:
    prompt, called = tried.prompt, tried.called
    match = called.match_of(prompt.id) if called and tried.example.shows else None
    if called is None or match is None or len(called.matches) == 1:
        return None
    events = events_of(rulebook, tried.turns, signals_for(prompt))
    cards = [event.card for event in events if isinstance(event, Shown)]
    if not cards or any(card.prompt == prompt.id for card in cards):
        return None
    return _Stolen(tried.example, match, cards[0])


def _told(every: list[_Stolen]) -> Problem:
    one = every[0]
    prompt, card = one.match.prompt, one.card
    more = f" (and {len(every) - 1} more of its examples)" if len(every) > 1 else ""
    what = f'for {shortly(quoted(one.example.text))}{more} the agent sees "{card.prompt}" instead: {_why(one)}'
    mend = (
        f'Write what is different in it under "unless" of "{card.prompt}" ({card.source}), '
        "change a priority, or choose another example"
    )
    file = one.example.file or place_of(prompt)[0]
    return Problem(file, one.example.line, f'prompt "{prompt.id}"', what, mend, Severity.WARNING)


def _why(one: _Stolen) -> str:
    mine, card = one.match, one.card
    if card.because.end < mine.because.end:
        return f'"{card.because.words}" is said first'
    if card.priority > mine.prompt.priority:
        return "its priority is higher"
    if card.because.score > mine.because.score:
        return f"it meets the words better ({card.because.score} to {mine.because.score})"
    return "both meet the words equally"
