"""From the saving of a phrasebank to its prompt in a call that goes on, and to word of a mistake.

The shipped phrasebanks are saved file by file in the ways of editors (written in place, by rename,
with a backup), now with a new prompt and now with a mistake, while the running program (the window
on a virtual screen, the desk with two recognisers, the watcher) hears a call. Beside it stands what
reading all files and building all of it takes in one go, in a program of its own.
Run: python packaging/dev.py bench living -- [SAVES [BUSY]]; BUSY is a number of programs that do
nothing but keep the processor busy.
"""

import json
import queue
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.cli.conftest import home_environment
from tests.screens import open_screen

BANKS = Path(__file__).parents[2] / "phrasebanks"
EDITED = ("money", "waiting", "clarity", "closing", "next_steps")
PROMISED = 1.0
SAVES = 30
PATIENCE = 30.0

BARE = """
import sys, time
from pathlib import Path
from assist.banks import Chosen, open_shelf
from assist.core.rulebook import Rulebook
began, worked = time.monotonic(), time.process_time()
read = open_shelf(Chosen(only=(Path(sys.argv[1]),))).read
rulebook = Rulebook(read.banks)
print(time.monotonic() - began, time.process_time() - worked)
"""

PROMPT = """
  - id: bench-{name}
    kind: {kind}
    show: {show}
    customer_says: [violet basalt {show} (one|two|three)]
"""


class Program:
    """The running program, and what it says."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.living_program", str(folder)],
            env=env,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.until(lambda said: said["event"] == "ready")

    def _listen(self) -> None:
        for line in self._program.stdout or ():
            self._said.put(json.loads(line))

    def until(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next that it says of this kind."""
        while True:
            said = self._said.get(timeout=PATIENCE)
            if is_it(said):
                return said

    def end(self) -> list[float]:
        """How late its window's thread came to its timer."""
        self._program.send_signal(signal.SIGTERM)
        late: list[float] = self.until(lambda said: said["event"] == "stalls")["late"]
        self._program.wait(PATIENCE)
        return late


def in_place(path: Path, text: str) -> float:
    path.write_text(text, "utf-8")
    return time.monotonic()


def by_rename(path: Path, text: str) -> float:
    beside = path.with_suffix(".tmp")
    beside.write_text(text, "utf-8")
    beside.replace(path)
    return time.monotonic()


def with_backup(path: Path, text: str) -> float:
    backup = path.with_name(path.name + "~")
    path.rename(backup)
    path.write_text(text, "utf-8")
    saved = time.monotonic()
    backup.unlink()
    return saved


WAYS = (in_place, by_rename, with_backup)


def measure(program: Program, folder: Path, saves: int) -> tuple[list[float], list[float]]:
    """Seconds from each save to the new prompt, and from each mistake to word of it."""
    shown: list[float] = []
    told: list[float] = []
    texts = {name: (folder / f"{name}.yaml").read_text("utf-8") for name in EDITED}
    for number in range(saves):
        name, save = EDITED[number % len(EDITED)], WAYS[number % len(WAYS)]
        path, show = folder / f"{name}.yaml", f"number {number}"
        good = texts[name] + PROMPT.format(name=name, kind="cue", show=show)
        saved = save(path, good)
        taken = program.until(lambda said: show in said.get("shows", ()))  # noqa: B023
        shown.append(taken["at"] - saved)
        time.sleep(0.1 + 0.037 * (number % 7))
        saved = save(path, good + PROMPT.format(name="x", kind="nonsense", show="Never."))
        place = f"{name}.yaml:{len(good.splitlines()) + 3}:"
        word = program.until(lambda said: place in "".join(said.get("notices", ())))  # noqa: B023
        told.append(word["at"] - saved)
        save(path, good)
        program.until(lambda said: said.get("notices") == [])
        time.sleep(0.1 + 0.031 * (number % 7))
    return shown, told


def told_of(what: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    most = ordered[max(0, -(-95 * len(ordered) // 100) - 1)]
    print(
        f"{what}: median {statistics.median(ordered):.3f} s, 95 % {most:.3f} s, "
        f"at most {ordered[-1]:.3f} s, of {len(ordered)}",
        flush=True,
    )


def bare(folder: Path, env: dict[str, str]) -> None:
    times = [
        list(map(float, subprocess.check_output(command, env=env, text=True).split()))
        for command in [[sys.executable, "-c", BARE, str(folder)]] * 3
    ]
    took, worked = map(statistics.median, zip(*times, strict=True))
    print(f"all files read and built in one go: {took:.3f} s, {worked:.3f} s of processor")


def main() -> None:
    saves = int(sys.argv[1]) if len(sys.argv) > 1 else SAVES
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        with tempfile.TemporaryDirectory() as place, open_screen() as screen:
            folder = Path(place, "banks")
            shutil.copytree(BANKS, folder, ignore=shutil.ignore_patterns("*.md"))
            env = home_environment(Path(place)) | {"QT_QPA_PLATFORM": "xcb"}
            env["DISPLAY"] = screen.display
            bare(folder, env)
            program = Program(folder, env)
            shown, told = measure(program, folder, saves)
            late = program.end()
    finally:
        for one in busy:
            one.kill()
    told_of("a saved prompt can show", shown)
    told_of("word of a mistake is up", told)
    told_of("the window's thread came late by", late)
    print(f"(promised: within {PROMISED:g} s)")


if __name__ == "__main__":
    main()
