"""Unpacking a model's zip, or copying its folder, into a new folder: the model's own files and no others.

A zip from the network is not trusted: no file of it lands outside the new folder, links and odd
names are refused, and what it unpacks to is known and bounded before the first byte is written.
"""

import errno
import os
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from assist.faults import Fault
from assist.speech.layout import find_roots

_MOST_BYTES = 12 << 30
_MOST_FILES = 5000
_MOST_GROWTH = 60
"""Times a zip may grow; the models of the Vosk project grow to about twice their zip."""
_BLOCK = 1 << 20
_PLAIN_NAME = re.compile(r'[^<>:"|?*\\\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""


def unpack(archive: Path, into: Path) -> None:
    """Unpack the one model in this zip into the new folder `into`.

    Raises Fault when the zip is damaged or dangerous, holds no model or several, or the disk is too
    small; what was written until then is in `into`.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            files = _plain_files(archive, opened)
            root = _one_root(archive, [one.filename for one in files])
            own = _below(root, files)
            check_room(into.parent, sum(one.file_size for one in own))
            into.mkdir()
            for one in own:
                with opened.open(one) as source:
                    _copy(source, into / PurePosixPath(one.filename).relative_to(root))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise Fault(str(archive), f"it is no whole zip file ({error})", "fetch it again") from error
    except OSError as error:
        raise _not_written(into, error) from error


def copy_folder(folder: Path, into: Path) -> None:
    """Copy the one model in this folder into the new folder `into`, as unpack() does."""
    paths = [path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()]
    names = [path.relative_to(folder).as_posix() for path in paths]
    root = _one_root(folder, names)
    own = [(p, n) for p, n in zip(paths, names, strict=True) if _is_below(root, n)]
    linked = [path for path, _ in own if not path.is_file() or path.is_symlink()]
    if linked:
        raise Fault(str(linked[0]), "it is a link and not a file", "put the file itself there")
    try:
        check_room(into.parent, sum(path.stat().st_size for path, _ in own))
        into.mkdir()
        for path, name in own:
            with path.open("rb") as source:
                _copy(source, into / PurePosixPath(name).relative_to(root))
    except OSError as error:
        raise _not_written(into, error) from error


def check_room(folder: Path, needed: int) -> None:
    """Raises Fault when the disk of this folder has not `needed` bytes to spare."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Fault(
            str(folder),
            f"the disk has {free / 1e6:.0f} MB free and the model needs {needed / 1e6:.0f} MB",
            "make room and run the command again",
        )


def _plain_files(archive: Path, opened: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The zip's files, once nothing about them is dangerous."""
    files = [one for one in opened.infolist() if not one.is_dir()]
    total = sum(one.file_size for one in files)
    if len(files) > _MOST_FILES or total > min(
        _MOST_BYTES, _MOST_GROWTH * archive.stat().st_size + _BLOCK
    ):
        raise _dangerous(archive, "it would unpack to far more than a model")
    seen = set()
    for one in files:
        mode = one.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise _dangerous(archive, f"{one.filename!r} in it is a link")
        if one.flag_bits & 1:
            raise Fault(str(archive), "it is locked with a password", "unpack it and install that")
        if not _is_plain(one.orig_filename):
            raise _dangerous(archive, f"it holds a file named {one.orig_filename!r}")
        if one.filename.lower() in seen:
            raise _dangerous(archive, f"it holds {one.filename!r} twice")
        seen.add(one.filename.lower())
    return files


def _is_plain(name: str) -> bool:
    """Whether the name is relative, stays below its folder, and is a name on every system."""
    parts = name.split("/")
    return all(
        _PLAIN_NAME.fullmatch(part)
        and part not in (".", "..")
        and not part.endswith((" ", "."))
        and not _RESERVED.fullmatch(part)
        for part in parts
    )


def _one_root(where: Path, names: Sequence[str]) -> PurePosixPath:
    roots = find_roots(name for name in names if not name.startswith("__MACOSX/"))
    if not roots:
        raise Fault(str(where), "there is no Vosk speech model in it", "choose another one")
    if len(roots) > 1:
        listed = ", ".join(str(root) for root in roots[:4])
        raise Fault(str(where), f"there are several models in it ({listed})", "install one of them")
    return roots[0]


def _below(root: PurePosixPath, files: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    return [one for one in files if _is_below(root, one.filename)]


def _is_below(root: PurePosixPath, name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_relative_to(root) and path.name != ".DS_Store" and path.parts[0] != "__MACOSX"


def _copy(source: IO[bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        shutil.copyfileobj(source, file, _BLOCK)
        # On the disk before the folder gets its name: a power cut must not leave a hollow model.
        file.flush()
        os.fsync(file.fileno())


def _dangerous(archive: Path, what: str) -> Fault:
    return Fault(str(archive), f"it is not to be trusted: {what}", "get the model from its source")


def _not_written(into: Path, error: OSError) -> Fault:
    if error.errno == errno.ENOSPC:
        return Fault(str(into.parent), "the disk is full", "make room and run the command again")
    return Fault(
        str(error.filename or into),
        f"it cannot be read or written ({error.strerror or error})",
        "check the rights to it",
    )
