"""A live call as a program of its own: real devices, the real desk and the real speech model.

It says what an agent would see and what was recognised, as JSON lines:
    {"event": "sides", "at", "customer", "agent"}     the overlay's two indicators changed
    {"event": "sentence", "at", "side", "why"}        why a side is not heard
    {"event": "words", "side", "start", "end", "text"}
"at" is a moment of `time.monotonic`, "start" and "end" are seconds of the call. The lines "refuse"
and "allow" on its standard input make every device be held by another program from then on, and
free again; at the end of the input the call ends.
Run it as `python -m tests.live.hearing_program [CUSTOMER_DEVICE [AGENT_DEVICE]]`.
"""

import json
import sys
import threading
import time

from assist.audio import streams
from assist.audio.faults import SoundError
from assist.audio.frames import Frame
from assist.audio.portaudio import UNAVAILABLE, plain_fault
from assist.core.cards import Picture
from assist.core.events import Event, Utterance
from assist.core.rulebook import Rulebook
from assist.core.words import Speaker
from assist.desk import Desk
from assist.hearing import Hearing
from assist.speech.models import SpeechModel, find_model


def say(event: str, **facts: object) -> None:
    # In one piece: several threads say something.
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


class Seen:
    """What the agent sees, said when it changes. Called on the desk's thread."""

    def __init__(self) -> None:
        self._sides: tuple[str, str] | None = None

    def show(self, picture: Picture) -> None:
        sides = (picture.customer.hearing, picture.agent.hearing)
        if sides != self._sides:
            self._sides = sides
            say("sides", at=time.monotonic(), customer=sides[0], agent=sides[1])

    def tell(self, event: Event) -> None:
        if isinstance(event, Utterance):
            say(
                "words", side=event.speaker, start=event.start, end=event.end, text=event.text
            )  # fmt: skip


class Ears:
    """The desk, and what it is told of a side that is lost."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._said = dict.fromkeys(Speaker, "")

    def put(self, frame: Frame) -> None:
        self._said[frame.speaker] = ""
        self._desk.put(frame)

    def lost(self, speaker: Speaker, why: str) -> None:
        if why != self._said[speaker]:
            self._said[speaker] = why
            say("sentence", at=time.monotonic(), side=speaker, why=why)
        self._desk.lost(speaker, why)


def hold_devices(held: threading.Event) -> None:
    """While `held` is set, opening a device fails as PortAudio says it does for one in use."""
    really = streams.PortAudioStream._opened

    def opened(self: streams.PortAudioStream, name: str, take: streams.TakeSound) -> object:
        if held.is_set():
            raise plain_fault(
                self._device.description, Exception("Device unavailable", UNAVAILABLE)
            )
        return really(self, name, take)

    streams.PortAudioStream._opened = opened  # type: ignore[method-assign, assignment]


def main(devices: list[str]) -> int:
    held = threading.Event()
    hold_devices(held)
    seen = Seen()
    desk = Desk(Rulebook(()), SpeechModel(find_model(None)), seen.show, seen.tell)
    names = dict(zip(Speaker, [*devices, None, None], strict=False))
    hearing = Hearing(Ears(desk), names)
    desk.start()
    hearing.start()
    say("listening", at=time.monotonic())
    for line in sys.stdin:
        hearing.watch()
        if line.strip() == "refuse":
            held.set()
        else:
            held.clear()
    hearing.stop()
    desk.stop()
    say("ended", at=time.monotonic())
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SoundError as fault:
        print(fault, file=sys.stderr)
        sys.exit(1)
