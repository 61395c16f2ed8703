"""What an agent may choose about the overlay, as plain facts; the settings file holds them.

Promise: whatever is in an `Options` can be drawn: numbers are brought into their limits here. It
knows nothing of Qt.
"""

from dataclasses import dataclass
from enum import StrEnum

from assist.settings.forms import Choice, Share, Switch
from assist.settings.keys import key

FAINTEST = 0.5
"""Least opacity of the panel. The letters stay solid at any."""

SMALLEST, LARGEST = 0.8, 2.0
"""How far an agent may scale the text."""


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

    layout: Layout = key(Choice(Layout), Layout.CARD, "How much room a card may take.")
    theme: ThemeChoice = key(Choice(ThemeChoice), ThemeChoice.SYSTEM, "The colours.")
    language: Language = key(Choice(Language), Language.SYSTEM, "The language of the windows.")
    text_scale: float = key(Share(SMALLEST, LARGEST), 1.0, "The size of the text.")
    opacity: float = key(Share(FAINTEST, 1.0), 1.0, "How solid the panel is; letters stay solid.")
    reduced_motion: bool = key(Switch(), False, "Nothing fades or glides.")
    click_through: bool = key(Switch(), False, "Clicks go to the window behind.")
    above_full_screen: bool = key(Switch(), False, "Also above programs that fill the screen.")
    on_every_desktop: bool = key(Switch(), True, "On every desktop, not on one of them.")
    gauge: bool = key(Switch(), False, "Shows the pace of speech while resting.")
    transcript: bool = key(Switch(), False, "Lets the last lines heard be seen; never kept.")

    def __post_init__(self) -> None:
        object.__setattr__(self, "text_scale", min(max(self.text_scale, SMALLEST), LARGEST))
        object.__setattr__(self, "opacity", min(max(self.opacity, FAINTEST), 1.0))
