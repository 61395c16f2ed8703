"""Filling a prompt's text with what was caught: {name} in it, and [a part, {name},] that may go.

A part in square brackets that names something of the call, such as the customer's name, is left out
with its brackets while that is not known, so one prompt reads well either way.
"""

import re
from collections.abc import Collection

from assist.core.language import CALL_SLOTS

_NAME = re.compile(r"\{\s*(\w+)\s*\}")
_OPTION = re.compile(r"\[([^\[\]]*\{[^\[\]{}]*\}[^\[\]]*)\]")


def filled(text: str, slots: tuple[tuple[str, str], ...]) -> str:
    """The text with what the slots caught; a caught word is a name more often than not."""
    caught = {name: said if name in CALL_SLOTS else said.capitalize() for name, said in slots}
    whole = _OPTION.sub(lambda part: _part(part, caught.keys()), text)
    return _NAME.sub(lambda found: caught.get(found[1], found[0].capitalize()), whole)


def without_options(text: str) -> str:
    """The text as it reads while nothing of the call is known."""
    return _OPTION.sub(lambda part: _part(part, ()), text)


def _part(part: re.Match[str], known: Collection[str]) -> str:
    """What is left of a part in brackets; one that names nothing of the call stays as written."""
    needed = frozenset(_NAME.findall(part[1])) & CALL_SLOTS.keys()
    if not needed:
        return part[0]
    return part[1] if all(name in known for name in needed) else ""
