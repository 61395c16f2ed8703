"""The command line: `assist COMMAND`. A contract: commands, options and exit codes stay stable.

Exit codes: 0 it worked; 1 the user can mend it, and one sentence on standard error says how;
2 wrong arguments; 3 a bug, and standard error says where its log is.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from assist import __version__
from assist.bugs import tell_bugs, write_bug
from assist.faults import Fault

MODULES = {"try": "try_words"}
"""Where a command's module is not named as the command is."""

COMMANDS = (
    "run",
    "demo",
    "devices",
    "models",
    "check",
    "try",
    "replay",
    "call",
    "stats",
    "doctor",
    "schema",
)


def module_of(command: str) -> ModuleType:
    """The module of a command, loaded when it is asked for: some take most of a second."""
    return import_module(f"assist.cli.{MODULES.get(command, command)}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives back the exit code."""
    words = sys.argv[1:] if argv is None else argv
    asked = [words[0]] if words and words[0] in COMMANDS else COMMANDS
    arguments = _parser(asked).parse_args(words)
    tell_bugs()
    try:
        return int(module_of(arguments.command).run(arguments))
    except Fault as fault:
        print(f"assist: {fault}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as bug:  # noqa: BLE001 - the edge: every bug gets a log
        print(f"assist: {write_bug(bug)}", file=sys.stderr)
        return 3


def _parser(names: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assist",
        description="A quiet window that shows a call-centre agent one short prompt at the right "
        "moment. Everything stays on this computer.",
    )
    parser.add_argument("--version", action="version", version=f"assist {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in names:
        module = module_of(name)
        summary = (module.__doc__ or "").split("\n")[0]
        command = commands.add_parser(name, help=summary, description=module.__doc__)
        module.add_arguments(command)
    return parser
