"""Zips that are damaged, dangerous or no model: refused in one sentence, with nothing left behind."""

import os
import stat
import zipfile
from pathlib import Path

import pytest

from assist.faults import Fault
from assist.speech.unpack import check_room, copy_folder, unpack
from tests.speech.conftest import zip_folder


def refused(archive: Path, tmp_path: Path) -> str:
    into = tmp_path / "in" / "new"
    into.parent.mkdir(exist_ok=True)
    with pytest.raises(Fault) as fault:
        unpack(archive, into)
    assert "\n" not in str(fault.value)
    # All that was written is inside the new folder, which whoever called throws away.
    assert {path.name for path in into.parent.iterdir()} <= {"new"}
    return fault.value.what


def with_entry(archive: Path, name: str, content: bytes = b"x", mode: int = 0) -> Path:
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    info.external_attr = mode << 16
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr(info, content)
    return archive


@pytest.mark.parametrize("top", ["", "vosk-model-toy-0.1", "a/b/model"])
def test_the_model_is_found_with_and_without_a_top_folder(
    model: Path, tmp_path: Path, top: str
) -> None:
    archive = zip_folder(model, tmp_path / "m.zip", top)
    unpack(archive, tmp_path / "new")
    unpacked = {path.relative_to(tmp_path / "new") for path in (tmp_path / "new").rglob("*")}
    assert unpacked == {path.relative_to(model) for path in model.rglob("*")}
    assert (tmp_path / "new/am/final.mdl").read_bytes() == (model / "am/final.mdl").read_bytes()


def test_what_lies_beside_the_model_stays_in_the_zip(zipped: Path, tmp_path: Path) -> None:
    with_entry(zipped, "__MACOSX/vosk-model-toy-0.1/am/final.mdl")
    with_entry(zipped, "vosk-model-toy-0.1/.DS_Store")
    with_entry(zipped, "read this first.txt")
    unpack(zipped, tmp_path / "new")
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        "am",
        "conf",
        "graph",
        "README.md",
    }


@pytest.mark.parametrize(
    "name",
    [
        "../outside", "vosk-model-toy-0.1/../../outside", "/outside", "C:/outside", "C:outside",
        "..\\outside", "vosk-model-toy-0.1\\am\\x", "a/./b", "a//b", "vosk-model-toy-0.1/nul",
        "vosk-model-toy-0.1/con.txt", "vosk-model-toy-0.1/dot.", "line\nbreak", "zero\0byte",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(zipped: Path, tmp_path: Path, name: str) -> None:
    assert "not to be trusted" in refused(with_entry(zipped, name), tmp_path)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(zipped: Path, tmp_path: Path, kind: int) -> None:
    archive = with_entry(zipped, "vosk-model-toy-0.1/graph/x", b"/etc/passwd", kind | 0o777)
    assert "not to be trusted" in refused(archive, tmp_path)


def test_the_same_name_twice_is_refused(zipped: Path, tmp_path: Path) -> None:
    archive = with_entry(zipped, "vosk-model-toy-0.1/AM/final.mdl")
    assert "twice" in refused(archive, tmp_path)


def test_a_zip_bomb_is_refused(zipped: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(zipped, "a", zipfile.ZIP_DEFLATED) as opened:
        for number in range(3):
            opened.writestr(f"vosk-model-toy-0.1/{number}", bytes(180_000_000))
    assert zipped.stat().st_size < 10_000_000
    assert "far more" in refused(zipped, tmp_path)


def test_a_zip_of_very_many_files_is_refused(zipped: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(zipped, "a") as opened:
        for number in range(5001):
            opened.writestr(f"vosk-model-toy-0.1/{number}", b"")
    assert "far more" in refused(zipped, tmp_path)


def test_a_locked_zip_is_refused(zipped: Path, tmp_path: Path) -> None:
    content = bytearray(zipped.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    zipped.write_bytes(content)
    assert "password" in refused(zipped, tmp_path)


@pytest.mark.parametrize("part", [0.2, 0.6, 0.999])
def test_a_cut_off_zip_is_refused(zipped: Path, tmp_path: Path, part: float) -> None:
    content = zipped.read_bytes()
    zipped.write_bytes(content[: int(len(content) * part)])
    assert "no whole zip" in refused(zipped, tmp_path)


def test_a_flipped_byte_is_found(zipped: Path, tmp_path: Path) -> None:
    content = bytearray(zipped.read_bytes())
    content[len(content) // 2] ^= 1
    zipped.write_bytes(content)
    assert "no whole zip" in refused(zipped, tmp_path)


def test_a_web_page_in_place_of_the_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.zip").write_text("<html>Please sign in</html>")
    assert "no whole zip" in refused(tmp_path / "m.zip", tmp_path)


def test_a_zip_without_a_model_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as opened:
        opened.writestr("vosk-model-spk-0.4/mean.vec", b"x")
        opened.writestr("vosk-model-spk-0.4/mfcc.conf", b"x")
    assert "no Vosk speech model" in refused(tmp_path / "m.zip", tmp_path)


def test_a_zip_of_two_models_is_refused(zipped: Path, tmp_path: Path) -> None:
    assert "several" in refused(with_entry(zipped, "other/am/final.mdl"), tmp_path)


def test_a_zip_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "m.zip").mkdir()
    assert "cannot be read" in refused(tmp_path / "m.zip", tmp_path)


def test_a_folder_is_copied(model: Path, tmp_path: Path) -> None:
    copy_folder(model, tmp_path / "new")
    copy_folder(model.parent, tmp_path / "newer")
    for copied in ("new", "newer"):
        ours = (tmp_path / copied / "graph/words.txt").read_bytes()
        assert ours == (model / "graph/words.txt").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="making a link needs rights there")
def test_a_folder_with_links_is_refused(model: Path, tmp_path: Path) -> None:
    (model / "graph/phones.txt").unlink()
    (model / "graph/phones.txt").symlink_to("/etc/passwd")
    with pytest.raises(Fault, match="link"):
        copy_folder(model, tmp_path / "new")


def test_too_small_a_disk_is_told_in_numbers(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"needs 9000000000 MB"):
        check_room(tmp_path, 9_000_000_000_000_000)
