"""Every problem in the phrasebanks with file and line, and every example that fails.

Errors are mistakes for certain, warnings are likely ones, notes are good to know. The exit code is
1 when there is an error, with --strict also when there is a warning.
"""

import argparse
import io
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from assist.banks import Chosen, open_shelf
from assist.cli.options import add_json, add_model, settings_for
from assist.core.checks import all_problems
from assist.core.checks.unheard import Ears
from assist.core.problems import Problem, Severity
from assist.core.yaml_tree import LARGEST_BYTES, text_of
from assist.faults import Fault
from assist.speech.models import SpeechModel, find_model

_MOST_TOLD = 40
"""Problems of one file that are told in full to a person; more would not be read."""

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_BOLD = "1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        type=Path,
        help="phrasebank files or folders, checked together with the installed ones that they are "
        "used with; those are told of themselves when nothing is named",
    )
    parser.add_argument(
        "--alone", action="store_true", help="check what is named without the installed ones"
    )
    add_model(parser)
    parser.add_argument(
        "--words",
        action="store_true",
        help="tell each word that the speech model does not know, with the closest ones it knows",
    )
    parser.add_argument("--strict", action="store_true", help="let warnings fail the check, too")
    parser.add_argument(
        "--format",
        choices=("plain", "json", "github"),
        default="plain",
        help="for people (the default), as JSON, or as annotations of a GitHub workflow",
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """1 when there is an error; warnings alone are 0 unless --strict."""
    paths = tuple(arguments.paths)
    hoped = settings_for(arguments).phrasebanks.paths
    shelf = open_shelf(Chosen(only=paths) if arguments.alone else Chosen(paths, (), hoped), _text)
    ears, missing = _ears(arguments.model)
    asked = shelf.named or frozenset(shelf.paths)
    found = all_problems(shelf.read, shelf.texts, ears, arguments.words, asked)
    told = [*found, *_no_files(paths), *missing]
    problems = sorted(told, key=lambda one: (one.file, one.line))
    prompts = [one for bank in shelf.read.banks for one in bank.prompts]
    count = sum(one.source.rpartition(":")[0] in asked for one in prompts)
    _print(problems, "json" if arguments.json else arguments.format, count)
    failing = {Severity.ERROR, Severity.WARNING} if arguments.strict else {Severity.ERROR}
    return 1 if any(one.severity in failing for one in problems) else 0


# What is looked at


def _text(file: Path, name: str) -> str | Problem:
    """The text of a file, or the problem that keeps it from being read."""
    try:
        if file.stat().st_size > LARGEST_BYTES:
            return Problem(name, 1, "", "the file is too large", "Split it into one file a topic")
        return text_of(file.read_bytes(), name)
    except OSError as error:
        what = f"this file cannot be opened: {error.strerror or 'it cannot be read'}"
        return Problem(name, 1, "", what, "Check its name and who may read it")


def _shortest(file: Path) -> str:
    """The name as the person would write it; a link is not followed, it may lead nowhere."""
    try:
        return file.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return file.as_posix()


def _no_files(paths: Iterable[Path]) -> list[Problem]:
    """A problem for each thing in the named folders that has a phrasebank's name and is no file."""
    inside = [one for path in paths if path.is_dir() for one in sorted(path.iterdir())]
    return [
        Problem(
            _shortest(one),
            1,
            "",
            f"this is {'a folder' if one.is_dir() else 'not a file that can be read'}, no phrasebank",
            "Give it a name that does not end in .yaml, or take it out",
        )
        for one in inside
        if one.suffix in (".yaml", ".yml") and not one.is_file()
    ]


def _ears(model: str | None) -> tuple[Ears | None, list[Problem]]:
    """What the speech model can hear; a note where the one that ships is not there.

    Raises Fault where a model is named and cannot be opened.
    """
    try:
        opened = SpeechModel(find_model(model))
    except Fault as fault:
        if model is not None:
            raise
        what = f"no word was looked up: {fault.what}"
        return None, [Problem(fault.where, 1, "", what, fault.mend, Severity.NOTE)]
    info = opened.info
    return Ears(info.name, opened.knows, _words_of(info.path), info.demonstration), []


def _words_of(model: Path) -> list[str]:
    """The words that a model lists; none where it keeps them inside its graph."""
    for path in (model / "graph" / "words.txt", model / "words.txt"):
        try:
            lines = path.read_text("utf-8", "replace").splitlines()
        except OSError:
            continue
        words = (line.split(maxsplit=1)[0] for line in lines if line.strip())
        return [word for word in words if word[0].isalpha()]
    return []


# What is told


def _print(problems: Sequence[Problem], form: str, prompts: int) -> None:
    if form == "json":
        print(json.dumps([asdict(one) for one in problems], indent=1))
    elif form == "github":
        for problem in problems:
            print(_annotation(problem))
    else:
        _print_plain(problems, prompts)


def _print_plain(problems: Sequence[Problem], prompts: int) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A console of another encoding must not make an error of a letter that it does not have.
        sys.stdout.reconfigure(errors="backslashreplace")
    coloured = _has_colours()
    for _, of_file in groupby(problems, key=lambda one: one.file):
        every = list(of_file)
        for problem in every[:_MOST_TOLD]:
            print(_plain(problem, coloured) + "\n")
        if len(every) > _MOST_TOLD:
            print(
                f"… and {len(every) - _MOST_TOLD} more in this file; mend the first ones first.\n"
            )
    counts = Counter(one.severity for one in problems)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    told = f"{_count(prompts, 'prompt')}, {_count(errors, 'error')}, {_count(warnings, 'warning')}"
    print(_in_colour(told, "31" if errors else "32") if coloured else told)


def _plain(problem: Problem, coloured: bool) -> str:
    if not coloured:
        return str(problem)
    place, what, mend = str(problem).split("\n")
    return "\n".join((_in_colour(place, _BOLD), _in_colour(what, _COLOURS[problem.severity]), mend))


def _has_colours() -> bool:
    windows = sys.platform == "win32" and "WT_SESSION" not in os.environ
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not windows and not plain


def _in_colour(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _annotation(problem: Problem) -> str:
    """One line that GitHub shows beside the line of the file."""
    title = problem.where or "phrasebank"
    place = f"file={_property(problem.file)},line={problem.line},title={_property(title)}"
    message = f"{problem.what}\n{problem.mend}"
    return f"::{_GITHUB[problem.severity]} {place}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
