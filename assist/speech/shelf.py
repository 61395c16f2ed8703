"""A folder of installed models, and the only two ways it changes: a whole model appears, or one goes.

Both are a single rename on one disk, so whatever ends the program in between leaves no half model under
a name that can be chosen. One program at a time changes a shelf; what an earlier one left is cleared.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assist.faults import Fault

_COMING = ".coming-"
_GOING = ".going-"
_LOCK = ".lock"
_DOWNLOADS = ".downloads"


class Shelf:
    """The models in one folder, held for changing. Made by hold()."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, name: str, fill: Callable[[Path], None], replace: bool = False) -> Path:
        """Have `fill` make the model in a folder aside, then give it its name.

        When `fill` raises, nothing has changed. With `replace`, the model of that name goes.
        """
        aside = self.folder / f"{_COMING}{name}"
        try:
            fill(aside)
            with _rights(self.folder):
                if replace and (self.folder / name).exists():
                    self.remove(name)
                aside.rename(self.folder / name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return self.folder / name

    def remove(self, name: str) -> None:
        """The model stops being there at once; then its files are deleted."""
        going = self.folder / f"{_GOING}{name}"
        try:
            (self.folder / name).rename(going)
        except OSError as error:
            raise Fault(
                str(self.folder / name),
                f"it cannot be removed ({error.strerror or error})",
                "close Agent Assist, or ask IT if the model belongs to everyone",
            ) from error
        shutil.rmtree(going, ignore_errors=True)

    def downloads(self) -> Path:
        """Where partial downloads wait, on the same disk."""
        folder = self.folder / _DOWNLOADS
        with _rights(self.folder):
            folder.mkdir(exist_ok=True)
        return folder

    def clear(self) -> None:
        """Delete what programs that were ended have left; partial downloads stay."""
        for kind in (_COMING, _GOING):
            for path in self.folder.glob(f"{kind}*"):
                shutil.rmtree(path, ignore_errors=True)
        downloads = self.folder / _DOWNLOADS
        if downloads.is_dir() and not any(downloads.iterdir()):
            downloads.rmdir()


@contextmanager
def hold(folder: Path) -> Iterator[Shelf]:
    """Hold the folder for changing; it is made where it is missing. Raises Fault when another has it."""
    with _rights(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _lock(lock):
            raise Fault(
                str(folder), "another install or remove is going on", "try again when it is done"
            )
        shelf = Shelf(folder)
        shelf.clear()
        try:
            yield shelf
        finally:
            shelf.clear()
    finally:
        os.close(lock)  # which also unlocks; so does the end of the program, however it comes


def open_to_everyone(folder: Path) -> None:
    """Let every user of the computer read the folder, whatever the installing user's own habit is."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


@contextmanager
def _rights(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Fault(
            str(folder),
            f"it cannot be changed ({error.strerror or error})",
            "check the rights to it (only an administrator can install for everyone)",
        ) from error


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
