"""The manual page, written from the command line's own description, so that it cannot fall behind."""

import argparse
from collections.abc import Iterator

EXIT_CODES = {
    "0": "It worked.",
    "1": "Somebody at this computer can mend it; one sentence on standard error says how.",
    "2": "Wrong arguments.",
    "3": "A bug; standard error says where its log is. The log holds no word of a call.",
}


def commands(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[argparse.ArgumentParser, tuple[str, ...]]]:
    """This parser and all below it, each with the words that lead to it."""
    yield parser, words
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from commands(below, (*words, name))


def manual(parser: argparse.ArgumentParser, version: str, places: dict[str, str]) -> str:
    """A page in troff; `places` are files and folders with what is in them."""
    page = [
        f'.TH ASSIST 1 "" "Agent Assist {version}" "User Commands"',
        ".SH NAME",
        r"assist \- one short prompt at the right moment of a call",
        ".SH SYNOPSIS",
        r".B assist",
        r".I COMMAND",
        r"[\fIOPTION\fR]...",
        ".SH DESCRIPTION",
        _text(parser.description or ""),
        ".SH COMMANDS",
    ]
    for one, words in commands(parser):
        if words:
            page += _command(one, words)
    page += [".SH EXIT STATUS", *_list(EXIT_CODES)]
    page += [".SH FILES", *_list(places)]
    return "\n".join(page) + "\n"


def _command(parser: argparse.ArgumentParser, words: tuple[str, ...]) -> Iterator[str]:
    shown = [action for action in parser._actions if action.help != argparse.SUPPRESS]
    is_group = any(isinstance(action, argparse._SubParsersAction) for action in shown)
    yield f".SS {_text(' '.join(words))}" + (" COMMAND" if is_group else "")
    yield _text(parser.description or "")
    for action in shown:
        if "--help" in action.option_strings or isinstance(action, argparse._SubParsersAction):
            continue
        yield ".TP"
        yield _heading(action)
        yield _text(_help(action, parser))


def _heading(action: argparse.Action) -> str:
    name = action.metavar or (
        "{" + ",".join(map(str, action.choices)) + "}" if action.choices else action.dest.upper()
    )
    value = rf"\fI{_text(str(name))}\fR"
    if not action.option_strings:
        return value
    options = ", ".join(rf"\fB{_text(option)}\fR" for option in action.option_strings)
    return options if action.nargs == 0 else f"{options} {value}"


def _help(action: argparse.Action, parser: argparse.ArgumentParser) -> str:
    facts = {**vars(action), "prog": parser.prog}
    return (action.help or "") % facts


def _list(facts: dict[str, str]) -> Iterator[str]:
    for name, meaning in facts.items():
        yield from (".TP", rf"\fB{_text(name)}\fR", _text(meaning))


def _text(text: str) -> str:
    """Words as troff prints them: nothing in them is taken for one of its own signs."""
    rows = []
    for row in text.strip().splitlines():
        plain = row.strip().replace("\\", r"\e").replace("-", r"\-")
        if plain.startswith((".", "'")):
            plain = r"\&" + plain
        rows.append(plain or ".PP")
    return "\n".join(rows)
