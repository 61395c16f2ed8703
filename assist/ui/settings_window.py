"""The settings window: everything an agent may set, a page for each kind. It takes effect at once.

It is an ordinary window and takes the keyboard, because the agent asked for it. What IT has locked
is shown, with where it is set, and cannot be changed. Main thread only.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assist.audio.devices import Device
from assist.audio.sides import NONE
from assist.core.words import Speaker
from assist.faults import Fault
from assist.settings import forms
from assist.settings.kept import Kept
from assist.settings.keys import Key
from assist.settings.sections import DEVICE, KEYS, MODEL, SECTIONS
from assist.speech.models import installed_models
from assist.ui import settings_words as words
from assist.ui import strings
from assist.ui.device_list import DeviceList
from assist.ui.editors import Editor, KeyPick, Number, Pick, Seconds, Several, Switch
from assist.ui.icon import app_icon
from assist.ui.locked import why_locked
from assist.ui.settings_look import as_aside, as_heading, palette
from assist.ui.strings import said, told
from assist.ui.theme import theme_for

LISTS_DEVICES_EVERY_MS = 2000
SIDES = {"sound.customer": Speaker.CUSTOMER, "sound.agent": Speaker.AGENT}
_CHOICES: Mapping[str, Mapping[Any, str]] = {
    "calls.mode": strings.MODES,
    "overlay.layout": strings.LAYOUTS,
    "overlay.theme": strings.THEMES,
    "overlay.language": words.LANGUAGES,
}


class SettingsWindow(QWidget):
    """`prompt_text` says what a prompt shows, by its id."""

    def __init__(self, kept: Kept, prompt_text: Callable[[str], str] = str) -> None:
        super().__init__()
        self._kept = kept
        self._prompt_text = prompt_text
        self._editors: dict[str, Editor] = {}
        self._faults: Sequence[Fault] = ()
        self._devices: Sequence[Device] = ()
        self.setWindowIcon(app_icon())
        self.resize(820, 600)
        self._pages = QListWidget()
        font = self._pages.font()
        font.setPixelSize(14)
        self._pages.setFont(font)
        self._pages.setSpacing(4)
        self._pages.setFrameShape(QFrame.Shape.NoFrame)
        self._pages.setFixedWidth(200)
        self._pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        self._pages.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._notice = as_aside(_label(""))
        self._close = QPushButton()
        self._close.clicked.connect(self.close)
        self._lay_out()
        self._device_list = DeviceList(self, LISTS_DEVICES_EVERY_MS)
        self._device_list.found.connect(self._offer_devices)
        self._fill()
        kept.tell(lambda before, now: self._show())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)

    @property
    def editors(self) -> Mapping[str, Editor]:
        """The editor of each setting, by its full name."""
        return self._editors

    @property
    def notice(self) -> str:
        """What it says at its foot."""
        return str(self._notice.text())

    def come_up(self) -> None:
        """Show it in front, with the keyboard."""
        self.show()
        self.raise_()
        self.activateWindow()

    def show_page(self, section: str) -> None:
        self._pages.setCurrentRow(list(SECTIONS).index(section))

    def tell_of_hotkeys(self, faults: Sequence[Fault]) -> None:
        """These keys cannot be had."""
        self._faults = faults
        self._say()

    # What it is made of

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._notice, 1)
        foot.addWidget(self._close)
        right = QVBoxLayout()
        right.addWidget(self._stack, 1)
        right.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 16, 14)
        layout.setSpacing(8)
        layout.addWidget(self._pages)
        layout.addLayout(right, 1)

    def _fill(self) -> None:
        """Everything anew, in the language of now."""
        page = max(0, self._pages.currentRow())
        self._editors.clear()
        self._pages.clear()
        while old := self._stack.widget(0):
            self._stack.removeWidget(old)
            old.deleteLater()
        for section in SECTIONS:
            self._pages.addItem(said(words.PAGES[section]))
            self._stack.addWidget(self._page(section))
        self.setWindowTitle(said(words.TITLE))
        self._pages.setAccessibleName(said(words.PAGES_NAME))
        self._close.setText(said(words.CLOSE))
        self._pages.setCurrentRow(page)
        self._dress()
        self._show()

    def _page(self, section: str) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(16, 20, 12, 12)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, 210)
        grid.setColumnStretch(1, 1)
        grid.addWidget(as_heading(_label(said(words.PAGES[section]))), 0, 0, 1, 2)
        grid.setRowMinimumHeight(0, 40)
        if section == "hotkeys":
            grid.addWidget(as_aside(_label(said(words.KEY_HOW))), 1, 0, 1, 2)
            grid.setRowMinimumHeight(1, 26)
        for key in KEYS.values():
            if key.section == section and str(key) not in words.HIDDEN:
                self._row(grid, key)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def _row(self, grid: QGridLayout, key: Key) -> None:
        name, row = str(key), grid.rowCount()
        editor = self._editors[name] = self._editor(key)
        label = _label(said(words.LABELS[name]))
        label.setBuddy(editor)
        about = as_aside(_label(self._about(key)))
        target = editor.list if isinstance(editor, Several) else editor
        target.setAccessibleName(said(words.LABELS[name]))
        target.setAccessibleDescription(about.text())
        editor.setEnabled(not self._kept.choices.is_locked(name))
        if isinstance(editor, Several):
            grid.addWidget(label, row, 0, 1, 2)
            grid.addWidget(editor, row + 1, 0, 1, 2)
            grid.addWidget(about, row + 2, 0, 1, 2)
        else:
            grid.addWidget(label, row, 0)
            grid.addWidget(editor, row, 1, Qt.AlignmentFlag.AlignLeading)
            grid.addWidget(about, row + 1, 0, 1, 2)
        is_said = name in words.SAYS_ALL and not self._kept.choices.is_locked(name)
        about.setVisible(not is_said)
        grid.setRowMinimumHeight(grid.rowCount(), 8)

    def _about(self, key: Key) -> str:
        why = why_locked(self._kept.choices.sources[str(key)])
        return f"{said(key.about)} {why}".strip()

    def _editor(self, key: Key) -> Editor:
        choose = partial(self._choose, str(key))
        match key.form:
            case forms.Switch():
                return Switch(choose)
            case forms.Length():
                return Seconds(key.form, choose)
            case forms.Share():
                return Number.of_share(key.form, choose)
            case forms.Count():
                return Number.of_count(key.form, choose)
            case forms.Score():
                score = Number.of_score(choose)
                score.setSpecialValueText(said(words.AS_WRITTEN))
                return score
            case forms.Keys():
                pick = KeyPick(choose)
                pick.refused.connect(self._notice.setText)
                return pick
            case forms.Names() | forms.Paths():
                return self._several(key, choose)
            case _:
                return self._pick(key, choose)

    def _several(self, key: Key, choose: Callable[[Any], None]) -> Several:
        if isinstance(key.form, forms.Paths):
            several = Several(choose)
            several.remove.setText(said(words.REMOVE))
            several.offer_paths()
            return several
        several = Several(choose, self._prompt_text)
        several.remove.setText(said(words.SHOW_AGAIN))
        several.list.setProperty("placeholder", said(words.NO_NEVER_AGAIN))
        return several

    def _pick(self, key: Key, choose: Callable[[Any], None]) -> Pick:
        pick = Pick(choose)
        if key.form is DEVICE:
            pick.offer(self._device_choices(SIDES[str(key)]))
        elif key.form is MODEL:
            pick = Pick(partial(self._choose_model, choose))
            models = [(one.name, one.title) for one in installed_models()]
            pick.offer(
                [
                    ("", said(words.EMBEDDED_MODEL)),
                    *models,
                    (CHOOSE_FOLDER, said(words.CHOOSE_FOLDER)),
                ]
            )
        else:
            pick.offer([(one, said(text)) for one, text in _CHOICES[str(key)].items()])
        return pick

    # What is true now

    def _show(self) -> None:
        for name, editor in self._editors.items():
            editor.show_value(self._kept.now.value(name))  # type: ignore[arg-type]
            editor.setEnabled(not self._kept.choices.is_locked(name))
        self._say()

    def _say(self) -> None:
        taken: dict[str, str] = {}
        twice = [
            told(words.SET_TWICE, keys=keys)
            for name, editor in self._editors.items()
            if isinstance(editor, KeyPick)
            and (keys := str(self._kept.now.value(name)))
            and taken.setdefault(keys, name) != name
        ]
        self._notice.setText(
            " ".join([self._kept.sentence, *twice, *map(str, self._faults)]).strip()
        )

    def _dress(self) -> None:
        theme = theme_for(self._kept.now.overlay.theme, QGuiApplication.styleHints())
        self.setPalette(palette(theme))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.LayoutDirectionChange):
            # Qt still tells the old widgets, which must be there until it has.
            QTimer.singleShot(0, self, self._fill)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._device_list.start()

    def hideEvent(self, event: Any) -> None:  # noqa: ANN401 - Qt's own
        self._device_list.stop()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    # What the agent chooses

    def _choose(self, name: str, value: object) -> None:
        self._kept.change({name: value})
        if name == "overlay.theme":
            self._dress()

    def _choose_model(self, choose: Callable[[Any], None], name: str) -> None:
        if name != CHOOSE_FOLDER:
            choose(name)
            return
        folder = QFileDialog.getExistingDirectory(self)
        choose(folder or self._kept.now.speech.model)

    # Devices

    def _offer_devices(self, devices: Sequence[Device]) -> None:
        if devices == self._devices:
            return
        self._devices = devices
        for name, side in SIDES.items():
            pick = self._editors[name]
            assert isinstance(pick, Pick)
            if not pick.view().isVisible():
                pick.offer(self._device_choices(side))

    def _device_choices(self, side: Speaker) -> list[tuple[str, str]]:
        fitting = [(one.name, one.description) for one in self._devices if side in one.sides]
        first = [("", said(words.DEFAULT_DEVICE)), (NONE, said(words.NO_DEVICE))]
        return [first[0], *fitting, first[1]]


def _label(text: str) -> QLabel:
    """A text that may be long."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


CHOOSE_FOLDER = "…"
"""No model's name: stands for a folder that is to be chosen."""
