"""The catalogue of speech models that can be installed by name: what each is and where it comes from.

Only says what there is. Reading it touches no network.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from assist.faults import Fault
from assist.places import shipped


class ChecksumKind(StrEnum):
    """What a downloaded zip can be held against."""

    SHA256 = "sha256"
    MD5 = "md5"
    NONE = "none published"


@dataclass(frozen=True, slots=True)
class Checksum:
    kind: ChecksumKind
    value: str = ""


NO_CHECKSUM = Checksum(ChecksumKind.NONE)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One model that can be installed by name.

    `size` is the exact length of the zip in bytes, or None where it is not known; `about_size` is
    always there, for people and for the disk-space check.
    """

    name: str
    title: str
    language: str
    note: str
    licence: str
    source: str
    size: int | None
    about_size: int
    checksum: Checksum


def read_catalogue(path: Path | None = None) -> tuple[CatalogueEntry, ...]:
    """Every model of the catalogue, in its order. Raises Fault when the file is damaged."""
    path = path or shipped("models") / "catalogue.toml"
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))["model"]
        return tuple(_entry(one) for one in listed)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Fault(
            str(path), f"it cannot be read ({error})", "install the program again"
        ) from error


def find_entry(name: str, catalogue: tuple[CatalogueEntry, ...]) -> CatalogueEntry | None:
    return next((one for one in catalogue if one.name == name), None)


def _entry(one: dict[str, Any]) -> CatalogueEntry:
    size = one.get("bytes")
    return CatalogueEntry(
        name=one["name"],
        title=one["title"],
        language=one["language"],
        note=one["note"],
        licence=one["licence"],
        source=one["source"],
        size=size,
        about_size=size or one["about_bytes"],
        checksum=Checksum(ChecksumKind(one["checksum"]["kind"]), one["checksum"].get("value", "")),
    )
