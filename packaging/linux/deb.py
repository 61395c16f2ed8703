"""The Debian package: the bundle under /usr/lib, its command, menu entry, manual and completions.

/usr/lib and not /opt: many companies mount or police /opt as a place for anybody's programs, and menus,
manuals and shells look under /usr only.

Promise: `make` leaves one .deb that depends on what its files are linked to, no more, or raises Stop.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import elf
from computer import install_packages, missing_packages
from environment import BUNDLE_VENV, python_of
from licence_texts import owner_of
from linux.desktop import desktop_entry
from steps import ROOT, Stop, step

NAME = "agent-assist"
HOME = f"usr/lib/{NAME}"
OWN = ROOT / "packaging/linux/debian"
TOLD = ROOT / "build/told"
# Asked for by name while the program runs: ALSA's bridge to PulseAudio or PipeWire, and the library that
# names its devices. Everything else is found out from the files.
ASKED_BY_NAME = ["libasound2-plugins", "libpulse0"]
_MAINTAINER = "The Agent Assist project <agent-assist@project.invalid>"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_COMPLETIONS = {
    "assist.bash": "usr/share/bash-completion/completions/assist",
    "_assist": "usr/share/zsh/vendor-completions/_assist",
    "assist.fish": "usr/share/fish/vendor_completions.d/assist.fish",
}


def make(bundle: Path, into: Path, version: str, quick: bool) -> Path:
    """The package of this bundle. `quick` packs it larger and faster. Raises Stop."""
    missing = missing_packages(["dpkg-dev"])
    if missing:
        install_packages(missing)
    root = ROOT / "build/deb"
    shutil.rmtree(root, ignore_errors=True)
    with step(f"making the Debian package {version}"):
        tell(TOLD)
        lay_out(bundle, root, version)
        depends = [*ASKED_BY_NAME, *linked_to(root / HOME)]
        (root / "DEBIAN").mkdir()
        size = sum(path.stat().st_size for path in root.rglob("*") if is_plain(path))
        text = control(version, architecture(), depends, size)
        (root / "DEBIAN/control").write_text(text, "utf-8")
        (root / "DEBIAN/md5sums").write_text(sums(root), "utf-8")
        for script in ("postinst", "postrm"):
            _copy(OWN / script, root / "DEBIAN" / script, 0o755)
        made = into / f"{NAME}_{version}_{architecture()}.deb"
        packing = ["-Zzstd", "-z3"] if quick else ["-Zxz", "-z9", "-Sextreme", "--threads-max=2"]
        run(["dpkg-deb", "--root-owner-group", *packing, "--build", root, made])
    return made


def architecture() -> str:
    return _ARCHITECTURES[os.uname().machine]


def tell(folder: Path) -> None:
    """Has the program write its icons, manual and completions."""
    shutil.rmtree(folder, ignore_errors=True)
    run([python_of(BUNDLE_VENV), ROOT / "packaging/linux/told_by_program.py", folder])


def lay_out(bundle: Path, root: Path, version: str) -> None:
    """Every file of the package, where it will be installed."""
    shutil.copytree(bundle, root / HOME, symlinks=True)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/assist").symlink_to(f"../lib/{NAME}/assist")
    for name in ("models", "phrasebanks"):
        (root / "var/lib" / NAME / name).mkdir(parents=True)
    entry = root / f"usr/share/applications/{NAME}.desktop"
    entry.parent.mkdir(parents=True)
    entry.write_text(desktop_entry("/usr/bin/assist"), "utf-8")
    for icon in (TOLD / "icons").iterdir():
        size = f"{icon.stem}x{icon.stem}"
        _copy(icon, root / f"usr/share/icons/hicolor/{size}/apps/{NAME}.png")
    for told, place in _COMPLETIONS.items():
        _copy(TOLD / told, root / place)
    _copy(OWN / "overrides", root / f"usr/share/lintian/overrides/{NAME}")
    _copy(OWN / "copyright.txt", root / f"usr/share/doc/{NAME}/copyright")
    _pack(root / f"usr/share/doc/{NAME}/changelog.gz", changelog(version))
    _pack(root / "usr/share/man/man1/assist.1.gz", (TOLD / "assist.1").read_text("utf-8"))
    for path in root.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
        elif path.is_file() and not path.is_relative_to(root / HOME) and not path.is_symlink():
            path.chmod(0o644)


def changelog(version: str) -> str:
    return (
        f"{NAME} ({version}) stable; urgency=medium\n\n  * See CHANGELOG.md of the project.\n\n"
        f" -- {_MAINTAINER}  Thu, 01 Jan 2026 00:00:00 +0000\n"
    )


def control(version: str, architecture: str, depends: Sequence[str], size: int) -> str:
    """The package's description of itself. `size` is in bytes when installed."""
    if not re.fullmatch(r"\d[A-Za-z0-9.+~]*", version):
        raise Stop(f"{version} cannot be a Debian package's version: begin it with a digit.")
    rows = {
        "Package": NAME,
        "Version": version,
        "Architecture": architecture,
        "Maintainer": _MAINTAINER,
        "Installed-Size": str(-(-size // 1024)),
        "Depends": ", ".join(sorted(depends)),
        "Recommends": "pipewire-pulse | pulseaudio",
        "Section": "comm",
        "Priority": "optional",
        "Description": "shows a call-centre agent one short prompt at the right moment\n"
        " A quiet window above the other programs that hears both sides of a call and\n"
        " shows one short prompt when the customer's words call for it. Speech becomes\n"
        " words on this computer: no cloud, no recording, no score.\n"
        " .\n"
        " It carries its own Python, Qt and speech recogniser, and a small\n"
        " demonstration model of English.",
    }
    return "".join(f"{key}: {value}\n" for key, value in rows.items())


def linked_to(home: Path) -> list[str]:
    """The packages of the libraries that the bundle's files are linked to and does not carry, each with
    the oldest version that has what they use. Told by dpkg-shlibdeps, Debian's own tool for it.
    """
    desk = ROOT / "build/shlibdeps"
    (desk / "debian").mkdir(parents=True, exist_ok=True)
    (desk / "debian/control").write_text(f"Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n")
    files = list(elf.elf_files(home))
    folders = sorted({str(path.parent) for path in files})
    told = run(
        [
            *("dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0"),
            *(f"-l{folder}" for folder in folders),
            *(f"-e{path}" for path in files),
        ],
        desk,
    )
    found = re.search(r"shlibs:Depends=(.*)", told)
    if not found:
        raise Stop("dpkg-shlibdeps did not tell what the bundle is linked to.")
    # It names the packages of what the bundle carries, too: it knows libraries by their names alone.
    needs = {name for path in files for name in elf.needed(path)}
    carried = {path.name for path in home.rglob("*.so*")}
    of_the_system = {owner_of(place) for name in needs - carried if (place := system_place(name))}
    names = [one.strip() for one in found[1].split(",")]
    return [one for one in names if one.partition(" ")[0] in of_the_system]


def system_place(library: str) -> Path | None:
    """Where this system has a library of this name."""
    places = [Path("/usr/lib") / library, *Path("/usr/lib").glob(f"*-linux-gnu*/{library}")]
    found = [place for place in places if place.exists()]
    return found[0].resolve() if found else None


def is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def sums(root: Path) -> str:
    """What `dpkg --verify` compares with."""
    rows = []
    for path in sorted(root.rglob("*")):
        if is_plain(path) and "DEBIAN" not in path.parts:
            told = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
            rows.append(f"{told}  {path.relative_to(root).as_posix()}\n")
    return "".join(rows)


def _pack(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # No time and no name inside: the same text makes the same file.
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _copy(source: Path, place: Path, rights: int = 0o644) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)
    place.chmod(rights)


def run(command: Sequence[str | Path], folder: Path = ROOT) -> str:
    done = subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise Stop(f"{Path(command[0]).name} failed: {last}")
    return done.stdout
