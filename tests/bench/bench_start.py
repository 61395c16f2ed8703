"""From the start of `assist run` to its listening, with the embedded model and the shipped banks.

A virtual headset and a virtual screen are there; the program says when it listens. Beside it, in
turn with it, a bare program that imports the libraries and opens the model alone; and what
`assist try`, which reads and builds all phrasebanks too, takes of the processor.
Run: python packaging/dev.py bench start -- [TURNS]
"""

import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from until_it_listens import wait_until_it_listens

from assist.speech.models import find_model
from tests.cli.conftest import home_environment
from tests.headset import virtual_headset
from tests.screens import open_screen

TURNS = 7
PROMISED = 2.0

BARE = """
import sys
import numpy, rapidfuzz, sounddevice, vosk, yaml
import PySide6.QtWidgets
vosk.SetLogLevel(-1)
vosk.Model(sys.argv[1])
print("listening", file=sys.stderr, flush=True)
"""


def seconds_until_it_listens(command: Sequence[str], env: dict[str, str]) -> float:
    began = time.monotonic()
    program = subprocess.Popen(
        [sys.executable, *command],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until_it_listens(program)
    took = time.monotonic() - began
    program.send_signal(signal.SIGTERM)
    program.communicate(timeout=30)
    return took


def processor_of(command: Sequence[str], env: dict[str, str]) -> float:
    """Seconds of processor that a program takes from beginning to end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], env=env, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def told_of(what: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    median = statistics.median(ordered)
    print(f"{what}: median {median:.2f} s, {ordered[0]:.2f} to {ordered[-1]:.2f} s", flush=True)


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else TURNS
    model = str(find_model().path)
    with (
        tempfile.TemporaryDirectory() as place,
        virtual_headset() as headset,
        open_screen() as screen,
    ):
        sound = {name: headset.env[name] for name in ("PULSE_SERVER", "PULSE_COOKIE")}
        env = home_environment(Path(place)) | sound
        env |= {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        chosen = Path(place) / "config" / "agent-assist" / "settings.toml"
        chosen.parent.mkdir(parents=True)
        chosen.write_text("[program]\nfirst_start_done = true\n", "utf-8")
        bare: list[float] = []
        whole: list[float] = []
        tried: list[float] = []
        for _ in range(turns):
            bare.append(seconds_until_it_listens(["-c", BARE, model], env))
            whole.append(seconds_until_it_listens(["-m", "assist", "run"], env))
            tried.append(processor_of(["-m", "assist", "try", "hello"], env))
    told_of("the libraries and the model alone", bare)
    told_of("assist run until it listens", whole)
    ratios = [one / other for one, other in zip(whole, bare, strict=True)]
    print(f"ratio: {statistics.median(ratios):.2f} in the median of {turns} turns")
    told_of("processor of assist try", tried)
    print(f"(promised: listening within {PROMISED:g} s)")


if __name__ == "__main__":
    main()
