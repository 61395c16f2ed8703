"""A program with a real overlay, driven by JSON lines on its standard input; it answers in JSON.

The thread that reads the lines is the worker: it reaches the window through the bridge only.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication

from assist.core.cards import Answer, Kind
from assist.ui.bridge import Bridge
from assist.ui.overlay import Overlay
from assist.ui.place import Place
from assist.ui.theme import THEMES
from assist.ui.tray import Tray
from tests.ui.samples import card_of, picture_of

KINDS = list(Kind)


class Worker:
    """Carries out one command a line."""

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge
        self.serial = 0
        self.came = threading.Event()

    def run(self) -> None:
        tell(ready=True)
        for line in sys.stdin:
            command = json.loads(line)
            getattr(self, command.pop("do"))(**command)
        self.bridge.quit()

    def cards(self, count: int, every: float) -> None:
        """Show cards one after another, each after the one before was painted."""
        for _ in range(count):
            self.serial += 1
            self.came.clear()
            picture = picture_of(card_of(KINDS[self.serial % len(KINDS)], self.serial))
            sent = time.monotonic()
            self.bridge.show(picture)
            is_painted = self.came.wait(5)
            tell(sent=self.serial, at=sent, is_painted=is_painted)
            time.sleep(every)
        tell(done="cards")

    def rest(self, notices: list[str]) -> None:
        self.bridge.show(picture_of(None, tuple(notices)))
        tell(done="rest")

    def processor(self, seconds: float) -> None:
        """How much of a core the whole program uses."""
        before = time.process_time()
        time.sleep(seconds)
        tell(done="processor", used=(time.process_time() - before) / seconds)


def tell(**event: Any) -> None:  # noqa: ANN401 - whatever JSON can say
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def main(theme: str = "dark") -> int:
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    overlay = Overlay(THEMES[theme])
    tray = Tray(overlay)
    bridge = Bridge(overlay.draw)
    worker = Worker(bridge)
    overlay.painted.connect(painted(worker))
    overlay.answered.connect(answered)
    overlay.moved.connect(moved)
    overlay.quit_asked.connect(app.quit)
    overlay.show()
    tell(scale=overlay.devicePixelRatioF(), tray=tray.is_available())
    threading.Thread(target=worker.run, daemon=True).start()
    code = app.exec()
    tell(ended=code)
    return code


def painted(worker: Worker) -> Callable[[int, float], None]:
    def told(serial: int, at: float) -> None:
        tell(painted=serial, at=at)
        worker.came.set()

    return told


def answered(serial: int, answer: Answer) -> None:
    tell(answered=serial, answer=answer.value)


def moved(place: Place) -> None:
    tell(moved=place.corner.value, across=place.across, down=place.down)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
