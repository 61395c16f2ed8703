"""Where the closing of real calls is found, against their last real exchange of thanks and goodbyes.

Reads a folder of transcripts (JSON lines of utterances). The real exchange is the last stretch of a
call in which both sides say thanks or goodbye, with no utterance of more than `_ASIDE` words
between that says neither. It tells how long after its beginning (negative: before) the call came
into the closing that it ended in, in how many calls it never did, and how often a call came into a
closing that it left again.
Run: python packaging/dev.py bench phases -- FOLDER
"""

import json
import re
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from bench_coach import rulebook

from assist.core.events import Event, PhaseBegan
from assist.core.rulebook import Rulebook
from assist.core.signals import Phase
from assist.replay import replay_transcript

_POLITE = re.compile(
    r"\b(thanks?|thank you|cheers|ta|bye|goodbye|byebye|welcome|take care|have a (nice|good))\b"
)
_ASIDE = 6
_TOO_EARLY = 30.0


@dataclass(frozen=True, slots=True)
class Ending:
    """One call: when its real exchange begins, when its closing was found, and the closings left."""

    name: str
    real: float | None
    found: float | None
    left_again: int


def real_exchange(path: Path) -> float | None:
    """When the last exchange of thanks and goodbyes begins; none where the call has none."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    started: float | None = None
    sides: set[str] = set()
    for row in reversed(rows):
        if _POLITE.search(row["text"].lower()):
            started = row["start"]
            sides.add(row["speaker"])
        elif len(row["text"].split()) > _ASIDE and started is not None:
            break
    last = max(row["end"] for row in rows)
    return started if len(sides) == 2 and started is not None and last - started < 60 else None


def ending(path: Path, book: Rulebook) -> Ending:
    events: list[Event] = list(replay_transcript(path, book))
    phases = [event for event in events if isinstance(event, PhaseBegan)]
    closings = [one.at for one in phases if one.phase is Phase.CLOSING]
    ends_so = bool(phases) and phases[-1].phase is Phase.CLOSING
    found = closings[-1] if ends_so else None
    return Ending(path.name, real_exchange(path), found, len(closings) - ends_so)


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit("name the folder of transcripts: bench phases -- FOLDER")
    book = rulebook()
    endings = [ending(path, book) for path in sorted(Path(sys.argv[1]).glob("*.jsonl"))]
    real = [one for one in endings if one.real is not None]
    off = sorted(one.found - one.real for one in real if one.found is not None and one.real)
    missed = [one for one in real if one.found is None]
    print(f"{len(endings)} calls, {len(real)} of them end in an exchange of thanks or goodbyes")
    cuts = statistics.quantiles(off, n=20)
    print(
        f"found {statistics.median(off):+.1f} s from its beginning in the median, "
        f"{cuts[0]:+.1f} to {cuts[-1]:+.1f} s in 5 to 95 %"
    )
    print(f"missed in {len(missed)} ({100 * len(missed) / len(real):.0f} %)")
    early = sum(one < -_TOO_EARLY for one in off)
    print(f"found more than {_TOO_EARLY:.0f} s too early in {early}")
    left = sum(one.left_again for one in endings)
    print(f"closings that were left again: {left} in {len(endings)} calls")
    other = [one for one in endings if one.real is None]
    print(
        f"of {len(other)} calls without such an exchange {sum(map(_closes, other))} end in a closing"
    )
    if "--each" in sys.argv:
        for one in endings:
            print(one)


def _closes(one: Ending) -> bool:
    return one.found is not None


if __name__ == "__main__":
    main()
