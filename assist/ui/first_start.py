"""The first start's window: three steps with live meters, in about a minute, each may be left.

It is an ordinary window and takes the keyboard: nobody is on a call yet. All of it can be done with
the keyboard alone. What it shows is decided in `assist.first_start`. Main thread only.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assist.audio.devices import Device
from assist.core.cards import Picture
from assist.core.words import Speaker
from assist.first_start import LINES, SIDES, FirstStart, Step
from assist.settings.layers import Source
from assist.speech.models import ModelInfo
from assist.ui import first_words as words
from assist.ui.device_list import DeviceList
from assist.ui.first_look import first_sheet
from assist.ui.icon import app_icon
from assist.ui.level import LevelBar
from assist.ui.locked import why_locked
from assist.ui.options import Options
from assist.ui.roomy import room_for, scrolled
from assist.ui.signs import Box, Choice
from assist.ui.strings import said, told
from assist.ui.text import plain
from assist.ui.theme import theme_for

LOOKS_EVERY_MS = 100
LISTS_EVERY_MS = 3000
STEPS = tuple(Step)
TITLES = {
    Step.MICROPHONE: (words.MICROPHONE_TITLE, words.MICROPHONE_ASKS),
    Step.CUSTOMER: (words.CUSTOMER_TITLE, words.CUSTOMER_ASKS),
    Step.PROMPT: (words.PROMPT_TITLE, words.PROMPT_ASKS),
}
DONE = {
    Step.MICROPHONE: words.MICROPHONE_DONE,
    Step.CUSTOMER: words.CUSTOMER_DONE,
    Step.PROMPT: words.PROMPT_DONE,
}
CHOICES = {Step.MICROPHONE: words.MICROPHONE, Step.CUSTOMER: words.CUSTOMER}
PLAYS = {Step.CUSTOMER: words.PLAY_VOICE, Step.PROMPT: words.PLAY_SENTENCE}
HEARD_FROM = {**SIDES, Step.PROMPT: Speaker.CUSTOMER}


class Page(QWidget):
    """One step: what is asked, a device to choose, a button to play, the meter, what was heard."""

    def __init__(self, step: Step, meter: LevelBar) -> None:
        super().__init__()
        self.step = step
        self.title, self.asks = label("title"), label("asks")
        self.choice = Choice()
        self.chosen_for = label("of")
        self.chosen_for.setBuddy(self.choice)
        self.play = QPushButton()
        self.meter = meter
        self.heard, self.found = label("heard"), label("found")
        column = self.column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        above: tuple[QWidget, ...] = (self.title, self.asks, self.chosen_for, self.choice)
        for part in above:
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.play)
        row.addStretch()
        column.addLayout(row)
        below: tuple[QWidget, ...] = (self.meter, self.heard, self.found)
        for part in below:
            column.addWidget(part)
        self.chosen_for.setVisible(step in CHOICES)
        self.choice.setVisible(step in CHOICES)
        self.play.setVisible(step in PLAYS)
        column.addStretch()

    @property
    def first(self) -> QWidget:
        """What has the keyboard when the step comes."""
        is_chosen = self.step is Step.MICROPHONE and self.choice.isEnabled()
        return self.choice if is_chosen else self.play

    def translate(self) -> None:
        title, asks = TITLES[self.step]
        self.title.setText(said(title))
        self.asks.setText(said(asks))
        self.meter.setAccessibleName(said(words.LEVEL))
        if self.step in CHOICES:
            self.chosen_for.setText(said(CHOICES[self.step]))
            self.choice.setAccessibleName(said(CHOICES[self.step]))
        if self.step in PLAYS:
            self.play.setText(said(PLAYS[self.step]))


class FirstStartWindow(QWidget):
    """`picture` gives what the overlay shows now; `chosen` the device of each side by name, "" for
    the default one; `sources` where each of them comes from, as IT may have locked it.
    """

    finished = Signal()

    def __init__(
        self,
        first: FirstStart,
        picture: Callable[[], Picture],
        model: ModelInfo,
        chosen: dict[Speaker, str],
        options: Options | None = None,
        sources: Mapping[Speaker, Source] | None = None,
    ) -> None:
        super().__init__()
        self._first, self._picture, self._model = first, picture, model
        self._sources = sources or {}
        self._names = dict(chosen)
        self._options = options or Options()
        self._played = ""
        self._is_over = False
        self._theme = theme_for(self._options.theme, QGuiApplication.styleHints())
        self._pages = {step: Page(step, LevelBar(self._theme)) for step in STEPS}
        self._stack = QStackedWidget()
        self._lay_out()
        self._watch = QTimer(self, interval=LOOKS_EVERY_MS)
        self._watch.timeout.connect(self.look)
        self._lists = DeviceList(self, LISTS_EVERY_MS)
        self._lists.found.connect(self._offer)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)
        self._dress()
        self._translate()

    # What it is made of

    def _lay_out(self) -> None:
        self.setWindowIcon(app_icon())
        self.resize(room_for(560, 560, self._options.text_scale))
        self._progress = label("progress")
        self._model_says, self._command = label("model"), QLineEdit(words.MODEL_COMMAND)
        self._command.setReadOnly(True)
        self._accept = Box()
        self._accept.toggled.connect(self._name_buttons)
        self._kept = label("kept")
        self._back, self._next = QPushButton(), QPushButton()
        self._next.setObjectName("next")
        self._back.clicked.connect(lambda: self.go(-1))
        self._next.clicked.connect(lambda: self.go(1))
        for step, page in self._pages.items():
            self._stack.addWidget(scrolled(page))
            page.play.clicked.connect(self._play)
            page.choice.activated.connect(lambda _place, one=step: self._choose(one))
        self._pages[Step.PROMPT].column.addWidget(self._model_part())
        row = QHBoxLayout()
        row.addWidget(self._kept, 1)
        for button in (self._back, self._next):
            button.setAutoDefault(True)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(12)
        column.addWidget(self._progress)
        column.addWidget(self._stack, 1)
        column.addLayout(row)

    def _model_part(self) -> QFrame:
        part = QFrame()
        part.setObjectName("part")
        column = QVBoxLayout(part)
        self._model_title = label("of")
        for one in (self._model_title, self._model_says, self._command, self._accept):
            column.addWidget(one)
        for one in (self._command, self._accept):
            one.setVisible(self._model.demonstration)
        return part

    # The steps

    @property
    def step(self) -> Step:
        return STEPS[self._stack.currentIndex()]

    def chosen(self, side: Speaker) -> str:
        """The device of this side as it can be read."""
        page = next(self._pages[step] for step, one in SIDES.items() if one is side)
        return page.choice.currentText()

    def begin(self) -> None:
        """Show the first step, and listen."""
        self._show(0)
        self.show()
        self.raise_()
        self.activateWindow()
        self._watch.start()
        self._lists.start()

    def leave(self) -> None:
        """The program ends: the steps come again the next time."""
        self._is_over = True
        self._watch.stop()
        self._lists.stop()
        self.close()

    def go(self, by: int) -> None:
        """To the next step or the one before; after the last, finish."""
        place = self._stack.currentIndex() + by
        if place == len(STEPS):
            self.close()
        elif place >= 0:
            self._show(place)

    def _show(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._played = ""
        self._first.begin(self.step)
        self._name_buttons()
        first = self._pages[self.step].first
        (self._next if first.isHidden() else first).setFocus()
        self.look()

    def _choose(self, step: Step) -> None:
        side, device = SIDES[step], self._pages[step].choice.currentData()
        if device != self._names[side]:
            self._names[side] = device
            self._first.choose(side, device)
            self._first.begin(step)

    def _play(self) -> None:
        self._played = self._first.play().text if self.step in LINES else ""
        self.look()

    # What is seen

    def look(self) -> None:
        """The moment as it is: ten times a second."""
        picture = self._picture()
        was = frozenset(self._first.done)
        self._first.see(picture)
        page, side = self._pages[self.step], HEARD_FROM[self.step]
        page.meter.draw(picture.agent if side is Speaker.AGENT else picture.customer)
        page.heard.setText(self._heard(side))
        page.found.setText(self._found())
        if was != self._first.done:
            self._name_buttons()

    def _heard(self, side: Speaker) -> str:
        if self.step is Step.PROMPT and self._played:
            return told(words.PLAYED, words=self._played)
        heard = plain(self._first.words(side))
        if heard:
            return told(words.HEARD, words=heard)
        # Sound may be heard before its first words are, or while a call has them.
        return "" if self.step in self._first.done else said(words.NOTHING_HEARD)

    def _found(self) -> str:
        if self._played and not self._first.could_play:
            return said(words.NO_OUTPUT)
        if why_not := self._first.why_not(HEARD_FROM[self.step]):
            return why_not
        if self.step not in self._first.done:
            return ""
        card = self._first.card
        shown = f" {plain(card.show)}" if self.step is Step.PROMPT and card else ""
        return f"✓ {said(DONE[self.step])}{shown}"

    # The devices

    def _offer(self, devices: Sequence[Device]) -> None:
        for step, side in SIDES.items():
            able = {one.name: one.description for one in devices if side in one.sides}
            self._fill(self._pages[step].choice, able, self._names[side])

    def _fill(self, choice: QComboBox, able: dict[str, str], chosen: str) -> None:
        offered = {"": said(words.DEFAULT_DEVICE), **able}
        if chosen not in offered:
            offered[chosen] = told(words.DEVICE_AWAY, device=chosen)
        now = {choice.itemData(place): choice.itemText(place) for place in range(choice.count())}
        if now == offered or choice.view().isVisible():
            return
        choice.clear()
        for name, description in offered.items():
            choice.addItem(description, name)
        choice.setCurrentIndex(list(offered).index(chosen))

    # How it looks

    def _name_buttons(self) -> None:
        is_last = self.step is STEPS[-1]
        is_done = self.step in self._first.done
        if is_last:
            is_ready = self._accept.isChecked() or not self._model.demonstration
            is_all = is_ready and self._first.done == set(STEPS)
            self._next.setText(said(words.FINISH if is_all else words.FINISH_LATER))
        else:
            self._next.setText(said(words.NEXT if is_done else words.LATER))
        self._back.setEnabled(self._stack.currentIndex() > 0)
        place = self._stack.currentIndex() + 1
        self._progress.setText(told(words.PROGRESS, step=place, steps=len(STEPS)))

    def _translate(self) -> None:
        self.setWindowTitle(said(words.TITLE))
        for page in self._pages.values():
            page.translate()
            page.choice.clear()
        for step, side in SIDES.items():
            page, why = self._pages[step], why_locked(self._sources.get(side, Source()))
            page.choice.setEnabled(not why)
            if why:
                page.chosen_for.setText(f"{said(CHOICES[step])}. {why}")
        self._lists.ask()
        self._back.setText(said(words.BACK))
        self._kept.setText(said(words.KEPT))
        self._model_title.setText(said(words.MODEL_TITLE))
        is_real = not self._model.demonstration
        ready = told(words.MODEL_READY, model=self._model.title)
        self._model_says.setText(ready if is_real else said(words.MODEL_DEMONSTRATION))
        self._command.setAccessibleName(said(words.MODEL_DEMONSTRATION))
        self._accept.setText(said(words.MODEL_ACCEPT))
        self._name_buttons()

    def _dress(self) -> None:
        self._theme = theme_for(self._options.theme, QGuiApplication.styleHints())
        self._accept.ink = self._theme.panel
        self.setStyleSheet(first_sheet(self._theme, self._options.text_scale))
        for page in self._pages.values():
            page.meter.wear(self._theme)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_focused()
        else:
            super().keyPressEvent(event)

    def _press_focused(self) -> None:
        """Enter presses the button that has the keyboard, else it goes on."""
        focused = self.focusWidget()
        (focused if isinstance(focused, QPushButton) else self._next).click()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._is_over:
            self._is_over = True
            self._watch.stop()
            self._lists.stop()
            self._first.end()
            self.finished.emit()
        super().closeEvent(event)


def label(name: str) -> QLabel:
    """Plain text only: what is heard and what devices are called comes from outside."""
    made = QLabel()
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    return made
