"""How the values of settings are written and what they mean: "0.5s", "90%", true, "sales".

Promise: what `read` takes, `write` gives back in a way that `read` takes again, with the same
meaning; and what it refuses, it says how to write.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, Protocol, TypeGuard, TypeVar

from assist.core.matcher import LEAST
from assist.core.problems import nearest, shortly
from assist.faults import Fault
from assist.ui.combos import combo_of

Plain = str | int | float | bool | list[str]
"""What a TOML file can hold of a setting."""

LONGEST = 1_000
"""Characters of one text."""

Value = TypeVar("Value")
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*(ms|s|sec|seconds?|m|min|minutes?)")
_SHARE = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)\s*%")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0}


class Wrong(Exception):
    """A value that cannot be: what is wrong with it, and what to write instead."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what, mend)
        self.what = what
        self.mend = mend


class Form(Protocol[Value]):
    """One way of writing values. `told` says in a few words what may be written."""

    @property
    def told(self) -> str: ...

    def read(self, plain: object) -> Value:
        """What is meant by it. Raises Wrong."""

    def write(self, value: Value) -> Plain: ...


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    told = "true or false"

    def read(self, plain: object) -> bool:
        if isinstance(plain, bool):
            return plain
        raise Wrong(f"{_shown(plain)} is neither true nor false", "Write true or false")

    def write(self, value: bool) -> Plain:
        return value


@dataclass(frozen=True, slots=True)
class Words:
    """Free text, such as a device's name. "" leaves it open."""

    told: str = "a text"

    def read(self, plain: object) -> str:
        if not isinstance(plain, str):
            raise Wrong(f"{_shown(plain)} is no text", 'Write it in quotes: "…"')
        if len(plain) > LONGEST or not (plain.isprintable() or plain == ""):
            raise Wrong("this text is too long or holds signs that cannot be seen", "Shorten it")
        return plain.strip()

    def write(self, value: str) -> Plain:
        return value


@dataclass(frozen=True, slots=True)
class Length:
    """Seconds, with their unit."""

    least: float
    most: float

    @property
    def told(self) -> str:
        return f'a time from "{_seconds(self.least)}" to "{_seconds(self.most)}"'

    def read(self, plain: object) -> float:
        if _is_number(plain):
            raise Wrong(f"{plain} has no unit", f'Write "{plain}s" for seconds')
        match = _LENGTH.fullmatch(plain.strip()) if isinstance(plain, str) else None
        if match is None:
            raise Wrong(f"{_shown(plain)} is not a length of time", f"Write {self.told}")
        unit = match[2] if match[2] == "ms" else match[2][0]
        seconds = round(float(match[1]) * _SECONDS[unit], 6)
        if not self.least <= seconds <= self.most:
            raise Wrong(f"{_shown(plain)} is out of bounds", f"Write {self.told}")
        return seconds

    def write(self, value: float) -> Plain:
        return _seconds(value)


