"""Phrasebanks on this computer: which files there are, in which layers, and what is in them.

The layers, the first at the bottom: what ships with the program, what IT has laid on this machine,
the user's own, and what is named on the command line. A later layer may change an earlier one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assist.core.matcher import ENOUGH
from assist.core.problems import Problem
from assist.core.reading import NotIncluded, Read, read_layers
from assist.core.yaml_tree import text_of
from assist.faults import Fault
from assist.places import is_open, machine_data, shipped, user_data

FOLDER = "phrasebanks"
_ENDINGS = (".yaml", ".yml")

TextOf = Callable[[Path, str], str | Problem]
"""The text of a file, which problems tell of by that name; or why there is none."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which phrasebanks: the installed ones with these on top, or nothing but `only`.

    `hoped` lie on the installed ones, too, and may be away. `strictness` (if not 0) holds instead
    of what the files say as a whole.
    """

    on_top: tuple[Path, ...] = ()
    only: tuple[Path, ...] = ()
    hoped: tuple[Path, ...] = ()
    strictness: int = 0

    @property
    def named(self) -> tuple[Path, ...]:
        return (*self.only, *self.on_top)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Phrasebanks as they were read: what they say, and the texts and paths of their files.

    Files go by the names by which the problems tell of them; those that others include are there
    too. `named` are the files that were named rather than found.
    """

    read: Read
    texts: dict[str, str]
    paths: dict[str, Path]
    named: frozenset[str]


def bank_folders() -> list[Path]:
    """Where phrasebanks are found without being asked for: shipped, the machine's, the user's."""
    folders = [shipped(FOLDER), machine_data() / FOLDER, user_data() / FOLDER]
    return [folder for folder in folders if is_open(folder)]


def bank_files(paths: Sequence[Path]) -> list[Path]:
    """The phrasebank files that these paths name: files themselves, and those in folders.

    Raises Fault for a path that does not exist or a folder without any.
    """
    return [file for path in paths for file in _files_of(path)]


def _files_of(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise Fault(str(path), "there is no such file or folder", "check --phrasebanks")
    found = _banks_in(path)
    if not found:
        raise Fault(str(path), "there is no phrasebank in it", "name a folder with .yaml files")
    return found


def _banks_in(folder: Path) -> list[Path]:
    return sorted(one for one in folder.iterdir() if one.suffix in _ENDINGS and one.is_file())


def _hoped(path: Path) -> list[Path]:
    """The files of what may be away."""
    if path.is_dir():
        return _banks_in(path)
    return [path] if path.is_file() else []


def away(chosen: Chosen) -> list[Path]:
    """What is hoped for and not there."""
    return [] if chosen.only else [path for path in chosen.hoped if not path.exists()]


def bank_paths(chosen: Chosen) -> list[Path]:
    """The files of all layers, some of them perhaps twice. Quick: to be asked again and again.

    Raises Fault for what is named and does not exist.
    """
    return [path for layer in _layers(chosen) for path in layer]


def _layers(chosen: Chosen) -> list[list[Path]]:
    folders = [] if chosen.only else [*bank_folders(), *chosen.hoped]
    installed = [_hoped(folder) for folder in folders]
    return [*installed, *(_files_of(path) for path in chosen.named)]


def bank_layers(chosen: Chosen) -> list[list[Path]]:
    """The files of each layer. One that is named twice counts where it is named last.

    Raises Fault for what is named and does not exist.
    """
    layers = _layers(chosen)
    seen: set[Path] = set()
    for layer in reversed(layers):
        real = [(path, path.resolve()) for path in layer]
        layer[:] = [path for path, resolved in real if resolved not in seen]
        seen |= {resolved for _, resolved in real}
    return layers


def load_banks(
    paths: Sequence[Path] = (), only: Sequence[Path] = (), strictness: int = ENOUGH
) -> Read:
    """Read the installed phrasebanks with these paths on top, or only the ones of `only`.

    What is wrong in a file is a problem in the result; what is named and does not exist is a
    Fault.
    """
    return open_shelf(Chosen(tuple(paths), tuple(only)), strictness=strictness).read


def open_shelf(chosen: Chosen, text_at: TextOf | None = None, strictness: int = ENOUGH) -> Shelf:
    """Read the chosen phrasebanks and what they include. Raises Fault as `bank_layers` does."""
    layers = bank_layers(chosen)
    reading = _Opening(text_at or read_text, _roots(chosen, layers))
    texts = [list(reading.texts(layer)) for layer in layers]
    read = read_layers(texts, reading.include, strictness, chosen.strictness)
    problems = (*read.problems, *reading.unread)
    read = replace(read, problems=tuple(sorted(problems, key=lambda one: (one.file, one.line))))
    named = frozenset(shortest(path) for path in bank_files(chosen.named))
    return Shelf(read, reading.text_by_name, reading.path_by_name, named)


def _roots(chosen: Chosen, layers: Sequence[Sequence[Path]]) -> tuple[Path, ...]:
    """The folders within which files may include each other."""
    folders = [*bank_folders(), *(path for path in (*chosen.hoped, *chosen.named) if path.is_dir())]
    folders += [path.parent for layer in layers for path in layer]
    return tuple(dict.fromkeys(folder.resolve() for folder in folders))


@dataclass(slots=True)
class _Opening:
    """Files being opened: whatever is read once is known by its name from then on."""

    text_at: TextOf
    roots: tuple[Path, ...]
    text_by_name: dict[str, str] = field(default_factory=dict)
    path_by_name: dict[str, Path] = field(default_factory=dict)
    unread: list[Problem] = field(default_factory=list)

    def texts(self, files: Sequence[Path]) -> Iterator[tuple[str, str]]:
        for file in files:
            name = shortest(file)
            text = self._open(file, name)
            if text is not None:
                yield name, text

    def _open(self, file: Path, name: str) -> str | None:
        self.path_by_name[name] = file
        text = self.text_at(file, name)
        if isinstance(text, Problem):
            self.unread.append(text)
            return None
        self.text_by_name[name] = text
        return text

    def include(self, by: str, written: str) -> tuple[str, str]:
        """The included file's name and text. Raises NotIncluded."""
        path = (self.path_by_name[by].parent / written).resolve()
        name = shortest(path)
        for known, known_path in self.path_by_name.items():
            if known_path.resolve() == path:
                name = known
        if not any(path.is_relative_to(root) for root in self.roots):
            mend = "Move it there, or name its folder with --phrasebanks, too"
            raise NotIncluded(f'"{written}" is outside of the phrasebank folders', mend)
        if path.suffix not in _ENDINGS or not path.is_file():
            mend = f"Name a .yaml file as seen from {self.path_by_name[by].parent.name}/"
            raise NotIncluded(f'there is no phrasebank "{written}"', mend)
        text = self.text_by_name.get(name)
        if text is None and name not in self.path_by_name:
            text = self._open(path, name)
        if text is None:
            raise NotIncluded(f'"{written}" cannot be read', "Mend that file first")
        return name, text


def shortest(file: Path) -> str:
    """The file's name as the person would write it from where they are, with / between folders."""
    try:
        return file.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return file.as_posix()


def read_text(file: Path, name: str) -> str | Problem:
    """The text of a file on the disk, or the problem that keeps it from being read."""
    try:
        return text_of(file.read_bytes(), name)
    except OSError as error:
        what = f"it cannot be read ({error.strerror or 'the disk refuses'})"
        return Problem(name, 1, "", what, "Check the file and its rights")
