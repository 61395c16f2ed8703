#!/usr/bin/env python3
"""What the bundle asks of a desktop: processor and memory, resting between calls and in the demo call.

    python3 packaging/linux/measure.py         about 4 minutes; needs Xvfb and PulseAudio

Prints shares of one core (processor time by wall time, so other programs hardly change them) and memory.
It measures and judges nothing.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bundle_build import PROGRAM
from linux.desk import headset, screen, wait_for

RESTS_FOR = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Needed:
    """Seconds of one core, by seconds of the clock; megabytes in memory, all and its own alone."""

    cores: float
    resident: float
    own: float
    threads: int


def main() -> int:
    with tempfile.TemporaryDirectory() as home, screen(":79") as display:
        folder = Path(home)
        with headset(folder / "sound") as socket:
            own = {"HOME": home, "DISPLAY": display, "PULSE_SERVER": f"unix:{socket}"}
            with _running(["run"], own, folder / "run.txt") as process:
                wait_for(
                    lambda: "listening" in (folder / "run.txt").read_text(), "it does not listen"
                )
                time.sleep(5)
                tell("resting, both sides quiet", over(process.pid, RESTS_FOR))
            with _running(["demo", "--quiet"], own, folder / "demo.txt") as process:
                wait_for(
                    lambda: "0:0" in (folder / "demo.txt").read_text(), "the call does not begin"
                )
                tell("in the demo call, both sides, overlay", over(process.pid, 130))
    return 0


def tell(what: str, needed: Needed) -> None:
    print(
        f"{what:40} {needed.cores:6.1%} of a core  {needed.resident:5.0f} MB resident, "
        f"{needed.own:.0f} MB its own, {needed.threads} threads",
        flush=True,
    )


@contextlib.contextmanager
def _running(
    words: list[str], own: dict[str, str], said: Path
) -> Iterator[subprocess.Popen[bytes]]:
    with said.open("w") as file:
        process = subprocess.Popen(
            [PROGRAM, *words], env={**os.environ, **own}, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)


def over(process: int, seconds: float) -> Needed:
    began, spent = time.monotonic(), _spent(process)
    time.sleep(seconds)
    cores = (_spent(process) - spent) / (time.monotonic() - began)
    sums = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    sizes = {name: int(size) / 1000 for name, size in re.findall(r"(?m)^(\w+): +(\d+) kB", sums)}
    own = sizes["Private_Clean"] + sizes["Private_Dirty"]
    threads = len(list(Path(f"/proc/{process}/task").iterdir()))
    return Needed(cores, sizes["Rss"], own, threads)


def _spent(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


if __name__ == "__main__":
    sys.exit(main())
