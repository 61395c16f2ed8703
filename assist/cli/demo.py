"""Play a recorded call through the whole program: recognised, matched and drawn.

With a screen the call runs in real time under the overlay. Without one, or with --fast, it runs as
fast as it can and saves a picture of the overlay at each prompt.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from assist.app import Album, Window
from assist.audio.aloud import Aloud
from assist.audio.files import RecordedCall, frames_of
from assist.audio.player import Playing, play
from assist.cli.options import (
    add_model,
    add_phrasebanks,
    ignore_settings,
    load_rulebook,
    open_model,
)
from assist.cli.run import notices_for
from assist.core.call import Call
from assist.core.cards import Card, Hearing, Picture, Side
from assist.core.events import Event, Expired, Shown, Withdrawn
from assist.core.words import Speaker
from assist.demo import FIRST, demo_call, demo_calls, description
from assist.demo.timeline import Timeline, summary
from assist.desk import Desk
from assist.places import user_cache
from assist.replay import follow, open_recording, sensed_in
from assist.screen import has_screen
from assist.speech.models import SpeechModel
from assist.terms import Terms

_NOTHING_TO_PICTURE = "No prompt came up, so there is no picture."

_STAYS_FOR = 6.0
"""Seconds for which the overlay stays after the last word, so that the last card can be read."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--call", choices=list(demo_calls()), default=FIRST, help="which call; see --list"
    )
    parser.add_argument(
        "--list", action="store_true", help="tell what each call shows, and play none"
    )
    parser.add_argument("--fast", action="store_true", help="off-screen, as fast as it can")
    parser.add_argument("--quiet", action="store_true", help="do not play the call aloud")
    parser.add_argument(
        "--pictures", metavar="FOLDER", type=Path, help="where the pictures of the overlay go"
    )
    add_model(parser)
    add_phrasebanks(parser)
    ignore_settings(parser)


def run(arguments: argparse.Namespace) -> int:
    if arguments.list:
        _print_calls()
        return 0
    path = demo_call(arguments.call)
    recording = open_recording([path], (Speaker.CUSTOMER, Speaker.AGENT))
    model = open_model(arguments)
    folder = arguments.pictures or user_cache() / "demo" / arguments.call
    for notice in notices_for(model):
        print(notice)
    print()
    live = has_screen() and not arguments.fast
    show = _Show(arguments, model)
    pictures = (
        show.live(recording, None if arguments.quiet else path) if live else show.fast(recording)
    )
    saved_to = Album(folder).save(pictures)
    print(f"\n{_where(saved_to) if pictures else _NOTHING_TO_PICTURE}")
    return 0


def _where(folder: Path) -> str:
    return f"Pictures of the overlay at each prompt: {folder}"


def _print_calls() -> None:
    calls = demo_calls()
    width = max(map(len, calls)) + 2
    for name in calls:
        print(f"{name:<{width}}{description(name).about}")


class _Show:
    """One showing of the demo: prints its timeline, collects the pictures at its prompts."""

    def __init__(self, arguments: argparse.Namespace, model: SpeechModel) -> None:
        self._rulebook = load_rulebook(arguments)
        self._model = model
        self._mode = description(arguments.call).mode
        self._timeline = Timeline(colours=sys.stdout.isatty())
        self._notices = notices_for(model)
        self._events: list[Event] = []
        self._pictures: dict[int, Picture] = {}

    def fast(self, recording: RecordedCall) -> list[Picture]:
        """The whole call at once, without a window."""
        began = time.monotonic()
        call = Call(self._rulebook, mode=self._mode)
        self._walk(follow(sensed_in(recording, self._model), call), call)
        self._sum_up(recording, time.monotonic() - began)
        return list(self._pictures.values())

    def live(self, recording: RecordedCall, aloud: Path | None) -> list[Picture]:
        """In real time, in the overlay."""
        began = time.monotonic()
        window = Window()

        def show(picture: Picture) -> None:
            if picture.card:
                self._pictures.setdefault(picture.card.serial, picture)
            window.show(picture)

        terms = Terms(mode=self._mode)
        desk = Desk(self._rulebook, self._model, show, self._tell, terms=terms)
        for notice in self._notices:
            desk.notice("model", notice)
        desk.start()
        sound = Aloud(aloud) if aloud else None
        playing = play(frames_of(recording), desk.put)
        window.run(desk, _Ending(playing, window))
        playing.stop()
        if sound:
            sound.stop()
        desk.stop()
        self._sum_up(recording, time.monotonic() - began)
        return list(self._pictures.values())

    def _walk(self, events: Iterator[Event], call: Call) -> None:
        earlier: tuple[Card, ...] = ()
        for event in events:
            self._tell(event)
            match event:
                case Shown(at, card):
                    sides = _sides(card)
                    self._pictures[card.serial] = Picture(
                        *(at, card, earlier, *sides),
                        notices=self._notices,
                        phase=call.signals.phase or "",
                        checklist=call.checklist,
                        gentle=call.gentle,
                    )
                case Expired(_, card) | Withdrawn(_, card, _):
                    earlier = (card, *earlier)[:5]
                case _:
                    pass

    def _tell(self, event: Event) -> None:
        self._events.append(event)
        for line in self._timeline.lines(event):
            print(line, flush=True)

    def _sum_up(self, recording: RecordedCall, took: float) -> None:
        for line in self._timeline.rest():
            print(line)
        print(f"\n{summary(self._events, recording.lasts_for, took)}")


class _Ending:
    """Watches for the end of the call; then closes the window a few seconds later."""

    def __init__(self, playing: Playing, window: Window) -> None:
        self._playing = playing
        self._window = window
        self._done_at: float | None = None

    def __call__(self) -> None:
        if self._playing.done and self._done_at is None:
            self._done_at = time.monotonic()
        if self._done_at is not None and time.monotonic() - self._done_at > _STAYS_FOR:
            self._window.quit()


def _sides(card: Card) -> tuple[Side, Side]:
    """The customer's and the agent's indicator: whoever's words brought the card up is heard."""
    speaks = Side(Hearing.HEARD, -20.0)
    quiet = Side(Hearing.QUIET, -60.0)
    by_customer = card.because.speaker is Speaker.CUSTOMER
    return (speaks, quiet) if by_customer else (quiet, speaks)
