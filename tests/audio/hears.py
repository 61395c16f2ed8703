"""The hearing program as a test sees it: what it said, what it holds, and the sound it heard."""

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.headset import Headset

ROOT = Path(__file__).parents[2]
WAITS_FOR = 60.0
BOTH = ("customer", "agent")

Said = dict[str, Any]


@dataclass
class Kept:
    """One side's frames; all times are call time. `samples` is all of them, end to end."""

    arrivals: NDArray[np.float64]
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    rates: NDArray[np.int64]
    samples: NDArray[np.int16]

    def between(self, start: float, end: float) -> NDArray[np.int16]:
        """The sound of the frames that lie wholly within this time of the call."""
        bounds = np.concatenate(([0], np.cumsum(np.rint((self.ends - self.starts) * self.rates))))
        parts = [
            self.samples[int(bounds[n]) : int(bounds[n + 1])]
            for n in range(len(self.starts))
            if self.starts[n] >= start and self.ends[n] <= end
        ]
        return np.concatenate(parts) if parts else np.zeros(0, np.int16)


class Hears:
    """The running program. What it says is read as it comes."""

    def __init__(self, headset: Headset, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.zero = 0.0
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tests.audio.hearer", str(folder), *arguments],
            env=headset.env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.unread: list[Said] = []
        self._said: queue.SimpleQueue[Said] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def next(self, event: str, side: str | None = None, within: float = WAITS_FOR) -> Said:
        """The first of this kind that nobody has asked for yet; waits for it. Others are kept."""
        gives_up_at = time.monotonic() + within
        while True:
            for said in self.unread:
                if said["event"] == event and side in (None, said.get("side")):
                    self.unread.remove(said)
                    return said
            try:
                self.unread.append(self._said.get(timeout=max(0.0, gives_up_at - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"no {event!r} of {side}, but {self.unread}") from None

    def none_of(self, event: str) -> bool:
        """Whether nothing of this kind was said that nobody has asked for."""
        while not self._said.empty():
            self.unread.append(self._said.get())
        return not any(said["event"] == event for said in self.unread)

    def is_now(self, line: str = "") -> Said:
        assert self.program.stdin is not None
        self.program.stdin.write(line + "\n")
        self.program.stdin.flush()
        return self.next("is")

    def stop(self) -> Said:
        assert self.program.stdin is not None
        self.program.stdin.close()
        stopped = self.next("stopped")
        assert self.program.wait(WAITS_FOR) == 0
        return stopped

    def kept(self, side: str) -> Kept:
        with np.load(self.folder / f"{side}.npz") as file:
            return Kept(**{name: file[name] for name in Kept.__dataclass_fields__})

    def _read(self) -> None:
        assert self.program.stdout is not None
        for line in self.program.stdout:
            self._said.put(json.loads(line))


@contextmanager
def hearing(
    headset: Headset, folder: Path, *arguments: str, sides: tuple[str, ...] = BOTH
) -> Iterator[Hears]:
    """The program, once these sides are heard."""
    hears = Hears(headset, folder, *arguments)
    try:
        hears.zero = hears.next("listening")["zero"]
        for side in sides:
            hears.next("heard", side)
        yield hears
    finally:
        hears.program.kill()
        hears.program.wait()
