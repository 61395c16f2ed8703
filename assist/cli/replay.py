"""What an agent would have seen in recorded or written calls.

A recording is a stereo WAV, FLAC or OGG file (left customer, right agent) or, with --pair, two
mono files. A transcript is a .jsonl file with one utterance a line.
"""

import argparse
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from assist.cli.lines import json_line, plain_line
from assist.cli.options import add_json, add_model, add_phrasebanks, load_rulebook, open_model
from assist.core.events import Event, Shown, Utterance
from assist.core.rules import Rulebook
from assist.core.words import Speaker
from assist.faults import Fault
from assist.replay import (
    is_transcript,
    open_recording,
    replay_recording,
    replay_transcript,
    with_true_times,
)
from assist.speech.models import SpeechModel


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "calls", metavar="CALL", nargs="+", type=Path, help="a recording or transcript"
    )
    parser.add_argument(
        "--channels",
        metavar="LEFT,RIGHT",
        type=_channels,
        default=(Speaker.CUSTOMER, Speaker.AGENT),
        help="who is on which channel: customer,agent (the default) or agent,customer",
    )
    parser.add_argument(
        "--pair",
        action="store_true",
        help="the two CALLs are the mono files of one call, in the order of --channels",
    )
    add_phrasebanks(parser)
    add_model(parser)
    add_json(parser)


def _channels(text: str) -> tuple[Speaker, Speaker]:
    sides = {"customer,agent": (Speaker.CUSTOMER, Speaker.AGENT)}
    sides["agent,customer"] = (Speaker.AGENT, Speaker.CUSTOMER)
    if text not in sides:
        raise argparse.ArgumentTypeError("write customer,agent or agent,customer")
    return sides[text]


class _Replayer:
    """Replays calls with one rulebook; the speech model is opened when the first needs it."""

    def __init__(self, arguments: argparse.Namespace, rulebook: Rulebook) -> None:
        self._arguments = arguments
        self._rulebook = rulebook

    @cached_property
    def _model(self) -> SpeechModel:
        return open_model(self._arguments)

    def events(self, paths: list[Path]) -> Iterator[Event]:
        if is_transcript(paths[0]):
            return replay_transcript(paths[0], self._rulebook)
        recording = open_recording(paths, self._arguments.channels)
        if recording.warning:
            print(f"assist: {recording.warning}", file=sys.stderr)
        return replay_recording(recording, self._rulebook, self._model)


def run(arguments: argparse.Namespace) -> int:
    """Replays every call, even if one before it cannot be read."""
    if arguments.pair and len(arguments.calls) != 2:
        raise Fault("--pair", f"{len(arguments.calls)} files are given", "name exactly two")
    replayer = _Replayer(arguments, load_rulebook(arguments))
    groups = [arguments.calls] if arguments.pair else [[path] for path in arguments.calls]
    failed = 0
    for paths in groups:
        try:
            _print(paths, with_true_times(replayer.events(paths)), arguments.json)
        except Fault as fault:
            print(f"assist: {fault}", file=sys.stderr)
            failed = 1
    return failed


def _print(paths: list[Path], events: list[Event], as_json: bool) -> None:
    call = " + ".join(path.name for path in paths)
    if as_json:
        lines = [json_line(call, event) for event in events]
    else:
        print(call)
        lines = [plain_line(event) for event in sorted(events, key=_when)]
        shown = sum(isinstance(event, Shown) for event in events)
        lines.append(f"{shown} prompt{'' if shown == 1 else 's'}\n")
    for line in lines:
        if line is not None:
            print(line)


def _when(event: Event) -> float:
    return event.start if isinstance(event, Utterance) else event.at
