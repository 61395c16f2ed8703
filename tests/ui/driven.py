"""Starts `live_overlay.py` on a screen and talks with it."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.screens import Screen, end, wait_for

ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).with_name("live_overlay.py")

Event = dict[str, Any]


class Driven:
    """A running overlay; `events` is everything that it has told so far."""

    def __init__(self, program: subprocess.Popen[bytes]) -> None:
        self.program = program
        self.events: list[Event] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def say(self, do: str, **command: object) -> None:
        assert self.program.stdin is not None
        self.program.stdin.write(json.dumps({"do": do, **command}).encode() + b"\n")
        self.program.stdin.flush()

    def until(self, key: str, value: object, within: float = 60.0) -> Event:
        """The first event with this value, as soon as it came."""
        return wait_for(lambda: self._found(key, value), f"the event {key}={value}", within)

    def told(self, key: str) -> list[Event]:
        return [event for event in self.events if key in event]

    def ask(self, do: str, within: float = 60.0, **command: object) -> Event:
        """Say it, and give back what is told when it is done."""
        before = len(self.done(do))
        self.say(do, **command)
        wait_for(lambda: len(self.done(do)) > before, f"{do} to be done", within)
        return self.done(do)[-1]

    def close(self) -> int:
        """End it in its own way: no more commands, so the worker asks the bridge to quit."""
        assert self.program.stdin is not None
        self.program.stdin.close()
        code = self.program.wait(10)
        self.reader.join(5)
        return code

    def done(self, do: str) -> list[Event]:
        return [event for event in self.told("done") if event["done"] == do]

    def _found(self, key: str, value: object) -> Event | None:
        return next((event for event in self.told(key) if event[key] == value), None)

    def _read(self) -> None:
        assert self.program.stdout is not None
        for line in self.program.stdout:
            self.events.append(json.loads(line))


@contextmanager
def driven_overlay(screen: Screen, *arguments: str, **env: str) -> Iterator[Driven]:
    program = subprocess.Popen(
        [sys.executable, str(PROGRAM), *arguments],
        env=screen.env(PYTHONPATH=str(ROOT), **env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    driven = Driven(program)
    try:
        driven.until("ready", True)
        screen.window_named("Agent Assist")
        yield driven
    finally:
        end(program)
