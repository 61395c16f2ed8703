"""YAML as a phrasebank uses it: text, lists and fields, each with its line. Nothing else.

Every value stays the text that was written, so "no" is a word and not false. What is hostile or
beyond a phrasebank's needs (aliases, tags, deep nesting, huge files) is refused with its line.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import yaml

from assist.core.problems import Problem
from assist.core.slips import OPENED, slip_at

LARGEST = 4_000_000
"""Characters in one file."""

LARGEST_BYTES = 4 * LARGEST
"""What those may take on the disk."""

MOST_PARTS = 300_000
"""Texts, lists and names in one file: a hundred thousand patterns, and what stands around them."""

_USUAL = 120_000
"""Characters of a file up to which its tree is kept; the longest of the shipped ones has 60,000."""

_DEEPEST = 24
_SAVE = "Open it in a text editor and save it as UTF-8"
_BYTE_ORDER = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


@dataclass(slots=True)
class Text:
    """A value as written."""

    line: int
    text: str


@dataclass(slots=True)
class Items:
    """A list."""

    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Fields:
    """Named values, in the order in which they are written."""

    line: int
    fields: list[tuple[Text, "Node"]] = field(default_factory=list)


Node = Text | Items | Fields


class _Refused(Exception):
    def __init__(self, line: int, what: str, mend: str) -> None:
        self.line, self.what, self.mend = line, what, mend


def text_of(content: bytes, file: str) -> str | Problem:
    """The text of a file's bytes, or the one problem that makes them none. Only UTF-8 is read."""
    if len(content) > LARGEST_BYTES:
        return Problem(file, 1, "", "the file is too large", "Split it into one file a topic")
    order = next((name for mark, name in _BYTE_ORDER.items() if content.startswith(mark)), "")
    if not order and content[:400].count(b"\0") > len(content[:400]) // 4:
        order = "UTF-16" if _readable(content[:400].replace(b"\0", b"")) else ""
    if order:
        return Problem(file, 1, "", f"this text is written in {order}, not in UTF-8", _SAVE)
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        what = "this is not a text: it holds a zero byte"
        return Problem(file, line, "", what, "Name the file of the phrasebank itself")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        seems = content[error.start : error.start + 1].decode("cp1252", "replace")
        what = f"a character is not written in UTF-8 (it may be meant as {seems!r})"
        return Problem(file, line, "", what, _SAVE)


def _readable(content: bytes) -> bool:
    return all(byte >= 32 or byte in b"\t\r\n" for byte in content)


def read_tree(text: str, file: str) -> Node | Problem:
    """The tree of one YAML document, or the one problem that makes it unreadable."""
    if len(text) > LARGEST:
        return Problem(file, 1, "", "the file is too large", "Split it into one file a topic")
    return _known(text, file) if len(text) < _USUAL else _read(text, file)


@lru_cache(maxsize=64)
def _known(text: str, file: str) -> Node | Problem:
    """Files are read again whenever one of them is saved, and looked up in by the checks. Nobody
    changes a tree.
    """
    return _read(text, file)


def _read(text: str, file: str) -> Node | Problem:
    try:
        return _build(text)
    except _Refused as refused:
        return Problem(file, refused.line, "", refused.what, refused.mend)
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        line = _line_of_strange(text, error)
        return Problem(file, line, "", "a character that YAML does not allow", "Delete it")
    except yaml.MarkedYAMLError as error:
        opened = error.context_mark if error.problem in OPENED else None
        mark = opened or error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        slip = slip_at(text.splitlines(), line, column, error.problem or "")
        return Problem(file, slip.line + 1, "", slip.what, slip.mend)


def _line_of_strange(text: str, error: yaml.reader.ReaderError | UnicodeEncodeError) -> int:
    """The line of a character that cannot be read. YAML's reader counts bytes, Python characters."""
    if isinstance(error, UnicodeEncodeError):
        return text.count("\n", 0, error.start) + 1
    return text.encode()[: int(error.position)].count(b"\n") + 1


def _build(text: str) -> Node:
    root: list[Node] = []
    open_nodes: list[tuple[Items | Fields, list[Text]]] = []
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        if count == MOST_PARTS and event.start_mark:
            line = event.start_mark.line + 1
            raise _Refused(line, "too many lines for one file", "Split it into one file a topic")
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            open_nodes.pop()
            continue
        node = _node(event)
        if node is None:
            continue
        if open_nodes:
            _put(open_nodes[-1], node)
        elif root:
            raise _Refused(node.line, "a second document begins", "Take the line '---' out")
        else:
            root.append(node)
        if not isinstance(node, Text):
            if len(open_nodes) == _DEEPEST:
                raise _Refused(node.line, "nested too deeply", "A phrasebank needs a few levels")
            open_nodes.append((node, []))
    return root[0] if root else Fields(1)


def _node(event: yaml.Event) -> Node | None:
    line = event.start_mark.line + 1 if event.start_mark else 1
    if isinstance(event, yaml.AliasEvent):
        raise _Refused(line, "'*' begins a YAML alias", 'Put the text in "quotes"')
    if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
        raise _Refused(line, "'&' begins a YAML anchor", 'Put the text in "quotes"')
    tag = getattr(event, "tag", None)
    if tag is not None:
        raise _Refused(line, "'!' begins a YAML tag", 'Put the text in "quotes"')
    if isinstance(event, yaml.ScalarEvent):
        return Text(line, str(event.value))
    if isinstance(event, yaml.MappingStartEvent):
        return Fields(line)
    if isinstance(event, yaml.SequenceStartEvent):
        return Items(line)
    return None


def _put(parent: tuple[Items | Fields, list[Text]], node: Node) -> None:
    holder, key = parent
    if isinstance(holder, Items):
        holder.items.append(node)
    elif key:
        holder.fields.append((key.pop(), node))
    elif isinstance(node, Text):
        key.append(node)
    else:
        raise _Refused(node.line, "a name was expected here", 'Put a text in "quotes"')
