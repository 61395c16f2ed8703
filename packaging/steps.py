"""How the set-up of a checkout speaks: one line for each slow step, one sentence for what stops it.

All of it goes to standard error, so that the output of what runs afterwards stays its own.
"""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Stop(Exception):
    """What the user can mend, as one sentence, with the line to run where there is one."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """One line when a slow step begins and one when it has ended."""
    began = time.monotonic()
    say(f"[set-up] {what} …")
    yield
    say(f"[set-up]   done in {time.monotonic() - began:.0f} s")


def quiet(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Runs a command and keeps what it says; at a terminal, its progress is shown as well."""
    out = sys.stderr if sys.stderr.isatty() else subprocess.PIPE
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
