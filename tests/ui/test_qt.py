"""Facts about Qt's binding that the program stands on."""

import sys

from PySide6.QtGui import QColor


def test_qt_gives_back_every_none_that_it_borrows() -> None:
    """PySide6 6.12.0 loses a reference to None at each call on Python before 3.12.

    After some thousand calls that ends the whole program ("deallocating None").
    """
    colour = QColor("red")
    before = sys.getrefcount(None)
    for _ in range(500):
        colour.setAlphaF(0.5)
    assert sys.getrefcount(None) > before - 100
