"""The first start with a real desk, hearing, overlay and window, for a test to use as a person would.

It writes JSON lines: what is on the screen whenever that changes, and what is kept. Devices are
opened anew when another is chosen, as the program does when its settings change.
"""

import json
import sys
import time
from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from assist.banks import Chosen, open_shelf
from assist.core.rulebook import Rulebook
from assist.core.words import Speaker
from assist.desk import Desk
from assist.first_start import FirstStart, LiveSession
from assist.hearing import Hearing, SideState
from assist.speech.models import SpeechModel, find_model
from assist.ui.bridge import Bridge
from assist.ui.first_start import FirstStartWindow
from assist.ui.options import Options, ThemeChoice
from assist.ui.overlay import Overlay


class Kept:
    """The settings of the sound, and a hearing that goes by them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._names: dict[Speaker, str | None] = dict.fromkeys(Speaker)
        self._hearing = Hearing(desk, self._names)
        self._hearing.start()

    def states(self) -> dict[Speaker, SideState]:
        return self._hearing.states()

    def keep(self, values: Mapping[str, object]) -> None:
        tell(kept=dict(values))
        for name, value in values.items():
            section, _, side = name.partition(".")
            if section == "sound":
                self._names[Speaker(side)] = str(value) or None
                self._hearing.stop()
                self._hearing = Hearing(self._desk, self._names)
                self._hearing.start()

    def stop(self) -> None:
        self._hearing.stop()


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


def main() -> None:
    qt = QApplication(sys.argv[:1])
    qt.setQuitOnLastWindowClosed(False)
    overlay = Overlay()
    bridge = Bridge(overlay.draw)
    model = SpeechModel(find_model())
    rulebook = Rulebook(open_shelf(Chosen((), ())).read.banks)
    desk = Desk(rulebook, model, bridge.show)
    desk.start()
    kept = Kept(desk)
    first = FirstStart(LiveSession(desk, kept, kept.keep))
    theme = ThemeChoice(sys.argv[1]) if len(sys.argv) > 1 else ThemeChoice.DARK
    chosen = dict.fromkeys(Speaker, "")
    options = Options(theme=theme)
    window = FirstStartWindow(first, lambda: overlay.picture, model.info, chosen, options)
    began = time.monotonic()
    told: list[object] = []

    def watch() -> None:
        now = {
            "step": window.step,
            "done": sorted(first.done),
            "words": {side: first.words(side) for side in Speaker},
            "why_not": {side: first.why_not(side) for side in Speaker},
            "card": first.card.show if first.card else None,
            "focus": type(window.focusWidget()).__name__,
            "chosen": {side: window.chosen(side) for side in Speaker},
        }
        if [now] != told:
            told[:] = [now]
            tell(at=round(time.monotonic() - began, 1), **now)

    timer = QTimer(interval=50)
    timer.timeout.connect(watch)
    window.finished.connect(bridge.quit)
    overlay.show()
    window.begin()
    timer.start()
    qt.exec()
    kept.stop()
    desk.stop()
    tell(over=True)


if __name__ == "__main__":
    main()
