"""One file being read: its values, and every problem found in them.

Each reader of a value notes what is wrong with its line and raises `Faulty`; whoever can go on
without the value catches it, so that all problems of a file come at once.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from assist.core.cards import Priority
from assist.core.matcher import ENOUGH, LEAST
from assist.core.problems import Problem, Severity, nearest
from assist.core.yaml_tree import Fields, Items, Node, Text

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(s|sec|seconds?|m|min|minutes?|h|hours?)")
Value = TypeVar("Value")
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}


class Faulty(Exception):
    """The value is no use; the problem is noted already."""


@dataclass(slots=True)
class Page:
    """A phrasebank file on the reader's desk. `where` names what is being read just now.

    `ids` are those of its prompts, faulty ones too; `mentions` the ids that prompts name, and where.
    """

    file: str
    tree: Fields
    problems: list[Problem] = field(default_factory=list)
    where: str = ""
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    strictness: int = ENOUGH
    ids: set[str] = field(default_factory=set)
    mentions: list[tuple[str, Text]] = field(default_factory=list)

    def tried(self, read: Callable[[], Value], otherwise: Value) -> Value:
        """What `read` gives, or `otherwise` where it is faulty: the reading goes on."""
        try:
            return read()
        except Faulty:
            return otherwise

    def fields(self, node: Node, known: Sequence[str], of: str) -> dict[str, Node]:
        if not isinstance(node, Fields):
            self.note(node.line, f"{of} needs named lines", f'Write "{known[0]}: …" under it')
            raise Faulty
        found: dict[str, Node] = {}
        for key, value in node.fields:
            if key.text not in known:
                choice = "Known here: " + ", ".join(known)
                what = f'"{key.text}" is not a key of {of}'
                self.note(key.line, what, nearest(key.text, list(known), choice))
            elif key.text in found:
                self.note(key.line, f'"{key.text}" stands twice', "Keep one of them")
            else:
                found[key.text] = value
        return found

    def items(self, node: Node | None) -> list[Node]:
        """A list; a single value counts as a list of one."""
        if node is None or (isinstance(node, Text) and not node.text):
            return []
        return node.items if isinstance(node, Items) else [node]

    def texts(self, node: Node | None) -> list[str]:
        """A list of texts; what is none is noted and left out."""
        texts: list[str] = []
        for item in self.items(node):
            try:
                texts.append(self.text(item))
            except Faulty:
                continue
        return texts

    def text(self, node: Node) -> str:
        if not isinstance(node, Text) or not node.text.strip():
            self.note(node.line, "a text is missing here", 'Write it in "quotes"')
            raise Faulty
        return node.text.strip()

    def choice(self, node: Node, known: Sequence[str], what: str) -> str:
        text = self.text(node)
        if text not in known:
            choice = "Choose one of " + ", ".join(known)
            self.note(node.line, f'"{text}" is not a {what}', nearest(text, list(known), choice))
            raise Faulty
        return text

    def priority(self, node: Node | None) -> Priority:
        names = [priority.name.lower() for priority in Priority]
        if node is None:
            return Priority.NORMAL
        return Priority[self.choice(node, names, "priority").upper()]

    def length(self, node: Node | None, otherwise: float) -> float:
        if node is None:
            return otherwise
        match = _LENGTH.fullmatch(self.text(node))
        if match is None:
            self.note(node.line, f'"{self.text(node)}" is not a length', "Write it as 8s or 2m")
            raise Faulty
        return float(match[1]) * _UNITS[match[2][0]]

    def number(self, node: Node, least: int, most: int) -> int:
        text = self.text(node)
        if not text.isdecimal() or len(text) > 9 or not least <= int(text) <= most:
            what = f'"{text}" is not a number from {least} to {most}'
            self.note(node.line, what, "Write it in digits")
            raise Faulty
        return int(text)

    def score(self, node: Node | None, otherwise: int) -> int:
        return otherwise if node is None else self.number(node, LEAST, 100)

    def flag(self, node: Node | None) -> bool:
        if node is None:
            return False
        return self.choice(node, ["true", "yes", "false", "no"], "yes or no") in ("true", "yes")

    def note(self, line: int, what: str, mend: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Problem(self.file, line, self.where, what, mend, severity))
