"""What the program tells of itself at build time: icons, the manual page, and what shells complete.

Run with the bundle's own Python: `told_by_program.py FOLDER`. All of it comes from the command line's own
description, so it cannot fall behind; nothing of it is made while the program runs.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import shtab

from assist import __version__
from assist.cli import _parser

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from linux.manual import commands, manual

_PATHS = re.compile(r"PATH|FILE|FOLDER|CALL|DIR|ZIP")

PLACES = {
    "/etc/agent-assist/settings.toml": "What IT has chosen for all users, and locked.",
    "/var/lib/agent-assist/models/": "Speech models for all users; a zip laid here is taken up when the "
    "package is installed.",
    "/var/lib/agent-assist/phrasebanks/": "Phrasebanks for all users.",
    "~/.config/agent-assist/settings.toml": "What the user has chosen.",
    "~/.local/share/agent-assist/": "The user's journal, models and phrasebanks.",
}


def main(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    parser = _parser()
    (folder / "assist.1").write_text(manual(parser, __version__, PLACES), "utf-8")
    for one, _ in commands(parser):
        complete_paths(one)
    (folder / "assist.bash").write_text(shtab.complete(parser, shell="bash"), "utf-8")
    (folder / "_assist").write_text(shtab.complete(parser, shell="zsh"), "utf-8")
    (folder / "assist.fish").write_text("\n".join(fish(parser)) + "\n", "utf-8")
    draw_icons(folder / "icons")
    return 0


def complete_paths(parser: argparse.ArgumentParser) -> None:
    """Has shells offer files where a path is asked for."""
    for action in parser._actions:
        if action.type is Path or _PATHS.search(str(action.metavar or "")):
            action.complete = shtab.FILE  # type: ignore[attr-defined]


def fish(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Rows for fish: which command follows which, and the options of each."""
    for one, words in commands(parser):
        below = [a for a in one._actions if isinstance(a, argparse._SubParsersAction)]
        seen = _seen(words, [name for action in below for name in action.choices])
        for action in below:
            for choice in action._choices_actions:
                yield f"complete -c assist -f {seen} -a {choice.dest} -d {_quoted(choice.help)}"
        for option in one._actions:
            if option.option_strings:
                yield f"complete -c assist {seen} {_names(option)} -d {_quoted(option.help)}"


def _seen(words: tuple[str, ...], below: list[str]) -> str:
    if not words:
        return "-n __fish_use_subcommand"
    tests = [f"__fish_seen_subcommand_from {word}" for word in words]
    if below:
        tests.append(f"not __fish_seen_subcommand_from {' '.join(below)}")
    return f"-n {_quoted('; and '.join(tests))}"


def _names(option: argparse.Action) -> str:
    names = [
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
        for name in option.option_strings
    ]
    takes = option.nargs != 0
    choices = f" -x -a {_quoted(' '.join(map(str, option.choices)))}" if option.choices else ""
    return " ".join(names) + (choices or (" -r" if takes else ""))


def _quoted(text: str | None) -> str:
    return "'" + (text or "").replace("\\", "\\\\").replace("'", "\\'") + "'"


def draw_icons(folder: Path) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from assist.ui.icon import SIZES, app_icon

    app = QApplication(["assist"])
    folder.mkdir(exist_ok=True)
    for size in SIZES:
        if not app_icon().pixmap(size, size).save(str(folder / f"{size}.png"), "PNG"):
            raise OSError(f"the icon of {size} pixels could not be written")
    del app


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
