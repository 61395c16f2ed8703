"""Phrasebanks on this computer: which files there are, and what is in them."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from assist.core.reading import Read, read_phrasebanks
from assist.faults import Fault
from assist.places import machine_data, shipped, user_data

FOLDER = "phrasebanks"
_ENDINGS = (".yaml", ".yml")


def bank_folders() -> list[Path]:
    """Where phrasebanks are found without being asked for: shipped, the machine's, the user's."""
    folders = [shipped(FOLDER), machine_data() / FOLDER, user_data() / FOLDER]
    return [folder for folder in folders if folder.is_dir()]


def bank_files(paths: Sequence[Path]) -> list[Path]:
    """The phrasebank files that these paths name: files themselves, and those in folders.

    Raises Fault for a path that does not exist or a folder without any.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(one for one in path.iterdir() if one.suffix in _ENDINGS)
            if not found:
                raise Fault(
                    str(path), "there is no phrasebank in it", "name a folder with .yaml files"
                )
            files += found
        elif path.is_file():
            files.append(path)
        else:
            raise Fault(str(path), "there is no such file or folder", "check --phrasebanks")
    return files


def load_banks(paths: Sequence[Path] = ()) -> Read:
    """Read the phrasebanks of these paths, or else of `bank_folders()`.

    What is wrong inside a file is a problem in the result; a file that cannot be opened is a
    Fault.
    """
    files = bank_files(paths or bank_folders())
    return read_phrasebanks(_texts(files))


def _texts(files: Iterable[Path]) -> list[tuple[str, str]]:
    return [(_shortest(file), _text(file)) for file in files]


def _shortest(file: Path) -> str:
    """The file's name as the person would write it from where they are."""
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fault(str(file), "this is not a text in UTF-8", "save it as UTF-8") from error
    except OSError as error:
        raise Fault(str(file), error.strerror or "it cannot be read", "check its rights") from error
