"""The one number that is kept of how an agent speaks: their usual pace, in words a minute.

It lets the next call begin with it instead of learning it anew. It is a line in a file of the
user's own data, for nobody's eyes; whoever deletes the file starts again.
"""

import math
import threading
from contextlib import suppress
from pathlib import Path

USUAL_PACE = "usual-pace.txt"
"""The file's name among the user's own data."""

_SLOWEST, _FASTEST = 40.0, 400.0
"""Words a minute between which people speak: anything else in the file is a slip, and is let go."""


class UsualPace:
    """One user's number: read once, kept at the end of each call."""

    def __init__(self, path: Path) -> None:
        """A file that is not there or holds no such number is as none."""
        self._path = path
        self._writing: threading.Thread | None = None
        self.wpm = _read(path)

    def keep(self, wpm: float | None) -> None:
        """From now on this is usual. Returns at once: a call never waits for a slow disk."""
        if wpm is None:
            return
        self.wpm = min(max(wpm, _SLOWEST), _FASTEST)
        self.wait()
        self._writing = threading.Thread(target=self._write, args=(self.wpm,), daemon=True)
        self._writing.start()

    def wait(self) -> None:
        """Until what was kept is written, or for a second."""
        if self._writing is not None:
            self._writing.join(1.0)

    def _write(self, wpm: float) -> None:
        # Where it cannot be written, the next start learns it anew: no reason to disturb anybody.
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new = self._path.with_suffix(".new")
            new.write_text(f"{wpm:.1f}\n", encoding="ascii")
            new.replace(self._path)


def _read(path: Path) -> float | None:
    try:
        wpm = float(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return wpm if math.isfinite(wpm) and _SLOWEST <= wpm <= _FASTEST else None
