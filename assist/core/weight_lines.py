"""Reading what words weigh, and the condition that goes by it."""

import re
from collections.abc import Iterator

from assist.core.fold import fold, heads_of
from assist.core.language import WEIGHTS
from assist.core.page import WEIGHT_LIMIT, Faulty, Page
from assist.core.phrasebank import AllOf, Condition, Weighs
from assist.core.weighed_lists import WeighedLists
from assist.core.weighing import LONGEST, SHORTEST_HEAD, Weights, is_list
from assist.core.yaml_tree import Fields, Node

MOST_PHRASES = 5_000
"""In the weights of one name in one file, a list counting as one; the shipped ones have some hundreds."""

_PLAIN = re.compile(r"[^()\[\]{}|*]+\*?")
_LIST = re.compile(r"\{([^{}]*)\}")


def read_weights(page: Page, node: Node | None, lists: WeighedLists) -> tuple[Weights, ...]:
    """All weights of a file; what is faulty in them is noted and left out."""
    if node is None:
        return ()
    page.where = "weights"
    if not isinstance(node, Fields):
        page.note(node.line, "weights need names", 'Write "empathy:" under it, or another name')
        return ()
    found = (
        page.tried(lambda: _weights(page, name, below, lists), None)  # noqa: B023 - called at once
        for name, below in page.named(node, "weights", "these weights stand twice")
    )
    return tuple(one for one in found if one)


def _weights(page: Page, name: str, node: Node, lists: WeighedLists) -> Weights:
    found = page.fields(node, WEIGHTS, "weights")
    begins_at = None
    if "begins_at" in found:
        begins_at = page.tried(lambda: page.points(found["begins_at"]), None)
    points = dict(_pointed(page, found["points"], lists)) if "points" in found else {}
    used = [told[1:-1] for told in points if is_list(told)]
    known = {one: lists.phrases(page, one, node.line) for one in used}
    return Weights(name, points, begins_at, node.line, known)


def _pointed(page: Page, node: Node, lists: WeighedLists) -> Iterator[tuple[str, int]]:
    """Each phrase, folded, or list as "{name}", and what it counts."""
    if not isinstance(node, Fields):
        page.note(node.line, "points need numbers", 'Write "12: [lost, no reply]" under it')
        raise Faulty
    said: dict[str, str] = {}
    none: tuple[str, ...] = ()
    for number, below in node.fields:
        points = page.tried(lambda: page.points(number), None)  # noqa: B023 - called at once
        for item in page.items(below) if points is not None else ():
            for phrase in page.tried(lambda: _told(page, item, lists), none):  # noqa: B023
                if phrase in said:
                    what = f'"{phrase}" counts already, as "{said[phrase]}"'
                    page.note(item.line, what, "Keep one of them")
                    continue
                if len(said) == MOST_PHRASES:
                    what = f"up to here {MOST_PHRASES} phrases count; the others are left out"
                    page.note(item.line, what, "Keep those that count for much")
                    return
                said[phrase] = page.text(item)
                yield phrase, points or 0


def _told(page: Page, node: Node, lists: WeighedLists) -> tuple[str, ...]:
    """What the points of an item go by: the folded forms of a phrase, or a list."""
    named = _LIST.fullmatch(page.text(node))
    if named is None:
        return _phrases(page, node)
    name = named[1].strip()
    lists.phrases(page, name, node.line)
    return (f"{{{name}}}",)


def _phrases(page: Page, node: Node) -> tuple[str, ...]:
    """The folded forms of a phrase: one, or as many as an open-ended word has spellings."""
    text = page.text(node)
    if not _PLAIN.fullmatch(text):
        what = f'"{text}" is more than plain words'
        page.note(node.line, what, "Write each phrase out; only its last word may end with *")
        raise Faulty
    tokens = fold(text.removesuffix("*"))
    if not 1 <= len(tokens) <= LONGEST:
        what = f'"{text}" has {len(tokens)} words, with contractions written out'
        page.note(node.line, what, f"Write 1 to {LONGEST}")
        raise Faulty
    if not text.endswith("*"):
        return (" ".join(tokens),)
    head = text.removesuffix("*").casefold().split()[-1]
    if len(head) < SHORTEST_HEAD:
        mend = f"Write at least {SHORTEST_HEAD} letters before the *"
        page.note(node.line, f'"{text}" is open-ended too soon', mend)
        raise Faulty
    return tuple(" ".join((*tokens[:-1], f"{one}*")) for one in heads_of(head))


def read_weighs(page: Page, node: Node, starting: bool) -> Condition:
    """What the customer's breath must weigh, by each of the weights that are named."""
    if not isinstance(node, Fields) or not node.fields:
        mend = 'Write "empathy: over 15" under it'
        page.note(node.line, '"customer_weighs" needs the name of weights', mend)
        raise Faulty
    parts: list[Condition] = []
    for name, below in node.fields:
        page.weighed.append((page.where, name))
        text = page.text(below)
        match = re.fullmatch(WEIGHT_LIMIT, text, re.IGNORECASE)
        if match is None:
            mend = 'Write it as "over 15" or "under -20"'
            page.note(below.line, f'"{text}" is not a number of points', mend)
            raise Faulty
        parts.append(Weighs(name.text, match[1].lower() == "over", int(match[2]), starting))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))
