"""PortAudio for the bundle, built from Debian's source with ALSA alone.

Debian's own library also wants JACK and with it Berkeley DB: three libraries that a call-centre desktop
never uses, one of them under a licence that would ask for more than ours gives. The source is Debian's,
checked by apt's signatures, with Debian's patches.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from computer import install_packages, missing_packages
from steps import Stop, step

TOOLS = "dpkg-dev gcc libc6-dev make libasound2-dev binutils xz-utils".split()
_CONFIGURE = """
    ./configure --quiet --without-jack --without-oss --with-alsa --disable-static
    CFLAGS=-O2 -g0 -fstack-protector-strong -D_FORTIFY_SOURCE=2
    LDFLAGS=-Wl,-z,relro -Wl,-z,now
"""
NAME = "libportaudio.so.2"


def make_portaudio(folder: Path) -> Path:
    """The library, built in this folder unless it is there already. Raises Stop."""
    done = folder / NAME
    if done.exists():
        return done
    missing = missing_packages(TOOLS)
    if missing:
        install_packages(missing)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "lists").mkdir(parents=True)
    with step("building PortAudio"):
        source = _fetch(folder)
        command = [line.strip() for line in _CONFIGURE.strip().splitlines()]
        _run([*command[0].split(), *command[1:]], source)
        _run(["make", "-s", "lib/libportaudio.la"], source)
    shutil.copy(source / "debian/copyright", folder / "copyright")
    shutil.copy(source / "lib/.libs" / NAME, done)
    return done


def _fetch(folder: Path) -> Path:
    (folder / "source.list").write_text(_sources())
    options = [
        f"Dir::Etc::SourceList={folder}/source.list",
        "Dir::Etc::SourceParts=/dev/null",
        f"Dir::State::Lists={folder}/lists",
        "APT::Sandbox::User=root",
    ]
    apt = ["apt-get", "-qq", *(word for option in options for word in ("-o", option))]
    _run([*apt, "update"], folder)
    _run([*apt, "source", "--download-only", "portaudio19"], folder)
    (described,) = folder.glob("portaudio19_*.dsc")
    _run(["dpkg-source", "-x", described.name, "source"], folder)
    return folder / "source"


def _sources() -> str:
    """Where sources are fetched from: the archives that this computer's apt has its packages from."""
    asked = "deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)"
    apt = ["apt-get", "indextargets", "--format", asked, "Created-By: Packages"]
    own = [f"Origin: {name}" for name in ("Debian", "Ubuntu")]
    rows = [row for one in own for row in _run([*apt, one], Path.cwd()).splitlines()]
    if not rows:
        raise Stop("apt knows no archive of Debian or Ubuntu: PortAudio's source is fetched there.")
    return "\n".join(rows) + "\n"


def _run(command: Sequence[str], folder: Path) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise Stop(f"PortAudio cannot be built: {command[0]} said: {last}")
    return done.stdout
