"""Makes the bundle: one folder with the program, Python and every library, and nothing nobody loads.

Promise: `make` leaves a whole folder at `BUNDLE`, with the licences of its parts, or raises Stop and
leaves none.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import elf
import environment
import licence_texts
from linux import icu
from linux.portaudio import make_portaudio
from steps import ROOT, Stop, say, step

VERSION = re.findall(r'__version__ = "(.+)"', (ROOT / "assist/__init__.py").read_text("utf-8"))[0]
WORK = ROOT / "build"
DIST = ROOT / "dist"
BUNDLE = DIST / "agent-assist"
PROGRAM = BUNDLE / ("assist.exe" if os.name == "nt" else "assist")
INSIDE = "_internal"
PYTHON = environment.python_of(environment.BUNDLE_VENV)
_SPEC = ROOT / "packaging/bundle/agent-assist.spec"
# Loaded by name while the program runs, so that no other file names them.
_LOADED_BY_NAME = re.compile(r"lib(portaudio|python3|vosk|sndfile)[\w.]*\.so.*|.*/plugins/.*")


def make() -> None:
    require_shared_python()
    environment.make_ready("bundle", environment.BUNDLE_VENV)
    settings = {**os.environ, "AGENT_ASSIST_VERSION": VERSION, "PYTHONHASHSEED": "0"}
    if sys.platform == "linux":
        settings["AGENT_ASSIST_PORTAUDIO"] = str(make_portaudio(WORK / "portaudio"))
    shutil.rmtree(BUNDLE, ignore_errors=True)
    with step("collecting the bundle (PyInstaller)"):
        _pyinstaller(settings)
    libraries: list[Path] = []
    if sys.platform == "linux":
        with step("stripping, and dropping what nobody loads"):
            _make_small(BUNDLE)
        libraries = list(_from_the_system(BUNDLE / INSIDE))
    (site,) = environment.BUNDLE_VENV.glob(
        "Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"
    )
    parts = licence_texts.collect(BUNDLE / "licenses", site, libraries)
    if sys.platform == "linux":
        shutil.copy(WORK / "portaudio/copyright", BUNDLE / "licenses/portaudio.txt")
    _set_rights(BUNDLE)
    say(f"[set-up] licences of {len(parts)} parts collected")


def require_shared_python() -> None:
    """A bundle carries Python as a library, which not every Python has. Raises Stop."""
    name = sysconfig.get_config_var("INSTSONAME") or ""
    folders = [sysconfig.get_config_var(one) for one in ("LIBDIR", "LIBPL")]
    known = [*folders, *Path("/usr/lib").glob("*-linux-gnu*")]
    if sys.platform == "linux" and not any((Path(one) / name).is_file() for one in known if one):
        raise Stop(
            f"{sys.executable} has no shared library, which a bundle carries: on Debian install "
            f"libpython3.{sys.version_info[1]}; build a Python of your own with --enable-shared."
        )


def _pyinstaller(settings: dict[str, str]) -> None:
    words = ["--noconfirm", "--log-level=WARN", f"--distpath={DIST}", f"--workpath={WORK}/bundle"]
    done = subprocess.run(
        [PYTHON, "-m", "PyInstaller", *words, _SPEC],
        cwd=ROOT,
        env=settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode or not PROGRAM.exists():
        last = "\n    ".join(done.stderr.strip().splitlines()[-5:])
        raise Stop(f"PyInstaller could not make the bundle:\n    {last}")


def _make_small(bundle: Path) -> None:
    inside = bundle / INSIDE
    for path in _unneeded(inside):
        path.unlink()
    for link in [path for path in inside.rglob("*") if path.is_symlink() and not path.exists()]:
        link.unlink()
    for path in inside.glob("PySide6/Qt/lib/libicudata.so.*"):
        icu.make_small(path)
    for path in elf.elf_files(bundle):
        elf.strip(path)


def _unneeded(inside: Path) -> list[Path]:
    """Libraries that only what was left out needed."""
    files = list(elf.elf_files(inside))
    needs = {path.name: elf.needed(path) for path in files}
    roots = [path.name for path in files if _is_root(path.relative_to(inside).as_posix())]
    gone = elf.unreached(needs, roots)
    return [path for path in files if path.name in gone]


def _is_root(place: str) -> bool:
    """Whether a file is loaded by its own name: a module of Python, a plugin, a library asked for."""
    name = place.rpartition("/")[2]
    is_module = re.search(r"\.(cpython-\d+-[\w-]+|abi3)\.so$", name) is not None
    is_library = name.startswith("lib") and "/plugins/" not in place
    return (is_module and not is_library) or bool(
        _LOADED_BY_NAME.fullmatch(name) or _LOADED_BY_NAME.fullmatch(place)
    )


def _from_the_system(inside: Path) -> Iterable[Path]:
    """Where the libraries at the top of the bundle came from, those of the build's own system."""
    for path in inside.glob("lib*.so*"):
        if path.is_symlink() or re.match(r"lib(python|portaudio)", path.name):
            continue
        for folder in sorted(Path("/usr/lib").glob("*-linux-gnu*")):
            if (folder / path.name).exists():
                yield (folder / path.name).resolve()
                break
        else:
            raise Stop(f"{path.name} is in the bundle, and not in /usr/lib: where is it from?")


def _set_rights(bundle: Path) -> None:
    """As on any installed program: everybody reads, only the owner writes."""
    for path in [bundle, *bundle.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == PROGRAM else 0o644)


@dataclass(frozen=True, slots=True)
class Started:
    """How long the program took to tell its version, in seconds: from disk, and from memory."""

    cold: float
    warm: float


def megabytes(path: Path) -> float:
    """Of a file or of a folder with all that is in it; 1 MB is a million bytes."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(one.stat().st_size for one in files if not one.is_symlink()) / 1e6


def starts(tries: int = 5) -> Started:
    """Measured here and now; the coldest of one try after the files were put out of memory."""
    forget(BUNDLE)
    return Started(_start(), min(_start() for _ in range(tries)))


def _start() -> float:
    began = time.monotonic()
    subprocess.run([PROGRAM, "--version"], stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - began


def forget(folder: Path) -> None:
    """Asks the system to drop these files, and no others, from its memory."""
    if sys.platform != "linux":
        return
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fdatasync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def report() -> None:
    """Sizes and starting times, on standard output."""
    took = starts()
    print(f"bundle   {megabytes(BUNDLE):6.1f} MB   {BUNDLE}")
    print(f"start    {took.cold:6.2f} s cold, {took.warm:.2f} s warm (assist --version)")
