"""A live call: real sound through a real sound server into the running program."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from tests.cli.conftest import ROOT, home_environment
from tests.headset import Headset, split_sides, virtual_headset
from tests.screens import Screen, screen, wait_for  # noqa: F401 - a fixture

BANK = """\
topic: live
prompts:
  - id: long-wait
    kind: empathy
    show: Thank them for waiting so long.
    customer_says: "(waiting|hold) *5 minutes"
  - id: agent-waits
    kind: tone
    show: This must not be taken for the customer.
    agent_says: "(waiting|hold) *5 minutes"
"""
RECORDING = ROOT / "tests" / "recordings" / "long-wait.flac"


@contextmanager
def running(
    env: dict[str, str], *arguments: str, under: Sequence[str] = ()
) -> Iterator[subprocess.Popen[str]]:
    """`assist run`, listening, `under` another program; ended as a desktop ends a program."""
    program = subprocess.Popen(
        [*under, sys.executable, "-m", "assist", "run", *arguments],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert program.stderr is not None
        for line in program.stderr:
            if line.startswith("listening"):
                break
        yield program
    finally:
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGTERM)
            program.wait(60)


def assert_no_word_in(folder: Path) -> None:
    """Of what was said in the call."""
    for path in (path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes().lower()
        for word in (b"forty", b"nobody", b"picks up", b"calling"):
            assert word not in content, f"{word!r} is in {path.name}"


def play(headset: Headset, folder: Path) -> None:
    customer, agent = split_sides(RECORDING, folder)
    headset.play(customer=customer, agent=agent).wait()
    time.sleep(2.0)


def play_until_a_prompt(headset: Headset, folder: Path, program: subprocess.Popen[str]) -> str:
    """What the program shows; the rest of the call is not waited for."""
    playback = headset.play(*split_sides(RECORDING, folder))
    assert program.stdout is not None
    shown = program.stdout.readline()
    playback.stop()
    return shown


def environment(headset: Headset, home: Path) -> dict[str, str]:
    sound = {name: headset.env[name] for name in ("PULSE_SERVER", "PULSE_COOKIE")}
    return home_environment(home) | sound


def test_what_the_customer_says_shows_its_prompt_and_is_not_kept(tmp_path: Path) -> None:
    bank = tmp_path / "b.yaml"
    bank.write_text(BANK)
    with virtual_headset() as headset:
        env = environment(headset, tmp_path / "home")
        with running(env, "--no-window", "--only-phrasebanks", str(bank)) as program:
            play(headset, tmp_path)
            assert program.stdout is not None
            shown = program.stdout.readline()
            program.send_signal(signal.SIGTERM)
            out = shown + program.stdout.read()
            assert program.wait(60) == 0
    assert out.count("Thank them for waiting so long.") == 1, out
    assert "must not be taken" not in out
    with closing(sqlite3.connect(tmp_path / "home/data/agent-assist/journal.db")) as journal:
        rows = journal.execute("SELECT event, prompt, kind FROM events").fetchall()
        calls = journal.execute("SELECT lasted, model FROM calls").fetchall()
    assert ("prompt", "long-wait", "empathy") in rows
    assert len(calls) == 1
    assert calls[0][1] == "demo-en"
    assert 10 < calls[0][0] < 60
    assert_no_word_in(tmp_path / "home")
    assert (tmp_path / "home/data/agent-assist/journal.db").stat().st_mode & 0o077 == 0


def test_in_the_window_with_its_measured_latency_and_the_last_lines_never_kept(
    tmp_path: Path,
    screen: Screen,  # noqa: F811 - the fixture
) -> None:
    chosen = tmp_path / "home" / "config" / "agent-assist" / "settings.toml"
    chosen.parent.mkdir(parents=True)
    chosen.write_text("[program]\nfirst_start_done = true\n[overlay]\ntranscript = true\n", "utf-8")
    bank = tmp_path / "b.yaml"
    bank.write_text(BANK)
    with virtual_headset() as headset:
        env = environment(headset, tmp_path / "home")
        env |= {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        with running(env, "--only-phrasebanks", str(bank)) as program:
            window = screen.window_named("Agent Assist")
            resting = screen.geometry(window)[3]
            playback = headset.play(*split_sides(RECORDING, tmp_path))
            wait_for(lambda: screen.geometry(window)[3] > resting, "the card")
            assert "_NET_WM_STATE_ABOVE" in screen.states(window)
            playback.wait()
            program.send_signal(signal.SIGTERM)
            assert program.wait(60) == 0
    with closing(sqlite3.connect(tmp_path / "home/data/agent-assist/journal.db")) as journal:
        latency = journal.execute(
            "SELECT latency FROM events WHERE event = 'prompt' AND prompt = 'long-wait'"
        ).fetchone()
    assert latency is not None
    assert latency[0] is not None
    assert 0 < latency[0] < 5
    assert_no_word_in(tmp_path / "home")
