"""Which language the window speaks. It changes at once: Qt tells every window.

The tables are plain Python, so that a build needs no compiler of translations and a text that is
missing is found by a test.
"""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from assist.ui.options import Language
from assist.ui.strings import CONTEXT
from assist.ui.translations import TABLES


class Catalogue(QTranslator):
    """Qt's translator, out of one of our tables."""

    def __init__(self, table: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = table

    def isEmpty(self) -> bool:
        return not self._table

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - Qt's own name
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """The text, or nothing, which Qt takes as "as it is"."""
        return self._table.get(sourceText, "") if context == CONTEXT else ""


class Tongue(QObject):
    """Has one language at a time. Main thread only; keep it as long as the program."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue: Catalogue | None = None

    def speak(self, language: Language) -> None:
        """From now on; windows that are open change too."""
        if self._catalogue is not None:
            QCoreApplication.removeTranslator(self._catalogue)
            self._catalogue = None
        name = _name(language)
        if name in TABLES:
            self._catalogue = Catalogue(TABLES[name], self)
            QCoreApplication.installTranslator(self._catalogue)
        QApplication.setLayoutDirection(_direction(language))


def _name(language: Language) -> str:
    if language is not Language.SYSTEM:
        return language.value
    return QLocale.system().name().partition("_")[0]


def _direction(language: Language) -> Qt.LayoutDirection:
    if language is Language.SYSTEM:
        return QLocale.system().textDirection()
    return QLocale(language.value).textDirection()
