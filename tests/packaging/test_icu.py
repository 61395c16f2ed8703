"""ICU's data without what Qt never asks for: the same answers to all that Qt asks, for every language."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

Packaging = Callable[[str], ModuleType]

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="Qt carries ICU on Linux only"),
    pytest.mark.skipif(
        not (shutil.which("icupkg", path="/usr/sbin:/usr/bin") and shutil.which("gcc")),
        reason="needs icu-devtools and gcc, as making the bundle does",
    ),
]

ASK_QT = """
from PySide6.QtCore import QCollator, QDateTime, QLocale, QStringDecoder, QTimeZone
languages = [QLocale(name) for name in ("de_DE", "sv_SE", "ja_JP", "es_ES", "ar_EG", "zh_CN")]
words = ["zebra", "ärger", "apfel", "Öl", "ñu", "nz", "本", "日", "سلام", "a10", "a9"]
for language in languages:
    order = QCollator(language)
    order.setNumericMode(True)
    print(ascii(sorted(words, key=order.sortKey)))
    for zone in map(QTimeZone, (b"Europe/Berlin", b"Asia/Kathmandu", b"America/New_York")):
        print(*(ascii(zone.displayName(QTimeZone.TimeType.DaylightTime, kind, language))
                for kind in QTimeZone.NameType))
print(*((name, QStringDecoder(name).isValid())
        for name in ("Shift_JIS", "ISO-8859-15", "GB18030", "KOI8-R", "Big5", "no such")))
print([row.split()[-1] for row in open("/proc/self/maps") if "libicudata" in row][0])
"""


def test_qt_gets_the_same_answers_from_half_the_data(packaging: Packaging, tmp_path: Path) -> None:
    qt = find_spec("PySide6")
    assert qt is not None
    assert qt.origin is not None
    (whole,) = (Path(qt.origin).parent / "Qt/lib").glob("libicudata.so.*")
    small = tmp_path / whole.name
    shutil.copy(whole, small)
    packaging("linux.icu").make_small(small)
    *answers, used = _ask({})
    *same, used_then = _ask({"LD_PRELOAD": str(small)})
    assert (used, used_then) == (str(whole), str(small))
    assert same == answers
    assert "('Shift_JIS', True)" in answers[-1]
    assert small.stat().st_size < 0.6 * whole.stat().st_size
    assert list(tmp_path.iterdir()) == [small]


def test_another_library_is_refused_and_stays(packaging: Packaging, tmp_path: Path) -> None:
    library = tmp_path / "libicudata.so.1"
    shutil.copy(Path(sys.executable).resolve(), library)
    before = library.read_bytes()
    with pytest.raises(packaging("steps").Stop, match="pack it whole"):
        packaging("linux.icu").make_small(library)
    assert library.read_bytes() == before


def _ask(settings: dict[str, str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", ASK_QT],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()
