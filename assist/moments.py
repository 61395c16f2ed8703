"""The ripple: the moments in which a customer thanked or praised the agent, kept for them alone.

A moment is a time, the prompt that noticed it and, only if the agent wants that, the customer's
thanking words. It stays on this computer until the agent deletes it; what is deleted is
overwritten. Keeping one never makes a call wait.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assist.faults import Fault
from assist.ledger import Ledger, open_ledger

MOMENTS = "moments.db"
"""The file's name among the user's own data."""

_SCHEMA = """
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS moments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    prompt TEXT NOT NULL,
    words TEXT NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """A customer's thanks. `at` has a time zone; `words` is empty unless the agent keeps words."""

    id: int
    at: datetime
    prompt: str
    words: str


class Moments:
    """One user's moments. `keep` returns at once; the others read and write the file themselves."""

    def __init__(self, path: Path) -> None:
        """`path` is the database file; it is made with the first moment, for this user alone."""
        self._path = path
        self._ledger = Ledger(path, _SCHEMA, "moments file")

    @property
    def fault(self) -> Fault | None:
        """Why nothing can be kept now."""
        return self._ledger.fault

    def keep(self, at: datetime, prompt: str, words: str = "") -> None:
        """Keep a moment soon. `at` must know its time zone. Called on one thread."""
        when = at.astimezone(UTC).isoformat(timespec="seconds")
        statement = "INSERT INTO moments (at, prompt, words) VALUES (?, ?, ?)"
        self._ledger.put(statement, when, prompt, words)

    def all(self) -> tuple[Moment, ...]:
        """Every moment, the oldest first. Raises Fault where the file cannot be read."""
        with self._opened() as opened:
            rows = opened.execute("SELECT id, at, prompt, words FROM moments ORDER BY at, id")
            return tuple(
                Moment(number, datetime.fromisoformat(at).astimezone(), prompt, words)
                for number, at, prompt, words in rows
            )

    def since(self, moment: datetime) -> tuple[Moment, ...]:
        """Those from this moment on; it must know its time zone. Raises Fault as `all` does."""
        whole = moment.replace(microsecond=0)
        return tuple(one for one in self.all() if one.at >= whole)

    def newest(self) -> Moment | None:
        """The last one that was kept, if any is left. Raises Fault as `all` does."""
        kept = self.all()
        return kept[-1] if kept else None

    def delete(self, number: int) -> bool:
        """Delete the moment with this id; says whether there was one. Raises Fault."""
        with self._opened() as opened:
            return opened.execute("DELETE FROM moments WHERE id = ?", (number,)).rowcount > 0

    def delete_all(self) -> int:
        """Delete every moment; says how many there were. Raises Fault."""
        with self._opened() as opened:
            return opened.execute("DELETE FROM moments").rowcount

    def close(self) -> None:
        """Write what is left and end; waits a moment for it."""
        self._ledger.close()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The file, with all in it that was kept so far."""
        self._ledger.written()
        try:
            with closing(open_ledger(self._path, _SCHEMA)) as opened, opened:
                yield opened
        except (OSError, sqlite3.Error) as error:
            raise Fault(
                str(self._path),
                f"the moments cannot be read or deleted ({error})",
                "check the folder's rights, or delete the file to begin anew",
            ) from error
