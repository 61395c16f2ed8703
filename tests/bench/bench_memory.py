"""Memory over a shift: hours of calls through the whole pipeline, as fast as the computer can.

The demo call and the recordings are heard again and again on one clock, with a pause after each, by
the threads of a live call; only the drawing is left out. After every hour of call time the memory
of the program is printed, and in the end that of the last hour against the second one's.
Run: python packaging/dev.py bench memory -- [--hours 8]
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, cycle
from pathlib import Path

from assist.audio.files import frames_of, open_call
from assist.audio.frames import BLOCK_FOR, Frame
from assist.banks import load_banks
from assist.core.cards import Picture
from assist.core.events import Event, Shown, Utterance
from assist.core.rulebook import Rulebook
from assist.core.words import Speaker
from assist.demo import FIRST, demo_call
from assist.desk import Desk
from assist.journal import Journal
from assist.speech.models import SpeechModel, find_model

RECORDINGS = Path(__file__).parents[1] / "recordings"
PAUSE_FOR = 40.0
PROMISED = 1.05
HOUR = 3600.0
LOOKS_EVERY = 60.0


def shift(hours: float) -> Iterator[Frame]:
    """The frames of calls after calls, both sides in turn, for so many hours."""
    began = 0.0
    for path in cycle([demo_call(FIRST), *sorted(RECORDINGS.glob("*.flac"))]):
        end = began
        for frame in frames_of(open_call(path)):
            end = began + frame.end
            yield replace(frame, start=began + frame.start)
        for place in count():
            at = end + place * BLOCK_FOR
            if at - end >= PAUSE_FOR:
                break
            for speaker in Speaker:
                yield Frame(speaker, at, 16000, bytes(2 * round(16000 * BLOCK_FOR)))
        began = end + PAUSE_FOR
        if began >= hours * HOUR:
            return


def memory() -> float:
    """Resident memory of this program in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError("VmRSS")


def main() -> None:
    asked = argparse.ArgumentParser(description="memory over a shift of calls")
    asked.add_argument("--hours", type=float, default=8.0)
    hours = asked.parse_args().hours
    events = {Shown: 0, Utterance: 0}

    def tell(event: Event) -> None:
        if type(event) in events:
            events[type(event)] += 1

    def show(picture: Picture) -> None:
        pass

    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal.db")
        rulebook = Rulebook(load_banks().banks)
        desk = Desk(rulebook, SpeechModel(find_model()), show, tell, journal)
        desk.start()
        began = time.monotonic()
        hourly: list[list[float]] = []
        looks_at = 0.0
        for frame in shift(hours):
            desk.wait_and_put(frame)
            if frame.start < looks_at:
                continue
            looks_at = frame.start + LOOKS_EVERY
            hour = int(frame.start // HOUR)
            if hour == len(hourly):
                hourly.append([])
                if hour:
                    told(hour, hourly, events[Shown], events[Utterance], time.monotonic() - began)
            hourly[hour].append(memory())
        desk.stop()
        journal.close()
    whole = [one for one in hourly if len(one) > HOUR / LOOKS_EVERY / 2]
    told(len(whole), hourly, events[Shown], events[Utterance], time.monotonic() - began)
    if len(whole) < 2:
        print("give it more than one hour for a ratio")
        return
    ratio = statistics.median(whole[-1]) / statistics.median(whole[1])
    print(f"memory, hour {len(whole)} / hour 2: {ratio:.3f} (promised: {PROMISED} after 8 hours)")
    print(f"recognisers that seemed to hang and were replaced: {desk.replaced()}")
    half = len(whole[-1]) // 2
    within = statistics.median(whole[-1][half:]) / statistics.median(whole[-1][:half])
    print(f"second / first half of the last hour: {within:.3f}")


def told(hour: int, hourly: list[list[float]], cards: int, said: int, took: float) -> None:
    print(
        f"hour {hour}: {statistics.median(hourly[hour - 1]):.1f} MB in the median, "
        f"{max(hourly[hour - 1]):.1f} at most; {cards} cards, {said} utterances so far, {took:.0f} s",
        flush=True,
    )


if __name__ == "__main__":
    main()
