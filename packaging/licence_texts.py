"""The licences of everything in a bundle, collected into its folder `licenses`.

Promise: each Python package, each library taken from the build's own system and Python itself has its text
there, or the build stops and names the part that has none. Why they are owed: LICENCES.md.
"""

import importlib.metadata
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution
from pathlib import Path

from contents import LEFT_OUT_MODULES
from environment import RUN_PINS
from steps import ROOT, Stop

OWN = ["LICENSE", "NOTICE"]
TEXTS = ROOT / "packaging/licences"
_IS_LICENCE = re.compile(
    r"(?i)(^|/)(licen[cs]e|copying|notice|authors|copyright)[^/]*$|/licensing/"
)
# These carry no text of their own; which of ours is theirs.
STAND_INS = {
    "vosk": [ROOT / "LICENSE"],
    "pyside6-essentials": [TEXTS / "LGPL-3.0.txt", TEXTS / "GPL-3.0.txt"],
    "shiboken6": [TEXTS / "LGPL-3.0.txt", TEXTS / "GPL-3.0.txt"],
}


def plain(name: str) -> str:
    """A package's name as pins write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def carried(pins: str) -> set[str]:
    """The packages that a bundle holds: those pinned for running, without what is left out."""
    left_out = {plain(name) for name in LEFT_OUT_MODULES}
    return {plain(name) for name in re.findall(r"(?m)^([\w.-]+)==", pins)} - left_out


def collect(into: Path, site: Path, libraries: Iterable[Path]) -> list[str]:
    """Writes every text; gives back the names of the parts. `site` is where the Python packages are
    installed, `libraries` those of the build's system that the bundle holds. Raises Stop.
    """
    shutil.rmtree(into, ignore_errors=True)
    shutil.copytree(TEXTS, into / "texts")
    for name in OWN:
        shutil.copy(ROOT / name, into / name)
    shutil.copy(ROOT / "packaging/LICENCES.md", into / "README.md")
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    _copy(into / "python", [python] if python.exists() else [])
    parts = ["python"]
    wanted = carried(RUN_PINS.read_text("utf-8"))
    for package in importlib.metadata.distributions(path=[str(site)]):
        name = plain(package.name)
        if name in wanted:
            _copy(into / name, texts_of(package) or STAND_INS.get(name, []))
            parts.append(name)
    for owner in sorted({owner_of(library) for library in libraries}):
        _copy(into / f"debian-{owner}", [Path(f"/usr/share/doc/{owner}/copyright")])
        parts.append(owner)
    return parts


def texts_of(package: Distribution) -> list[Path]:
    """The licence texts that a Python package brought along."""
    files = [file for file in package.files or [] if _IS_LICENCE.search(file.as_posix())]
    return [Path(str(package.locate_file(file))) for file in files if file.suffix != ".py"]


def _copy(into: Path, texts: Iterable[Path]) -> None:
    found = [path for path in texts if path.is_file()]
    if not found:
        raise Stop(f"{into.name} has no licence text, so it must not go into an installer.")
    into.mkdir(parents=True)
    for number, path in enumerate(found):
        taken = (into / path.name).exists()
        shutil.copy(path, into / (f"{number}-{path.name}" if taken else path.name))


def owner_of(library: Path) -> str:
    """The Debian package that a library of this system came with. Raises Stop."""
    # dpkg knows files by the names from before /lib moved into /usr/lib.
    for path in (library, Path(str(library).removeprefix("/usr"))):
        told = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False)
        if told.returncode == 0:
            return told.stdout.partition(":")[0]
    raise Stop(f"{library} is of no Debian package: its licence cannot be told.")
