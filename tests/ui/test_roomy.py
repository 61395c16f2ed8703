"""Windows that hold their text at any size, and signs that a style sheet cannot draw."""

import pytest
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from assist.ui.first_look import first_sheet
from assist.ui.options import ThemeChoice
from assist.ui.roomy import room_for, scrolled
from assist.ui.signs import Box, Choice
from assist.ui.theme import contrast, theme_for

WORDS = (
    "a sentence that is long enough to need several lines in a window as narrow as this one " * 3
)


@pytest.mark.usefixtures("qapp")
def test_a_window_grows_with_its_text_and_stays_on_the_screen() -> None:
    free = QGuiApplication.primaryScreen().availableSize()
    assert room_for(300, 200, 0.8).toTuple() == (300, 200)
    assert room_for(300, 200, 1.5).toTuple() == (450, 300)
    largest = room_for(5000, 5000, 2.0)
    assert largest.width() < free.width()
    assert largest.height() < free.height()


def test_no_line_is_cut_where_there_is_no_room(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    lines = [QLabel(WORDS) for _ in range(6)]
    for line in lines:
        line.setWordWrap(True)
        column.addWidget(line)
    area = scrolled(page)
    qtbot.addWidget(area)
    area.resize(260, 120)
    area.show()
    qtbot.waitUntil(lambda: page.height() > 120, timeout=60_000)
    assert all(line.height() >= line.heightForWidth(line.width()) for line in lines)


@pytest.mark.parametrize("chosen", list(ThemeChoice))
def test_a_tick_and_an_arrow_can_be_seen(qtbot: QtBot, chosen: ThemeChoice) -> None:
    theme = theme_for(chosen, QGuiApplication.styleHints())
    box, choice = Box(), Choice()
    box.ink = theme.panel
    for widget in (box, choice):
        qtbot.addWidget(widget)
        widget.setStyleSheet(first_sheet(theme))
        widget.resize(120, 36)
    box.setChecked(True)
    tick = colours(box, 0, 30)
    box.setChecked(False)
    assert tick - colours(box, 0, 30)
    arrow, empty = colours(choice, 90, 115), colours(choice, 40, 65)
    assert any(contrast(QColor(one), theme.panel) >= 3 for one in arrow - empty)


def colours(widget: QWidget, left: int, right: int) -> set[int]:
    image = widget.grab().toImage()
    return {image.pixel(x, y) for x in range(left, right) for y in range(6, image.height() - 6)}
