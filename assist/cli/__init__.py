"""The command line: `assist COMMAND`. A contract: commands, options and exit codes stay stable.

Exit codes: 0 it worked; 1 the user can mend it, and one sentence on standard error says how;
2 wrong arguments; 3 a bug, and standard error says where its log is.
"""

import argparse
import sys
from collections.abc import Sequence

from assist import __version__
from assist.bugs import tell_bugs, write_bug
from assist.cli import (
    call,
    check,
    demo,
    devices,
    doctor,
    models,
    replay,
    run,
    schema,
    stats,
    try_words,
)
from assist.faults import Fault

COMMANDS = {
    "run": run,
    "demo": demo,
    "devices": devices,
    "models": models,
    "check": check,
    "try": try_words,
    "replay": replay,
    "call": call,
    "stats": stats,
    "doctor": doctor,
    "schema": schema,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives back the exit code."""
    arguments = _parser().parse_args(argv)
    tell_bugs()
    try:
        return int(COMMANDS[arguments.command].run(arguments))
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assist",
        description="A quiet window that shows a call-centre agent one short prompt at the right "
        "moment. Everything stays on this computer.",
    )
    parser.add_argument("--version", action="version", version=f"assist {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, module in COMMANDS.items():
        summary = (module.__doc__ or "").split("\n")[0]
        command = commands.add_parser(name, help=summary, description=module.__doc__)
        module.add_arguments(command)
    return parser
