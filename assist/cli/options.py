"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assist.banks import Chosen, open_shelf
from assist.core.reading import Read
from assist.core.rulebook import Rulebook
from assist.core.signals import Mode
from assist.settings.files import load_settings
from assist.settings.forms import Score, Wrong
from assist.settings.sections import Settings

if TYPE_CHECKING:
    from assist.speech.models import SpeechModel

SCORE = Score()


def add_phrasebanks(parser: argparse.ArgumentParser) -> None:
    """Which phrasebanks a command goes by."""
    parser.add_argument(
        "--phrasebanks",
        metavar="PATH",
        type=Path,
        action="append",
        default=[],
        help="a phrasebank file, or a folder of them, on top of the installed ones "
        "(may be given several times; a later one may override an earlier one)",
    )
    parser.add_argument(
        "--only-phrasebanks",
        metavar="PATH",
        type=Path,
        action="append",
        default=[],
        help="the same, but without the installed ones",
    )
    parser.add_argument(
        "--strictness",
        metavar="N",
        type=_strictness,
        help="how well words must fit, up to 100, instead of what the phrasebanks say",
    )


def _strictness(text: str) -> int:
    try:
        return SCORE.read(int(text))
    except (ValueError, Wrong) as wrong:
        raise argparse.ArgumentTypeError(f"write {SCORE.told}") from wrong


def add_mode(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    """What the calls are for."""
    modes = [mode.value for mode in Mode]
    parser.add_argument("--mode", choices=modes, default=default, help="what the calls are for")


def add_model(parser: argparse.ArgumentParser) -> None:
    what = "the speech model; by default the one of the settings, else the embedded one"
    parser.add_argument("--model", metavar="NAME_OR_PATH", help=what)


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json", action="store_true", help="print JSON and nothing else on standard output"
    )


def load_rulebook(arguments: argparse.Namespace) -> Rulebook:
    """The rulebook of the chosen phrasebanks; what is wrong in them is told on standard error."""
    read = chosen_banks(arguments)
    tell_problems(read)
    return Rulebook(read.banks)


def chosen_banks(arguments: argparse.Namespace) -> Read:
    """The chosen phrasebanks. Raises Fault where one that is named does not exist."""
    return open_shelf(chosen(arguments)).read


def chosen(arguments: argparse.Namespace) -> Chosen:
    """Which phrasebanks are chosen."""
    settings = settings_for(arguments).phrasebanks
    on_top, only = tuple(arguments.phrasebanks), tuple(arguments.only_phrasebanks)
    strictness = settings.strictness if arguments.strictness is None else arguments.strictness
    return Chosen(on_top, only, settings.paths, strictness)


def tell_problems(read: Read) -> None:
    """One line on standard error where prompts were left out."""
    count = len(read.errors)
    if count:
        first = read.errors[0]
        more = "" if count == 1 else f" (and {count - 1} more)"
        print(
            f"assist: {first.file}:{first.line}: {first.what}{more}; "
            "what is faulty is left out, run assist check to see all.",
            file=sys.stderr,
        )


def open_model(arguments: argparse.Namespace) -> SpeechModel:
    # Loaded here: not every command needs the speech library.
    from assist.speech.models import SpeechModel, find_model

    return SpeechModel(find_model(model_name(arguments)))


def model_name(arguments: argparse.Namespace) -> str | None:
    """The model that was asked for, on the command line or in the settings."""
    name: str | None = arguments.model
    return name or settings_for(arguments).speech.model or None


def given_model(arguments: argparse.Namespace) -> Mapping[str, Any]:
    """The command line's model, as a setting."""
    return {} if arguments.model is None else {"speech.model": arguments.model}


def ignore_settings(parser: argparse.ArgumentParser) -> None:
    """For a command that does the same on every computer."""
    parser.set_defaults(ignores_settings=True)


def settings_for(arguments: argparse.Namespace) -> Settings:
    """The settings that a command goes by where the command line says nothing."""
    return Settings() if getattr(arguments, "ignores_settings", False) else _settings()


@cache
def _settings() -> Settings:
    chosen = load_settings()
    if chosen.sentence:
        print(f"assist: {chosen.sentence}", file=sys.stderr)
    return chosen.settings
