"""The agent's usual pace, kept from call to call in a real file."""

from pathlib import Path

import pytest

from assist.usual_pace import UsualPace


def test_it_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "own" / "usual-pace.txt"
    usual = UsualPace(path)
    assert usual.wpm is None
    usual.keep(152.34)
    usual.wait()
    assert UsualPace(path).wpm == 152.3
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_call_too_short_to_tell_changes_nothing(tmp_path: Path) -> None:
    usual = UsualPace(tmp_path / "usual-pace.txt")
    usual.keep(150.0)
    usual.keep(None)
    usual.wait()
    assert usual.wpm == 150.0


@pytest.mark.parametrize("text", ["", "fast", "nan", "inf", "-3", "9000", "150 wpm", "\xff"])
def test_a_file_with_anything_else_in_it_is_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "usual-pace.txt"
    path.write_text(text, encoding="latin-1")
    assert UsualPace(path).wpm is None


def test_a_disk_that_takes_nothing_disturbs_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    usual = UsualPace(tmp_path / "file" / "usual-pace.txt")
    usual.keep(150.0)
    usual.wait()
    assert usual.wpm == 150.0
