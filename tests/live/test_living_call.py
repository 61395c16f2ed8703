"""A phrasebank that is saved while the program runs is taken up, and a broken one is told."""

import os
import signal
import time
from pathlib import Path

from tests.headset import virtual_headset

from .test_live_call import BANK, environment, play, running


def test_a_prompt_written_during_the_shift_shows_in_it(tmp_path: Path) -> None:
    bank = tmp_path / "b.yaml"
    bank.write_text(BANK.replace("(waiting|hold) *5 minutes", "no such words"))
    with virtual_headset() as headset:
        env = environment(headset, tmp_path / "home")
        with running(env, "--no-window", "--only-phrasebanks", str(bank)) as program:
            bank.write_text(BANK)
            time.sleep(3.0)
            play(headset, tmp_path)
            os.killpg(program.pid, signal.SIGTERM)
            out, err = program.communicate(timeout=15)
    assert program.returncode == 0, err
    assert "Thank them for waiting so long." in out
