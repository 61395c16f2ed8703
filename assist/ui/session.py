"""Ties the overlay to a live session and to the settings: what the agent chooses there is kept,
and what is chosen elsewhere is done there. Main thread only.
"""

from dataclasses import fields
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from assist.autostart import start_with_computer
from assist.banks import FOLDER
from assist.core.cards import Answer
from assist.core.signals import Mode
from assist.core.words import Speaker
from assist.faults import Fault
from assist.first_start import FirstStart, LiveSession
from assist.journal import JOURNAL, past_calls
from assist.live import Live
from assist.places import shipped, user_data
from assist.settings.kept import Kept
from assist.settings.sections import Hotkeys as Keys
from assist.settings.sections import Settings
from assist.ui.combos import Action
from assist.ui.first_start import FirstStartWindow
from assist.ui.hotkeys import Hotkeys
from assist.ui.kept_places import FILE, save_places
from assist.ui.language import Tongue
from assist.ui.menu import NEVER_AGAIN
from assist.ui.moments_window import MomentsWindow
from assist.ui.options import Options
from assist.ui.overlay import Overlay
from assist.ui.problems_window import ProblemsWindow
from assist.ui.program import MODE, SHOWN_CALLS, Facts, Program
from assist.ui.settings_window import SettingsWindow

DEVICES = {Speaker.CUSTOMER: "sound.customer", Speaker.AGENT: "sound.agent"}
HELP_PAGES = ("docs/overlay.md", "README.md")


