"""Letters: which font each text of the window is set in, and how wide a text is in it.

All sizes are logical pixels at 100 % text size. A computer without any font draws boxes and
reports no error, so `require_font` says it.
"""

import sys
from enum import StrEnum
from functools import cached_property

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from assist.faults import Fault
from assist.ui.options import LARGEST, SMALLEST


class Text(StrEnum):
    """What a text is for: each has its own size and weight."""

    LABEL = "label"
    HEADLINE = "headline"
    COMPACT = "compact"
    DETAIL = "detail"
    QUOTE = "quote"
    BUTTON = "button"
    NOTICE = "notice"
    EARLIER = "earlier"
    WHY = "why"
    PHASE = "phase"
    STEP = "step"


SIZES: dict[Text, float] = {
    Text.LABEL: 12.0,
    Text.HEADLINE: 21.0,
    Text.COMPACT: 17.0,
    Text.DETAIL: 14.0,
    Text.QUOTE: 13.0,
    Text.BUTTON: 12.0,
    Text.NOTICE: 13.0,
    Text.EARLIER: 13.0,
    Text.WHY: 12.5,
    Text.PHASE: 11.5,
    Text.STEP: 12.0,
}
WEIGHTS: dict[Text, QFont.Weight] = {
    Text.LABEL: QFont.Weight.Bold,
    Text.HEADLINE: QFont.Weight.DemiBold,
    Text.COMPACT: QFont.Weight.DemiBold,
    Text.PHASE: QFont.Weight.Bold,
    Text.BUTTON: QFont.Weight.Medium,
}
LEADING = 1.26
"""Distance of two lines, in sizes of the font."""

FAMILIES = ["Inter", "Segoe UI", "Noto Sans", "Open Sans", "Ubuntu", "Cantarell", "DejaVu Sans"]


class NoFont(Fault):
    """No font is installed: every letter would be drawn as an empty box."""


def require_font() -> None:
    """Raises NoFont where nothing can be written. Needs a QGuiApplication."""
    # The list of families is no proof: without a font it still names "Sans Serif".
    if not QFontDatabase.families() or not QFontMetricsF(QFont()).inFont("a"):
        raise NoFont(
            "the overlay",
            "no font is installed on this computer, so letters would be drawn as boxes",
            "install one, for example the package fonts-dejavu-core or fonts-noto-core",
        )


class Letters:
    """The fonts of one text size, and what they measure."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = min(max(scale, SMALLEST), LARGEST)
        self._fonts = {text: self._font(text) for text in Text}
        self._metrics = {text: QFontMetricsF(font) for text, font in self._fonts.items()}

    def font(self, text: Text) -> QFont:
        return self._fonts[text]

    def wide(self, text: Text, words: str) -> float:
        """How much room the words need: the pen's way or the ink, whichever reaches farther."""
        metrics = self._metrics[text]
        ink = metrics.boundingRect(words)
        return max(metrics.horizontalAdvance(words), ink.right() - min(ink.left(), 0.0))

    def ascent(self, text: Text) -> float:
        return self._metrics[text].ascent()

    def descent(self, text: Text) -> float:
        return self._metrics[text].descent()

    def leading(self, text: Text) -> float:
        """From one baseline to the next."""
        metrics = self._metrics[text]
        return max(SIZES[text] * self.scale * LEADING, metrics.ascent() + metrics.descent())

    @cached_property
    def families(self) -> list[str]:
        """The desktop's own font where there is one that everybody knows, else the first found."""
        if sys.platform in ("win32", "darwin"):
            system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
            return [system.family(), *FAMILIES]
        return FAMILIES

    def _font(self, text: Text) -> QFont:
        font = QFont()
        font.setFamilies(self.families)
        font.setPixelSize(round(SIZES[text] * self.scale))
        font.setWeight(WEIGHTS.get(text, QFont.Weight.Normal))
        # Without hinting a card looks the same at every scale, and in the pictures of it.
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if text is Text.LABEL:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6 * self.scale)
        return font
