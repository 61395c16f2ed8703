"""One editor for each form of setting: it shows a value, and says when the agent chose another.

All of them can be used by keys alone, and tell screen readers what they are for.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from assist.core.matcher import LEAST
from assist.faults import Fault
from assist.settings.forms import Count, Length, Share
from assist.ui import settings_words as words
from assist.ui.combos import KEYS, combo_of
from assist.ui.strings import said

Choose = Callable[[Any], object]
"""Gets what the agent chose."""


class Switch(QCheckBox):
    def __init__(self, choose: Choose) -> None:
        super().__init__()
        self.toggled.connect(choose)

    def show_value(self, value: bool) -> None:
        with QSignalBlocker(self):
            self.setChecked(value)


class Pick(QComboBox):
    """One of some; what is chosen and not among them is shown all the same."""

    def __init__(self, choose: Choose) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(28)
        # Not the items' own data: Qt would make plain texts of our choices.
        self._values: list[Any] = []
        self.activated.connect(lambda at: choose(self._values[at]))

    def offer(self, choices: Iterable[tuple[Any, str]]) -> None:
        """Values with their texts, instead of those before."""
        chosen = self.currentData()
        with QSignalBlocker(self):
            self.clear()
            self._values.clear()
            for value, text in choices:
                self._add(value, text)
        if chosen is not None:
            self.show_value(chosen)

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - what the form reads
        with QSignalBlocker(self):
            if value not in self._values:
                self._add(value, str(value))
            self.setCurrentIndex(self._values.index(value))

    def _add(self, value: Any, text: str) -> None:  # noqa: ANN401 - what the form reads
        self._values.append(value)
        self.addItem(text, value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Seconds(QDoubleSpinBox):
    def __init__(self, form: Length, choose: Choose) -> None:
        super().__init__()
        is_fine = form.most <= 10
        self.setRange(form.least, form.most)
        self.setDecimals(1)
        self.setSingleStep(0.1 if is_fine else 1.0)
        self.setSuffix(" s")
        _settle(self)
        self.valueChanged.connect(lambda value: choose(round(value, 1)))

    def show_value(self, value: float) -> None:
        with QSignalBlocker(self):
            self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Number(QSpinBox):
    """A whole number, a share in per cent, or a score that may be "as written"."""

    def __init__(self, least: int, most: int, choose: Choose) -> None:
        super().__init__()
        self.setRange(least, most)
        _settle(self)
        self._parts = 1
        self._meant: Callable[[int], object] = lambda number: number
        self.valueChanged.connect(lambda number: choose(self._meant(number)))

    @classmethod
    def of_count(cls, form: Count, choose: Choose) -> "Number":
        return cls(form.least, form.most, choose)

    @classmethod
    def of_share(cls, form: Share, choose: Choose) -> "Number":
        made = cls(round(100 * form.least), round(100 * form.most), choose)
        made.setSuffix(" %")
        made.setSingleStep(5)
        made._parts = 100
        made._meant = lambda number: number / 100
        return made

    @classmethod
    def of_score(cls, choose: Choose) -> "Number":
        made = cls(LEAST - 1, 100, choose)
        made._meant = lambda number: 0 if number < LEAST else number
        return made

    def show_value(self, value: float) -> None:
        with QSignalBlocker(self):
            self.setValue(max(round(value * self._parts), self.minimum()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _settle(box: QAbstractSpinBox) -> None:
    """Only what is done typing counts, and rolling the page changes nothing."""
    box.setKeyboardTracking(False)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setMinimumWidth(120)


class KeyPick(QPushButton):
    """Shows a key; pressed, it takes the next one that is typed."""

    refused = Signal(str)
    """Why what was typed cannot be."""

    def __init__(self, choose: Choose) -> None:
        super().__init__()
        self._choose = choose
        self._value = ""
        self._is_waiting = False
        self.setMinimumWidth(200)
        self.clicked.connect(self._wait)

    def show_value(self, value: str) -> None:
        self._value = value
        self._stop()

    def _wait(self) -> None:
        self._is_waiting = True
        self.setText(said(words.PRESS_KEYS))

    def _stop(self) -> None:
        self._is_waiting = False
        self.setText(self._value or said(words.NO_KEY))

    def event(self, event: Any) -> bool:  # noqa: ANN401 - Qt hands over every kind of event
        # While it waits, no shortcut of the window may take the key first, and Tab is a key.
        if self._is_waiting and isinstance(event, QKeyEvent):
            if event.type() is event.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is event.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose("")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._wait()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: Any) -> None:  # noqa: ANN401 - Qt's own
        self._stop()
        super().focusOutEvent(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._stop()
            return
        written = written_key(event)
        if written is None:
            return
        self._stop()
        try:
            self._choose(str(combo_of(written)))
        except Fault as fault:
            self.refused.emit(f"{fault.what}; {fault.mend}")


_MODIFIERS = {
    Qt.KeyboardModifier.ControlModifier: "Ctrl",
    Qt.KeyboardModifier.AltModifier: "Alt",
    Qt.KeyboardModifier.ShiftModifier: "Shift",
    Qt.KeyboardModifier.MetaModifier: "Super",
}
_ALONE = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R,
)


def written_key(event: QKeyEvent) -> str | None:
    """The keys as the settings have them; None while only modifiers are down."""
    if event.key() in _ALONE:
        return None
    key = Qt.Key(event.key()).name.removeprefix("Key_")
    known = KEYS.get(key.lower(), key)
    return "+".join([*(text for one, text in _MODIFIERS.items() if event.modifiers() & one), known])


class Several(QWidget):
    """Some texts or paths, and buttons to add and remove."""

    def __init__(self, choose: Choose, describe: Callable[[str], str] = str) -> None:
        super().__init__()
        self._choose = choose
        self._describe = describe
        self._values: tuple[Any, ...] = ()
        self.list = QListWidget()
        self.list.setMinimumHeight(110)
        self.list.itemSelectionChanged.connect(self._enable)
        self.remove = QPushButton()
        self.remove.clicked.connect(self._remove)
        self.buttons = QHBoxLayout()
        self.buttons.addWidget(self.remove)
        self.buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        layout.addLayout(self.buttons)
        self.setFocusProxy(self.list)
        self._enable()

    def show_value(self, values: tuple[Any, ...]) -> None:
        self._values = values
        self.list.clear()
        for value in values:
            item = QListWidgetItem(self._describe(str(value)))
            item.setToolTip(str(value))
            self.list.addItem(item)
        self._enable()

    def offer_paths(self) -> None:
        """Files and folders can be added."""
        for text, add in ((words.ADD_FOLDER, self._add_folder), (words.ADD_FILE, self._add_file)):
            button = QPushButton(said(text))
            button.clicked.connect(add)
            self.buttons.insertWidget(0, button)

    def _enable(self) -> None:
        self.remove.setEnabled(bool(self.list.selectedItems()))

    def _remove(self) -> None:
        gone = {self.list.row(item) for item in self.list.selectedItems()}
        self._choose(tuple(one for at, one in enumerate(self._values) if at not in gone))

    def _add_folder(self) -> None:
        self._add(QFileDialog.getExistingDirectory(self))

    def _add_file(self) -> None:
        self._add(QFileDialog.getOpenFileName(self, filter="YAML (*.yaml *.yml)")[0])

    def _add(self, path: str) -> None:
        if path:
            self._choose(tuple(dict.fromkeys((*self._values, Path(path)))))


Editor = Switch | Pick | Seconds | Number | KeyPick | Several
