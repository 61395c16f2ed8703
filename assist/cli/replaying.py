"""Calls replayed side by side on several cores, each heard once however many phrasebanks follow it.

Results come in the order of the calls. Recognition and rules run in processes of their own, since
neither would gain from threads alone.
"""

import argparse
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from assist.banks import Chosen, open_shelf
from assist.cli.options import chosen, open_model, tell_problems
from assist.compared import Difference, differences
from assist.core.call import Call
from assist.core.events import Event
from assist.core.phrasebank import Phrasebank
from assist.core.rulebook import Rulebook
from assist.core.signals import Mode
from assist.faults import Fault
from assist.replay import (
    follow,
    is_transcript,
    open_recording,
    replay_transcript,
    sensed_in,
    with_true_times,
)
from assist.speech.models import SpeechModel


@dataclass(frozen=True, slots=True)
class Followed:
    """What happened in a call, and what differs from the version before."""

    events: tuple[Event, ...]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Replayed:
    """A call by its name: how it was followed, if it could be, and what there is to say of it."""

    name: str
    followed: Followed | None
    said: tuple[str, ...] = ()


Banks = tuple[Phrasebank, ...]


class Replayer:
    """Replays calls with one rulebook or two; the speech model is opened when a call needs it."""

    def __init__(self, arguments: argparse.Namespace, versions: Sequence[Banks]) -> None:
        """`versions` are the phrasebanks of now and, where they are compared, of before."""
        self._arguments = arguments
        self._mode = Mode(arguments.mode)
        self._rulebooks = [Rulebook(banks) for banks in versions]

    @cached_property
    def _model(self) -> SpeechModel:
        return open_model(self._arguments)

    def replay(self, paths: Sequence[Path]) -> Replayed:
        """One call, in one file or two; what cannot be read is said, not raised."""
        name = " + ".join(path.name for path in paths)
        try:
            followed, said = self._followings(paths)
        except Fault as fault:
            return Replayed(name, None, (str(fault),))
        now, *before = (tuple(with_true_times(events)) for events in followed)
        found = tuple(differences(now, before[0])) if before else ()
        return Replayed(name, Followed(now, found), said)

    def _followings(self, paths: Sequence[Path]) -> tuple[list[Iterator[Event]], tuple[str, ...]]:
        if is_transcript(paths[0]):
            written = [replay_transcript(paths[0], one, mode=self._mode) for one in self._rulebooks]
            return written, ()
        recording = open_recording(paths, self._arguments.channels)
        heard = list(sensed_in(recording, self._model))
        followed = [follow(heard, Call(one, mode=self._mode)) for one in self._rulebooks]
        return followed, (recording.warning,) if recording.warning else ()


def replay_all(arguments: argparse.Namespace, calls: Sequence[list[Path]]) -> Iterator[Replayed]:
    """Every call in turn, several at once where there is more than one and more than one core.

    Raises Fault where phrasebanks that are named do not exist.
    """
    jobs = min(arguments.jobs or os.cpu_count() or 1, len(calls))
    versions = [_banks(chosen(arguments))]
    if arguments.against:
        versions.append(_banks(_before(arguments)))
    if jobs == 1:
        yield from map(Replayer(arguments, versions).replay, calls)
        return
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, spawned, _begin, (arguments, versions)) as pool:
        yield from pool.map(_replay, calls)


_replayer: Replayer | None = None
"""The one of this process, where it is one of several that replay side by side."""


def _begin(arguments: argparse.Namespace, versions: Sequence[Banks]) -> None:
    global _replayer
    _replayer = Replayer(arguments, versions)


def _replay(paths: list[Path]) -> Replayed:
    assert _replayer is not None
    return _replayer.replay(paths)


def _before(arguments: argparse.Namespace) -> Chosen:
    """What --against stands for."""
    path = (arguments.against,)
    now = chosen(arguments)
    return replace(now, only=path, on_top=()) if now.only else replace(now, on_top=path)


def _banks(which: Chosen) -> Banks:
    read = open_shelf(which).read
    tell_problems(read)
    return read.banks
