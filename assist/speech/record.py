"""A model's about.toml: what the model is, where it came from, and the digest of each of its files.

The digests let anybody find out later whether the model is still what was installed.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assist.faults import Fault

ABOUT = "about.toml"
_BESIDE = frozenset({"README", "README.md", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that people or desktops lay beside a model; Vosk reads none of them."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file's size in bytes and the sha256 of its content."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """What about.toml says. `source` is an address or the name of a file."""

    name: str
    title: str
    language: str = ""
    licence: str = ""
    source: str = ""
    demonstration: bool = False
    added: str = ""
    """The line that installing added to conf/model.conf, if any."""
    files: Mapping[str, FileMark] = field(default_factory=dict)


def read_record(folder: Path) -> Record:
    """The folder's record; without an about.toml, one that only names the folder.

    Raises Fault when the file is damaged.
    """
    note = folder / ABOUT
    if not note.is_file():
        return Record(folder.name, folder.name)
    try:
        about = tomllib.loads(note.read_text(encoding="utf-8"))
        return Record(
            name=str(about.get("name", folder.name)),
            title=str(about.get("title", folder.name)),
            language=str(about.get("language", "")),
            licence=str(about.get("licence", "")),
            source=str(about.get("source", "")),
            demonstration=about.get("demonstration") is True,
            added=str(about.get("added", "")),
            files={
                name: FileMark(int(mark["bytes"]), str(mark["sha256"]))
                for name, mark in about.get("files", {}).items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Fault(str(note), f"it is damaged ({error})", "install the model again") from error


def write_record(folder: Path, record: Record) -> None:
    """Write about.toml into the folder."""
    lines = [
        "# What this model is and where it came from; the digests are for assist models verify."
    ]
    for key in ("name", "title", "language", "licence", "source", "added"):
        value = getattr(record, key)
        if value:
            lines.append(f"{key} = {_quoted(value)}")
    if record.demonstration:
        lines.append("demonstration = true")
    lines += ["", "[files]", *mark_lines(record.files)]
    (folder / ABOUT).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def mark_lines(files: Mapping[str, FileMark]) -> Iterator[str]:
    """The lines under [files] of an about.toml."""
    for name, mark in sorted(files.items()):
        yield f'{_quoted(name)} = {{ bytes = {mark.size}, sha256 = "{mark.sha256}" }}'


def mark_files(folder: Path) -> dict[str, FileMark]:
    """Size and digest of every file of the model as it is now, by its name with forward slashes."""
    return {name: _mark(folder / name) for name in model_files(folder)}


def model_files(folder: Path) -> list[str]:
    """The model's own files, by name with forward slashes: no about.toml, no README."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name not in _BESIDE)
    names = (path.relative_to(folder).as_posix() for path in paths)
    return sorted(name for name in names if name != ABOUT)


def differences(folder: Path, record: Record) -> list[str]:
    """What is not as it was recorded, one phrase for each file; empty when all is whole."""
    found = mark_files(folder)
    gone = [f"{name} is missing" for name in record.files if name not in found]
    more = [f"{name} was not part of the model" for name in found if name not in record.files]
    changed = [
        _change(name, mark, found[name])
        for name, mark in record.files.items()
        if name in found and found[name] != mark
    ]
    return sorted(gone + changed + more)


def cut_files(folder: Path, record: Record) -> list[str]:
    """Recorded files that are missing or of another length: quick, for every opening.

    Settings are left out: they are text that a speech engineer may tune.
    """
    weighty = (one for one in record.files.items() if not one[0].endswith(".conf"))
    return [name for name, mark in weighty if _length(folder / name) != mark.size]


def file_digest(path: Path, kind: str = "sha256") -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest()


def _mark(path: Path) -> FileMark:
    return FileMark(path.stat().st_size, file_digest(path))


def _length(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1


def _change(name: str, was: FileMark, now: FileMark) -> str:
    if was.size != now.size:
        return f"{name} has {now.size} bytes instead of {was.size}"
    return f"{name} has changed"


def _quoted(text: str) -> str:
    # TOML's quoted strings are JSON's, but for one character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
