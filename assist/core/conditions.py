"""Reading when a prompt shows: what is said, by whom, and what must or must not have been."""

from assist.core.alike import weight
from assist.core.page import Faulty, Page
from assist.core.patterns import Pattern, PatternError, Said, Slot, read_pattern
from assist.core.phrasebank import (
    BOTH,
    AllOf,
    AnyOf,
    Condition,
    InCall,
    NoneOf,
    Says,
)
from assist.core.words import Speaker
from assist.core.yaml_tree import Fields, Items, Node, Text

RECENT = 10.0
"""Seconds for which what was said counts as just said, where a prompt combines conditions."""

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
_GROUPS = ("all_of", "any_of", "none_of")
CONDITIONS = (*_SAYS, *_HAS_SAID, *_GROUPS, "in_call")
_PATTERN = ("says", "strictness", "deliberate", "even_if_denied")
_LEAST_WEIGHT = 1.3
"""What a pattern's words must weigh together: one rare word and a common one."""


def read_conditions(page: Page, found: dict[str, Node], strict: int, starts: bool) -> Condition:
    """The conditions among these lines, all of which must hold.

    `strict` is the score that a match needs; `starts` says whether they can make a prompt show.
    """
    parts = tuple(
        _condition(page, key, node, strict, starts)
        for key, node in found.items()
        if key in CONDITIONS
    )
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _condition(page: Page, key: str, node: Node, strict: int, starts: bool) -> Condition:
    if key in _SAYS:
        return _says(page, key, node, Says(_SAYS[key], (), RECENT, strict, starts=starts))
    if key in _HAS_SAID:
        return _has_said(page, key, node, strict)
    if key == "in_call":
        return _in_call(page, node)
    if not page.items(node):
        page.note(
            node.line, f'"{key}" says nothing', "Write conditions under it, each after a dash"
        )
    starts = starts and key != "none_of"
    parts = tuple(_group(page, key, item, strict, starts) for item in page.items(node))
    if key == "none_of":
        return NoneOf(parts)
    return AllOf(parts) if key == "all_of" else AnyOf(parts)


def _group(page: Page, key: str, item: Node, strict: int, starts: bool) -> Condition:
    inner = page.fields(item, CONDITIONS, f'"{key}"')
    return read_conditions(page, inner, strict, starts)


def _says(page: Page, key: str, node: Node, like: Says) -> Condition:
    """The patterns of a list. Those with the same options share a `Says` that is like `like`."""
    groups: dict[tuple[int, bool], list[Pattern]] = {}
    for number, item in enumerate(page.items(node), 1):
        before, page.where = page.where, f"{page.where}, {key} {number}"
        try:
            pattern, strict, denied_too = _pattern(page, item, like.strictness)
            groups.setdefault((strict, denied_too), []).append(pattern)
        except Faulty:
            pass
        page.where = before
    if not page.items(node):
        page.note(node.line, f'"{key}" says nothing', "Write what may be said, one line each")
    parts = tuple(
        Says(like.speakers, tuple(patterns), like.within, strict, denied_too, like.starts)
        for (strict, denied_too), patterns in groups.items()
    )
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def _pattern(page: Page, node: Node, strict: int) -> tuple[Pattern, int, bool]:
    found: dict[str, Node] = {"says": node}
    if isinstance(node, Fields):
        found = page.fields(node, _PATTERN, "a pattern")
    try:
        pattern = read_pattern(page.text(found.get("says", Text(node.line, ""))), page.lists)
    except PatternError as error:
        page.note(node.line, error.what, error.mend)
        raise Faulty from error
    if not page.flag(found.get("deliberate")):
        _check_weight(page, pattern, node.line)
    return (
        pattern,
        page.score(found.get("strictness"), strict),
        page.flag(found.get("even_if_denied")),
    )


def _check_weight(page: Page, pattern: Pattern, line: int) -> None:
    for phrase in pattern.phrases:
        said = [step for step in phrase if isinstance(step, Said)]
        if sum(weight(step.token) for step in said) < _LEAST_WEIGHT:
            words = " ".join(step.token + "*" * step.open_ended for step in said)
            mend = 'Add a word, or write it as "says: …" with "deliberate: true" under it'
            page.note(line, f'"{words}" alone would match far too much', mend)
            return


def _has_said(page: Page, key: str, node: Node, strict: int) -> Condition:
    speakers, wanted = _HAS_SAID[key]
    within, patterns = float("inf"), node
    if isinstance(node, Fields):
        found = page.fields(node, ("any", "within"), f'"{key}"')
        within = page.length(found.get("within"), within)
        patterns = found.get("any", Items(node.line))
    says = _says(page, key, patterns, Says(speakers, (), within, strict, starts=False))
    return says if wanted else NoneOf((says,))


def _in_call(page: Page, node: Node) -> InCall:
    found = page.fields(node, ("from", "until"), '"in_call"')
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
        return _says(page, "unless", node, Says(speakers, (), RECENT, strict, starts=False))
    found = page.fields(node, CONDITIONS, '"unless"')
    return AnyOf(
        tuple(_condition(page, key, value, strict, starts=False) for key, value in found.items())
    )


def read_until(page: Page, node: Node | None, strict: int) -> Condition:
    """What the agent says of their own accord that makes the prompt needless."""
    if node is None:
        return AnyOf(())
    like = Says(_AGENT, (), SAID_ALREADY, strict, starts=False)
    return _says(page, "until_agent_says", node, like)


def starters(condition: Condition) -> frozenset[Speaker]:
    """Whose words can make a prompt with this condition show."""
    match condition:
        case Says(speakers=speakers, starts=True):
            return speakers
        case AllOf(parts) | AnyOf(parts):
            return frozenset().union(*map(starters, parts))
        case _:
            return frozenset()


def caught(condition: Condition) -> frozenset[str]:
    """The slots that have caught a word whenever this condition is true."""
    match condition:
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
            return frozenset().union(*map(caught, parts))
        case _:
            return frozenset()
