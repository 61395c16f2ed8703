"""What Linux programs and libraries say of themselves: which libraries they need, and how they may be made
smaller.

Promise: a library that `strip` would break is left as it is; a library is dropped only when no file
that stays names it.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

_MAGIC = b"\x7fELF"


def is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == _MAGIC


def elf_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if is_elf(path))


def needed(path: Path) -> set[str]:
    """The names of the libraries that it is linked to."""
    told = subprocess.run(["readelf", "-dW", path], capture_output=True, text=True, check=True)
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", told.stdout))


def is_loadable(path: Path) -> bool:
    """Whether each part's place in the file fits its place in memory, as the loader demands."""
    told = subprocess.run(["readelf", "-lW", path], capture_output=True, text=True, check=True)
    rows = re.findall(r"(?m)^ +LOAD +(\w+) (\w+).* (0x\w+)$", told.stdout)
    parts = [tuple(int(number, 16) for number in row) for row in rows]
    return bool(parts) and all(at % step == address % step for at, address, step in parts)


def strip(path: Path) -> bool:
    """Takes out what only a debugger reads; False where that would break it (libraries that were
    changed after linking, such as numpy's OpenBLAS) and it stays whole.
    """
    trial = path.with_name(f"{path.name}.stripped")
    done = subprocess.run(
        ["strip", "--strip-unneeded", "-o", trial, path], capture_output=True, check=False
    )
    fits = done.returncode == 0 and is_loadable(trial)
    if fits:
        shutil.copymode(path, trial)
        trial.replace(path)
    trial.unlink(missing_ok=True)
    return fits


def unreached(libraries: dict[str, set[str]], roots: Iterable[str]) -> set[str]:
    """Which of these, name → names that it needs, no root needs, neither itself nor through others."""
    reached: set[str] = set()
    waiting = [name for name in roots if name in libraries]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [other for other in libraries[name] if other in libraries]
    return set(libraries) - reached
