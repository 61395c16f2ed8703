"""What can be done with the program as a whole: the same entries in the tray's menu and the
overlay's, so that nothing is lost where a desktop has no tray.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QObject, QTime, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from assist.core.signals import Mode
from assist.journal import PastCall
from assist.settings.layers import Source
from assist.ui import first_words, strings
from assist.ui.locked import lock
from assist.ui.strings import said, told

SHOWN_CALLS = 10
MODE = "calls.mode"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the menu says of the program just now. `problems` is about the phrasebanks."""

    is_resting: bool = False
    mode: Mode = Mode.SERVICE
    problems: str = ""


class Program(QObject):
    """The menu's intents. `facts` and `past_calls` are asked whenever a menu opens."""

    rest_asked = Signal(bool)
    """True to stop listening and let go of the devices, False to listen again."""
    mode_chosen = Signal(Mode)
    call_asked = Signal()
    """A call begins here, or the one that is on ends."""
    banks_asked = Signal()
    """Open the folder of the agent's own phrasebanks."""
    problems_asked = Signal()
    settings_asked = Signal()
    first_start_asked = Signal()
    """Go through the steps of the first start again."""
    shift_end_asked = Signal()
    """See who has said thank you, then quit."""
    help_asked = Signal()

    def __init__(
        self,
        facts: Callable[[], Facts],
        past_calls: Callable[[], Sequence[PastCall]],
        source: Callable[[str], Source],
        parent: QObject | None = None,
    ) -> None:
        """`source` says where a setting comes from, by its full name."""
        super().__init__(parent)
        self.facts = facts
        self.past_calls = past_calls
        self.source = source


def add_listening(menu: QMenu, program: Program) -> None:
    """Stop listening or begin again, and what the calls are for."""
    facts = program.facts()
    text = strings.LISTEN if facts.is_resting else strings.STOP_LISTENING
    _add(menu, text, lambda: program.rest_asked.emit(not facts.is_resting))
    _add(menu, strings.CALL_BOUND, program.call_asked.emit)
    below = menu.addMenu(said(strings.MODE))
    lock(below.menuAction(), program.source(MODE))
    group = QActionGroup(below)
    for mode, name in strings.MODES.items():
        action = below.addAction(said(name))
        action.setCheckable(True)
        action.setChecked(mode is facts.mode)
        group.addAction(action)
        action.triggered.connect(lambda _checked=False, one=mode: program.mode_chosen.emit(one))


def add_rest(menu: QMenu, program: Program) -> None:
    """Phrasebanks, past calls, settings and help."""
    facts = program.facts()
    banks = menu.addMenu(said(strings.PHRASEBANKS))
    _add(banks, strings.OPEN_BANKS, program.banks_asked.emit)
    if facts.problems:
        _add(banks, strings.SHOW_PROBLEMS, program.problems_asked.emit)
    else:
        banks.addAction(said(strings.NO_PROBLEMS)).setEnabled(False)
    _add_calls(menu.addMenu(said(strings.PAST_CALLS)), program.past_calls())
    _add(menu, strings.SETTINGS, program.settings_asked.emit)
    _add(menu, first_words.AGAIN, program.first_start_asked.emit)
    _add(menu, strings.HELP, program.help_asked.emit)
    _add(menu, first_words.END_SHIFT, program.shift_end_asked.emit)


def _add_calls(menu: QMenu, calls: Sequence[PastCall]) -> None:
    """To be read, not to be chosen."""
    for call in calls:
        menu.addAction(call_said(call)).setEnabled(False)
    if not calls:
        menu.addAction(said(strings.NO_CALLS)).setEnabled(False)


def call_said(call: PastCall) -> str:
    """When it was, how long, and how many prompts came up: "Mon 22/11 09:12, 4:05, 3 prompts"."""
    locale = QLocale()
    began = _local(call.began)
    short = QLocale.FormatType.ShortFormat
    when = locale.toString(QDate(began.year, began.month, began.day), short)
    clock = locale.toString(QTime(began.hour, began.minute), short)
    lasted = "–" if call.lasted is None else f"{int(call.lasted) // 60}:{int(call.lasted) % 60:02}"
    text = strings.ONE_CALL if call.prompts == 1 else strings.A_CALL
    return told(text, when=f"{when} {clock}", lasted=lasted, prompts=call.prompts)


def _local(moment: datetime) -> datetime:
    return moment.astimezone().replace(tzinfo=None)


def _add(menu: QMenu, text: str, do: Callable[[], object]) -> None:
    menu.addAction(said(text)).triggered.connect(lambda _checked=False: do())
