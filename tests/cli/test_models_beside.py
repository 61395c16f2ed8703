"""`assist models install --offline-dir DIR`: what lies beside an installer is taken up, all of it."""

import shutil
from pathlib import Path

import pytest

from assist.places import shipped

from .conftest import Assist

MODEL = shipped("models") / "demo-en"


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    folder = tmp_path / "beside"
    folder.mkdir()
    shutil.make_archive(str(folder / "packed"), "zip", MODEL.parent, MODEL.name)
    shutil.copytree(MODEL, folder / "unpacked")
    (folder / "broken.zip").write_bytes(b"PK, or so it says")
    (folder / "README.txt").write_text("for the help desk")
    return folder


def test_every_whole_model_is_installed_and_a_broken_one_named(
    assist: Assist, beside: Path
) -> None:
    ran = assist("models", "install", "--offline-dir", beside)
    assert ran.code == 1
    assert "broken.zip" in ran.err
    assert "packed is installed" in ran.out
    assert "unpacked is installed" in ran.out
    again = assist("models", "install", "--offline-dir", beside)
    assert again.code == 1
    assert again.out == ""


def test_where_nothing_lies_nothing_is_wrong(assist: Assist, tmp_path: Path) -> None:
    ran = assist("models", "install", "--offline-dir", tmp_path / "none")
    assert ran.code == 0
    assert "nothing is to be installed" in ran.out


def test_without_a_folder_a_model_must_be_named(assist: Assist) -> None:
    ran = assist("models", "install")
    assert ran.code == 1
    assert "no model is named" in ran.err
