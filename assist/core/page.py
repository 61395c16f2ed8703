"""One file being read: its values, and every problem found in them.

Each reader of a value notes what is wrong with its line and raises `Faulty`; whoever can go on
without the value catches it, so that all problems of a file come at once.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from assist.core.cards import Priority
from assist.core.language import MOST_POINTS, YES_OR_NO, Key, Keys
from assist.core.matcher import ENOUGH, LEAST
from assist.core.problems import Problem, Severity, nearest
from assist.core.yaml_tree import Fields, Items, Node, Text

_NUMBER = r"\d{1,6}(?:\.\d{1,6})?"
_HOURS, _MINUTES, _SECONDS = "h|hours?", "m|min|minutes?", "s|sec|seconds?"
LENGTH = (
    rf"(?=\d)(?:({_NUMBER})\s*(?:{_HOURS}))?\s*(?:({_NUMBER})\s*(?:{_MINUTES}))?"
    rf"\s*(?:({_NUMBER})\s*(?:{_SECONDS}))?"
)
"""How a length is written: 8s, 2m, 1m30s. As a regular expression, for the JSON Schema too."""

POINTS = r"-?\d{1,3}"
"""How points are written, for the JSON Schema too."""

WEIGHT_LIMIT = rf"(over|under)\s+({POINTS})(?:\s+points?)?"
SCORE = r"(\d{1,3})\s*%?"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BARE = re.compile(_NUMBER)
_LENGTH = re.compile(LENGTH)
_SCORE = re.compile(SCORE)
_MOST_GUESSED = 1000
"""Problems of a file up to which it is guessed what was meant by a key that is none."""

Value = TypeVar("Value")


def limit_pattern(key: Key) -> str:
    """How a limit is written: over 8s, under 120 wpm, over 6 dB, over usual by 20%."""
    number = LENGTH if key.unit == "s" else rf"({_NUMBER})\s*{key.unit}"
    if key.usual:
        number = rf"(?:{number}|usual\s+by\s+({_NUMBER})\s*%)"
    return rf"({'|'.join(key.of)})\s+{number}"


def _seconds(hours: str | None, minutes: str | None, seconds: str | None) -> float:
    return 3600 * float(hours or 0) + 60 * float(minutes or 0) + float(seconds or 0)


_WRITE_LENGTH = "Write it as 8s, 2m or 1m30s"


@dataclass(frozen=True, slots=True)
class Limit:
    """Over or under, and how much, in the unit of what is measured; of usual: percent of it."""

    over: bool
    value: float
    of_usual: bool = False


def _nearest(text: str, key: Key) -> str:
    """A text that is no limit, as somebody may have meant it."""
    number = re.search(rf"{_NUMBER}", text)
    side = "under" if "under" in key.of and "under" in text else "over"
    if key.usual and "usual" in text:
        return f"{side} usual by {number[0] if number else 20}%"
    space = "" if key.unit in ("s", "%") else " "
    limit = f"{number[0] if number else 8}{space}{key.unit}"
    if key.unit == "s" and number and _LENGTH.fullmatch(text[number.start() :]):
        limit = text[number.start() :]
    return f"{side} {limit}"


class Faulty(Exception):
    """The value is no use; the problem is noted already."""


@dataclass(slots=True)
class Page:
    """A phrasebank file on the reader's desk. `where` names what is being read just now.

    `ids` are those of its prompts, faulty ones too; `mentions` the ids that prompts name, and where.
    `layer` counts from 0: what stands in a later one may change what stands in an earlier one.
    """

    file: str
    tree: Fields
    problems: list[Problem] = field(default_factory=list)
    where: str = ""
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    strictness: int = ENOUGH
    spares_calm_calls: bool = False
    heeds_weights: bool = False
    ids: set[str] = field(default_factory=set)
    mentions: list[tuple[str, Text]] = field(default_factory=list)
    weighed: list[tuple[str, Text]] = field(default_factory=list)
    """The weights that prompts name, and where."""
    layer: int = 0
    own_lists: dict[str, list[str]] = field(default_factory=dict)
    included: list["Page"] = field(default_factory=list)
    phrases: int = 0
    """How many phrases its patterns stand for so far."""
    slots: dict[str, int] = field(default_factory=dict)
    """The last line where a pattern catches words under each name."""

    def tried(self, read: Callable[[], Value], otherwise: Value) -> Value:
        """What `read` gives, or `otherwise` where it is faulty: the reading goes on."""
        try:
            return read()
        except Faulty:
            return otherwise

    def fields(self, node: Node, known: Keys, of: str) -> dict[str, Node]:
        if not isinstance(node, Fields):
            self.note(
                node.line, f"{of} needs named lines", f'Write "{next(iter(known))}: …" under it'
            )
            raise Faulty
        found: dict[str, Node] = {}
        for key, value in node.fields:
            if key.text not in known:
                choice = "Known here: " + ", ".join(known)
                what = f'"{key.text}" is not a key of {of}'
                few = len(self.problems) < _MOST_GUESSED
                self.note(key.line, what, nearest(key.text, list(known), choice) if few else choice)
            elif key.text in found:
                self.note(key.line, f'"{key.text}" stands twice', "Keep one of them")
            else:
                found[key.text] = value
        return found

    def named(self, node: Fields, what: str, twice: str) -> Iterator[tuple[str, Node]]:
        """What stands under names that the writer gives, each once: "lists: {goods: …}"."""
        seen: set[str] = set()
        for name, below in node.fields:
            self.where = f'{what} "{name.text}"'
            if not _NAME.fullmatch(name.text):
                self.note(name.line, "this is not a name", "Use small letters, digits and _")
            elif name.text in seen:
                self.note(name.line, twice, "Keep one of them")
            else:
                seen.add(name.text)
                yield name.text, below

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
        text = self.text(node)
        match = _LENGTH.fullmatch(text)
        if match is None:
            bare = _BARE.fullmatch(text)
            mend = f"Write {text}s for seconds, {text}m for minutes" if bare else _WRITE_LENGTH
            self.note(node.line, f'"{text}" is not a length', mend)
            raise Faulty
        return _seconds(match[1], match[2], match[3])

    def limit(self, node: Node, key: Key) -> Limit:
        """A limit, such as over 8s, under 120 wpm or over usual by 20%."""
        text = self.text(node)
        match = re.fullmatch(limit_pattern(key), text, re.IGNORECASE)
        if match is None:
            self.note(node.line, f'"{text}" is not a limit', f'Write it as "{_nearest(text, key)}"')
            raise Faulty
        over, numbers = match[1].lower() == "over", match.groups()[1:]
        if key.unit == "s":
            return Limit(over, _seconds(*numbers))
        if key.usual and numbers[1]:
            return Limit(over, float(numbers[1]), of_usual=True)
        return Limit(over, float(numbers[0] or 0))

    def choices(self, node: Node, known: Sequence[str], what: str) -> frozenset[str]:
        """One of the choices or several."""
        chosen = frozenset(self.choice(item, known, what) for item in self.items(node))
        if not chosen:
            self.note(node.line, f"a {what} is missing", "Choose one of " + ", ".join(known))
            raise Faulty
        return chosen

    def number(self, node: Node, least: int, most: int) -> int:
        text = self.text(node)
        if not text.isdecimal() or len(text) > 9 or not least <= int(text) <= most:
            what = f'"{text}" is not a number from {least} to {most}'
            self.note(node.line, what, "Write it in digits")
            raise Faulty
        return int(text)

    def points(self, node: Node) -> int:
        """Points for or against, such as 12 or -9."""
        text = self.text(node)
        if re.fullmatch(POINTS, text) is None or abs(int(text)) > MOST_POINTS:
            what = f'"{text}" is not a number of points'
            self.note(node.line, what, f"Write a whole number from -{MOST_POINTS} to {MOST_POINTS}")
            raise Faulty
        return int(text)

    def score(self, node: Node | None, otherwise: int) -> int:
        if node is None:
            return otherwise
        match = _SCORE.fullmatch(self.text(node))
        if match is None:
            return self.number(node, LEAST, 100)
        return self.number(Text(node.line, match[1]), LEAST, 100)

    def flag(self, node: Node | None) -> bool:
        if node is None:
            return False
        return self.choice(node, YES_OR_NO, "yes or no") in ("true", "yes")

    def note(self, line: int, what: str, mend: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Problem(self.file, line, self.where, what, mend, severity))
