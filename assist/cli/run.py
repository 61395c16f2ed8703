"""Listen to live calls and show prompts in the overlay."""

from __future__ import annotations

import argparse
import gc
import platform
import signal
import sys
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from assist import __version__
from assist.bugs import keep_no_memory
from assist.cli.lines import plain_line
from assist.cli.options import add_mode, add_model, add_phrasebanks, given_model, tell_problems
from assist.core.cards import Picture
from assist.core.events import Event, Utterance
from assist.core.signals import Mode
from assist.faults import Fault
from assist.hearing import Hearing
from assist.instance import Answer, Instance, ask, first
from assist.journal import JOURNAL
from assist.live import Live
from assist.log import Happened, note, open_log
from assist.places import logs
from assist.screen import has_screen
from assist.settings.kept import Kept
from assist.speech.models import DEMONSTRATION, SpeechModel

if TYPE_CHECKING:
    from assist.app import Window

__all__ = ["JOURNAL", "add_arguments", "notices_for", "run"]

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
    add_mode(parser)
    add_model(parser)
    add_phrasebanks(parser)


def run(arguments: argparse.Namespace) -> int:
    """Until the agent quits, or the program is told to end."""
    if not arguments.no_window and not has_screen():
        raise Fault("the screen", "there is none here", "start a desktop, or give --no-window")
    try:
        instance = first()
    except Fault as fault:
        # What cannot be reached from outside can still hear a call.
        print(f"assist: {fault} It runs, but assist call does not reach it.", file=sys.stderr)
        return _logged(arguments, None)
    if instance is None:
        print(ask("show").get("said", ""), file=sys.stderr)
        return 0
    try:
        return _logged(arguments, instance)
    finally:
        instance.close()


def _logged(arguments: argparse.Namespace, instance: Instance | None) -> int:
    keep_no_memory()
    with open_log(logs()):
        try:
            return _run(arguments, instance)
        finally:
            note(Happened.STOPPED)


def _run(arguments: argparse.Namespace, instance: Instance | None) -> int:
    kept = Kept(given(arguments))
    if kept.sentence:
        print(f"assist: {kept.sentence}", file=sys.stderr)
    window = None if arguments.no_window else _window(kept)
    only, on_top = tuple(arguments.only_phrasebanks), tuple(arguments.phrasebanks)
    if window:
        live = Live(kept, only, on_top, window.show)
    else:
        live = Live(kept, only, on_top, _Told(), _print)
    tell_problems(live.shelf.read)
    # The phrases make a large tree that stays: the collector need not walk it in the middle of a call.
    gc.collect()
    gc.freeze()
    _note_start(live, is_shown=window is not None)
    try:
        live.start(patient=window is not None)
        if instance:
            instance.obey(lambda asked: _obey(asked, live, window))
        _tell_devices(live.hearing)
        if window:
            window.live(live, kept)
        else:
            _wait(live)
    finally:
        live.stop()
    return 0


def given(arguments: argparse.Namespace) -> Mapping[str, Any]:
    """What the command line says of the settings, by full name."""
    said = {
        "sound.customer": arguments.customer,
        "sound.agent": arguments.agent,
        "calls.mode": arguments.mode and Mode(arguments.mode),
        "phrasebanks.strictness": arguments.strictness,
    }
    found = {name: value for name, value in said.items() if value is not None}
    return {**found, **given_model(arguments)}


def _note_start(live: Live, is_shown: bool) -> None:
    note(
        Happened.STARTED,
        version=__version__,
        system=platform.platform(),
        model=live.model_name,
        prompts=sum(len(bank.prompts) for bank in live.shelf.read.banks),
        window=is_shown,
    )


def notices_for(model: SpeechModel) -> tuple[str, ...]:
    """What the overlay must say of the program itself."""
    return (DEMONSTRATION,) if model.info.demonstration else ()


def _obey(asked: str, live: Live, window: Window | None) -> Answer:
    """What another program of this user asks for. Called on the door's thread."""
    match asked:
        case "call start":
            live.desk.begin_call()
            return {"ok": True, "said": "a call begins"}
        case "call end":
            live.desk.end_call()
            return {"ok": True, "said": "the call is over"}
        case "show" if window:
            window.bring_up()
            return {"ok": True, "said": "Agent Assist is running already; here it is."}
        case "show":
            return {"ok": True, "said": "Agent Assist is running already, without a window."}
        case _:
            return {"ok": False, "said": "it does not know what is asked for"}


def _window(kept: Kept) -> Window:
    """Qt is loaded only where there is a window."""
    from assist.app import Window

    return Window(kept)


def _tell_devices(hearing: Hearing) -> None:
    for speaker, device in hearing.devices().items():
        print(f"{speaker}: {device}", file=sys.stderr)
    for fault in hearing.faults.values():
        print(f"assist: {fault}", file=sys.stderr)
    print("listening; nothing leaves this computer", file=sys.stderr)


def _wait(live: Live) -> None:
    """Without a window: until the program is told to end."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.wait(_WATCH_EVERY):
        live.watch()


class _Told:
    """What the overlay would say of the program itself, on standard error, once each."""

    def __init__(self) -> None:
        self._told: set[str] = {DEMONSTRATION}

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
