"""What is changed while the program runs holds at once: a saved phrasebank, another device."""

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.headset import Headset, virtual_headset
from tests.screens import wait_for

from .test_live_call import BANK, environment, play, play_until_a_prompt, running


def was_taken_up(home: Path) -> bool:
    """The program's own log tells."""
    return any('"phrasebanks taken up"' in log.read_text() for log in home.rglob("assist.log"))


def test_a_prompt_written_during_the_shift_shows_in_it(tmp_path: Path) -> None:
    bank = tmp_path / "b.yaml"
    bank.write_text(BANK.replace("(waiting|hold) *5 minutes", "no such words"))
    with virtual_headset() as headset:
        env = environment(headset, tmp_path / "home")
        with running(env, "--no-window", "--only-phrasebanks", str(bank)) as program:
            bank.write_text(BANK)
            wait_for(lambda: was_taken_up(tmp_path / "home"), "the new phrasebank")
            shown = play_until_a_prompt(headset, tmp_path, program)
            assert "Thank them for waiting so long." in shown
            os.killpg(program.pid, signal.SIGTERM)
            assert program.wait(60) == 0


@pytest.mark.slow
def test_another_device_chosen_in_the_settings_is_heard_from_then_on(tmp_path: Path) -> None:
    bank = tmp_path / "b.yaml"
    bank.write_text(BANK)
    home = tmp_path / "home"
    chosen = home / "config" / "agent-assist" / "settings.toml"
    chosen.parent.mkdir(parents=True)
    chosen.write_text('[sound]\ncustomer = "speaker"\n', "utf-8")
    with virtual_headset() as headset:
        headset.plug_in_another("speaker")
        env = environment(headset, home)
        with running(env, "--no-window", "--only-phrasebanks", str(bank)) as program:
            assert heard_through(headset) == {"speaker.monitor", headset.microphone}
            play(headset, tmp_path)
            assert prompts_shown(home) == []
            chosen.write_text('[sound]\ncustomer = "HeadsetOut"\n', "utf-8")
            wanted = {headset.customer_monitor, headset.microphone}
            wait_for(lambda: heard_through(headset) == wanted, "the other device")
            shown = play_until_a_prompt(headset, tmp_path, program)
            assert program.stdout is not None
            os.killpg(program.pid, signal.SIGTERM)
            out = shown + program.stdout.read()
            assert program.wait(60) == 0
    assert out.count("Thank them for waiting so long.") == 1, out


def heard_through(headset: Headset) -> set[str]:
    """The sources that some program records from, by the sound server's own account."""
    sources = [line.split("\t") for line in headset.pactl("list", "short", "sources").splitlines()]
    names = {fields[0]: fields[1] for fields in sources}
    streams = headset.pactl("list", "short", "source-outputs").splitlines()
    # The microphone is made of its feed, by a stream of the server's own.
    return {names[line.split("\t")[1]] for line in streams} - {"agent_mic_in.monitor"}


def prompts_shown(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "data/agent-assist/journal.db")) as journal:
        return [one for (one,) in journal.execute("SELECT prompt FROM events").fetchall()]
