"""The seam between the workers and the window: any thread puts a picture in, Qt gets a bare ping.

Only the newest picture is kept: a window that is late shows what is true now, not what was.
Promise: the last picture that was put in is drawn, whatever the threads' timing.
"""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from assist.core.cards import Picture


class Bridge(QObject):
    """Made on the main thread. `show` and `quit` may be called from any thread."""

    _pinged = Signal()
    _quit_asked = Signal()
    _asked = Signal(object)

    def __init__(self, draw: Callable[[Picture], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self._newest: deque[Picture] = deque(maxlen=1)
        self._ping_is_out = False
        queued = Qt.ConnectionType.QueuedConnection
        self._pinged.connect(self._draw_newest, queued)
        self._quit_asked.connect(self._quit, queued)
        self._asked.connect(self._do, queued)

    def show(self, picture: Picture) -> None:
        """Have this picture drawn soon. Returns at once; called on any thread."""
        self._newest.append(picture)
        # The main thread takes the flag down before it takes the picture, so either it sees this
        # picture or we see the flag down. Without the flag a fast worker would flood Qt's queue.
        if not self._ping_is_out:
            self._ping_is_out = True
            self._pinged.emit()

    def do(self, what: Callable[[], object]) -> None:
        """Have this done on the main thread soon. Called on any thread."""
        self._asked.emit(what)

    def quit(self) -> None:
        """End the program's event loop. Called on any thread, where `QApplication.quit` hangs."""
        self._quit_asked.emit()

    @Slot()
    def _draw_newest(self) -> None:
        self._ping_is_out = False
        if self._newest:
            self._draw(self._newest.pop())

    @Slot()
    def _quit(self) -> None:
        QCoreApplication.quit()

    @Slot(object)
    def _do(self, what: Callable[[], object]) -> None:
        what()
