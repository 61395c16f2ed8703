"""What is wrong in the phrasebanks, to be read and copied."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from assist.core.problems import Problem
from assist.ui import strings
from assist.ui.icon import app_icon
from assist.ui.strings import said


class ProblemsWindow(QWidget):
    """An ordinary window: it takes the keyboard, because the agent asked for it."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowIcon(app_icon())
        self.resize(640, 360)
        self._text = QPlainTextEdit(readOnly=True)
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self.setWindowTitle(said(strings.PROBLEMS))
        self._text.setAccessibleName(said(strings.PROBLEMS))
        self._text.setPlainText("\n\n".join(map(str, problems)) or said(strings.NO_PROBLEMS))
        self.show()
        self.raise_()
        self.activateWindow()
