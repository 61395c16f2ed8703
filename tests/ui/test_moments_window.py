"""The moments in which customers thanked the agent: a list, and ways to delete."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from assist.moments import Moments
from assist.ui.moments_window import MomentsWindow


@pytest.fixture
def moments(tmp_path: Path) -> Iterator[Moments]:
    kept = Moments(tmp_path / "moments.db")
    kept.keep(datetime(2026, 3, 2, 9, 30, tzinfo=UTC), "thanks", "you have been very kind")
    kept.keep(datetime(2026, 3, 2, 15, 0, tzinfo=UTC), "thanks")
    yield kept
    kept.close()


def lines(window: MomentsWindow) -> list[str]:
    shown = window.findChild(QListWidget)
    assert isinstance(shown, QListWidget)
    return [shown.item(row).text() for row in range(shown.count())]


@pytest.fixture
def window(moments: Moments, qtbot: QtBot) -> MomentsWindow:
    made = MomentsWindow(moments, about=lambda prompt: f"They thanked you ({prompt})")
    qtbot.addWidget(made)
    made.come_up()
    return made


def test_the_newest_is_first_and_words_show_only_where_they_were_kept(
    window: MomentsWindow,
) -> None:
    newest, oldest = lines(window)
    assert newest.endswith(": They thanked you (thanks)")
    assert oldest.endswith(": “you have been very kind”")


def test_one_is_deleted_by_keys(window: MomentsWindow, moments: Moments, qtbot: QtBot) -> None:
    shown = window.findChild(QListWidget)
    assert isinstance(shown, QListWidget)
    shown.setFocus()
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    shown.setCurrentRow(1)
    qtbot.keyClick(shown, Qt.Key.Key_Delete)
    assert [moment.words for moment in moments.all()] == [""]
    assert len(lines(window)) == 1


def test_all_are_deleted_only_when_asked_twice(
    window: MomentsWindow, moments: Moments, qtbot: QtBot
) -> None:
    qtbot.mouseClick(window._delete_all, Qt.MouseButton.LeftButton)
    assert len(moments.all()) == 2
    qtbot.mouseClick(window._delete_all, Qt.MouseButton.LeftButton)
    assert not moments.all()
    assert lines(window) == []
    assert not window._delete_all.isEnabled()


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "moments.db"
    path.write_bytes(b"no database" * 100)
    moments = Moments(path)
    window = MomentsWindow(moments)
    qtbot.addWidget(window)
    window.come_up()
    assert "cannot be read" in window._fault.text()
    moments.close()
