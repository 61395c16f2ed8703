"""Runs first in a bundle: the libraries that it carries are found before those of the system.

`sounddevice` asks ctypes for PortAudio, and ctypes asks the system only, by starting a compiler's tools:
slow where they are there, and in vain on a clean machine.
"""

import ctypes.util
import sys
from pathlib import Path

_CARRIED = {
    path.name.removeprefix("lib").partition(".so")[0]: str(path)
    for path in Path(getattr(sys, "_MEIPASS", ".")).glob("lib*.so*")
}
_of_the_system = ctypes.util.find_library


def _find_library(name: str) -> str | None:
    return _CARRIED.get(name) or _of_the_system(name)


ctypes.util.find_library = _find_library
