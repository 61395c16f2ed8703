"""Do the shipped prompts show what a coach would want shown, and little else?

Reads labelled utterances (JSON lines: "text", "source", "required" and "acceptable" kinds). Each is
a call of its own, fed word by word: to the rules alone, and to a whole call with its board, where
time runs on behind the last word as in a replay. Recall is of the required kinds; precision is the shown kinds
that are required or acceptable among all shown kinds; in brackets 95 % Wilson intervals.
Run: python packaging/dev.py bench coach -- LABELLED.jsonl
"""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from assist.core.advice import Match
from assist.core.call import Call
from assist.core.events import Event, Shown
from assist.core.reading import read_phrasebanks
from assist.core.rulebook import Rulebook
from assist.core.rules import Rules
from assist.core.words import Speaker, Word

BANKS = Path(__file__).parents[2] / "phrasebanks"
_PACE = 0.33
_RUNS_ON = 10.0
Kinds = Callable[[Rulebook, str], frozenset[str]]


@dataclass(frozen=True)
class Told:
    """One utterance: the kinds that a coach wants or allows, and those that were shown."""

    source: str
    required: frozenset[str]
    allowed: frozenset[str]
    shown: frozenset[str]


def rulebook() -> Rulebook:
    files = sorted(BANKS.glob("*.yaml"))
    return Rulebook(read_phrasebanks([(one.name, one.read_text("utf-8")) for one in files]).banks)


def kinds_shown(book: Rulebook, text: str) -> frozenset[str]:
    rules = Rules(book)
    matches: dict[str, Match] = {}
    for place, word in enumerate(text.split()):
        at = place * _PACE
        advice = rules.hear(Word(Speaker.CUSTOMER, word, at, at + _PACE), place)
        for gone in advice.said | advice.undone:
            matches.pop(gone, None)
        matches |= {match.prompt.id: match for match in advice.matches}
    for _, advice in rules.until(len(text.split()) * _PACE + _RUNS_ON):
        matches |= {match.prompt.id: match for match in advice.matches}
    return frozenset(match.prompt.kind.value for match in matches.values())


def kinds_on_board(book: Rulebook, text: str) -> frozenset[str]:
    """The kinds that the agent would see: what the board shows, its budget and all."""
    call, events = Call(book), list[Event]()
    for place, word in enumerate(text.split()):
        events += call.say(Word(Speaker.CUSTOMER, word, place * _PACE, (place + 1) * _PACE))
    events += call.end_utterance(Speaker.CUSTOMER)
    events += call.tick(call.at + _RUNS_ON)
    return frozenset(one.card.kind.value for one in events if isinstance(one, Shown))


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    if not of:
        return 0.0, 1.0
    share, spread = hits / of, 1 + z * z / of
    middle = (share + z * z / (2 * of)) / spread
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / spread
    return middle - half, middle + half


def rate(hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{hits / max(of, 1):5.2f} [{low:.2f}, {high:.2f}] ({hits}/{of})"


def line(name: str, told: Iterable[Told]) -> str:
    every = list(told)
    recall = sum(len(one.required & one.shown) for one in every)
    good = sum(len(one.allowed & one.shown) for one in every)
    wanted = sum(len(one.required) for one in every)
    shown = sum(len(one.shown) for one in every)
    return f"{name:24} recall {rate(recall, wanted):32} precision {rate(good, shown)}"


def read(path: Path, kinds: Kinds = kinds_shown) -> list[Told]:
    book, told = rulebook(), []
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        required = frozenset(row["required"])
        allowed = required | frozenset(row["acceptable"])
        told.append(Told(row["source"], required, allowed, kinds(book, row["text"])))
    return told


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("name the file of labelled utterances: bench coach -- LABELLED.jsonl")
    told = read(Path(sys.argv[1]))
    print(line("all, the rules alone", told))
    told = read(Path(sys.argv[1]), kinds_on_board)
    print(line("all, as the board shows", told))
    print(line("lines 1, 3, 5 ...", told[::2]))
    print(line("lines 2, 4, 6 ...", told[1::2]))
    for source in sorted({one.source for one in told}):
        print(line(source, (one for one in told if one.source == source)))


if __name__ == "__main__":
    main()
