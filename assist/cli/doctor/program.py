"""The program itself: versions, and whether its libraries can be loaded here."""

import argparse
import platform
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from assist import __version__
from assist.audio.in_time import sound_thread
from assist.audio.portaudio import portaudio
from assist.cli.doctor.findings import Check, Finding, Verdict
from assist.faults import Fault
from assist.settings.layers import Choices

_LIBRARIES = (
    "PySide6-Essentials",
    "vosk",
    "sounddevice",
    "soundfile",
    "soxr",
    "numpy",
    "rapidfuzz",
)
_PARTS: dict[str, Callable[[], object]] = {
    "the speech library Vosk": partial(import_module, "assist.speech.offline"),
    "the sound library PortAudio": partial(sound_thread().ask, portaudio),
    "the sound file library": partial(import_module, "assist.audio.files"),
    "the window library Qt": partial(import_module, "assist.ui.platforms"),
}
"""The libraries of the system's kind, and what loads each and as little else as can be."""


def checks(_arguments: argparse.Namespace, _choices: Choices) -> list[Check]:
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
    broken = list(filter(None, (_broken(what, load) for what, load in _PARTS.items())))
    yield from broken
    if not broken:
        yield Finding("libraries", Verdict.OK, "all can be loaded")


def _broken(what: str, load: Callable[[], object]) -> Finding | None:
    mend = "install the program again; on Linux, install the package of the missing library"
    try:
        load()
    except (ImportError, OSError) as error:
        return Finding("libraries", Verdict.FAIL, f"{what} cannot be loaded ({error})", mend)
    except Fault as fault:
        # A sound system that does not answer is no library's fault; the look at the sound tells it.
        if fault.__cause__ is not None:
            found = f"{what} cannot be loaded ({fault.__cause__})"
            return Finding("libraries", Verdict.FAIL, found, fault.mend)
    return None