class Session(QObject):
    """Made once the overlay and the live session are there; `close` when they end."""

    left = Signal()
    """The agent has quit, and seen what there was to see."""

    def __init__(
        self, live: Live, kept: Kept, overlay: Overlay, tongue: Tongue, hotkeys: Hotkeys
    ) -> None:
        super().__init__()
        self._live, self._kept, self._overlay = live, kept, overlay
        self._tongue, self._hotkeys = tongue, hotkeys
        self._never: dict[int, str] = {}
        self._settings: SettingsWindow | None = None
        self._problems: ProblemsWindow | None = None
        self._first: FirstStartWindow | None = None
        self._shift: MomentsWindow | None = None
        self._began = datetime.now(UTC)
        program = Program(
            self._facts,
            partial(past_calls, user_data() / JOURNAL, SHOWN_CALLS),
            lambda name: kept.choices.sources[name],
            self,
        )
        program.rest_asked.connect(live.rest)
        program.mode_chosen.connect(self._choose_mode)
        program.call_asked.connect(live.desk.turn_call)
        program.banks_asked.connect(self._open_banks)
        program.problems_asked.connect(self._show_problems)
        program.settings_asked.connect(self.show_settings)
        program.help_asked.connect(self._open_help)
        program.first_start_asked.connect(self.show_first_start)
        program.shift_end_asked.connect(self.end_shift)
        overlay.program = program
        overlay.call_asked.connect(live.desk.turn_call)
        overlay.mode_asked.connect(self._turn_mode)
        overlay.options_chosen.connect(self._keep_options)
        overlay.moved.connect(self._keep_places)
        overlay.answered.connect(self._keep_never_again)
        overlay.unmuted.connect(self._take_back)
        kept.tell(self._take)

    @property
    def keys(self) -> dict[Action, str]:
        return keys_of(self._kept.now.hotkeys)

    def close(self) -> None:
        self._overlay.program = None
        for window in (self._settings, self._problems, self._shift):
            if window is not None:
                window.close()
        if self._first is not None:
            self._first.leave()

    def show_settings(self) -> None:
        """Once only: asked for again, the window comes to the front."""
        if self._settings is None:
            self._settings = SettingsWindow(self._kept, self._live.prompt_text)
        self._settings.come_up()

    def begin(self) -> None:
        """The overlay is on the screen: the first time, show that calls will be heard."""
        if not self._kept.now.program.first_start_done:
            self.show_first_start()

    def show_first_start(self) -> None:
        """Once only: asked for again while it is open, it comes to the front."""
        if self._first is not None and self._first.isVisible():
            self._first.activateWindow()
            return
        sound = self._kept.now.sound
        session = LiveSession(self._live.desk, self._live.hearing, self._kept.change)
        self._first = FirstStartWindow(
            FirstStart(session),
            lambda: self._overlay.picture,
            self._live.model,
            {Speaker.CUSTOMER: sound.customer, Speaker.AGENT: sound.agent},
            self._overlay.options,
            {side: self._kept.choices.sources[name] for side, name in DEVICES.items()},
        )
        self._first.begin()

    def end_shift(self) -> None:
        """Everybody who has said thank you; then the program quits."""
        self._show_moments(None)

    def leave(self) -> None:
        """The agent quits. First, who has said thank you since the program was started, if anybody has;
        asked again, it quits at once. The end of the desktop's session does not come by here.
        """
        if self._shift is None and self._has_thanks():
            self._show_moments(self._began)
        else:
            self.left.emit()

    def _has_thanks(self) -> bool:
        try:
            return bool(self._live.moments.since(self._began))
        except Fault:
            return False

    def _show_moments(self, since: datetime | None) -> None:
        """Nothing is heard any more while it is read: the agent has gone."""
        if self._shift is not None:
            self._shift.come_up()
            return
        self._live.rest(True)
        self._overlay.hide()
        about, options = self._live.shown_text, self._overlay.options
        self._shift = MomentsWindow(self._live.moments, about, options, since)
        self._shift.closed.connect(self.left)
        self._shift.come_up()

    # What the agent chooses in the overlay

    def _keep_options(self, options: Options) -> None:
        before = self._kept.now.overlay
        self._kept.change(
            {
                f"overlay.{one.name}": getattr(options, one.name)
                for one in fields(Options)
                if getattr(options, one.name) != getattr(before, one.name)
            }
        )
        # Where IT has locked one, it is as it was.
        if self._kept.now.overlay != options:
            self._overlay.apply(self._kept.now.overlay)

    def _keep_places(self) -> None:
        save_places(self._overlay.places, user_data() / FILE)

    def _keep_never_again(self, serial: int, answer: Answer) -> None:
        card = self._overlay.shown_card
        if answer is Answer.NEVER_AGAIN and card is not None:
            self._never[serial] = card.prompt
            never = self._kept.now.prompts.never_again
            self._kept.change({NEVER_AGAIN: tuple(dict.fromkeys((*never, card.prompt)))})

    def _take_back(self, serial: int) -> None:
        prompt = self._never.pop(serial, None)
        never = self._kept.now.prompts.never_again
        self._kept.change({NEVER_AGAIN: tuple(one for one in never if one != prompt)})

    def _choose_mode(self, mode: Mode) -> None:
        self._kept.change({MODE: mode})

    def _turn_mode(self) -> None:
        is_sales = self._kept.now.calls.mode is Mode.SALES
        self._choose_mode(Mode.SERVICE if is_sales else Mode.SALES)

    # What is chosen elsewhere

    def _take(self, before: Settings, now: Settings) -> None:
        if now.overlay.language is not before.overlay.language:
            self._tongue.speak(now.overlay.language)
        if now.overlay != self._overlay.options:
            self._overlay.apply(now.overlay)
        starts = now.program.start_with_computer
        if starts is not before.program.start_with_computer:
            self._start_with_computer(starts)
        if now.hotkeys != before.hotkeys:
            faults = self._hotkeys.listen(keys_of(now.hotkeys))
            self._live.desk.notice("hotkeys", " ".join(map(str, faults)))
            if self._settings is not None:
                self._settings.tell_of_hotkeys(faults)

    def _start_with_computer(self, starts: bool) -> None:
        try:
            start_with_computer(starts)
        except Fault as fault:
            self._live.desk.notice("autostart", str(fault))
        else:
            self._live.desk.notice("autostart", "")

    # The menu

    def _facts(self) -> Facts:
        return Facts(
            self._live.is_resting,
            self._kept.now.calls.mode,
            self._live.bank_problems,
        )

    def _open_banks(self) -> None:
        folder = user_data() / FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _open_help(self) -> None:
        pages = [page for name in HELP_PAGES if (page := shipped(name)).exists()]
        if pages:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(pages[0])))

    def _show_problems(self) -> None:
        self._problems = self._problems or ProblemsWindow()
        self._problems.show_problems(self._live.problems())


def keys_of(hotkeys: Keys) -> dict[Action, str]:
    """The key of each action, "" for none."""
    return {action: getattr(hotkeys, action.value) for action in Action}
