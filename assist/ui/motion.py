"""All that moves by itself: the line of the time left while a card shows, and for less than half
a second the card that has just left. At rest no timer runs.
"""

from PySide6.QtCore import QObject, QTimer, Signal

TICK_MS, SLOW_TICK_MS = 250, 1000
FADE_MS, FADE_STEPS = 50, 8


class Motion(QObject):
    """Main thread only."""

    ticked = Signal()
    faded = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.fading = 0.0
        """How much (1 to 0) the card that left still looks as it did."""
        self._is_reduced = False
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self.ticked)
        self._fades = QTimer(self, interval=FADE_MS)
        self._fades.timeout.connect(self._fade)

    @property
    def is_going_on(self) -> bool:
        return self._ticks.isActive() or self._fades.isActive()

    def reduce(self, is_reduced: bool) -> None:
        """Nothing fades, and the line of the time left moves once a second."""
        self._is_reduced = is_reduced
        self._ticks.setInterval(SLOW_TICK_MS if is_reduced else TICK_MS)

    def tick(self, is_asked: bool) -> None:
        if not is_asked:
            self._ticks.stop()
        elif not self._ticks.isActive():
            self._ticks.start()

    def fade(self) -> None:
        if not self._is_reduced:
            self.fading = 1.0
            self._fades.start()

    def stop(self) -> None:
        self.fading = 0.0
        self._ticks.stop()
        self._fades.stop()

    def _fade(self) -> None:
        self.fading = max(0.0, self.fading - 1 / FADE_STEPS)
        if self.fading == 0:
            self._fades.stop()
        self.faded.emit()
