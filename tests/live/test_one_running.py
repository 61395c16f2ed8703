"""A whole program in an empty home on a real screen, and others that reach it."""

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import home_environment
from tests.screens import Screen, screen, wait_for  # noqa: F401 - a fixture

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="X11")


@pytest.fixture
def env(screen: Screen) -> Iterator[dict[str, str]]:  # noqa: F811 - the fixture
    home = Path(tempfile.mkdtemp(prefix="assist-"))
    (home / "run").mkdir(mode=0o700)
    shown = {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
    yield home_environment(home) | shown | {"XDG_RUNTIME_DIR": str(home / "run")}
    shutil.rmtree(home, ignore_errors=True)


def assist(env: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "assist", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)


@pytest.mark.slow
def test_one_runs_and_others_reach_it(
    env: dict[str, str],
    screen: Screen,  # noqa: F811 - the fixture
) -> None:
    nobody = assist(env, "call", "start", "--json")
    assert nobody.returncode == 1
    assert nobody.stderr == "assist: Agent Assist: it is not running; start it with assist run.\n"
    assert json.loads(nobody.stdout)["ok"] is False
    command = [sys.executable, "-m", "assist", "run"]
    first = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    try:
        wait_for(lambda: assist(env, "call", "start").returncode == 0, "an answer", within=60)
        screen.window_named("Agent Assist")
        ended = assist(env, "call", "end", "--json")
        assert json.loads(ended.stdout) == {"call": "end", "ok": True, "said": "the call is over"}
        second = assist(env, "run")
        assert second.returncode == 0
        assert second.stderr == "Agent Assist is running already; here it is.\n"
        assert first.poll() is None
        home = Path(env["HOME"])
        assert not (home / "config" / "agent-assist" / "settings.toml").exists()
    finally:
        first.terminate()
        _, err = first.communicate(timeout=60)
    assert first.returncode == 0, err
    with closing(sqlite3.connect(home / "data" / "agent-assist" / "journal.db")) as journal:
        assert journal.execute("SELECT count(*) FROM calls").fetchone()[0] >= 1
    assert assist(env, "call", "end").returncode == 1
