"""The composition root of the windowed program: Qt, the overlay and the desk, put together."""

import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from assist.core.cards import Picture
from assist.desk import Desk
from assist.faults import Fault
from assist.live import Live
from assist.places import user_data
from assist.settings.kept import Kept
from assist.settings.sections import Settings
from assist.ui.bridge import Bridge
from assist.ui.combos import DEFAULTS, Action
from assist.ui.hotkeys import Hotkeys
from assist.ui.kept_places import FILE, load_places
from assist.ui.language import Tongue
from assist.ui.offscreen import offscreen_app, save_picture
from assist.ui.overlay import Overlay
from assist.ui.session import Session
from assist.ui.tray import Tray

WATCH_EVERY_MS = 200


class Window:
    """The overlay on the screen and what is wired to it. Made and used on the main thread."""

    def __init__(self, kept: Kept | None = None) -> None:
        """Without settings that are kept, it is as the program has it by itself."""
        settings = kept.now if kept else Settings()
        running = QApplication.instance()
        self._qt = running if isinstance(running, QApplication) else QApplication(["assist"])
        self._qt.setQuitOnLastWindowClosed(False)
        self._tongue = Tongue()
        self._tongue.speak(settings.overlay.language)
        self._overlay = Overlay(settings.overlay, load_places(_places()) if kept else None)
        self._hotkeys = Hotkeys()
        self._hotkeys.pressed.connect(self._overlay.obey)
        self._tray = Tray(self._overlay)
        self._bridge = Bridge(self._draw)
        self._watch = QTimer(interval=WATCH_EVERY_MS)
        self._session: Session | None = None
        self._overlay.quit_asked.connect(self._leave)
        self._tray.quit_asked.connect(self._leave)

    def show(self, picture: Picture) -> None:
        """Draw this picture soon. Called on any thread."""
        self._bridge.show(picture)

    def quit(self) -> None:
        """End `run`. Called on any thread."""
        self._bridge.quit()

    def bring_up(self) -> None:
        """Show the overlay where it was hidden, and above all. Called on any thread."""
        self._bridge.do(self._come_up)

    def live(self, live: Live, kept: Kept) -> None:
        """Run a live session, by the settings, until the agent quits."""
        session = self._session = Session(live, kept, self._overlay, self._tongue, self._hotkeys)
        session.left.connect(self._bridge.quit)
        self._tray.refill()
        QTimer.singleShot(0, session, session.begin)
        self.run(live.desk, live.watch, session.keys, live.pause)
        session.close()

    def run(
        self,
        desk: Desk,
        watch: Callable[[], None],
        keys: Mapping[Action, str] = DEFAULTS,
        pause: Callable[[bool], None] | None = None,
    ) -> None:
        """Show the overlay until the agent quits. `watch` is called five times a second, `pause` when
        the agent asks for that (by default it is the desk's).
        """
        self._overlay.answered.connect(desk.answer)
        self._overlay.painted.connect(desk.painted)
        self._overlay.unmuted.connect(desk.unmute)
        self._overlay.pause_asked.connect(pause or desk.pause)
        self._overlay.gentle_left.connect(desk.leave_gentle)
        self._watch.timeout.connect(watch)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._bridge.quit())
        self._overlay.show()
        faults = self._hotkeys.listen(keys)
        desk.notice("hotkeys", " ".join(map(str, faults)))
        self._watch.start()
        self._qt.exec()
        self._watch.stop()
        self._hotkeys.stop()
        self._overlay.close()

    def _leave(self) -> None:
        """The agent asks for the end. A signal of the system's ends the program without asking back."""
        if self._session is None:
            self._bridge.quit()
        else:
            self._session.leave()

    def _come_up(self) -> None:
        self._overlay.show()
        self._overlay.raise_()

    def _draw(self, picture: Picture) -> None:
        self._overlay.draw(picture)
        self._tray.draw(picture)


class Album:
    """A folder of pictures of the overlay, drawn without a screen."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, pictures: Sequence[Picture]) -> Path:
        """Draw one PNG a picture, named by the card; gives back the folder. Raises Fault."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for old in self._folder.glob("[0-9][0-9]-*.png"):
                old.unlink()
        except OSError as error:
            what = error.strerror or "it cannot be written"
            raise Fault(str(self._folder), what, "name another folder with --pictures") from error
        qt = offscreen_app()
        for number, picture in enumerate(pictures, 1):
            name = picture.card.prompt if picture.card else "resting"
            save_picture(picture, self._folder / f"{number:02d}-{name}.png")
        del qt
        return self._folder


def _places() -> Path:
    return user_data() / FILE
