"""What the window says in other languages: one plain table for each, from the English."""

from collections.abc import Mapping

from assist.ui.translations.de import GERMAN
from assist.ui.translations.es import SPANISH

TABLES: Mapping[str, Mapping[str, str]] = {"de": GERMAN, "es": SPANISH}
