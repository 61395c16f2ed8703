"""The journal: which prompts came up in which call, how soon, and what became of them.

It holds no word of a call and leaves this computer in no way. Nobody waits for it to be written
(`assist.ledger`).
"""

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assist.core.cards import Answer, Card
from assist.core.events import Answered, Dropped, Event, Expired, Shown, Withdrawn
from assist.faults import Fault
from assist.ledger import Ledger, Value, open_ledger

JOURNAL = "journal.db"
"""The file's name among the user's own data."""

_SCHEMA = """
PRAGMA journal_mode = WAL;
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


_PAST = """
SELECT began, lasted, (SELECT count(*) FROM events WHERE call = calls.id AND event = 'prompt')
FROM calls ORDER BY id DESC LIMIT ?
"""


class Journal:
    """Writes one user's journal. Its methods are for one thread and return at once."""

    def __init__(self, path: Path) -> None:
        """`path` is the database file; it and its folder are for this user alone."""
        self._ledger = Ledger(path, _SCHEMA, "journal")
        self._call = 0

    @property
    def fault(self) -> Fault | None:
        """Why nothing can be written now."""
        return self._ledger.fault

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
        self._ledger.close()

    def _insert(self, at: float, event: str, card: Card, why: str | None = None) -> None:
        self._put(
            "INSERT INTO events (call, at, event, prompt, bank, kind, card, why) "
            "VALUES (?,?,?,?,?,?,?,?)",
            *(self._call, round(at, 2), event, card.prompt, card.bank, card.kind.value),
            *(card.serial, why),
        )

    def _put(self, statement: str, *values: Value) -> None:
        self._ledger.put(statement, *values)


@dataclass(frozen=True, slots=True)
class PastCall:
    """When a call was, how many seconds it lasted (None: it was broken off), and how many prompts
    came up.
    """

    began: datetime
    lasted: float | None
    prompts: int


def past_calls(path: Path, most: int) -> list[PastCall]:
    """The last calls, newest first; none where there is no journal that can be read."""
    if not path.exists():
        return []
    try:
        with closing(open_journal(path)) as journal:
            rows = journal.execute(_PAST, (most,)).fetchall()
    except (OSError, sqlite3.Error):
        return []
    return [PastCall(datetime.fromisoformat(began), *rest) for began, *rest in rows]


def open_journal(path: Path) -> sqlite3.Connection:
    """The journal's database, made if need be. Raises OSError or sqlite3.Error."""
    return open_ledger(path, _SCHEMA)
