"""Every state looks as it did when somebody last looked at it.

Compared is a picture a quarter as large, so that another version of the font's renderer makes no
difference, and a text that moved, a colour or a shape does.
"""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter

from assist.ui.options import ThemeChoice
from tests.ui.states import FONT, GOLDEN, drawn, golden_names, golden_path

CELL = 4
LIKE, MOST = 4.0, 48.0
"""Of 255: how far two pictures may be apart on average, and at any cell."""
SIZE = 3
"""Pixels by which the size may differ: letters are a fraction wider on another system."""

Cells = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("name", "theme", "scale"), list(golden_names()))
def test_it_looks_as_it_did(name: str, theme: ThemeChoice, scale: float, tmp_path: Path) -> None:
    if FONT not in QFontDatabase.families():
        pytest.skip(f"{FONT} is not installed")
    golden, now = QImage(str(golden_path(name, theme, scale))), drawn(name, theme, scale)
    assert not golden.isNull(), "no golden picture: python -m tests.ui.states"
    if why := apart(golden, now):
        now.save(str(tmp_path / "now.png"), "PNG")  # type: ignore[call-overload]
        pytest.fail(f"{why}; it looks now as in {tmp_path / 'now.png'}")


def test_no_golden_picture_is_left_over() -> None:
    wanted = {golden_path(*one).name for one in golden_names()}
    assert {path.name for path in GOLDEN.iterdir()} == wanted
    assert sum(path.stat().st_size for path in GOLDEN.iterdir()) < 3_000_000


@pytest.mark.usefixtures("qapp")
def test_a_change_would_be_seen() -> None:
    theme = ThemeChoice.DARK
    card = drawn("card", theme, 1.0)
    assert apart(card, drawn("card", theme, 1.0)) == ""
    assert apart(card, drawn("why", theme, 1.0)).startswith("its size")
    assert apart(card, drawn("card", ThemeChoice.LIGHT, 1.0))
    moved = QImage(card)
    painter = QPainter(moved)
    painter.drawImage(6, 4, card)
    painter.end()
    assert apart(card, moved)
    spotted = QImage(card)
    painter = QPainter(spotted)
    painter.fillRect(200, 60, 8, 8, QColor("#ff9db8"))
    painter.end()
    assert apart(card, spotted)


def apart(golden: QImage, now: QImage) -> str:
    """What differs, "" for nothing that a person would see."""
    size, other = golden.size(), now.size()
    if max(abs(size.width() - other.width()), abs(size.height() - other.height())) > SIZE:
        return f"its size was {size.toTuple()} and is {other.toTuple()}"
    small = QSize(size.width() // CELL, size.height() // CELL)
    difference = np.abs(cells(golden, small) - cells(now, small))
    mean, most = float(difference.mean()), float(difference.max())
    if mean > LIKE or most > MOST:
        return f"it differs by {mean:.1f} on average and {most:.0f} at one place"
    return ""


def cells(image: QImage, size: QSize) -> Cells:
    smooth = Qt.TransformationMode.SmoothTransformation
    scaled = image.convertToFormat(QImage.Format.Format_RGB32).scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth
    )
    raw = np.frombuffer(scaled.constBits(), np.uint8)
    return raw.reshape(scaled.height(), scaled.width(), 4)[:, :, :3].astype(np.float64)
