"""Live capture through a virtual headset: each side hears its own sound, on time, and no other.

Every test plays real sound through a real sound server into a program of its own.
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr
from numpy.typing import NDArray

from assist.audio.frames import BLOCK_FOR
from tests.audio.listener import network_sockets
from tests.headset import Headset, split_sides, virtual_headset

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the virtual headset is a Linux sound server"
)

ROOT = Path(__file__).parents[2]
RATES = {"customer": 48000, "agent": 16000}
ENDS_WITHIN = 60
LASTS_FOR = 2.0
ARRIVES_WITHIN = 1.0
"""Seconds for the last that was played to come through."""

AT_ONCE = 5.0
"""Seconds for what is not waited for: more than it takes, for a busy computer."""


@dataclass
class Side:
    """What came of one side; `at` is the call time of each sample, `arrivals` are moments."""

    rate: int
    samples: NDArray[np.int16]
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    arrivals: NDArray[np.float64]
    report: dict[str, Any]


class Listener:
    """The listening program; `stop` ends it and reads what it noticed."""

    def __init__(self, headset: Headset, folder: Path, *devices: str) -> None:
        self.folder = folder
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tests.audio.listener", str(folder), *devices],
            env=headset.env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_until_listening(self) -> None:
        assert self.program.stdout is not None
        assert self.program.stdout.readline() == "listening\n", self.program.communicate()[1]

    def wait_until_both_are_lost(self) -> None:
        assert self.program.stdout is not None
        told = {self.program.stdout.readline() for _ in RATES}
        assert told == {f"lost {side}\n" for side in RATES}

    def stop(self) -> dict[str, Any]:
        _, said = self.program.communicate("\n", timeout=ENDS_WITHIN)
        assert self.program.returncode == 0, said
        report: dict[str, Any] = json.loads((self.folder / "report.json").read_text())
        return report

    def side(self, name: str) -> Side:
        report = json.loads((self.folder / "report.json").read_text())[name]
        with np.load(self.folder / f"{name}.npz") as kept:
            return Side(
                int(kept["rate"]),
                kept["samples"],
                kept["starts"],
                kept["ends"],
                kept["arrivals"],
                report,
            )


@contextmanager
def listening(headset: Headset, folder: Path, *devices: str) -> Iterator[Listener]:
    listener = Listener(headset, folder, *devices)
    try:
        listener.wait_until_listening()
        yield listener
    finally:
        listener.program.kill()
        listener.program.wait()


@pytest.fixture
def headset() -> Iterator[Headset]:
    with virtual_headset() as plugged_in:
        yield plugged_in


def noises(tmp_path: Path, lasts_for: float = LASTS_FOR) -> dict[str, Path]:
    """A noise for each side, unlike the other at any shift in time."""
    paths = {}
    for seed, (side, rate) in enumerate(RATES.items()):
        noise = np.random.default_rng(seed).normal(0, 5000, round(rate * lasts_for))
        paths[side] = tmp_path / f"{side}.wav"
        soundfile.write(paths[side], noise.astype(np.int16), rate)
    return paths


def at_rate(path: Path, rate: int) -> NDArray[np.float64]:
    """The noise of a file, at another rate when one is asked for (48000 to 16000 and back)."""
    sound, own_rate = soundfile.read(path)
    if own_rate == rate:
        return np.asarray(sound)
    return np.asarray(soxr.resample(sound, own_rate, rate))


def best_likeness(heard: NDArray[np.int16], played: NDArray[np.float64]) -> float:
    """The correlation at the shift where it is highest, by Fourier transform."""
    if len(heard) < len(played):
        heard = np.pad(heard, (0, len(played) - len(heard)))
    size = len(heard) + len(played)
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    shift = int(np.argmax(np.abs(np.fft.irfft(spectrum)[: len(heard) - len(played) + 1])))
    part = heard[shift : shift + len(played)].astype(np.float64)
    if not part.any():
        return 0.0
    return abs(float(np.corrcoef(part, played)[0, 1]))


def share_heard(
    heard: NDArray[np.int16], played: NDArray[np.float64], likeness: float = 0.99
) -> float:
    """Which part of what was played was heard, in thirty parts, each at its best shift: where a
    busy computer tears a hole into what is played, all that follows comes later.
    """
    parts = np.array_split(played, 30)
    return float(np.mean([best_likeness(heard, part) > likeness for part in parts]))


def test_each_side_hears_its_own_sound_and_not_the_other(headset: Headset, tmp_path: Path) -> None:
    sound = noises(tmp_path)
    with listening(headset, tmp_path) as listener:
        headset.play(customer=sound["customer"], agent=sound["agent"]).wait()
        time.sleep(ARRIVES_WITHIN)
        report = listener.stop()
    for name, other in (("customer", "agent"), ("agent", "customer")):
        side = listener.side(name)
        assert side.rate == RATES[name]
        assert share_heard(side.samples, at_rate(sound[name], side.rate)) > 0.8
        assert best_likeness(side.samples, at_rate(sound[other], side.rate)) < 0.05
        assert (side.report["lost"], side.report["dropped"], side.report["overflows"]) == (
            None,
            0,
            0,
        )
        assert side.report["last_frame_at"] == pytest.approx(side.ends[-1])
    assert report["network_sockets"] == []
    assert report["stop_took"] < AT_ONCE


def test_frames_follow_each_other_on_the_calls_clock(headset: Headset, tmp_path: Path) -> None:
    with listening(headset, tmp_path) as listener:
        time.sleep(1.5)
        zero = listener.stop()["clock_zero"]
    for name in RATES:
        side = listener.side(name)
        assert np.allclose(side.starts[1:], side.ends[:-1], atol=1e-6)
        assert np.allclose(np.diff(side.starts), BLOCK_FOR, atol=1e-6)
        # The clock is the call's: a frame comes when it ends, give or take how punctual the first
        # one was, by which the stream's beginning is set.
        late = side.arrivals - zero - side.ends
        assert late.min() > -BLOCK_FOR
        assert np.median(late) < 0.5


def test_a_stereo_call_is_played_to_both_sides_at_once(headset: Headset, tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    call = tmp_path / "call.flac"
    soundfile.write(call, rng.normal(0, 5000, (32000, 2)).astype(np.int16), 16000)
    customer, agent = split_sides(call, tmp_path)
    with listening(headset, tmp_path) as listener:
        headset.play(customer=customer, agent=agent).wait()
        time.sleep(ARRIVES_WITHIN)
        listener.stop()
    heard = listener.side("customer"), listener.side("agent")
    # The server raised the customer's 16 kHz to the output's 48 kHz with a filter of its own.
    assert share_heard(heard[0].samples, at_rate(customer, 48000), 0.95) > 0.8
    assert share_heard(heard[1].samples, at_rate(agent, 16000)) > 0.8


def test_an_open_network_socket_would_be_seen() -> None:
    assert network_sockets() == []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM):
        assert len(network_sockets()) == 1


def loud(side: Side) -> bool:
    return bool(len(side.samples) and np.abs(side.samples.astype(int)).max() > 50)


@pytest.mark.parametrize("unplugged", ["headset_out", "headset_mic"])
def test_when_a_device_goes_not_one_frame_of_another_comes_in_its_place(
    headset: Headset, tmp_path: Path, unplugged: str
) -> None:
    """The server moves the stream to another source without a word. Only the other side's sound
    is playing, so whatever is heard on the lost side is a leak."""
    lost, kept = ("customer", "agent") if unplugged == "headset_out" else ("agent", "customer")
    sound = noises(tmp_path, 3.0)
    if unplugged == "headset_mic":
        headset.pactl("set-default-source", headset.customer_monitor)
    with listening(headset, tmp_path, headset.customer_monitor, headset.microphone) as listener:
        customer, agent = (sound[kept] if side == kept else None for side in RATES)
        playback = headset.play(customer, agent)
        time.sleep(1.0)
        headset.unload(unplugged)
        unplugged_at = time.monotonic()
        playback.wait()
        time.sleep(ARRIVES_WITHIN)
        report = listener.stop()
    gone, still_there = listener.side(lost), listener.side(kept)
    assert len(gone.samples) > 0
    assert not loud(gone)
    assert f"the {lost}'s sound is gone" in gone.report["lost"]
    assert gone.report["lost_at"] - unplugged_at < AT_ONCE
    assert report["stop_took"] < AT_ONCE
    assert loud(still_there)
    assert still_there.report["lost"] is None
    # The server may delay the other stream by a few milliseconds when it moves one to its source,
    # which spoils the stretch in which that falls.
    assert share_heard(still_there.samples, at_rate(sound[kept], still_there.rate)) > 0.9


def test_the_leak_is_real_without_the_watch(headset: Headset, tmp_path: Path) -> None:
    """A plain recording of the same source does get the microphone's sound: what the test above
    refuses does happen on this server."""
    sound = noises(tmp_path, 3.0)
    raw = tmp_path / "raw"
    command = [
        "parec",
        "--raw",
        "--rate=16000",
        "--channels=1",
        f"--device={headset.customer_monitor}",
    ]
    with raw.open("wb") as file:
        plain = subprocess.Popen(command, env=headset.env, stdout=file)
        playback = headset.play(agent=sound["agent"])
        time.sleep(1.0)
        headset.unload("headset_out")
        playback.wait()
        plain.terminate()
        plain.wait()
    assert np.abs(np.fromfile(raw, "<i2").astype(int)).max() > 5000


def test_a_stream_that_is_moved_by_hand_is_lost_too(headset: Headset, tmp_path: Path) -> None:
    sound = noises(tmp_path)
    with listening(headset, tmp_path) as listener:
        monitor = headset.pactl("list", "short", "sources").splitlines()
        number = next(line.split("\t")[0] for line in monitor if headset.customer_monitor in line)
        streams = headset.pactl("list", "short", "source-outputs").splitlines()
        stream = next(line.split("\t")[0] for line in streams if line.split("\t")[1] == number)
        playback = headset.play(agent=sound["agent"])
        headset.pactl("move-source-output", stream, headset.microphone)
        playback.wait()
        time.sleep(ARRIVES_WITHIN)
        listener.stop()
    customer = listener.side("customer")
    assert "the customer's sound is gone" in customer.report["lost"]
    assert not loud(customer)


def test_when_the_server_ends_both_sides_are_lost(headset: Headset, tmp_path: Path) -> None:
    with listening(headset, tmp_path) as listener:
        time.sleep(0.5)
        headset.kill_server()
        ended_at = time.monotonic()
        listener.wait_until_both_are_lost()
        report = listener.stop()
    for name in RATES:
        assert "is gone" in report[name]["lost"]
        assert report[name]["lost_at"] - ended_at < AT_ONCE
    assert report["stop_took"] < AT_ONCE


def refusal(headset: Headset, folder: Path, *devices: str) -> str:
    listener = Listener(headset, folder, *devices)
    _, said = listener.program.communicate(timeout=ENDS_WITHIN)
    assert listener.program.returncode == 1, said
    sentences = said.strip().splitlines()
    assert len(sentences) == 1, said
    return sentences[0]


def test_without_a_sound_server_it_says_so(headset: Headset, tmp_path: Path) -> None:
    headset.kill_server()
    assert refusal(headset, tmp_path) == (
        "the sound server: it does not answer; start PulseAudio or PipeWire (pipewire-pulse)."
    )


def test_a_server_on_the_network_is_refused(headset: Headset, tmp_path: Path) -> None:
    headset.env["PULSE_SERVER"] = "tcp:127.0.0.1:4713"
    assert "on the network (tcp:127.0.0.1:4713)" in refusal(headset, tmp_path)


def test_an_unknown_device_is_told_with_those_there_are(headset: Headset, tmp_path: Path) -> None:
    said = refusal(headset, tmp_path, "the moon")
    assert "the moon: no device of this name can carry the customer's side" in said
    assert '"headset_out.monitor"' in said
    assert '"headset_mic"' not in said


def test_without_a_microphone_it_says_so(headset: Headset, tmp_path: Path) -> None:
    headset.unload("headset_mic")
    assert refusal(headset, tmp_path) == (
        "the agent's side: there is no microphone; plug in the headset."
    )
