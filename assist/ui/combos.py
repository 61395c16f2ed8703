"""Keys as people write them, and what they can be for. Knows nothing of Qt.

The defaults are Ctrl+Shift and a function key: on many keyboards Ctrl+Alt is AltGr, which writes a
letter, and Ctrl+Alt with a function key changes the console on Linux (docs/settings.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assist.faults import Fault

WHERE = "hotkeys"


class Action(StrEnum):
    """What a hotkey does."""

    USED = "used"
    NOT_NOW = "not_now"
    NEVER_AGAIN = "never_again"
    WHY = "why"
    SHOW_HIDE = "show_hide"
    PAUSE = "pause"
    CALL = "call"
    MODE = "mode"


DEFAULTS: Mapping[Action, str] = {
    Action.USED: "Ctrl+Shift+F9",
    Action.NOT_NOW: "Ctrl+Shift+F10",
    Action.NEVER_AGAIN: "Ctrl+Shift+F11",
    Action.WHY: "Ctrl+Shift+F12",
    Action.SHOW_HIDE: "Ctrl+Shift+F8",
    Action.PAUSE: "Ctrl+Shift+F7",
    Action.CALL: "Ctrl+Shift+F6",
    Action.MODE: "",
}
"""None for the mode: pressed by mistake it would turn the prompts round."""


class Modifier(StrEnum):
    CTRL = "Ctrl"
    ALT = "Alt"
    SHIFT = "Shift"
    SUPER = "Super"


SAME = {"control": "ctrl", "strg": "ctrl", "option": "alt", "win": "super", "meta": "super"}
FUNCTION_KEYS = tuple(f"F{number}" for number in range(1, 25))
NAMED = tuple("Space Insert Delete Home End PageUp PageDown Up Down Left Right Pause".split())
PLAIN = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
KEYS = {key.lower(): key for key in (*NAMED, *FUNCTION_KEYS, *PLAIN)}


@dataclass(frozen=True, slots=True)
class Combo:
    """A key with its modifiers. `key` is one of `KEYS`."""

    modifiers: frozenset[Modifier]
    key: str

    def __str__(self) -> str:
        return "+".join([*(one for one in Modifier if one in self.modifiers), self.key])


def combo_of(text: str) -> Combo:
    """For example of "Ctrl+Alt+U". Raises Fault."""
    *before, last = (part.strip().lower() for part in text.split("+"))
    known = {modifier.lower(): modifier for modifier in Modifier}
    modifiers = [known.get(SAME.get(part, part)) for part in before]
    if last not in KEYS or None in modifiers:
        mend = 'write it like "Ctrl+Alt+U": Ctrl, Alt, Shift or Super, and a letter, digit or F key'
        raise Fault(WHERE, f"{text!r} is no key", mend)
    combo = Combo(frozenset(filter(None, modifiers)), KEYS[last])
    if not combo.modifiers - {Modifier.SHIFT} and combo.key not in FUNCTION_KEYS:
        raise Fault(WHERE, f"{text!r} could not be typed any more", "add Ctrl, Alt or Super to it")
    return combo
