"""What the window says in other languages: one plain table for each, from the English."""

from collections.abc import Mapping

from assist.ui.translations.de import GERMAN
from assist.ui.translations.es import SPANISH
from assist.ui.translations.first_de import FIRST_GERMAN
from assist.ui.translations.first_es import FIRST_SPANISH
from assist.ui.translations.settings_de import SETTINGS_GERMAN
from assist.ui.translations.settings_es import SETTINGS_SPANISH

TABLES: Mapping[str, Mapping[str, str]] = {
    "de": {**GERMAN, **FIRST_GERMAN, **SETTINGS_GERMAN},
    "es": {**SPANISH, **FIRST_SPANISH, **SETTINGS_SPANISH},
}
