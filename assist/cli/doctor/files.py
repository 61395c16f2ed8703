"""What lies on the disk: settings, phrasebanks, the journal, and room for more."""

import argparse
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from assist.banks import Chosen, open_shelf
from assist.cli.doctor.findings import Check, Finding, Verdict
from assist.faults import Fault
from assist.journal import JOURNAL, open_journal
from assist.languages import disagreement
from assist.places import user_data
from assist.settings.layers import Choices, Origin

LITTLE_ROOM = 50_000_000
"""Free bytes below which the journal, a log and a settings file may soon fail to be written."""


def checks(arguments: argparse.Namespace, choices: Choices) -> list[Check]:
    return [
        Check("settings", partial(_settings, choices)),
        Check("phrasebanks", partial(_banks, arguments, choices)),
        Check("journal", _journal),
        Check("free space", _room),
    ]


def _settings(choices: Choices) -> Iterator[Finding]:
    for problem in choices.problems:
        found = f"{problem.file}:{problem.line}: {problem.what}"
        yield Finding("settings", Verdict.NOTE, found, problem.mend)
    set_here = {
        name: source
        for name, source in choices.sources.items()
        if source.origin is not Origin.DEFAULT
    }
    told = [f"{name} from {source}" for name, source in set_here.items() if _is_public(name)]
    hidden = len(set_here) - len(told)
    private = [f"{hidden} that are private"] if hidden else []
    yield Finding("settings", Verdict.OK, "; ".join(told + private) or "nothing is set")


def _is_public(name: str) -> bool:
    """Which prompts an agent never wants to see again is for nobody's eyes."""
    return not name.startswith(("prompts.", "moments."))


def _banks(arguments: argparse.Namespace, choices: Choices) -> Iterator[Finding]:
    on_top = (*choices.settings.phrasebanks.paths, *arguments.phrasebanks)
    read = open_shelf(Chosen(on_top, tuple(arguments.only_phrasebanks))).read
    prompts = sum(len(bank.prompts) for bank in read.banks)
    found = f"{prompts} prompts in {len(read.banks)} files"
    if not prompts:
        mend = "install the program again, or name phrasebanks with --phrasebanks"
        yield Finding("phrasebanks", Verdict.FAIL, found, mend)
    elif read.errors:
        first = read.errors[0]
        found += f"; {len(read.errors)} faulty, the first at {first.file}:{first.line}"
        mend = "what is faulty is left out: see assist check"
        yield Finding("phrasebanks", Verdict.NOTE, found, mend)
    else:
        yield Finding("phrasebanks", Verdict.OK, found)
    name = arguments.model or choices.settings.speech.model or None
    # A model that is not there, or whose library cannot be loaded, is told of by other checks.
    with suppress(Fault, ImportError, OSError):
        from assist.speech.models import find_model

        if says := disagreement(read.banks, find_model(name).language):
            what, mend = says.split(". ", 1)
            yield Finding("phrasebanks", Verdict.NOTE, what, mend)


def _journal() -> Iterator[Finding]:
    path = user_data() / JOURNAL
    try:
        with closing(open_journal(path)) as journal, journal:
            calls = journal.execute("SELECT count(*) FROM calls").fetchone()[0]
            # What can be read is not always what can be written: take the right to write, once.
            journal.execute("BEGIN IMMEDIATE")
    except (OSError, sqlite3.Error) as error:
        found = f"{path}: it cannot be written ({error})"
        mend = "make room or check the folder's rights; calls go on without it"
        yield Finding("journal", Verdict.NOTE, found, mend)
    else:
        yield Finding("journal", Verdict.OK, f"{calls} calls, on this computer only")


def _room() -> Iterator[Finding]:
    path = user_data()
    try:
        folder, free = _free(path)
    except OSError as error:
        what = f"{path}: {error.strerror or 'it cannot be told'}"
        yield Finding("free space", Verdict.NOTE, what, "check the disk and the folder's rights")
        return
    found = f"{free / 1e9:.1f} GB for the user's data"
    if free < LITTLE_ROOM:
        mend = "make room: the journal and settings may not be kept"
        yield Finding("free space", Verdict.NOTE, f"{free / 1e6:.0f} MB left in {folder}", mend)
    else:
        yield Finding("free space", Verdict.OK, found)


def _free(path: Path) -> tuple[Path, int]:
    """The folder, or the nearest above it that exists, and the free bytes there."""
    for folder in (path, *path.parents):
        with suppress(FileNotFoundError, NotADirectoryError):
            return folder, shutil.disk_usage(folder).free
    raise FileNotFoundError(f"nothing of {path} exists")
