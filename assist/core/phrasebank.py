"""A phrasebank, read and understood: prompts, and the conditions under which each shows.

Plain immutable facts. `assist.core.reading` makes them from YAML, `assist.core.rules` follows
them through a call.

A condition is a *state* (the mode of the call, what was said earlier), which only allows, or a
*moment* (somebody says something, a silence grows too long), which can make a prompt show. A
moment counts as just happened for a few seconds, so that several can be asked for together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assist.core.between import Quiet
from assist.core.caller import NameUse
from assist.core.cards import Kind, Priority
from assist.core.cues import CueName
from assist.core.patterns import Pattern
from assist.core.signals import Measure, Mode, Phase
from assist.core.weighing import Weights
from assist.core.words import Speaker

BOTH = frozenset(Speaker)
_CUSTOMER = frozenset({Speaker.CUSTOMER})

RECENT = 10.0
"""Seconds for which a moment counts as just happened."""


@dataclass(frozen=True, slots=True)
class Says:
    """Somebody says one of these, just now or within the last `within` seconds.

    With `denied_too`, a negation in or before the words does not undo them.
    """

    speakers: frozenset[Speaker]
    patterns: tuple[Pattern, ...]
    within: float
    strictness: int
    denied_too: bool = False
    starts: bool = True
    """Whether it can make a prompt show; otherwise it only allows or forbids."""


@dataclass(frozen=True, slots=True)
class Sensed:
    """A signal is over (or under) a limit; it starts at the moment when it comes to be so.

    The limit `of_usual` is how many percent over (or under) the side's usual it must be.
    """

    measure: Measure
    over: bool
    limit: float
    of_usual: bool = False
    starts: bool = True


@dataclass(frozen=True, slots=True)
class InPhase:
    """The call is in one of these phases; with `starts`, it starts when the call comes into one."""

    phases: frozenset[Phase]
    starts: bool = False


@dataclass(frozen=True, slots=True)
class NameIs:
    """One of these is so of the caller's name; with `starts`, it starts when it comes to be so."""

    uses: frozenset[NameUse]
    starts: bool = False


@dataclass(frozen=True, slots=True)
class Weighs:
    """What the customer says in one breath weighs at least `limit` points by the weights of that
    name (or at most, not `over`); it starts when they pause and it has come to be so.
    """

    name: str
    over: bool
    limit: int
    starts: bool = True


@dataclass(frozen=True, slots=True)
class InMode:
    """The call is of one of these modes."""

    modes: frozenset[Mode]


@dataclass(frozen=True, slots=True)
class InCall:
    """The call is at least `start` and less than `until` seconds old."""

    start: float
    until: float


@dataclass(frozen=True, slots=True)
class Done:
    """This item of a checklist has been done, at any time in the call."""

    item: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """`of` has happened `times` times within `within` seconds. The last of them is its moment."""

    of: "Condition"
    times: int
    within: float
    starts: bool = True


@dataclass(frozen=True, slots=True)
class Then:
    """`first`, and after it, within `within` seconds, `second`: that is its moment."""

    first: "Condition"
    second: "Condition"
    within: float
    starts: bool = True


@dataclass(frozen=True, slots=True)
class Unsaid:
    """`after` seconds from `trigger` on, nobody has said what `says` asks for: that is its moment.

    Without a trigger the seconds count from the beginning of the call.
    """

    trigger: "Condition | None"
    says: "Condition"
    after: float
    starts: bool = True


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    parts: tuple["Condition", ...]


Story = Repeated | Then | Unsaid
"""What takes more than one moment. What stands in it starts only the story, never the prompt."""

Moment = Says | Sensed | InPhase | NameIs | Weighs | Story
Condition = Moment | InMode | InCall | Done | AllOf | AnyOf | NoneOf


@dataclass(frozen=True, slots=True)
class Example:
    """Words that a prompt must show for, or must stay silent for, when `speaker` says them.

    `file` and `line` are where it is written: an override's examples stand in another file.
    """

    text: str
    shows: bool
    speaker: Speaker
    line: int
    file: str = ""


