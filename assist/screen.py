"""Whether there is a screen to draw on."""

import os
import sys


def has_screen() -> bool:
    """Whether a window could be shown; on Linux a display must be named in the environment."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
