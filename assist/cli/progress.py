"""How far a long errand is: a bar on a terminal, a plain line now and then elsewhere.

Always on standard error: standard output is for the answer.
"""

import time
from typing import TextIO

_WIDTH = 30
_BAR_EVERY = 0.1
_LINE_EVERY = 10.0
"""Seconds."""


class Progress:
    """Shows one errand at a time."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._bar = out.isatty()
        self._drawn = False
        self._next_at = 0.0

    def say(self, line: str) -> None:
        """A new step begins."""
        self.end()
        self._out.write(f"{line}\n")
        self._out.flush()
        self._next_at = 0.0 if self._bar else time.monotonic() + _LINE_EVERY

    def tell(self, got: int, total: int) -> None:
        """So many bytes have come; `total` is 0 while it is unknown."""
        now = time.monotonic()
        if now < self._next_at and not (self._bar and got == total):
            return
        self._next_at = now + (_BAR_EVERY if self._bar else _LINE_EVERY)
        text = _amount(got, total)
        if self._bar:
            filled = _WIDTH * got // total if total else 0
            self._out.write(f"\r[{'#' * filled:{_WIDTH}}] {text}\x1b[K")
            self._drawn = True
        else:
            self._out.write(f"{text}\n")
        self._out.flush()

    def end(self) -> None:
        """Leave the bar's line."""
        if self._drawn:
            self._out.write("\n")
            self._out.flush()
            self._drawn = False


def _amount(got: int, total: int) -> str:
    if not total:
        return f"{got / 1e6:.1f} MB"
    return f"{100 * got // total:3} %  {got / 1e6:.1f} of {total / 1e6:.1f} MB"
