"""Reading a settings file: what it says, what is wrong with it, and on which line.

A value that cannot be is left out, and what was good before goes on in its place; the rest of the
file holds. Nothing here raises for what stands in a file.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assist.core.problems import Problem, nearest
from assist.settings.forms import Wrong
from assist.settings.sections import KEYS, SECTIONS

LOCKED = "locked"
"""In the machine's file: the settings that nobody may change, by full name or by section."""

_TABLE = re.compile(r"\s*\[\s*([\w\-.\"' ]+?)\s*\]\s*(#.*)?")
_KEY = re.compile(r"\s*([\w\-\"'][\w\-.\"' ]*?)\s*=(?!=)")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file says: values by full name with their lines, and the names that it locks."""

    file: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def read_layer(text: str, file: str, before: Layer | None = None, may_lock: bool = False) -> Layer:
    """What the file says. `before` is what it said last: that goes on where it is faulty now."""
    before = before or Layer()
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = _not_toml(str(error), text, file)
        return Layer(file, before.values, before.lines, before.locked, (problem,))
    return _Reading(tree, text, file, before, may_lock).layer()


class _Reading:
    def __init__(
        self, tree: Mapping[str, Any], text: str, file: str, before: Layer, may_lock: bool
    ) -> None:
        self._tree = tree
        self._lines = dict(_lines(text))
        self._file = file
        self._before = before
        self._may_lock = may_lock
        self._values: dict[str, Any] = {}
        self._locked: frozenset[str] = frozenset()
        self._problems: list[Problem] = []

    def layer(self) -> Layer:
        for name, table in self._tree.items():
            if name == LOCKED and self._may_lock:
                self._locked = frozenset(self._lock(table))
            elif name not in SECTIONS:
                self._strange_section(name)
            elif not isinstance(table, dict):
                self._note(name, f'"{name}" is a section', f'Write "[{name}]" on a line of its own')
            else:
                for key, plain in table.items():
                    self._value(f"{name}.{key}", plain)
        problems = sorted(self._problems, key=lambda one: one.line)
        return Layer(self._file, self._values, self._lines, self._locked, tuple(problems))

    def _strange_section(self, name: str) -> None:
        homes = [key.section for key in KEYS.values() if key.name == name]
        if homes and not isinstance(self._tree[name], dict):
            self._note(name, f'"{name}" stands in no section', f'Write it under "[{homes[0]}]"')
        elif name == LOCKED:
            self._note(name, "only the computer's own file locks settings", "Take the line out")
        else:
            mend = nearest(name, list(SECTIONS), "The sections are " + ", ".join(SECTIONS))
            self._note(name, f'there is no section "{name}"', mend)

    def _value(self, name: str, plain: object) -> None:
        if name not in KEYS:
            self._strange_key(name)
            return
        try:
            self._values[name] = KEYS[name].form.read(plain)
        except Wrong as wrong:
            self._note(name, wrong.what, wrong.mend)
            if name in self._before.values:
                self._values[name] = self._before.values[name]

    def _strange_key(self, name: str) -> None:
        section, _, key = name.partition(".")
        known = [one.name for one in KEYS.values() if one.section == section]
        homes = [one.section for one in KEYS.values() if one.name == key]
        otherwise = "The settings in it are " + ", ".join(known)
        mend = nearest(key, known, f'It belongs under "[{homes[0]}]"' if homes else otherwise)
        self._note(name, f'there is no setting "{key}" in [{section}]', mend)

    def _lock(self, names: object) -> Iterator[str]:
        if not isinstance(names, list):
            self._note(
                LOCKED, '"locked" is not a list', 'Write locked = ["sound.customer", "calls"]'
            )
            return
        for name in names:
            found = {one for one, key in KEYS.items() if name in (one, key.section)}
            if not found:
                known = [*KEYS, *SECTIONS]
                otherwise = "Name settings like sound.customer, or sections"
                self._note(LOCKED, f'"{name}" is no setting', nearest(str(name), known, otherwise))
            yield from found

    def _note(self, name: str, what: str, mend: str) -> None:
        section = name.partition(".")[0]
        line = self._lines.get(name) or self._lines.get(section) or 1
        self._problems.append(Problem(self._file, line, name, what, mend))


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """On which line each section and key first stands. Newest first: of two, the first holds."""
    found: list[tuple[str, int]] = []
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.fullmatch(line):
            table = _bare(header[1])
            found.append((table, number))
        elif named := _KEY.match(line):
            found.append((f"{table}.{_bare(named[1])}".lstrip("."), number))
    return reversed(found)


def _bare(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))


def _not_toml(error: str, text: str, file: str) -> Problem:
    place = _AT_LINE.search(error)
    line = int(place[1]) if place else max(1, len(text.splitlines()))
    what = re.sub(r"\s*\(at .*\)$", "", error)
    mend = 'Write lines like gap = "4s" under a section like [attention]'
    return Problem(file, line, "", f"this cannot be read ({what})", mend)
