"""The program as an agent runs it, but told that its devices' time runs faster than the clock.

A device whose sample rate is SPEED times the sound's own plays and delivers SPEED seconds of a call
in each second. Devices, captures and their clocks work in that short time and know nothing of it;
here, between them and the desk, each block becomes frames of the true rate on the call's true clock.
So the desk, the recognisers, the overlay and the journal live through the whole length of a shift.

What still goes by the computer's clock: sound counts as too old after 1.5 s of waiting there, and a
side as lost after 1 s without sound. Latencies are not to be read from such a run.

It says, as JSON lines, {"event": "words", "side", "text"} for what was recognised and, when it is
ended by a signal, {"event": "ended", …} with what was lost.
Run it as `python -m tests.bench.shift_program SPEED`, with a screen.
"""

import json
import queue
import sys
from dataclasses import dataclass, field

from assist import listener
from assist.app import Window
from assist.audio.frames import BLOCK_FOR, Frame
from assist.banks import load_banks
from assist.cli.run import JOURNAL
from assist.core.events import Event, Utterance
from assist.core.rulebook import Rulebook
from assist.core.words import Speaker
from assist.desk import Desk
from assist.hearing import Hearing
from assist.journal import Journal
from assist.places import user_data
from assist.speech.decoder import GAP_ENDS
from assist.speech.models import SpeechModel, find_model
from assist.speech.recogniser import Recogniser


def say(event: str, **facts: object) -> None:
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


@dataclass
class Loss:
    """What one side lost, in seconds of call time, and how often it came back after a fault."""

    until: float | None = None
    missing: float = 0.0
    holes: int = 0
    refused: float = 0.0
    recovered: int = 0
    is_lost: bool = False


@dataclass
class FastEars:
    """Stands before the desk: what the devices heard, at its true rate and time."""

    desk: Desk
    speed: int
    losses: dict[Speaker, Loss] = field(default_factory=lambda: {one: Loss() for one in Speaker})

    def put(self, block: Frame) -> None:
        """Called on the captures' threads."""
        rate = block.rate // self.speed
        size = 2 * round(rate * BLOCK_FOR)
        for place in range(0, len(block.samples), size):
            start = block.start * self.speed + place / 2 / rate
            self._put(Frame(block.speaker, start, rate, block.samples[place : place + size]))

    def lost(self, speaker: Speaker, why: str) -> None:
        self.losses[speaker].is_lost = True
        self.desk.lost(speaker, why)

    def _put(self, frame: Frame) -> None:
        loss = self.losses[frame.speaker]
        if loss.is_lost:
            loss.recovered += 1
        elif loss.until is not None and abs(frame.start - loss.until) > GAP_ENDS:
            loss.holes += 1
            loss.missing += max(0.0, frame.start - loss.until)
        loss.is_lost, loss.until = False, frame.end
        try:
            self.desk.put(frame)
        except queue.Full:
            loss.refused += frame.end - frame.start


def tell(event: Event) -> None:
    if isinstance(event, Utterance):
        say("words", side=event.speaker, text=event.text)


def main(speed: int) -> int:
    # A computer that stands still for a moment stands still for SPEED times as much sound.
    listener.HELD_FRAMES *= speed
    model = SpeechModel(find_model())
    made = dict.fromkeys(Speaker, 0)

    def make(speaker: Speaker) -> Recogniser:
        made[speaker] += 1
        return Recogniser(model, speaker)

    window = Window()
    journal = Journal(user_data() / JOURNAL)
    desk = Desk(Rulebook(load_banks().banks), model, window.show, tell, journal, make=make)
    ears = FastEars(desk, speed)
    hearing = Hearing(ears, dict.fromkeys(Speaker))
    desk.start()
    hearing.start()
    say("listening")
    window.run(desk, hearing.watch)
    hearing.stop()
    desk.stop()
    journal.close()
    for side, loss in ears.losses.items():
        say(
            "ended",
            side=side,
            missing=loss.missing,
            holes=loss.holes,
            refused=loss.refused,
            left_out=desk.left_out(side),
            recovered=loss.recovered,
            replaced=made[side] - 1,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
