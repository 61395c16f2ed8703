"""The program itself: versions, and whether its libraries can be loaded here."""

import importlib
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from assist import __version__
from assist.cli.doctor.findings import Check, Finding, Verdict

_LIBRARIES = (
    "PySide6-Essentials",
    "vosk",
    "sounddevice",
    "soundfile",
    "soxr",
    "numpy",
    "rapidfuzz",
)
_PARTS = {
    "assist.speech.offline": "the speech library Vosk",
    "assist.audio.portaudio": "the sound library PortAudio",
    "assist.audio.files": "the sound file library",
    "assist.app": "the window library Qt",
}
"""The modules of this program that load a library of the system's kind, and which it is."""


def checks() -> list[Check]:
    return [Check("versions", _versions), Check("libraries", _libraries)]


def _versions() -> Iterator[Finding]:
    bundled = " (bundle)" if hasattr(sys, "_MEIPASS") else ""
    parts = [f"assist {__version__}{bundled}", f"Python {platform.python_version()}"]
    parts += [platform.platform(), *map(_version, _LIBRARIES)]
    yield Finding("versions", Verdict.OK, ", ".join(parts))


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} (no version told)"


def _libraries() -> Iterator[Finding]:
    broken = list(filter(None, (_broken(name, what) for name, what in _PARTS.items())))
    yield from broken
    if not broken:
        yield Finding("libraries", Verdict.OK, "all can be loaded")


def _broken(name: str, what: str) -> Finding | None:
    try:
        importlib.import_module(name)
    except (ImportError, OSError) as error:
        mend = "install the program again; on Linux, install the package of the missing library"
        return Finding("libraries", Verdict.FAIL, f"{what} cannot be loaded ({error})", mend)
    return None
