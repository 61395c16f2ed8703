"""What goes into a bundle, and how its libraries are made smaller; on real libraries."""

import ctypes
import re
import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
Packaging = Callable[[str], ModuleType]

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="about Linux's libraries")


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/QtWidgets.abi3.so",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "libxcb-cursor.so.0",
        "libpython3.11.so.1.0",
        "libportaudio.so.2",
        "rapidfuzz/fuzz_cpp_avx2.cpython-311-x86_64-linux-gnu.so",
        "vosk/libvosk.so",
        "models/demo-en/graph/Gr.fst",
        "pyside6_essentials-6.11.3.dist-info/METADATA",
    ],
)
def test_what_the_program_uses_belongs(packaging: Packaging, path: str) -> None:
    assert packaging("contents").belongs(path, {"QtWidgets"})


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/translations/qt_fr.qm",
        "PySide6/QtQuick.abi3.so",
        "PySide6/QtCore.pyi",
        "libc.so.6",
        "libstdc++.so.6",
        "libglib-2.0.so.0",
        "libxcb.so.1",
        "libssl.so.3",
        "libasound.so.2",
        "libdb-5.3.so",
        "models/.gitattributes",
        "models/recipe/network.py",
        "pyside6_essentials-6.11.3.dist-info/RECORD",
        "numpy/_core/_multiarray_tests.cpython-311-x86_64-linux-gnu.so",
    ],
)
def test_what_nobody_uses_and_what_each_system_has_stays_out(
    packaging: Packaging, path: str
) -> None:
    assert not packaging("contents").belongs(path, {"QtWidgets"})


def test_the_program_asks_for_nothing_that_is_left_out(packaging: Packaging) -> None:
    left_out = packaging("contents").LEFT_OUT_MODULES
    imports = re.compile(r"^\s*(?:import|from) ([\w.]+)", re.MULTILINE)
    for path in (ROOT / "assist").rglob("*.py"):
        text = path.read_text("utf-8").replace("np.", "numpy.")
        asked = {*imports.findall(text), *re.findall(r"numpy\.\w+", text)}
        wrong = {name for name in asked for out in left_out if f"{name}.".startswith(f"{out}.")}
        assert not wrong, path


def test_the_folders_that_it_carries_are_there(packaging: Packaging) -> None:
    for name in packaging("contents").CARRIED:
        assert any((ROOT / name).iterdir())


def test_libraries_that_only_dropped_ones_needed_go(packaging: Packaging) -> None:
    needs = {"main": {"a"}, "a": {"b", "of the system"}, "b": {"a"}, "c": {"d"}, "d": set()}
    assert packaging("elf").unreached(needs, ["main"]) == {"c", "d"}


@on_linux
def test_a_library_is_smaller_when_stripped_and_still_works(
    packaging: Packaging, tmp_path: Path
) -> None:
    elf, library = packaging("elf"), tmp_path / "lib.so"
    shutil.copy(_library("soundfile", "_soundfile_data/libsndfile*.so"), library)
    before = library.stat().st_size
    assert elf.strip(library)
    assert library.stat().st_size < before
    assert ctypes.CDLL(str(library)).sf_version_string
    assert "libm.so.6" in elf.needed(library)


@on_linux
def test_a_library_that_strip_would_break_stays_as_it_is(
    packaging: Packaging, tmp_path: Path
) -> None:
    """numpy's OpenBLAS: stripped, it cannot be loaded ("load command address not page-aligned")."""
    elf, library = packaging("elf"), tmp_path / "lib.so"
    shutil.copy(_library("numpy", "../numpy.libs/libscipy_openblas*.so"), library)
    before = library.read_bytes()
    kept = not elf.strip(library)
    assert elf.is_loadable(library)
    assert not kept or library.read_bytes() == before
    assert list(tmp_path.iterdir()) == [library]


def _library(package: str, pattern: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    folder, _, name = pattern.rpartition("/")
    (found,) = (Path(spec.origin).parent / folder).glob(name)
    return found


def test_every_package_that_runs_has_a_licence_in_the_bundle(packaging: Packaging) -> None:
    licences = packaging("licence_texts")
    pins = "# x\nNumPy==1 \\\n    --hash=a\nrequests==2 ; sys_platform == 'linux'\ntyping_extensions==3\n"
    assert licences.carried(pins) == {"numpy", "typing-extensions"}
    for texts in licences.STAND_INS.values():
        assert all(path.is_file() for path in texts)


@on_linux
@pytest.mark.skipif(not shutil.which("dpkg"), reason="asks dpkg")
def test_the_owner_of_a_systems_library_is_told(packaging: Packaging, tmp_path: Path) -> None:
    licences = packaging("licence_texts")
    (libc,) = Path("/usr/lib").glob("*-linux-gnu*/libc.so.6")
    assert licences.owner_of(libc.resolve()).startswith("libc6")
    with pytest.raises(packaging("steps").Stop, match="no Debian package"):
        licences.owner_of(tmp_path / "libmine.so")
