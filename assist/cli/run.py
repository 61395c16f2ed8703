"""Listen to live calls and show prompts in the overlay."""

from __future__ import annotations

import argparse
import platform
import signal
import sys
import threading
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from assist import __version__
from assist.banks import open_shelf
from assist.bugs import keep_no_memory
from assist.cli.lines import plain_line
from assist.cli.options import add_model, add_phrasebanks, chosen, open_model, tell_problems
from assist.core.cards import Picture
from assist.core.events import Event, Utterance
from assist.core.rulebook import Rulebook
from assist.core.words import Speaker
from assist.desk import Desk
from assist.faults import Fault
from assist.hearing import Hearing
from assist.journal import Journal
from assist.living import Living
from assist.log import Happened, note, open_log
from assist.places import logs, user_data
from assist.screen import has_screen
from assist.speech.models import DEMONSTRATION, SpeechModel

if TYPE_CHECKING:
    from assist.app import Window

JOURNAL = "journal.db"
_WATCH_EVERY = 0.2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    devices = (
        "see assist devices; a part of the name will do, with :left or :right for one half of "
    )
    devices += "a stereo device; none leaves the side out"
    parser.add_argument("--customer", metavar="DEVICE", help=f"the customer's side ({devices})")
    parser.add_argument("--agent", metavar="DEVICE", help=f"the agent's microphone ({devices})")
    parser.add_argument(
        "--no-window", action="store_true", help="print the prompts instead of showing them"
    )
    add_model(parser)
    add_phrasebanks(parser)


def run(arguments: argparse.Namespace) -> int:
    """Until the agent quits, or the program is told to end."""
    keep_no_memory()
    with open_log(logs()):
        try:
            return _run(arguments)
        finally:
            note(Happened.STOPPED)


def _run(arguments: argparse.Namespace) -> int:
    if not arguments.no_window and not has_screen():
        raise Fault("the screen", "there is none here", "start a desktop, or give --no-window")
    which = chosen(arguments)
    shelf = open_shelf(which)
    tell_problems(shelf.read)
    rulebook = Rulebook(shelf.read.banks)
    model = open_model(arguments)
    notices = notices_for(model)
    note(
        Happened.STARTED,
        version=__version__,
        system=platform.platform(),
        model=model.info.name,
        prompts=len(rulebook.by_id),
        window=not arguments.no_window,
    )
    window = None if arguments.no_window else _window()
    journal = Journal(user_data() / JOURNAL)
    if window:
        desk = Desk(rulebook, model, window.show, journal=journal, notices=notices)
    else:
        desk = Desk(rulebook, model, _Told(notices), _print, journal, notices)
    living = Living(which, shelf, rulebook, desk.adopt, partial(desk.notice, "phrasebanks"))
    hearing = Hearing(desk, {Speaker.CUSTOMER: arguments.customer, Speaker.AGENT: arguments.agent})
    desk.start()
    living.start()
    try:
        _begin(hearing)
        if window:
            window.run(desk, hearing.watch)
        else:
            _wait(hearing)
    finally:
        hearing.stop()
        living.stop()
        desk.stop()
        journal.close()
    return 0


def notices_for(model: SpeechModel) -> tuple[str, ...]:
    """What the overlay must say of the program itself."""
    return (DEMONSTRATION,) if model.info.demonstration else ()


def _window() -> Window:
    """Qt is loaded only where there is a window."""
    from assist.app import Window

    return Window()


def _begin(hearing: Hearing) -> None:
    hearing.start()
    for speaker, device in hearing.devices().items():
        print(f"{speaker}: {device}", file=sys.stderr)
    for fault in hearing.faults.values():
        print(f"assist: {fault}", file=sys.stderr)
    print("listening; nothing leaves this computer", file=sys.stderr)


def _wait(hearing: Hearing) -> None:
    """Without a window: until the program is told to end."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.wait(_WATCH_EVERY):
        hearing.watch()


class _Told:
    """What the overlay would say of the program itself, on standard error, once each."""

    def __init__(self, known: Sequence[str]) -> None:
        self._told = set(known)

    def __call__(self, picture: Picture) -> None:
        """Called on the desk's thread."""
        for notice in picture.notices:
            if notice not in self._told:
                self._told.add(notice)
                print(f"assist: {notice}", file=sys.stderr, flush=True)


def _print(event: Event) -> None:
    """Prompts only: what is said is not for the terminal."""
    line = None if isinstance(event, Utterance) else plain_line(event)
    if line:
        print(line, flush=True)
