"""The live meter of `assist devices --listen`: what it says of a state, and with a real headset."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assist.audio.checks import SILENCE, Finding, Meter, Trouble
from assist.cli.meter import Listened, line, summary
from assist.core.words import Speaker
from assist.hearing import SideState
from tests.headset import split_sides, virtual_headset

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT
ROOT = Path(__file__).parents[2]
RECORDING = ROOT / "tests" / "recordings" / "long-wait.flac"
HEARD = SideState("A headset", None, Meter(-30.0, -12.0, 0, 0.0), 0.0, 0)
GONE = SideState(
    None, "A headset: it is gone; plug it in.", Meter(SILENCE, SILENCE, 0, 1.0), 0.0, 0
)


def test_a_heard_side_shows_a_bar_its_numbers_and_its_device() -> None:
    shown = line(CUSTOMER, HEARD)
    assert shown.count("█") == shown.count("░") == 12
    assert "-30 dB, peak  -12  A headset" in shown
    assert summary(CUSTOMER, HEARD) == "customer -30 dB, peak -12 (A headset)"


def test_a_lost_side_shows_why() -> None:
    assert "plug it in" in line(AGENT, GONE)
    assert summary(AGENT, GONE) == "A headset: it is gone; plug it in."


def test_clipping_and_exact_zeros_are_counted_in_the_line() -> None:
    state = SideState("A headset", None, Meter(-3.0, 0.0, 17, 0.0), 4.2, 0)
    assert "17 clipped, exact zeros for 4 s" in line(AGENT, state)


def test_a_pause_is_no_finding_but_clipping_once_is() -> None:
    listened = Listened()
    states = {CUSTOMER: HEARD, AGENT: HEARD}
    silent = Finding(AGENT, Trouble.SILENT, "speak")
    clipped = Finding(CUSTOMER, Trouble.CLIPPING, "lower it")
    listened.look(states, (silent, clipped))
    assert listened.findings() == [silent, clipped]
    listened.look(states, ())
    assert listened.findings() == [clipped]
    assert listened.is_well()


def test_a_missing_side_or_one_sound_on_both_is_not_well() -> None:
    gone = Listened()
    gone.look({CUSTOMER: HEARD, AGENT: GONE}, ())
    assert not gone.is_well()
    same = Listened()
    found = (Finding(CUSTOMER, Trouble.SAME_SOUND, "choose another"),)
    same.look({CUSTOMER: HEARD, AGENT: HEARD}, found)
    assert not same.is_well()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs the Linux sound server")
def test_a_loudspeaker_beside_the_microphone_is_found(tmp_path: Path) -> None:
    customer, _ = split_sides(RECORDING, tmp_path)
    sound, rate = soundfile.read(customer)
    bleed = tmp_path / "bleed.wav"
    late = np.concatenate((np.zeros(round(0.02 * rate)), 0.1 * sound[3 * rate :]))
    soundfile.write(bleed, late, rate)
    speaks = tmp_path / "speaks.wav"
    soundfile.write(speaks, sound[3 * rate :], rate)
    command = [sys.executable, "-m", "assist", "devices", "--listen", "3.5", "--json"]
    with virtual_headset() as headset:
        playback = headset.play(customer=speaks, agent=bleed)
        time.sleep(0.2)
        done = subprocess.run(command, env=headset.env, cwd=ROOT, capture_output=True, text=True)
        playback.stop()
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [(one["side"], one["trouble"]) for one in told["findings"]] == [("agent", "bleed")]
    # Measured over the seconds that were listened to, which begin a little earlier or later.
    level = re.search(r"\((-\d+) dB", told["findings"][0]["sentence"])
    assert level is not None
    assert int(level[1]) == pytest.approx(-20, abs=1.5)
    assert told["sides"]["customer"]["device"] == "Monitor of HeadsetOut"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs the Linux sound server")
def test_a_side_that_is_missing_is_told_on_standard_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "assist", "devices", "--listen", "1"]
    with virtual_headset() as headset:
        headset.unload("headset_mic")
        done = subprocess.run(command, env=headset.env, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "assist: the agent's side: there is no microphone; plug in the headset.\n"
    assert "customer -90 dB" in done.stdout
