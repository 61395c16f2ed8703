"""Running `assist` as its users do: a program of its own, in a home of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines; fails if anything else is on it."""
        return [json.loads(line) for line in self.out.splitlines()]


Assist = Callable[..., Ran]


def home_environment(home: Path) -> dict[str, str]:
    """An environment without a screen or sound server, whose user data lie below `home`."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "PULSE_SERVER", "QT_QPA_PLATFORM")
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    folders = {
        f"XDG_{name}_HOME": str(home / name.lower())
        for name in ("DATA", "CACHE", "CONFIG", "STATE")
    }
    return env | folders | {"HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def assist_in(folder: Path) -> Assist:
    """Run `assist` with these arguments in a folder that holds its home, up to two minutes."""

    def run(*arguments: str | Path, stdin: str = "", **env: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "assist", *map(str, arguments)],
            env=home_environment(folder / "home") | env,
            cwd=folder,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def assist(tmp_path: Path) -> Assist:
    return assist_in(tmp_path)
