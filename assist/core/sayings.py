"""Reading what may be said: lists of patterns, each with the options that stand beside it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain

from assist.core.alike import weight
from assist.core.language import PATTERN
from assist.core.page import Faulty, Page
from assist.core.patterns import Pattern, PatternError, Said, names_in, read_pattern
from assist.core.phrasebank import AnyOf, Condition, Says
from assist.core.yaml_tree import Fields, Node, Text

_LEAST_WEIGHT = 1.3
"""What a pattern's words must weigh together: one rare word and a common one."""

MOST_IN_A_FILE = 20_000
"""The bound on what all patterns of one file may stand for. The longest of the shipped files has
11,000; what is beyond is refused before it costs time or memory.
"""


def read_says(page: Page, key: str, node: Node, like: Says, short: bool = False) -> Condition:
    """The patterns of a list. Those with the same options share a `Says` that is like `like`.

    `short`: they may say as little as they like.
    """
    groups: dict[tuple[int, bool], list[Pattern]] = {}
    for number, item in enumerate(page.items(node), 1):
        before, page.where = page.where, f"{page.where}, {key} {number}"
        try:
            pattern, strict, denied_too = _pattern(page, item, like.strictness, short)
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


def _pattern(page: Page, node: Node, strict: int, short: bool) -> tuple[Pattern, int, bool]:
    found: dict[str, Node] = {"says": node}
    if isinstance(node, Fields):
        found = page.fields(node, PATTERN, "a pattern")
    if page.phrases > MOST_IN_A_FILE:
        raise Faulty
    try:
        pattern, light = _read(page.text(found.get("says", Text(node.line, ""))), page.lists)
    except PatternError as error:
        page.note(node.line, error.what, error.mend)
        _count(page, node.line, error.phrases)
        raise Faulty from error
    _count(page, node.line, len(pattern.phrases))
    page.slots |= dict.fromkeys(pattern.slots, node.line)
    if not (page.flag(found.get("deliberate")) or short):
        _note_light(page, light, node.line)
    return (
        pattern,
        page.score(found.get("strictness"), strict),
        page.flag(found.get("even_if_denied")),
    )


def _count(page: Page, line: int, phrases: int) -> None:
    """Add to the phrases of the file. Raises Faulty, and tells why, where they become too many."""
    page.phrases += phrases
    if page.phrases > MOST_IN_A_FILE:
        what = f"up to here the file's patterns stand for more than {MOST_IN_A_FILE:,} phrases"
        page.note(line, what, "Split it into several files, or write fewer choices in brackets")
        raise Faulty


def _read(text: str, lists: Mapping[str, Sequence[str]]) -> tuple[Pattern, str]:
    """The pattern, the very same one where it has been read before with the same lists, and the
    words of it that say too little.
    """
    used: dict[str, tuple[str, ...]] = {}
    rest = list(names_in(text))
    while rest:
        name = rest.pop()
        if name in lists and name not in used:
            used[name] = tuple(lists[name])
            rest += [inner for entry in used[name] if "{" in entry for inner in names_in(entry)]
    return _known(text, tuple(sorted(used.items())))


@lru_cache(maxsize=16384)
def _known(text: str, lists: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Pattern, str]:
    """Expanding is most of the reading, and files are read again whenever one of them is saved."""
    pattern = read_pattern(text, dict(lists))
    return pattern, _lightest(pattern)


def _note_light(page: Page, words: str, line: int) -> None:
    if words:
        mend = 'Add a word, or write it as "says: …" with "deliberate: true" under it'
        page.note(line, f'"{words}" alone would match far too much', mend)


def _lightest(pattern: Pattern) -> str:
    """The words of the first of its phrases that say too little; nothing where all say enough."""
    steps = set(chain.from_iterable(pattern.phrases))
    weighs = {step: weight(step.token) if isinstance(step, Said) else 0.0 for step in steps}
    for phrase in pattern.phrases:
        if sum(map(weighs.__getitem__, phrase)) < _LEAST_WEIGHT:
            said = (step for step in phrase if isinstance(step, Said))
            return " ".join(step.token + "*" * step.open_ended for step in said)
    return ""
