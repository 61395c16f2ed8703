"""The moments in which customers said thanks: kept for the agent alone, deleted for good."""

import stat
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assist import ledger
from assist.faults import Fault
from assist.moments import Moments

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = "thank you that was wonderfully patient"


@pytest.fixture
def moments(tmp_path: Path) -> Iterator[Moments]:
    one = Moments(tmp_path / "own" / "moments.db")
    yield one
    one.close()


def kept_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_is_kept_is_there_at_once_the_oldest_first(moments: Moments) -> None:
    moments.keep(NOON + timedelta(hours=1), "thanks", WORDS)
    moments.keep(NOON, "praise")
    first, second = moments.all()
    assert (first.at, first.prompt, first.words) == (NOON, "praise", "")
    assert (second.at, second.prompt, second.words) == (NOON + timedelta(hours=1), "thanks", WORDS)


def test_a_new_start_finds_them_again(tmp_path: Path) -> None:
    before = Moments(tmp_path / "moments.db")
    before.keep(NOON, "thanks", WORDS)
    before.close()
    assert [one.words for one in Moments(tmp_path / "moments.db").all()] == [WORDS]


def test_one_is_deleted_and_its_words_are_gone_from_the_disk(
    moments: Moments, tmp_path: Path
) -> None:
    moments.keep(NOON, "thanks", WORDS)
    moments.keep(NOON, "praise", "you are a star")
    first, second = moments.all()
    assert WORDS.encode() in kept_in(tmp_path)
    assert moments.delete(first.id)
    assert not moments.delete(first.id)
    assert [one.id for one in moments.all()] == [second.id]
    assert WORDS.encode() not in kept_in(tmp_path)


def test_all_are_deleted_and_ids_are_never_used_again(moments: Moments, tmp_path: Path) -> None:
    moments.keep(NOON, "thanks", WORDS)
    moments.keep(NOON, "praise", WORDS)
    last = moments.all()[-1].id
    assert moments.delete_all() == 2
    assert moments.all() == ()
    assert WORDS.encode() not in kept_in(tmp_path)
    moments.keep(NOON, "thanks")
    assert moments.all()[0].id > last


def test_a_user_without_moments_has_none(moments: Moments) -> None:
    assert moments.all() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in other ways")
def test_the_file_is_for_this_user_alone(moments: Moments, tmp_path: Path) -> None:
    moments.keep(NOON, "thanks")
    moments.all()
    assert stat.S_IMODE((tmp_path / "own" / "moments.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "own").stat().st_mode) == 0o700


def test_a_file_that_is_no_database_is_a_fault_and_the_call_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "moments.db"
    path.write_bytes(b"this is no database, by no means at all" * 40)
    moments = Moments(path)
    moments.keep(NOON, "thanks")
    with pytest.raises(Fault, match=r"moments\.db: the moments cannot be read"):
        moments.all()
    assert moments.fault is not None
    moments.close()


def test_what_could_not_be_written_is_written_when_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_TRIES_AGAIN_AFTER", 0.1)
    folder = tmp_path / "own"
    folder.write_text("a file where the folder should be", "utf-8")
    moments = Moments(folder / "moments.db")
    moments.keep(NOON, "thanks")
    with pytest.raises(Fault):
        moments.all()
    folder.unlink()
    moments.keep(NOON, "praise")
    until = time.monotonic() + 30
    while len(moments.all()) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    assert [one.prompt for one in moments.all()] == ["thanks", "praise"]
    moments.close()
