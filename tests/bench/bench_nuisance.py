"""How often a card shows in ordinary calls, with everything that a live call has.

Reads a folder of transcripts (JSON lines of utterances), and feeds each through a whole `Call`.
Run: python packaging/dev.py bench nuisance -- FOLDER
"""

import json
import sys
from collections import Counter
from pathlib import Path

from bench_coach import rulebook

from assist.core.call import Call
from assist.core.events import Event, Shown
from assist.core.rulebook import Rulebook
from assist.core.words import Speaker, Word

_WINDOW = 90.0


def cards_of(book: Rulebook, path: Path) -> tuple[list[str], float]:
    """The prompts that a call shows, and how long it is in seconds."""
    call, at = Call(book), 0.0
    events: list[Event] = []
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        speaker, words = Speaker(row["speaker"]), row["text"].split()
        step = (row["end"] - row["start"]) / max(len(words), 1)
        for place, text in enumerate(words):
            began = row["start"] + place * step
            events += call.say(Word(speaker, text, began, began + step))
        events += call.end_utterance(speaker)
        at = max(at, row["end"])
    for tick in range(8):
        events += call.tick(at + 0.5 * tick)
    return [event.card.prompt for event in events if isinstance(event, Shown)], at


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("name the folder of transcripts: bench nuisance -- FOLDER")
    book, shown, lengths = rulebook(), [], []
    for path in sorted(Path(sys.argv[1]).glob("*.jsonl")):
        cards, length = cards_of(book, path)
        shown.append(cards)
        lengths.append(length)
    count = sum(map(len, shown))
    print(f"{len(shown)} calls, {sum(lengths) / 60:.0f} minutes, {count} cards")
    print(f"{count / len(shown):.2f} cards a call, {_WINDOW * count / sum(lengths):.2f} per 90 s")
    print("calls by cards:", dict(sorted(Counter(map(len, shown)).items())))
    for prompt, times in Counter(one for cards in shown for one in cards).most_common(12):
        print(f"{times:5} {prompt}")


if __name__ == "__main__":
    main()
