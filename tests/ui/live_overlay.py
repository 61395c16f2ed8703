"""A program with a real overlay, driven by JSON lines on its standard input; it answers in JSON.

The thread that reads the lines is the worker: it reaches the window through the bridge only. What
an agent does in a menu is done on the main thread, by `Hand`.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from assist.core.cards import Answer, Card, Kind
from assist.ui.bridge import Bridge
from assist.ui.combos import Action
from assist.ui.hotkeys import Hotkeys
from assist.ui.options import Layout, Options, ThemeChoice
from assist.ui.overlay import Overlay
from assist.ui.place import Place
from assist.ui.tray import Tray
from tests.ui.samples import card_of, picture_of

KINDS = list(Kind)


class Hand(QObject):
    """Does things on the main thread."""

    asked = Signal(object)

    def __init__(self, overlay: Overlay) -> None:
        super().__init__()
        self.overlay = overlay
        self.keys = Hotkeys(parent=self)
        self.keys.pressed.connect(lambda action: tell(pressed=action.value))
        self.asked.connect(lambda do: do(), Qt.ConnectionType.QueuedConnection)

    def choose(self, **options: Any) -> None:  # noqa: ANN401 - the fields of Options
        if "layout" in options:
            options["layout"] = Layout(options["layout"])
        if "theme" in options:
            options["theme"] = ThemeChoice(options["theme"])
        self.overlay.choose(replace(self.overlay.options, **options))
        tell(done="choose")

    def hotkeys(self, **keys: str) -> None:
        """Have these as hotkeys, by the name of the action."""
        faults = self.keys.listen({Action(name): text for name, text in keys.items()})
        tell(done="hotkeys", faults=[str(fault) for fault in faults])

    def visible(self, is_shown: bool) -> None:
        self.overlay.setVisible(is_shown)
        tell(done="visible")

    def scheme(self, name: str) -> None:
        QApplication.styleHints().setColorScheme(Qt.ColorScheme[name])
        ground = self.overlay.grab().toImage().pixelColor(self.overlay.rect().center())
        tell(done="scheme", lightness=ground.lightness())


class Worker:
    """Carries out one command a line."""

    def __init__(self, bridge: Bridge, hand: Hand) -> None:
        self.bridge = bridge
        self.hand = hand
        self.serial = 0
        self.came = threading.Event()
        self.earlier: tuple[Card, ...] = ()
        self.recognising: threading.Event | None = None

    def run(self) -> None:
        tell(ready=True)
        for line in sys.stdin:
            command = json.loads(line)
            name = command.pop("do")
            if hasattr(self.hand, name) and not hasattr(self, name):
                self.hand.asked.emit(partial(getattr(self.hand, name), **command))
            else:
                getattr(self, name)(**command)
        self.bridge.quit()

    def cards(self, count: int, every: float) -> None:
        """Show cards one after another, each after the one before was painted."""
        for _ in range(count):
            self.serial += 1
            self.came.clear()
            card = card_of(KINDS[self.serial % len(KINDS)], self.serial)
            picture = replace(picture_of(card), earlier=self.earlier)
            self.earlier = (card, *self.earlier)[:5]
            sent = time.monotonic()
            self.bridge.show(picture)
            is_painted = self.came.wait(5)
            tell(sent=self.serial, at=sent, is_painted=is_painted)
            time.sleep(every)
        tell(done="cards")

    def rest(self, notices: list[str]) -> None:
        self.bridge.show(picture_of(None, tuple(notices)))
        tell(done="rest")

    def recognise(self, speed: float) -> None:
        """Have two recognisers at work, or none (a speed below 0)."""
        if self.recognising is not None:
            self.recognising.set()
            self.recognising = None
        if speed >= 0:
            # Costs a quarter of a second, which only this command should.
            from tests.ui import recognisers

            self.recognising = recognisers.start(speed)
        tell(done="recognise")

    def handles(self) -> None:
        """Memory in kB, open files, and threads of this program."""
        status = Path("/proc/self/status").read_text().split()
        memory = int(status[status.index("VmRSS:") + 1])
        files = len(list(Path("/proc/self/fd").iterdir()))
        tell(done="handles", memory=memory, files=files, threads=threading.active_count())

    def processor(self, seconds: float, pictures: float = 0.0) -> None:
        """How much of a core the whole program uses, with so many pictures a second of both sides at
        rest, as the desk sends them.
        """
        before, until = time.process_time(), time.monotonic() + seconds
        while pictures and time.monotonic() < until:
            self.bridge.show(replace(picture_of(None), at=time.monotonic()))
            time.sleep(1 / pictures)
        time.sleep(max(0.0, until - time.monotonic()))
        tell(done="processor", used=(time.process_time() - before) / seconds)


def tell(**event: Any) -> None:  # noqa: ANN401 - whatever JSON can say
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def main(theme: str = "dark", above_full_screen: str = "") -> int:
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    overlay = Overlay(Options(theme=ThemeChoice(theme), above_full_screen=bool(above_full_screen)))
    tray = Tray(overlay)
    bridge = Bridge(overlay.draw)
    hand = Hand(overlay)
    worker = Worker(bridge, hand)
    overlay.painted.connect(painted(worker))
    overlay.answered.connect(answered)
    overlay.moved.connect(moved)
    overlay.pause_asked.connect(paused)
    overlay.unmuted.connect(unmuted)
    overlay.quit_asked.connect(app.quit)
    overlay.show()
    tell(scale=overlay.devicePixelRatioF(), tray=tray.is_available())
    threading.Thread(target=worker.run, daemon=True).start()
    code = app.exec()
    hand.keys.stop()
    tell(ended=code)
    return code


def painted(worker: Worker) -> Callable[[int, float], None]:
    def told(serial: int, at: float) -> None:
        tell(painted=serial, at=at)
        worker.came.set()

    return told


def answered(serial: int, answer: Answer) -> None:
    tell(answered=serial, answer=answer.value)


def paused(is_asked: bool) -> None:
    tell(pause=is_asked)


def unmuted(serial: int) -> None:
    tell(unmuted=serial)


def moved(place: Place) -> None:
    tell(moved=place.corner.value, across=place.across, down=place.down, screen=place.screen)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