@dataclass(frozen=True, slots=True)
class Share:
    """A share or a scale, in per cent: 0.9 is "90%"."""

    least: float
    most: float

    @property
    def told(self) -> str:
        return f'a share from "{_percent(self.least)}" to "{_percent(self.most)}"'

    def read(self, plain: object) -> float:
        match = _SHARE.fullmatch(plain.strip()) if isinstance(plain, str) else None
        if match is None:
            percent = _percent(float(plain)) if isinstance(plain, float) else self.told
            mend = f'Write "{percent}"' if isinstance(plain, float) else f"Write {self.told}"
            raise Wrong(f"{_shown(plain)} is not in per cent", mend)
        share = round(float(match[1]) / 100, 6)
        if not self.least <= share <= self.most:
            raise Wrong(f"{_shown(plain)} is out of bounds", f"Write {self.told}")
        return share

    def write(self, value: float) -> Plain:
        return _percent(value)


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number."""

    least: int
    most: int

    @property
    def told(self) -> str:
        return f"a whole number from {self.least} to {self.most}"

    def read(self, plain: object) -> int:
        if _is_whole(plain) and self.least <= plain <= self.most:
            return plain
        raise Wrong(f"{_shown(plain)} is not {self.told}", f"Write {self.told}")

    def write(self, value: int) -> Plain:
        return value


@dataclass(frozen=True, slots=True)
class Score:
    """How well words must fit, or 0 for "as the phrasebanks say"."""

    told = f"0, or a whole number from {LEAST} to 100"

    def read(self, plain: object) -> int:
        if _is_whole(plain) and (plain == 0 or LEAST <= plain <= 100):
            return plain
        raise Wrong(f"{_shown(plain)} is not {self.told}", f"Write {self.told}")

    def write(self, value: int) -> Plain:
        return value


Choices = TypeVar("Choices", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Choice(Generic[Choices]):
    """One of a few."""

    of: type[Choices]

    @property
    def told(self) -> str:
        return _either([f'"{one}"' for one in self.of])

    def read(self, plain: object) -> Choices:
        known = [one.value for one in self.of]
        if isinstance(plain, str) and plain in known:
            return self.of(plain)
        otherwise = f"Write {self.told}"
        mend = nearest(plain, known, otherwise) if isinstance(plain, str) else otherwise
        raise Wrong(f"{_shown(plain)} is none of the choices", mend)

    def write(self, value: Choices) -> Plain:
        return value.value


@dataclass(frozen=True, slots=True)
class Keys:
    """A key with its modifiers; "" for none."""

    told = 'keys such as "Ctrl+Shift+F9", or "" for none'

    def read(self, plain: object) -> str:
        if plain == "":
            return ""
        if not isinstance(plain, str):
            raise Wrong(f"{_shown(plain)} is no key", f"Write {self.told}")
        try:
            return str(combo_of(plain))
        except Fault as fault:
            raise Wrong(fault.what, fault.mend[0].upper() + fault.mend[1:]) from fault

    def write(self, value: str) -> Plain:
        return value


@dataclass(frozen=True, slots=True)
class Names:
    """Several texts."""

    told = 'a list of texts: ["…", "…"]'

    def read(self, plain: object) -> tuple[str, ...]:
        if not isinstance(plain, list):
            raise Wrong(f"{_shown(plain)} is not a list", f"Write {self.told}")
        return tuple(dict.fromkeys(Words().read(one) for one in plain))

    def write(self, value: tuple[str, ...]) -> Plain:
        return list(value)


@dataclass(frozen=True, slots=True)
class Paths:
    """Files and folders. "~" is the user's own folder."""

    told = 'a list of files or folders: ["~/phrases", "/srv/phrases"]'

    def read(self, plain: object) -> tuple[Path, ...]:
        return tuple(_path(one) for one in Names().read(plain) if one)

    def write(self, value: tuple[Path, ...]) -> Plain:
        return [str(path) for path in value]


def _path(written: str) -> Path:
    try:
        path = Path(written).expanduser()
    except RuntimeError as error:
        raise Wrong(
            f"{shortly(written)} is in nobody's folder", "Write it from the root"
        ) from error
    if not path.is_absolute():
        raise Wrong(f"{shortly(written)} could be anywhere", "Write it from the root, or from ~")
    return path


def _is_whole(plain: object) -> TypeGuard[int]:
    return isinstance(plain, int) and not isinstance(plain, bool)


def _is_number(plain: object) -> bool:
    return isinstance(plain, int | float) and not isinstance(plain, bool)


def _shown(plain: object) -> str:
    """The value as it stands in the file, or nearly."""
    if isinstance(plain, str):
        return shortly(plain)
    return str(plain).lower() if isinstance(plain, bool) else shortly(str(plain)).strip('"')


def _seconds(value: float) -> str:
    return f"{value:g}s"


def _percent(value: float) -> str:
    return f"{round(100 * value, 2):g}%"


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))
