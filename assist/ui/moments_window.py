"""The ripple: the moments in which customers thanked the agent, shown before the program quits.

For the agent alone, from this computer only. Each can be deleted, and all of them. Closing the
window is all that it ever needs. Main thread only.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QDateTime, QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from assist.faults import Fault
from assist.moments import Moment
from assist.ui import first_words as words
from assist.ui.first_look import first_sheet
from assist.ui.first_start import label
from assist.ui.icon import app_icon
from assist.ui.options import Options
from assist.ui.roomy import room_for
from assist.ui.strings import said, told
from assist.ui.text import plain
from assist.ui.theme import theme_for

ID = Qt.ItemDataRole.UserRole


class Keepsake(Protocol):
    """The moments that are kept: `assist.moments.Moments`."""

    def all(self) -> Sequence[Moment]: ...

    def since(self, moment: datetime) -> Sequence[Moment]: ...

    def delete(self, number: int) -> bool: ...

    def delete_all(self) -> int: ...


class MomentsWindow(QWidget):
    """`about` says what a prompt is, by its id, where the customer's words were not kept. With `since`
    only the moments from then on show, in a smaller window, and there is nothing to delete all.
    """

    closed = Signal()

    def __init__(
        self,
        moments: Keepsake,
        about: Callable[[str], str] = str,
        options: Options | None = None,
        since: datetime | None = None,
    ) -> None:
        super().__init__()
        self._moments, self._about, self._since = moments, about, since
        self._options = options or Options()
        self.setWindowIcon(app_icon())
        self.resize(room_for(520, 480 if since is None else 300, self._options.text_scale))
        self._title, self._says, self._fault = label("title"), label("asks"), label("fault")
        self._list = QListWidget()
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentRowChanged.connect(self._name_buttons)
        self._delete, self._delete_all, self._close = QPushButton(), QPushButton(), QPushButton()
        self._delete.clicked.connect(self._delete_one)
        self._delete_all.clicked.connect(self._delete_every)
        self._close.clicked.connect(self.close)
        self._close.setObjectName("next")
        self._delete_all.setVisible(since is None)
        self._lay_out()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)
        self._dress()
        self._translate()

    def come_up(self) -> None:
        """Show what is kept now."""
        self._fill()
        self.show()
        self.raise_()
        self.activateWindow()
        self._close.setFocus()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._delete)
        row.addWidget(self._delete_all)
        row.addStretch()
        row.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(12)
        above: tuple[QLabel, ...] = (self._title, self._says)
        for part in above:
            column.addWidget(part)
        column.addWidget(self._list, 1)
        column.addWidget(self._fault)
        column.addLayout(row)

    def _fill(self) -> None:
        """The newest first."""
        self._list.clear()
        self._fault.setVisible(False)
        try:
            since = self._since
            kept = self._moments.all() if since is None else self._moments.since(since)
        except Fault as fault:
            self._tell(fault)
            kept = ()
        for moment in reversed(kept):
            item = QListWidgetItem(self._line(moment))
            item.setData(ID, moment.id)
            self._list.addItem(item)
        self._says.setText(said(words.MOMENTS_SAY if kept else words.NO_MOMENTS))
        self._name_buttons()

    def _line(self, moment: Moment) -> str:
        when = _when(moment.at)
        if moment.words:
            return told(words.MOMENT_WITH_WORDS, when=when, words=plain(moment.words))
        return told(words.MOMENT, when=when, what=plain(self._about(moment.prompt)))

    def _delete_one(self) -> None:
        item, row = self._list.currentItem(), self._list.currentRow()
        if item is not None:
            self._do(lambda: self._moments.delete(item.data(ID)))
            self._list.setCurrentRow(min(row, self._list.count() - 1))

    def _delete_every(self) -> None:
        """Pressed twice: it cannot be taken back."""
        if self._is_sure:
            self._do(self._moments.delete_all)
        else:
            self._delete_all.setText(said(words.DELETE_ALL_SURE))

    @property
    def _is_sure(self) -> bool:
        return self._delete_all.text() == said(words.DELETE_ALL_SURE)

    def _do(self, delete: Callable[[], object]) -> None:
        try:
            delete()
        except Fault as fault:
            self._fill()
            self._tell(fault)
        else:
            self._fill()

    def _tell(self, fault: Fault) -> None:
        self._fault.setText(str(fault))
        self._fault.setVisible(True)

    def _name_buttons(self, _row: int = 0) -> None:
        self._delete.setEnabled(self._list.currentItem() is not None)
        self._delete_all.setEnabled(self._list.count() > 0)
        self._delete_all.setText(said(words.DELETE_ALL))

    def _translate(self) -> None:
        title = said(words.MOMENTS_TITLE if self._since is None else words.SHIFT_TITLE)
        self.setWindowTitle(title)
        self._title.setText(title)
        self._list.setAccessibleName(title)
        self._delete.setText(said(words.DELETE_ONE))
        self._close.setText(said(words.QUIT))
        self._fill()

    def _dress(self) -> None:
        theme = theme_for(self._options.theme, QGuiApplication.styleHints())
        self.setStyleSheet(first_sheet(theme, self._options.text_scale))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_Delete:
            self._delete_one()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focused, QPushButton):
                focused.click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)


def _when(at: datetime) -> str:
    """In the agent's own clock and way of writing."""
    moment = QDateTime.fromSecsSinceEpoch(round(at.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
