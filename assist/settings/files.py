"""The settings files on the disk: read with all their faults, changed without losing a comment.

A change is written beside the file and put in its place in one step, so that no one ever reads
half a file; the file is the user's alone.
"""

import os
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from assist.core.problems import Problem
from assist.faults import Fault
from assist.places import machine_settings, user_settings
from assist.settings.layers import Choices, choose
from assist.settings.reading import Layer, read_layer
from assist.settings.sections import KEYS

LARGEST = 1_000_000
"""Bytes of a file that is still taken for one of settings."""

_HEAD = "# What you have chosen in Agent Assist. It may be edited by hand: docs/settings.md\n"


def load_settings(given: Mapping[str, Any] | None = None) -> Choices:
    """The settings that hold now, with the command line's choices on top. Never raises."""
    user, machine = read_files()
    return choose(user, machine, given)


def read_files(user: Layer | None = None, machine: Layer | None = None) -> tuple[Layer, Layer]:
    """The user's file and the machine's. `user` and `machine` are what they said before."""
    return (
        read_file(user_settings(), user),
        read_file(machine_settings(), machine, may_lock=True),
    )


def read_file(path: Path, before: Layer | None = None, may_lock: bool = False) -> Layer:
    """What the file says; nothing where there is none."""
    name = str(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Layer(name)
    except OSError as error:
        return _unread(name, before, error.strerror or "the disk refuses")
    if len(content) > LARGEST:
        return _unread(name, before, "it is too large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _unread(name, before, "it is not text in UTF-8")
    return read_layer(text, name, before, may_lock)


def _unread(name: str, before: Layer | None, why: str) -> Layer:
    before = before or Layer()
    problem = Problem(name, 1, "", f"it cannot be read ({why})", "Check the file and its rights")
    return Layer(name, before.values, before.lines, before.locked, (problem,))


def write_settings(values: Mapping[str, Any], path: Path | None = None) -> None:
    """Put these values, by full name, in the user's file; everything else stays as it is.

    A default is written only over a line that is there. Raises Fault where
    the file cannot be written, or holds what a change would spoil.
    """
    path = path or user_settings()
    changed = tomlkit.dumps(_with(_document(path), values))
    _put(path, changed)


def _document(path: Path) -> tomlkit.TOMLDocument:
    mend = "mend that line first; until then choices hold for this run only"
    try:
        text = path.read_bytes().decode("utf-8-sig")
        tomllib.loads(text)
        return tomlkit.parse(text)
    except FileNotFoundError:
        return tomlkit.parse(_HEAD)
    except OSError as error:
        raise _unwritten(path, error) from error
    except (ValueError, TOMLKitError) as error:
        where = read_layer_fault(path)
        raise Fault(where, "this is no settings file now, so nothing is saved", mend) from error


def read_layer_fault(path: Path) -> str:
    """The file and the line of its first fault."""
    problems = read_file(path).problems
    return f"{path}:{problems[0].line}" if problems else str(path)


def _with(document: tomlkit.TOMLDocument, values: Mapping[str, Any]) -> tomlkit.TOMLDocument:
    for name, value in values.items():
        key = KEYS[name]
        table = document.get(key.section)
        if not isinstance(table, dict):
            if value == key.default:
                continue
            table = document[key.section] = tomlkit.table()
            table = document[key.section]
        if value != key.default or key.name in table:
            table[key.name] = key.form.write(value)
    return document


def _put(path: Path, text: str) -> None:
    # A link stays a link: what it leads to is changed.
    path = path.resolve()
    temporary: Path | None = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made by mkstemp for this user alone.
        number, name = tempfile.mkstemp(prefix=".settings-", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise _unwritten(path, error) from error


def _unwritten(path: Path, error: OSError) -> Fault:
    what = f"it cannot be written ({error.strerror or 'the disk refuses'})"
    return Fault(str(path), what, "check the file and its rights; choices hold for this run only")
