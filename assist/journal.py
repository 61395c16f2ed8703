"""The journal: which prompts came up in which call, how soon, and what became of them.

It holds no word of a call and leaves this computer in no way. It writes on a thread of its own,
so that a slow or full disk never delays a prompt; what cannot be written is kept and tried again.
"""

import os
import queue
import sqlite3
import threading
import time
from collections import deque
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from assist.core.cards import Answer, Card
from assist.core.events import Answered, Dropped, Event, Expired, Shown, Withdrawn
from assist.faults import Fault

_SCHEMA = """
CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY,
    began TEXT NOT NULL,
    lasted REAL,
    model TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY,
    call INTEGER NOT NULL REFERENCES calls (id),
    at REAL NOT NULL,
    event TEXT NOT NULL,
    prompt TEXT NOT NULL,
    bank TEXT NOT NULL,
    kind TEXT,
    card INTEGER,
    why TEXT,
    latency REAL
);
CREATE INDEX IF NOT EXISTS events_of_call ON events (call, card);
"""
_TRIES_AGAIN_AFTER = 5.0
_MOST_KEPT = 10_000

_CLOSES_WITHIN = 3.0

Value = str | int | float | None
_Write = tuple[str, tuple[Value, ...]]


class Journal:
    """Writes one user's journal. Its methods are for one thread and return at once."""

    def __init__(self, path: Path) -> None:
        """`path` is the database file; it and its folder are for this user alone."""
        self.fault: Fault | None = None
        self._path = path
        self._call = 0
        self._inbox: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._keep, name="journal", daemon=True)
        self._thread.start()

    def begin(self, model: str) -> None:
        """A call begins, heard with this speech model."""
        self._call = time.time_ns()
        began = datetime.now(UTC).isoformat(timespec="seconds")
        self._put("INSERT INTO calls (id, began, model) VALUES (?, ?, ?)", self._call, began, model)

    def end(self, at: float) -> None:
        """The call ended `at` seconds after it began."""
        self._put("UPDATE calls SET lasted = ? WHERE id = ?", round(at, 2), self._call)

    def note(self, event: Event) -> None:
        """Keep what became of a prompt. What was said is not kept."""
        match event:
            case Shown(at, card):
                self._insert(at, "prompt", card)
            case Expired(at, card):
                self._insert(at, "expired", card)
            case Withdrawn(at, card, why):
                self._insert(at, "withdrawn", card, why)
            case Answered(at, card, answer) if answer is not Answer.NEVER_AGAIN:
                self._insert(at, answer.value, card)
            case Dropped(at, prompt, bank, why):
                self._put(
                    "INSERT INTO events (call, at, event, prompt, bank, why) VALUES (?,?,?,?,?,?)",
                    *(self._call, round(at, 2), "dropped", prompt, bank, why),
                )
            case _:
                pass

    def latency(self, serial: int, seconds: float) -> None:
        """How long it took from the end of the card's words in the sound until it was painted."""
        self._put(
            "UPDATE events SET latency = ? WHERE call = ? AND card = ? AND event = 'prompt'",
            *(round(seconds, 3), self._call, serial),
        )

    def close(self) -> None:
        """Write what is left and end; waits a moment for it."""
        self._inbox.put(None)
        self._thread.join(_CLOSES_WITHIN)

    def _insert(self, at: float, event: str, card: Card, why: str | None = None) -> None:
        self._put(
            "INSERT INTO events (call, at, event, prompt, bank, kind, card, why) "
            "VALUES (?,?,?,?,?,?,?,?)",
            *(self._call, round(at, 2), event, card.prompt, card.bank, card.kind.value),
            *(card.serial, why),
        )

    def _put(self, statement: str, *values: Value) -> None:
        self._inbox.put((statement, values))

    def _keep(self) -> None:
        """The journal's own thread: write what comes, keep what cannot be written just now."""
        kept: deque[_Write] = deque(maxlen=_MOST_KEPT)
        open_for_more = True
        tries_at = 0.0
        while open_for_more or kept:
            open_for_more = self._collect(kept) and open_for_more
            if not open_for_more and time.monotonic() < tries_at:
                return
            if kept and time.monotonic() >= tries_at and not self._write(kept):
                tries_at = time.monotonic() + _TRIES_AGAIN_AFTER

    def _collect(self, kept: deque[_Write]) -> bool:
        """Wait for something to write; says whether there may be more."""
        try:
            write = self._inbox.get(timeout=1.0)
            while write is not None:
                kept.append(write)
                write = self._inbox.get_nowait()
        except queue.Empty:
            return True
        return False

    def _write(self, kept: deque[_Write]) -> bool:
        """Write it all in one transaction, or none of it; says whether it worked."""
        try:
            with closing(open_journal(self._path)) as journal, journal:
                for statement, values in kept:
                    journal.execute(statement, values)
        except (OSError, sqlite3.Error) as error:
            self.fault = Fault(
                str(self._path),
                f"the journal cannot be written ({error})",
                "make room on the disk or check the folder's rights; calls go on without it",
            )
            return False
        self.fault = None
        kept.clear()
        return True


def open_journal(path: Path) -> sqlite3.Connection:
    """The journal's database, made if need be. Raises OSError or sqlite3.Error."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    journal = sqlite3.connect(path, timeout=2.0)
    try:
        journal.execute("PRAGMA journal_mode = WAL")
        journal.executescript(_SCHEMA)
    except sqlite3.Error:
        journal.close()
        raise
    return journal
