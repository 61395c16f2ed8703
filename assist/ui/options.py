"""What an agent may choose about the overlay, as plain facts that a settings file can hold.

Promise: whatever is in an `Options` can be drawn: numbers are brought into their limits here.
"""

from dataclasses import dataclass
from enum import StrEnum

from assist.ui.fonts import LARGEST, SMALLEST

FAINTEST = 0.5
"""Least opacity of the panel. The letters stay solid at any."""


class Layout(StrEnum):
    """How much room a card may take."""

    COMPACT = "compact"
    CARD = "card"
    COLUMN = "column"


class ThemeChoice(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Language(StrEnum):
    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"


@dataclass(frozen=True, slots=True)
class Options:
    """`text_scale` is 0.8 to 2, `opacity` 0.5 to 1 (of what the theme has)."""

    layout: Layout = Layout.CARD
    theme: ThemeChoice = ThemeChoice.SYSTEM
    language: Language = Language.SYSTEM
    text_scale: float = 1.0
    opacity: float = 1.0
    reduced_motion: bool = False
    click_through: bool = False
    above_full_screen: bool = False
    on_every_desktop: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "text_scale", min(max(self.text_scale, SMALLEST), LARGEST))
        object.__setattr__(self, "opacity", min(max(self.opacity, FAINTEST), 1.0))
