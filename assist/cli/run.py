"""Listen to live calls and show prompts in the overlay."""

import argparse
import signal
import sys
import threading

from assist.cli.lines import plain_line
from assist.cli.options import add_model, add_phrasebanks, load_rulebook, open_model
from assist.core.cards import Picture
from assist.core.events import Event, Utterance
from assist.core.words import Speaker
from assist.desk import Desk
from assist.faults import Fault
from assist.hearing import Hearing
from assist.journal import Journal
from assist.places import user_data
from assist.screen import has_screen
from assist.speech.models import DEMONSTRATION, SpeechModel

JOURNAL = "journal.db"
_WATCH_EVERY = 0.2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    devices = "see assist devices; a part of the name will do"
    parser.add_argument("--customer", metavar="DEVICE", help=f"the customer's side ({devices})")
    parser.add_argument("--agent", metavar="DEVICE", help=f"the agent's microphone ({devices})")
    parser.add_argument(
        "--no-window", action="store_true", help="print the prompts instead of showing them"
    )
    add_model(parser)
    add_phrasebanks(parser)


def run(arguments: argparse.Namespace) -> int:
    if not arguments.no_window and not has_screen():
        raise Fault("the screen", "there is none here", "start a desktop, or give --no-window")
    rulebook = load_rulebook(arguments)
    model = open_model(arguments)
    names = {Speaker.CUSTOMER: arguments.customer, Speaker.AGENT: arguments.agent}
    journal = Journal(user_data() / JOURNAL)
    notices = notices_for(model)
    try:
        if arguments.no_window:
            desk = Desk(rulebook, model, _unseen, _print, journal, notices)
            _listen(desk, names)
        else:
            from assist.app import Window

            window = Window()
            desk = Desk(rulebook, model, window.show, journal=journal, notices=notices)
            hearing = _begin(desk, names)
            window.run(desk, hearing.watch)
            hearing.stop()
            desk.stop()
    finally:
        journal.close()
    return 0


def notices_for(model: SpeechModel) -> tuple[str, ...]:
    """What the overlay must say of the program itself."""
    return (DEMONSTRATION,) if model.info.demonstration else ()


def _begin(desk: Desk, names: dict[Speaker, str | None]) -> Hearing:
    hearing = Hearing(desk, names)
    desk.start()
    hearing.start()
    for speaker, device in hearing.devices().items():
        print(f"{speaker}: {device}", file=sys.stderr)
    for fault in hearing.faults.values():
        print(f"assist: {fault}", file=sys.stderr)
    print("listening; nothing leaves this computer", file=sys.stderr)
    return hearing


def _listen(desk: Desk, names: dict[Speaker, str | None]) -> None:
    """Without a window: until the program is told to end."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    hearing = _begin(desk, names)
    while not stopped.wait(_WATCH_EVERY):
        hearing.watch()
    hearing.stop()
    desk.stop()


def _unseen(picture: Picture) -> None:
    pass


def _print(event: Event) -> None:
    """Prompts only: what is said is not for the terminal."""
    line = None if isinstance(event, Utterance) else plain_line(event)
    if line:
        print(line, flush=True)
