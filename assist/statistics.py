"""What became of each prompt, counted over the calls in the journal: statistics about prompts.

There is nothing in it about the agent or about a single call: no rate, no rank, no score.
"""

import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from assist.faults import Fault
from assist.journal import open_journal


@dataclass(frozen=True, slots=True)
class PromptCount:
    """One prompt: how often it showed, was used, was put away, left by itself, or gave way."""

    prompt: str
    bank: str
    shown: int
    used: int
    not_now: int
    expired: int
    withdrawn: int
    dropped: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """All prompts, those shown most often first, and over how many calls."""

    calls: int
    prompts: tuple[PromptCount, ...]


_COUNTED = {"prompt": "shown"}


def read_statistics(path: Path) -> Statistics:
    """Count what stands in the journal; nothing where there is none yet. Raises Fault."""
    if not path.exists():
        return Statistics(0, ())
    try:
        with closing(open_journal(path)) as journal:
            (calls,) = journal.execute("SELECT COUNT(*) FROM calls").fetchone()
            rows = journal.execute(
                "SELECT prompt, bank, event, COUNT(*) FROM events GROUP BY prompt, bank, event"
            ).fetchall()
    except (OSError, sqlite3.Error) as error:
        raise Fault(
            str(path),
            f"the journal cannot be read ({error})",
            "check the folder's rights, or delete the file to begin anew",
        ) from error
    return Statistics(calls, _counted(rows))


def _counted(rows: list[tuple[str, str, str, int]]) -> tuple[PromptCount, ...]:
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for prompt, bank, event, count in rows:
        counts[prompt, bank][_COUNTED.get(event, event)] += count
    names = ("shown", "used", "not_now", "expired", "withdrawn", "dropped")
    found = [
        PromptCount(prompt, bank, *(of_one[name] for name in names))
        for (prompt, bank), of_one in counts.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.shown, one.prompt)))
