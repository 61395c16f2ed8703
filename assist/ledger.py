"""A small database of the user's own that is written without anybody waiting for it.

It writes on a thread of its own, so that a slow or full disk never delays a prompt; what cannot be
written is kept and tried again. The file and its folder are for this user alone.
"""

import os
import queue
import sqlite3
import threading
import time
from collections import deque
from contextlib import closing
from pathlib import Path

from assist.faults import Fault

_TRIES_AGAIN_AFTER = 5.0
_MOST_KEPT = 10_000
_CLOSES_WITHIN = 3.0

Value = str | int | float | None
_Write = tuple[str, tuple[Value, ...]]


class Ledger:
    """Takes statements and has them written soon. `fault` says why nothing can be written now."""

    def __init__(self, path: Path, schema: str, what: str) -> None:
        """`what` names it for people: "journal". The file is made with the first statement."""
        self.fault: Fault | None = None
        self._path = path
        self._schema = schema
        self._what = what
        self._inbox: queue.SimpleQueue[_Write | threading.Event | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._keep, name=what, daemon=True)

    def put(self, statement: str, *values: Value) -> None:
        """Have this written soon. Returns at once; called on one thread."""
        self._inbox.put((statement, values))
        self._begin()

    def written(self, within: float = _CLOSES_WITHIN) -> bool:
        """Wait until what was put before has been written; says whether it was, in so many seconds."""
        if not self._thread.ident:
            return True
        tried = threading.Event()
        self._inbox.put(tried)
        return tried.wait(within) and self.fault is None

    def close(self) -> None:
        """Write what is left and end; waits a moment for it."""
        if self._thread.ident:
            self._inbox.put(None)
            self._thread.join(_CLOSES_WITHIN)

    def _begin(self) -> None:
        if not self._thread.ident:
            self._thread.start()

    # All below is the ledger's own thread.

    def _keep(self) -> None:
        """Write what comes, keep what cannot be written just now."""
        kept: deque[_Write] = deque(maxlen=_MOST_KEPT)
        open_for_more = True
        tries_at = 0.0
        while open_for_more or kept:
            open_for_more, asked = self._collect(kept, open_for_more)
            if not open_for_more and time.monotonic() < tries_at:
                return
            if kept and time.monotonic() >= tries_at and not self._write(kept):
                tries_at = time.monotonic() + _TRIES_AGAIN_AFTER
            for tried in asked:
                tried.set()

    def _collect(
        self, kept: deque[_Write], open_for_more: bool
    ) -> tuple[bool, list[threading.Event]]:
        """Wait for something to write; says whether there may be more, and who waits for it."""
        asked: list[threading.Event] = []
        try:
            one = self._inbox.get(timeout=1.0)
            while one is not None:
                if isinstance(one, threading.Event):
                    asked.append(one)
                else:
                    kept.append(one)
                one = self._inbox.get_nowait()
        except queue.Empty:
            return open_for_more, asked
        return False, asked

    def _write(self, kept: deque[_Write]) -> bool:
        """Write it all in one transaction, or none of it; says whether it worked."""
        try:
            with closing(open_ledger(self._path, self._schema)) as ledger, ledger:
                for statement, values in kept:
                    ledger.execute(statement, values)
        except (OSError, sqlite3.Error) as error:
            self.fault = Fault(
                str(self._path),
                f"the {self._what} cannot be written ({error})",
                "make room on the disk or check the folder's rights; calls go on without it",
            )
            return False
        self.fault = None
        kept.clear()
        return True


def open_ledger(path: Path, schema: str) -> sqlite3.Connection:
    """The database, made if need be. Raises OSError or sqlite3.Error."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    ledger = sqlite3.connect(path, timeout=2.0)
    try:
        ledger.executescript(schema)
    except sqlite3.Error:
        ledger.close()
        raise
    return ledger
