"""Which part of the program may import what, and what no file of the project may hold."""

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOUND = ("sounddevice", "soundfile", "soundcard", "pulsectl", "soxr", "_soundfile_data")
CLOCKS_AND_THREADS = (
    "threading", "_thread", "time", "socket", "select", "selectors", "asyncio", "multiprocessing",
    "concurrent", "subprocess", "sched", "signal", "queue", "random", "secrets",
)  # fmt: skip
OUTER_PARTS = (
    "assist.audio",
    "assist.speech",
    "assist.ui",
    "assist.cli",
    "assist.app",
    "assist.demo",
)


@dataclass(frozen=True)
class Law:
    """`modules` may be imported by files under `allowed` only; with `within`, the law holds only there."""

    modules: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    within: str = "assist/"

    def forbids(self, path: str, module: str) -> bool:
        named = any(module == name or module.startswith(f"{name}.") for name in self.modules)
        return (
            named and path.startswith(self.within) and not path.startswith(self.allowed or ("-",))
        )


LAWS = (
    Law(("PySide6", "shiboken6"), allowed=("assist/ui/", "assist/app.py")),
    Law(("vosk",), allowed=("assist/speech/",)),
    Law(SOUND, allowed=("assist/audio/",)),
    # The core: no clock, threads, chance or sockets, and nothing of what is built around it.
    Law(CLOCKS_AND_THREADS + OUTER_PARTS, within="assist/core/"),
)


def imported(path: str, source: str) -> Iterator[tuple[int, str]]:
    """(line, full module name) of every import, wherever it stands: top, function or TYPE_CHECKING."""
    package = PurePosixPath(path).parent.parts
    for node in ast.walk(ast.parse(source, path)):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, name.name) for name in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                base = [*package[: len(package) - level + 1]] if level else []
                base += module.split(".") if module else []
                # `from assist import audio` imports a module, too.
                yield from ((node.lineno, ".".join([*base, name.name])) for name in names)
            case ast.Call(
                func=ast.Name(id="__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name


def broken_laws(path: str, source: str) -> list[str]:
    return [
        f"{path}:{line} imports {module}"
        for line, module in imported(path, source)
        if any(law.forbids(path, module) for law in LAWS)
    ]


def test_every_module_keeps_the_import_laws() -> None:
    modules = sorted((ROOT / "assist").rglob("*.py"))
    assert any(path.parent.name == "core" for path in modules)
    broken = [
        complaint
        for path in modules
        for complaint in broken_laws(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("assist/core/rules.py", "import time"),
        ("assist/core/rules.py", "from time import monotonic as now"),
        ("assist/core/rules.py", "def late():\n    import threading"),
        ("assist/core/deep/er.py", "import os, socket"),
        ("assist/core/rules.py", "from assist.audio.frames import Frame"),
        ("assist/core/rules.py", "from assist import audio"),
        ("assist/core/rules.py", "from ..ui import overlay"),
        ("assist/core/rules.py", "from .. import speech"),
        ("assist/core/rules.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import PySide6.QtGui"),
        ("assist/core/rules.py", "import importlib\nclock = importlib.import_module('time')"),
        ("assist/core/rules.py", "vosk = __import__('vosk')"),
        ("assist/audio/device.py", "import vosk"),
        ("assist/cli/replay.py", "import soundfile as sf"),
        ("assist/cli/run.py", "def run():\n    from PySide6.QtWidgets import QApplication"),
        ("assist/speech/model.py", "import sounddevice"),
        ("assist/application.py", "import PySide6"),
    ],
)  # fmt: skip
def test_a_forbidden_import_is_found(path: str, source: str) -> None:
    assert len(broken_laws(path, source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "assist/core/matcher.py",
            "import re, heapq\nimport rapidfuzz\nimport yaml\nfrom .words import Word",
        ),
        ("assist/core/matcher.py", "import timeit_of_ours\nfrom assist.core import audio_words"),
        ("assist/speech/model.py", "import vosk, threading, time"),
        ("assist/audio/device.py", "import sounddevice\nimport queue"),
        ("assist/ui/overlay.py", "from PySide6.QtGui import QPainter"),
        (
            "assist/app.py",
            "from PySide6.QtWidgets import QApplication\nfrom assist.ui import overlay",
        ),
    ],
)
def test_an_allowed_import_is_no_fault(path: str, source: str) -> None:
    assert broken_laws(path, source) == []


# Text that belongs to one computer


def written_files() -> list[Path]:
    """The project's files as git knows them, also those still to be added; without git, all that is not hidden."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        answer = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
        names = [name for name in answer.stdout.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        names = [
            str(path) for path in found if not path.parts[0].startswith((".", "build", "dist"))
        ]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


# Put together from pieces, so that this file does not find itself.
FOLDERS_OF_ONE_COMPUTER = "|".join(["ro" + "ot", "wo" + "rk"])
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry.npm" + "js",
    "deb.deb" + "ian.org",
]
MACHINE_BOUND = re.compile(
    rf"(?<![\w.~*}}-])/(?:{FOLDERS_OF_ONE_COMPUTER})/[\w.]|"
    + "|".join(re.escape(host) for host in REGISTRIES)
)


def machine_bound(text: str) -> list[str]:
    found = [
        (number, MACHINE_BOUND.search(line)) for number, line in enumerate(text.splitlines(), 1)
    ]
    return [f"{number}: {hit.group()}" for number, hit in found if hit]


def test_no_file_names_a_computers_folders_or_a_package_registry() -> None:
    problems = []
    for path in written_files():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            found = machine_bound(content.decode("utf-8", errors="replace"))
            problems += [f"{path.relative_to(ROOT)}:{hit}" for hit in found]
    assert not problems, "\n".join(problems)


def test_a_computers_folder_or_a_registry_is_found() -> None:
    lines = [
        f"open('/{'ro' + 'ot'}/calls.wav')",
        f"see /{'wo' + 'rk'}/main",
        f"index https://{REGISTRIES[0]}/simple",
    ]
    assert [hit.split(":")[0] for hit in machine_bound("\n".join(["fine", *lines]))] == [
        "2",
        "3",
        "4",
    ]
    assert machine_bound("frame/work/x, net" + "work/socket, ~/ro" + "ot/x, /usr/share/vosk") == []
