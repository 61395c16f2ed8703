"""The live call of `hearing_program`, as a test or benchmark follows it from outside."""

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.cli.conftest import home_environment
from tests.headset import Headset

ROOT = Path(__file__).parents[2]
WAITS_FOR = 60.0

Said = dict[str, Any]


class Overheard:
    """The running program; `said` is all that it said so far, in order."""

    def __init__(self, headset: Headset, home: Path, *devices: str) -> None:
        sound = {name: headset.env[name] for name in ("PULSE_SERVER", "PULSE_COOKIE")}
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tests.live.hearing_program", *devices],
            env=home_environment(home) | sound,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.said: list[Said] = []
        self._coming: queue.SimpleQueue[Said] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def wait(self, wanted: Callable[[Said], bool], since: int = 0) -> Said:
        """The first of what was said from number `since` on that is wanted."""
        gives_up_at = time.monotonic() + WAITS_FOR
        while True:
            for said in self.said[since:]:
                if wanted(said):
                    return said
            since = len(self.said)
            try:
                self.said.append(self._coming.get(timeout=max(0, gives_up_at - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"never said, after {self.said}") from None

    def side(self, side: str, *hearings: str, since: int = 0) -> Said:
        """Waits until the indicator of this side is one of these."""
        return self.wait(lambda one: one["event"] == "sides" and one[side] in hearings, since)

    def catch_up(self) -> int:
        """How much has been said until now."""
        while not self._coming.empty():
            self.said.append(self._coming.get())
        return len(self.said)

    def tell(self, line: str) -> None:
        assert self.program.stdin is not None
        self.program.stdin.write(line + "\n")
        self.program.stdin.flush()

    def end(self) -> list[Said]:
        """Ends the call; everything that was said."""
        assert self.program.stdin is not None
        self.program.stdin.close()
        self.wait(lambda one: one["event"] == "ended")
        assert self.program.wait(WAITS_FOR) == 0
        return self.said

    def words(self, side: str) -> list[str]:
        return [
            word
            for said in self.said
            if said["event"] == "words" and said["side"] == side
            for word in said["text"].split()
        ]

    def _read(self) -> None:
        assert self.program.stdout is not None
        for line in self.program.stdout:
            self._coming.put(json.loads(line))


@contextmanager
def overhearing(headset: Headset, home: Path, *devices: str) -> Iterator[Overheard]:
    """The program, once it is listening to both sides."""
    call = Overheard(headset, home, *devices)
    try:
        call.wait(lambda one: one["event"] == "listening")
        for side in ("customer", "agent"):
            call.side(side, "heard", "quiet")
        yield call
    finally:
        call.program.kill()
        call.program.wait()
