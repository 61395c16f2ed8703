"""The sound devices there are, for a window that offers them: asked for anew again and again.

A sound system that does not answer takes seconds, and never stops the window.
"""

import threading
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from assist.audio.devices import Device, list_devices
from assist.audio.faults import SoundError


class DeviceList(QObject):
    """Main thread only; the asking has a thread of its own."""

    found = Signal(object)
    """A sequence of `Device`; none where the sound system cannot be asked."""

    def __init__(self, window: QObject, every_ms: int) -> None:
        super().__init__(window)
        self._asking: threading.Thread | None = None
        self._timer = QTimer(self, interval=every_ms)
        self._timer.timeout.connect(self.ask)

    def start(self) -> None:
        """Ask now, and go on asking."""
        self.ask()
        self._timer.start()

    def stop(self) -> None:
        """Ask no more; what has been asked may still be answered."""
        self._timer.stop()

    def ask(self) -> None:
        """Ask once, unless the last answer is still to come."""
        if self._asking is None or not self._asking.is_alive():
            self._asking = threading.Thread(target=self._ask, name="devices", daemon=True)
            self._asking.start()

    def _ask(self) -> None:
        try:
            devices: Sequence[Device] = list_devices()
        except SoundError:
            devices = ()
        try:
            self.found.emit(devices)
        except RuntimeError:
            # The window has been taken down meanwhile.
            return
