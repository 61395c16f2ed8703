from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from assist.core.cards import Hearing, Kind
from assist.core.words import Speaker
from assist.ui import glyphs

SIZE = 24


def inked(path: QPainterPath) -> set[tuple[int, int]]:
    """The pixels that the shape covers, drawn at its usual size without colour."""
    image = QImage(SIZE, SIZE, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(glyphs.placed(path, QRectF(0, 0, SIZE, SIZE)), QColor("white"))
    painter.end()
    return {(x, y) for x in range(SIZE) for y in range(SIZE) if image.pixelColor(x, y).red() >= 128}


def alike(one: set[tuple[int, int]], other: set[tuple[int, int]]) -> float:
    return len(one & other) / len(one | other)


@pytest.mark.usefixtures("qapp")
def test_kinds_can_be_told_by_shape_alone() -> None:
    shapes = {kind: inked(glyphs.of_kind(kind)) for kind in Kind}
    assert all(len(shape) > 60 for shape in shapes.values())
    for one, other in combinations(Kind, 2):
        assert alike(shapes[one], shapes[other]) < 0.75, (one, other)


@pytest.mark.usefixtures("qapp")
def test_states_of_the_sound_can_be_told_by_shape_alone() -> None:
    shapes = {state: inked(glyphs.of_hearing(state)) for state in Hearing}
    for one, other in combinations(Hearing, 2):
        assert alike(shapes[one], shapes[other]) < 0.6, (one, other)


@pytest.mark.usefixtures("qapp")
def test_sides_can_be_told_by_shape_alone() -> None:
    assert alike(*(inked(glyphs.of_side(speaker)) for speaker in Speaker)) < 0.5


@pytest.mark.usefixtures("qapp")
def test_shapes_stay_in_their_square() -> None:
    square = QRectF(0, 0, glyphs.UNITS, glyphs.UNITS)
    for path in (*map(glyphs.of_kind, Kind), *map(glyphs.of_hearing, Hearing), glyphs.note()):
        assert square.contains(path.boundingRect()), path.boundingRect()
