"""How high the overlay stands: above all other windows, but never above a lock screen."""

from time import monotonic

from PySide6.QtWidgets import QWidget

from assist.ui.platforms import is_screen_taken

LOOKS_FOR_LOCK_EVERY = 0.5
"""Seconds. A look costs a few milliseconds, and a card rises at each tick."""


class Height:
    """Of one window. Main thread only."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._looked_at, self._is_locked = 0.0, False

    def rise(self) -> None:
        """To the top; below everything while the screen is locked."""
        if monotonic() - self._looked_at > LOOKS_FOR_LOCK_EVERY:
            self._looked_at, self._is_locked = monotonic(), is_screen_taken()
        if self._is_locked:
            self._window.lower()
        else:
            self._window.raise_()
