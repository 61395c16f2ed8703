"""Keeps the window on a screen: where the agent dropped it, and back there when a monitor returns.

Main thread only. A window manager moves windows of its own accord when a monitor goes away, so
each change of the screens is looked at once now and once a little later.
"""

from PySide6.QtCore import QObject, QPoint, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from assist.ui.place import Place, place_of, stand
from assist.ui.places import Monitor, Places, arrangement, snapped

SETTLE_MS = 400


class Standing(QObject):
    """Where `window` stands. Its size is what `settle` was last told."""

    moved = Signal(Place)
    """The agent put it here."""

    def __init__(self, window: QWidget, places: Places) -> None:
        super().__init__(window)
        self._window = window
        self._places = places
        self._size = QSize(1, 1)
        self._grabbed: QPoint | None = None
        self._is_dragged = False
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication), "an overlay needs a QApplication"
        app.screenAdded.connect(self._screen_came)
        app.screenRemoved.connect(self._settle_soon)
        app.primaryScreenChanged.connect(self._settle_soon)
        for screen in QGuiApplication.screens():
            self._watch(screen)

    @property
    def place(self) -> Place:
        return self._places.at(_monitors())

    @property
    def places(self) -> Places:
        """What a settings file should keep."""
        return self._places

    def put(self, place: Place) -> None:
        """Stand here from now on, in this arrangement of monitors."""
        self._places = self._places.put(place, _monitors())
        self.settle(self._size)
        self.moved.emit(place)

    def settle(self, size: QSize) -> None:
        """Have this size, at the right place. While it is dragged only the size changes."""
        self._size = size
        if self._grabbed is not None:
            self._window.resize(size)
            return
        place = self.place
        window = stand(place, size, _screen(place).availableGeometry())
        if window != self._window.geometry():
            self._window.setGeometry(window)

    # The agent's hand: positions in the window, and on the desktop

    def grab(self, at: QPoint) -> None:
        self._grabbed, self._is_dragged = at, False

    def drag(self, at: QPoint, pointer: QPoint) -> None:
        if self._grabbed is None:
            return
        far = (at - self._grabbed).manhattanLength() >= QApplication.startDragDistance()
        if self._is_dragged or far:
            self._is_dragged = True
            self._window.move(pointer - self._grabbed)

    def drop(self, pointer: QPoint) -> bool:
        """Whether it was dragged at all; if not, it was a click."""
        grabbed, self._grabbed = self._grabbed, None
        if grabbed is None or not self._is_dragged:
            return False
        window = QRect(pointer - grabbed, self._window.size())
        screen = QGuiApplication.screenAt(pointer) or _screen(self.place)
        place = place_of(window, screen.availableGeometry(), screen.name())
        self.put(snapped(place))
        return True

    @property
    def is_grabbed(self) -> bool:
        return self._grabbed is not None

    # Screens that come, go and change

    def _screen_came(self, screen: QScreen) -> None:
        self._watch(screen)
        self._settle_soon()

    def _watch(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._settle_soon)
        screen.geometryChanged.connect(self._settle_soon)

    def _settle_soon(self) -> None:
        for delay in (0, SETTLE_MS):
            QTimer.singleShot(delay, self, self._settle_again)

    def _settle_again(self) -> None:
        self.settle(self._size)


def _monitors() -> str:
    screens = QGuiApplication.screens()
    return arrangement([Monitor(screen.name(), screen.geometry()) for screen in screens])


def _screen(place: Place) -> QScreen:
    """The place's own screen; the main one where that is gone."""
    named = [screen for screen in QGuiApplication.screens() if screen.name() == place.screen]
    return named[0] if named else QGuiApplication.primaryScreen()
