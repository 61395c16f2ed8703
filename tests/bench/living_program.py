"""The window, the desk and the watcher of phrasebanks, put together as `assist run` puts them.

Both sides of the demo call are heard again and again in their own time while a bench changes the
phrasebanks of FOLDER. It says, as JSON lines with `at` on the computer's monotonic clock: "taken"
when the call goes by a new rulebook, with what its prompts named bench-… show; "told" when the
overlay has drawn a new notice; and at its end "stalls", how late the window's thread came to a
timer of 10 ms.
Run it as `python -m tests.bench.living_program FOLDER`, with a screen.
"""

import gc
import json
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

from assist.app import Window
from assist.audio.files import frames_of, open_call
from assist.audio.frames import Frame
from assist.banks import Chosen, open_shelf
from assist.core.cards import Picture
from assist.core.rulebook import Rulebook
from assist.demo import FIRST, demo_call
from assist.desk import Desk
from assist.living import Living
from assist.speech.models import SpeechModel, find_model

TICK = 0.01
TAKEN = "taken "


def say(event: str, **facts: object) -> None:
    sys.stdout.write(json.dumps({"event": event, "at": time.monotonic(), **facts}) + "\n")
    sys.stdout.flush()


class Seen(Window):
    """Says what it has drawn, and how late its thread came."""

    def __init__(self) -> None:
        super().__init__()
        self._notices: tuple[str, ...] = ()
        self.late: list[float] = []
        self._due = time.monotonic()
        self._timer = QTimer(interval=round(1000 * TICK))
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.monotonic()
        self.late.append(max(0.0, now - self._due - TICK))
        self._due = now

    def _draw(self, picture: Picture) -> None:
        super()._draw(picture)
        notices = tuple(one for one in picture.notices if not one.startswith(TAKEN))
        if notices != self._notices:
            self._notices = notices
            # Behind this, the overlay has painted what it was given.
            QTimer.singleShot(0, lambda: say("told", notices=notices))


def over_and_over() -> Iterator[Frame]:
    recording = open_call(demo_call(FIRST))
    since = 0.0
    while True:
        for frame in frames_of(recording):
            yield replace(frame, start=since + frame.start)
        since += recording.lasts_for


def hear(desk: Desk, stopped: threading.Event) -> None:
    began = time.monotonic()
    for frame in over_and_over():
        if stopped.wait(max(0.0, began + frame.end - time.monotonic())):
            return
        desk.wait_and_put(frame)


def main(folder: Path) -> int:
    chosen = Chosen(only=(folder,))
    shelf = open_shelf(chosen)
    rulebook = Rulebook(shelf.read.banks)
    window = Seen()
    taken: dict[str, list[str]] = {}

    def show(picture: Picture) -> None:
        for notice in picture.notices:
            if notice in taken:
                say("taken", shows=taken.pop(notice))
        window.show(picture)

    desk = Desk(rulebook, SpeechModel(find_model()), show)

    def take(rulebook: Rulebook) -> None:
        """What the desk is told behind a rulebook, it draws when it goes by it."""
        desk.adopt(rulebook)
        notice = f"{TAKEN}{time.monotonic()}"
        taken[notice] = [one.show for one in rulebook.prompts if one.id.startswith("bench-")]
        desk.notice("bench", notice)

    living = Living(chosen, shelf, rulebook, take, lambda text: desk.notice("phrasebanks", text))
    gc.collect()
    gc.freeze()
    desk.start()
    living.start()
    stopped = threading.Event()
    hearing = threading.Thread(target=hear, args=(desk, stopped))
    hearing.start()
    QTimer.singleShot(0, lambda: say("ready"))
    window.run(desk, lambda: None)
    stopped.set()
    hearing.join()
    living.stop()
    desk.stop()
    say("stalls", late=window.late)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
