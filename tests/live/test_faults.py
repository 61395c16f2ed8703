"""Faults of devices under a live call, as the agent sees them and as the recognisers hear it."""

import sys
import time
from pathlib import Path

import pytest
import soundfile

from tests.cli.conftest import ROOT
from tests.headset import split_sides, virtual_headset

from .overheard import overhearing

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the virtual headset is a Linux sound server"
)

RECORDING = ROOT / "tests" / "recordings" / "long-wait.flac"
SPOKEN = ((3.3, 8.2), (0.2, 3.1))
"""Seconds of the recording."""

SAYS_SO_WITHIN = COMES_BACK_WITHIN = 10.0
"""Far more than it takes, for a busy computer: tests/bench/fault_table.py measures how long that is."""


def sentences(folder: Path) -> list[Path]:
    """The customer's first sentence and the agent's, each as a file."""
    paths = []
    for path, (start, end) in zip(split_sides(RECORDING, folder), SPOKEN, strict=True):
        sound, rate = soundfile.read(path, dtype="int16")
        paths.append(folder / f"first-{path.name}")
        soundfile.write(paths[-1], sound[round(start * rate) : round(end * rate)], rate)
    return paths


def test_the_customers_side_goes_while_the_agent_talks_and_comes_back(tmp_path: Path) -> None:
    customer, agent = sentences(tmp_path)
    with virtual_headset() as headset, overhearing(headset, tmp_path) as call:
        headset.unload("headset_out")
        gone_at = time.monotonic()
        lost = call.side("customer", "lost")
        assert lost["at"] - gone_at < SAYS_SO_WITHIN
        assert lost["agent"] != "lost"
        said = call.wait(lambda one: one["event"] == "sentence")
        assert "the customer's sound is gone; plug it in again" in said["why"]
        # The agent's voice is all there is to hear now: none of it may be the customer's.
        headset.play(agent=agent).wait()
        assert call.said[call.catch_up() - 1].get("customer", "lost") == "lost"
        number = call.catch_up()
        headset.plug_in("headset_out")
        there_at = time.monotonic()
        back = call.side("customer", "heard", "quiet", since=number)
        assert back["at"] - there_at < COMES_BACK_WITHIN
        headset.play(customer=customer).wait()
        time.sleep(0.5)
        call.end()
    assert {"waiting", "phone", "minutes"} <= set(call.words("customer"))
    assert not {"calling", "help", "thank"} & set(call.words("customer"))
    assert {"calling", "help"} <= set(call.words("agent"))


def test_a_device_that_another_program_holds_is_told_and_taken_when_it_is_free(
    tmp_path: Path,
) -> None:
    """PulseAudio shares every device, so the refusal is PortAudio's own sentence, put there by
    hand; all else is real."""
    with virtual_headset() as headset, overhearing(headset, tmp_path) as call:
        call.tell("refuse")
        headset.unload("headset_out")
        call.side("customer", "lost")
        headset.plug_in("headset_out")
        call.wait(lambda one: one["event"] == "sentence" and "another program uses" in one["why"])
        time.sleep(1.0)
        number = call.catch_up()
        call.tell("allow")
        free_at = time.monotonic()
        back = call.side("customer", "heard", "quiet", since=number)
        assert back["at"] - free_at < COMES_BACK_WITHIN
        call.end()
