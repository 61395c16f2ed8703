"""This computer: whether the program's parts exist for it, and the system packages that they need.

Promise: nothing is installed unless it is missing, nothing is ever removed, and where nobody may install,
the user reads the one line that does.
"""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence

from steps import Stop, quiet, say, step

NEWEST_PYTHON = (3, 14)
# The computers that every package is built for, and the oldest C library or macOS that Qt's wheels accept.
OLDEST_SYSTEM: dict[tuple[str, str], tuple[list[int], str]] = {
    ("linux", "x86_64"): ([2, 34], "glibc 2.34 (Debian 12, Ubuntu 22.04, RHEL 9)"),
    ("linux", "aarch64"): ([2, 39], "glibc 2.39 (Debian 13, Ubuntu 24.04)"),
    ("darwin", "x86_64"): ([13], "macOS 13"),
    ("darwin", "arm64"): ([13], "macOS 13"),
    ("win32", "amd64"): ([], ""),
}

# Debian and Ubuntu. Qt's libraries for a real screen (xcb) and for none (offscreen), a font, and sound:
# PortAudio with ALSA's bridge to PulseAudio or PipeWire, and the client library that names its devices.
RUN_PACKAGES = """
    libgl1 libegl1 libxkbcommon0 libfontconfig1 libfreetype6 libdbus-1-3 libglib2.0-0 libx11-6
    libx11-xcb1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
    libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1
    fonts-dejavu-core libportaudio2 libasound2-plugins libpulse0
""".split()
# What the tests need besides: a screen, a window manager and a window that keeps the focus; a sound
# server to call through; and a look at what a process opens.
TEST_PACKAGES = """
    xvfb openbox picom xterm xdotool x11-utils x11-xserver-utils imagemagick pulseaudio pulseaudio-utils strace
""".split()
# Windows and macOS need no such list: the wheels of sounddevice, soundfile and PySide6 carry PortAudio,
# libsndfile and Qt, and the rest is part of the system.
SYSTEM_PACKAGES = {"run": RUN_PACKAGES, "dev": RUN_PACKAGES + TEST_PACKAGES}


def unsuited() -> str | None:
    """Why some needed package has no ready-built form for this Python or computer, or None."""
    version, machine = sys.version_info[:2], platform.machine().lower()
    if version > NEWEST_PYTHON:
        newest, this = (".".join(map(str, numbers)) for numbers in (NEWEST_PYTHON, version))
        return f"Python 3.11 to {newest} is needed; some parts are not built for {this} yet."
    if (sys.platform, machine) not in OLDEST_SYSTEM or sys.maxsize < 2**32:
        return (
            f"There is no speech recogniser built for this Python ({sys.platform} {machine}): "
            "use 64-bit Python on Linux or macOS, or 64-bit x64 Python on Windows."
        )
    oldest, names = OLDEST_SYSTEM[sys.platform, machine]
    here = platform.mac_ver()[0] if sys.platform == "darwin" else platform.libc_ver()[1]
    if oldest and [int(part) for part in re.findall(r"\d+", here)] < oldest:
        return f"Qt is not built for this system: it needs {names}, or newer."
    return None


def require_machine() -> None:
    problem = unsuited()
    if problem:
        raise Stop(problem)


def missing_packages(wanted: Sequence[str]) -> list[str]:
    """Those of the Debian packages that are not installed; nothing where there is no dpkg.

    Debian 13 and Ubuntu 24.04 renamed some to NAMEt64, which provide NAME.
    """
    if not shutil.which("dpkg-query"):
        return []
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Package}\n"]
    answer = subprocess.run(
        [*query, *wanted, *(f"{name}t64" for name in wanted)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    rows = (line.split() for line in answer.stdout.splitlines())
    installed = {row[1].removesuffix("t64") for row in rows if row[0] == "installed"}
    return [name for name in wanted if name not in installed]


def wanted_packages(need: str, venv_exists: bool) -> list[str]:
    """The system packages for `need`; with Debian's split-off venv module where .venv is still to be made."""
    wanted = list(SYSTEM_PACKAGES[need])
    if not venv_exists and not importlib.util.find_spec("ensurepip"):
        wanted.append("python{}.{}-venv".format(*sys.version_info[:2]))
    return wanted


def may_sudo() -> bool:
    """Whether sudo is there and asks no password."""
    if not shutil.which("sudo"):
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0


def apt_rights() -> list[str] | None:
    """What goes before apt-get so that it may install, or None where it may not."""
    if not shutil.which("apt-get"):
        return None
    if sys.platform != "win32" and os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if may_sudo() else None


def install_packages(missing: Sequence[str]) -> None:
    """Installs Debian packages, or raises Stop with the one line that does."""
    install = "apt-get install --no-install-recommends " + " ".join(missing)
    line = f"sudo apt-get update && sudo {install}"
    rights = apt_rights()
    if rights is None:
        raise Stop(f"System packages are missing. Run this line, then start again:\n    {line}")
    apt = [*rights, "env", *"DEBIAN_FRONTEND=noninteractive apt-get -qq".split()]
    apt += ["-o", "DPkg::Lock::Timeout=120"]
    with step(f"installing {len(missing)} system packages with apt-get"):
        quiet([*apt, "update"])  # Old lists may do; if they do not, the install says so.
        # --no-remove: on a desktop with PipeWire, a test's sound server must not push out the real one.
        done = quiet([*apt, "install", "-y", "--no-remove", "--no-install-recommends", *missing])
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise Stop(
            f"apt-get could not install the system packages ({said}).\nRun this line and see what it says, "
            f"or go on without them with --no-apt:\n    {line}"
        )


def require_packages(need: str, venv_exists: bool) -> None:
    if sys.platform == "linux" and not venv_exists and not shutil.which("dpkg-query"):
        say(
            "[set-up] not a Debian or Ubuntu: Qt's xcb libraries and PortAudio must be there already"
        )
    missing = missing_packages(wanted_packages(need, venv_exists))
    if missing:
        install_packages(missing)
