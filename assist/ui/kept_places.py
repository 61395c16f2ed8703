"""Keeps where the window stands in each arrangement of monitors, in a file of its own.

It is no setting that anyone would write by hand. A file that is lost or spoilt only puts the
window back to its first place; one that cannot be written costs no more than that.
"""

import json
import os
import tempfile
from pathlib import Path

from assist.ui.places import Places

FILE = "places.json"


def load_places(path: Path) -> Places:
    try:
        return Places.from_plain(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Places()


def save_places(places: Places, path: Path) -> bool:
    """Says whether it could be kept."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix=".places-", dir=path.parent)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump(places.as_plain(), file, indent=1)
        Path(name).replace(path)
    except OSError:
        return False
    return True
