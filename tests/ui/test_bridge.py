import subprocess
import sys
import threading
from functools import partial

from pytestqt.qtbot import QtBot

from assist.core.cards import Picture
from assist.ui.bridge import Bridge

QUIT = """
import threading
from PySide6.QtWidgets import QApplication
from assist.ui.bridge import Bridge
app = QApplication([])
bridge = Bridge(lambda picture: None)
threading.Thread(target=bridge.quit).start()
raise SystemExit(app.exec())
"""


def test_the_newest_picture_wins(qtbot: QtBot) -> None:
    drawn: list[Picture] = []
    bridge = Bridge(drawn.append)
    pictures = [Picture(at=float(at)) for at in range(1000)]

    def work() -> None:
        for picture in pictures:
            bridge.show(picture)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert drawn == [], "a worker's thread drew by itself"
    qtbot.waitUntil(lambda: bool(drawn), timeout=60_000)
    qtbot.wait(20)
    assert drawn == [pictures[-1]]


def test_the_last_picture_is_drawn_whatever_the_timing(qtbot: QtBot) -> None:
    drawn: list[Picture] = []
    threads: set[int] = set()

    def draw(picture: Picture) -> None:
        drawn.append(picture)
        threads.add(threading.get_ident())

    bridge = Bridge(draw)
    for last in range(1, 60):
        drawn.clear()
        worker = threading.Thread(target=show_up_to, args=(bridge, last))
        worker.start()
        qtbot.waitUntil(partial(ends_with, drawn, last), timeout=60_000)
        worker.join()
    assert threads == {threading.get_ident()}


def show_up_to(bridge: Bridge, last: int) -> None:
    for at in range(last + 1):
        bridge.show(Picture(at=float(at)))


def ends_with(drawn: list[Picture], last: int) -> bool:
    return bool(drawn) and drawn[-1].at == last


def test_a_worker_can_end_the_program() -> None:
    ended = subprocess.run([sys.executable, "-c", QUIT], timeout=120, check=False)
    assert ended.returncode == 0