class Role(StrEnum):
    """What happens when a prompt's conditions come true: a card shows, an item of a checklist is
    ticked, or a checklist comes up.
    """

    CARD = "card"
    TICKS = "ticks"
    OPENS = "opens"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt. Lengths are seconds; `source` is where its text is written, as file:line.

    It shows when `when` comes true by something that has just happened, unless `unless` is true
    too; it leaves early when the agent says one of `until`, and does not show when they have just
    done so.
    """

    id: str
    bank: str
    kind: Kind
    show: str
    detail: str
    priority: Priority
    when: Condition
    unless: Condition
    until: Condition
    stays_for: float
    again_after: float
    at_most: int
    quiet_after: tuple[tuple[str, float], ...]
    examples: tuple[Example, ...]
    source: str
    role: Role = Role.CARD
    waits_for: float | None = None
    """Seconds that it may wait for its moment, where that is said."""
    begins_gentle: bool = False
    """Whether its words make the call a gentle one (`assist.core.gentle`), shown or not."""
    hurries: bool = False
    spares_calm_calls: bool = False
    """Whether it comes seldom while nobody is upset (`assist.core.calm`)."""
    heeds_weights: bool = False
    """Whether it waits while the weights of its kind speak against it (`assist.core.weighing`)."""
    quiet_after_kind: float = 0.0
    """Seconds for which it stays silent after any card of its kind."""
    keeps_moment: bool = False
    """Whether its words are thanks, kept for the agent alone (`assist.moments`), shown or not."""
    of_the_call: frozenset[str] = frozenset()
    """What its text shows of what the call itself has caught; it does not show without."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a checklist asks for; `ticks` is what makes it done."""

    id: str
    show: str
    ticks: Prompt


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is easily forgotten at one point of a call, in order; `opens` says when it comes up."""

    id: str
    opens: Prompt
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tell how far a call has come: `name` is what they tell (`assist.core.cues`)."""

    name: CueName
    says: Says


ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Phrasebank:
    """One file: a topic, its prompts and the cues that it adds, and the language of its patterns
    (two or three letters).
    """

    name: str
    file: str
    prompts: tuple[Prompt, ...]
    checklists: tuple[Checklist, ...] = ()
    cues: tuple[Cue, ...] = ()
    language: str = ENGLISH
    between: tuple[tuple[Quiet, str], ...] = ()
    """Lines for the quiet between two calls."""
    weights: tuple[Weights, ...] = ()
    """What words count for or against a kind of prompt."""
    listed: tuple[tuple[int, str], ...] = ()
    """What it writes into the lists that weights use: the lines and the folded phrases."""


def conditions_of(prompt: Prompt) -> Iterator[Condition]:
    """Every condition of a prompt, each once, always in the same order, what is within first."""
    for condition in (prompt.when, prompt.unless, prompt.until):
        yield from within(condition)


def within(condition: Condition) -> Iterator[Condition]:
    """A condition and all that it is made of, what is within first."""
    for part in parts_of(condition):
        yield from within(part)
    yield condition


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """What a condition is directly made of."""
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            return parts
        case Repeated(of=of):
            return (of,)
        case Then(first, second):
            return (first, second)
        case Unsaid(trigger, says):
            return (says,) if trigger is None else (trigger, says)
        case _:
            return ()


def says_in(prompt: Prompt) -> Iterator[Says]:
    """Every `Says` that a prompt depends on, each once."""
    return (one for one in conditions_of(prompt) if isinstance(one, Says))


def says_of(condition: Condition) -> Iterator[Says]:
    """Every `Says` within a condition."""
    return (one for one in within(condition) if isinstance(one, Says))


def moments_of(condition: Condition) -> Iterator[Moment]:
    """The moments that a condition is made of, the whole stories but nothing within them."""
    if isinstance(condition, (AllOf, AnyOf, NoneOf)):
        for part in condition.parts:
            yield from moments_of(part)
    elif isinstance(condition, (Says, Sensed, InPhase, NameIs, Weighs, Repeated, Then, Unsaid)):
        yield condition


def starters_of(condition: Condition) -> Iterator[Moment]:
    """The moments that can make a prompt with this condition show."""
    return (one for one in moments_of(condition) if one.starts)


def of_customer_alone(prompt: Prompt) -> bool:
    """Whether nothing but what the customer says at a moment makes it show."""
    starters = starters_of(prompt.when)
    return all(
        isinstance(one, Weighs) or (isinstance(one, Says) and one.speakers == _CUSTOMER)
        for one in starters
    )


def is_weighed(prompt: Prompt) -> bool:
    """Whether it is what words weigh that makes it show."""
    return any(isinstance(one, Weighs) for one in starters_of(prompt.when))
