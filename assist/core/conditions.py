"""Reading when a prompt shows: what is said, by whom, and what must or must not have been."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assist.core.caller import CUSTOMER_NAME, NameUse
from assist.core.language import (
    CONDITIONS,
    HAS_NOT_SAID,
    HAS_SAID,
    IN_CALL,
    LIMITS,
    MOST,
    REPEATED,
    THEN,
    WEIGHS,
)
from assist.core.page import Faulty, Page
from assist.core.patterns import Slot
from assist.core.phrasebank import (
    BOTH,
    RECENT,
    AllOf,
    AnyOf,
    Condition,
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
    says_of,
    starters_of,
)
from assist.core.sayings import read_says
from assist.core.signals import Measure, Mode, Phase
from assist.core.weight_lines import read_weighs
from assist.core.words import Speaker
from assist.core.yaml_tree import Fields, Items, Node

SAID_ALREADY = 30.0
"""Seconds for which a prompt stays away after the agent has said it of their own accord."""

_CUSTOMER = frozenset({Speaker.CUSTOMER})
_AGENT = frozenset({Speaker.AGENT})
_SAYS = {"customer_says": _CUSTOMER, "agent_says": _AGENT, "anyone_says": BOTH}
_HAS_SAID = {
    "customer_has_said": (_CUSTOMER, True),
    "customer_has_not_said": (_CUSTOMER, False),
    "agent_has_said": (_AGENT, True),
    "agent_has_not_said": (_AGENT, False),
}
_HAPPENS = (*_SAYS, *LIMITS, WEIGHS, "phase", "all_of", "any_of")
"""What a story can begin with."""


@dataclass(frozen=True, slots=True)
class Line:
    """What stands behind one key: on which page, and what an override adds to it from another."""

    page: Page
    node: Node
    also: tuple[tuple[Page, Node], ...] = ()


Lines = Mapping[str, Line]


def lines_on(page: Page, fields: Mapping[str, Node]) -> dict[str, Line]:
    return {key: Line(page, node) for key, node in fields.items()}


def read_conditions(found: Lines, strict: int, starting: bool) -> Condition:
    """The conditions among these lines, all of which must hold.

    `strict` is the score that a match needs; `starting` says whether they can make a prompt show.
    """
    story = {key: line for key, line in found.items() if _is_story(key, line.node)}
    parts = tuple(
        _line(key, line, strict, starting or bool(story))
        for key, line in found.items()
        if key in CONDITIONS and key not in story
    )
    if story:
        begins = any(key in _HAPPENS for key in found)
        parts = _told(story, parts, strict, starting, begins)
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _line(key: str, line: Line, strict: int, starting: bool) -> Condition:
    """One condition, with what is added to it; nothing where it is faulty: the reading goes on."""
    parts: list[Condition] = []
    for page, node in ((line.page, line.node), *line.also):
        try:
            parts.append(_condition(page, key, node, strict, starting))
        except Faulty:
            continue
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def _is_story(key: str, node: Node) -> bool:
    """Whether this line goes on from what stands beside it."""
    if key in ("repeated", "then"):
        return True
    fields = node.fields if isinstance(node, Fields) else []
    return key in _HAS_SAID and any(name.text == "after" for name, _ in fields)


def _told(
    story: Lines, parts: tuple[Condition, ...], strict: int, starting: bool, begins: bool
) -> tuple[Condition, ...]:
    """The parts, with those that can happen made the beginning of the story: first how often,
    then what follows, then what is still unsaid after a while.
    """
    if not any(map(starts, parts)):
        parts = tuple(map(phases_start, parts))
    happen = tuple(part for part in parts if starts(part))
    rest = tuple(part for part in parts if not starts(part))
    told = (happen[0] if len(happen) == 1 else AllOf(happen)) if happen else None
    for key, read in (("repeated", _repeated), ("then", _then)):
        if key in story:
            page, node = story[key].page, story[key].node
            if not begins:
                mend = 'Add "customer_says:" or another line that it goes on from'
                page.note(node.line, f'"{key}" needs something beside it', mend)
                raise Faulty
            told = read(page, node, told or AnyOf(()), strict, starting)
    waits = [(key, line) for key, line in story.items() if key in _HAS_SAID]
    unsaid = tuple(
        _unsaid(line.page, key, line.node, told, strict, starting) for key, line in waits
    )
    return (*rest, *unsaid) if unsaid else (*rest, *((told,) if told else ()))


def _condition(page: Page, key: str, node: Node, strict: int, starting: bool) -> Condition:
    if key in _SAYS:
        return read_says(page, key, node, Says(_SAYS[key], (), RECENT, strict, starts=starting))
    if key in _HAS_SAID:
        return _has_said(page, key, node, strict)
    if key in LIMITS:
        limit = page.limit(node, LIMITS[key])
        return Sensed(Measure(key), limit.over, limit.value, limit.of_usual, starts=starting)
    if key == "phase":
        return InPhase(frozenset(map(Phase, page.choices(node, tuple(Phase), "phase"))))
    if key == WEIGHS:
        return read_weighs(page, node, starting)
    if key == CUSTOMER_NAME:
        return NameIs(frozenset(map(NameUse, page.choices(node, tuple(NameUse), key))))
    if key == "mode":
        return InMode(frozenset(map(Mode, page.choices(node, tuple(Mode), "mode"))))
    if key == "in_call":
        return _in_call(page, node)
    return _groups(page, key, node, strict, starting)


def _groups(page: Page, key: str, node: Node, strict: int, starting: bool) -> Condition:
    if not page.items(node):
        page.note(
            node.line, f'"{key}" says nothing', "Write conditions under it, each after a dash"
        )
    starting = starting and key != "none_of"
    parts = tuple(_group(page, key, item, strict, starting) for item in page.items(node))
    if key == "none_of":
        return NoneOf(parts)
    return AllOf(parts) if key == "all_of" else AnyOf(parts)


def _group(page: Page, key: str, item: Node, strict: int, starting: bool) -> Condition:
    inner = page.fields(item, CONDITIONS, f'"{key}"')
    return read_conditions(lines_on(page, inner), strict, starting)


def starts(condition: Condition) -> bool:
    """Whether it can make a prompt show."""
    return any(True for _ in starters_of(condition))


def phases_start(condition: Condition) -> Condition:
    """The condition, with the phases in it made moments: where nothing else can start a prompt."""
    match condition:
        case InPhase() | NameIs():
            return replace(condition, starts=True)
        case AllOf(parts):
            return AllOf(tuple(map(phases_start, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(phases_start, parts)))
        case _:
            return condition


def _repeated(page: Page, node: Node, of: Condition, _strict: int, starting: bool) -> Condition:
    found = page.fields(node, REPEATED, '"repeated"')
    for key in ("times", "within"):
        if key not in found:
            mend = "Write {times: 3, within: 60s}"
            page.note(node.line, f'"{key}" is missing in "repeated"', mend)
            raise Faulty
    times = page.number(found["times"], REPEATED["times"].least, MOST)
    return Repeated(of, times, page.length(found["within"], 0.0), starting)


def _then(page: Page, node: Node, first: Condition, strict: int, starting: bool) -> Condition:
    found = page.fields(node, THEN, '"then"')
    if not any(key in _SAYS for key in found):
        mend = 'Write "agent_says: …" or "customer_says: …" under it'
        page.note(node.line, '"then" does not say what follows', mend)
        raise Faulty
    soon = page.length(found.pop("within", None), RECENT)
    return Then(first, read_conditions(lines_on(page, found), strict, True), soon, starting)


def _unsaid(
    page: Page, key: str, node: Node, trigger: Condition | None, strict: int, starting: bool
) -> Condition:
    found = page.fields(node, HAS_NOT_SAID, f'"{key}"')
    speakers, wanted = _HAS_SAID[key]
    line = found["after"].line
    if wanted:
        mend = 'Write it with "then" beside what comes first'
        page.note(line, f'"after" has no place in "{key}"', mend)
        raise Faulty
    if not starting or "within" in found:
        what = '"after" makes a prompt show, so it has no place here'
        page.note(line, what, 'Write either "within" or "after"' if starting else 'Write "within"')
        raise Faulty
    after = page.length(found["after"], 0.0)
    patterns = found.get("any", Items(node.line))
    says = read_says(page, key, patterns, Says(speakers, (), float("inf"), strict, starts=False))
    return Unsaid(trigger, says, after)


def _has_said(page: Page, key: str, node: Node, strict: int) -> Condition:
    speakers, wanted = _HAS_SAID[key]
    within, patterns = float("inf"), node
    if isinstance(node, Fields):
        found = page.fields(node, HAS_SAID, f'"{key}"')
        within = page.length(found.get("within"), within)
        patterns = found.get("any", Items(node.line))
    says = read_says(page, key, patterns, Says(speakers, (), within, strict, starts=False))
    return says if wanted else NoneOf((says,))


def _in_call(page: Page, node: Node) -> InCall:
    found = page.fields(node, IN_CALL, '"in_call"')
    start = page.length(found.get("from"), 0.0)
    until = page.length(found.get("until"), float("inf"))
    if start >= until:
        page.note(node.line, "no moment of a call is both", 'Make "from" less than "until"')
    return InCall(start, until)


def read_unless(
    page: Page, node: Node | None, speakers: frozenset[Speaker], strict: int
) -> Condition:
    """What keeps a prompt away: patterns of the same speakers, or conditions, any of them."""
    if node is None:
        return AnyOf(())
    if not isinstance(node, Fields):
        return read_says(page, "unless", node, Says(speakers, (), RECENT, strict, starts=False))
    found = page.fields(node, CONDITIONS, '"unless"')
    together = [found]
    if not any(_is_story(key, value) for key, value in found.items()):
        together = [{key: value} for key, value in found.items()]
    return AnyOf(tuple(read_conditions(lines_on(page, one), strict, False) for one in together))


def read_until(page: Page, node: Node | None, strict: int) -> Condition:
    """What the agent says of their own accord that makes the prompt needless."""
    if node is None:
        return AnyOf(())
    like = Says(_AGENT, (), SAID_ALREADY, strict, starts=False)
    return read_says(page, "until_agent_says", node, like)


def read_cue(page: Page, key: str, node: Node) -> tuple[Says, ...]:
    """What may be said as a cue, by those whom the key names. It shows no card, so it may be short."""
    like = Says(_SAYS[key], (), RECENT, page.strictness)
    return tuple(
        says for says in says_of(read_says(page, key, node, like, short=True)) if says.patterns
    )


def speakers_of(condition: Condition) -> frozenset[Speaker]:
    """Whose words can make a prompt with this condition show, or begin what does."""
    starting = (says.speakers for says in says_of(condition) if says.starts)
    return frozenset[Speaker]().union(*starting)


def caught(condition: Condition) -> frozenset[str]:
    """The slots that have caught a word whenever this condition is true."""
    match condition:
        case Says(patterns=patterns) if not all(pattern.slots for pattern in patterns):
            return frozenset()
        case Says(patterns=patterns):
            phrases = [phrase for pattern in patterns for phrase in pattern.phrases]
            each = [
                frozenset(step.name for step in phrase if isinstance(step, Slot))
                for phrase in phrases
            ]
            return frozenset.intersection(*each) if each else frozenset()
        case AnyOf(parts) if parts:
            return frozenset.intersection(*map(caught, parts))
        case AllOf(parts):
            return frozenset[str]().union(*map(caught, parts))
        case Repeated(of=of):
            return caught(of)
        case Then(first, second):
            return caught(first) | caught(second)
        case Unsaid(trigger=trigger) if trigger is not None:
            return caught(trigger)
        case _:
            return frozenset()
