"""Every fault of a device under a running call, by a real sound server: the side that went is told,
comes back by itself in time, at the right time of the call, and never carries the other's sound."""

import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from numpy.typing import NDArray

from assist.audio.capture import Capture
from assist.audio.devices import find_device
from assist.audio.faults import SoundError
from assist.audio.frames import BLOCK_FOR
from assist.audio.portaudio import UNAVAILABLE, plain_fault
from assist.audio.streams import PulseStream
from assist.core.words import Speaker
from tests.audio.hears import BOTH, ROOT, Hears, Kept, hearing
from tests.headset import Headset, Playback, virtual_headset

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the virtual headset is a Linux sound server"
)

RATE = 16000
TOLD_WITHIN = COMES_BACK_WITHIN = WAITS_AT_MOST = 10.0
"""Far more than it takes, for a busy computer: tests/bench/fault_table.py measures how long that is."""


@pytest.fixture
def headset() -> Iterator[Headset]:
    with virtual_headset() as plugged_in:
        yield plugged_in


def voices(folder: Path, lasts_for: float = 6.0) -> dict[str, Path]:
    """A noise for each side, unlike the other at any shift in time."""
    paths = {}
    for seed, side in enumerate(BOTH):
        sound = np.random.default_rng(seed).normal(0, 4000, round(RATE * lasts_for))
        paths[side] = folder / f"{side}.wav"
        soundfile.write(paths[side], sound.astype(np.int16), RATE)
    return paths


def heard(kept: Kept, start: float, end: float) -> NDArray[np.float64]:
    """The sound of this time of the call at RATE."""
    rates = set(kept.rates[(kept.starts >= start) & (kept.ends <= end)].tolist())
    if not rates:
        return np.zeros(0)
    (rate,) = rates
    sound = kept.between(start, end).astype(np.float64)
    return np.asarray(soxr.resample(sound, rate, RATE))


def place(part: NDArray[np.float64], path: Path) -> tuple[float, float]:
    """Where in a file's sound this part is most alike, in seconds, and how much (correlation)."""
    whole, rate = soundfile.read(path)
    assert rate == RATE
    size = len(whole) + len(part)
    turned = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size)), size)
    at = int(np.argmax(np.abs(turned[: len(whole) - len(part) + 1])))
    there = whole[at : at + len(part)]
    return at / RATE, abs(float(np.corrcoef(there, part)[0, 1]))


def is_of(kept: Kept, own: Path, other: Path) -> bool:
    """Whether no half second of all that was heard is alike to the other side's voice, while some
    of it is alike to its own, or it was silent."""
    for start in np.arange(kept.starts[0], kept.ends[-1] - 0.5, 0.25):
        part = heard_if_one_rate(kept, start, start + 0.5)
        if len(part) > 0.2 * RATE and np.abs(part).max() > 50 and place(part, other)[1] > 0.3:
            return False
    return True


def heard_if_one_rate(kept: Kept, start: float, end: float) -> NDArray[np.float64]:
    rates = set(kept.rates[(kept.starts >= start) & (kept.ends <= end)].tolist())
    return heard(kept, start, end) if len(rates) == 1 else np.zeros(0)


def on_time(kept: Kept) -> bool:
    """Whether every frame came when its sound had just ended, and none overlaps the one before."""
    late = kept.arrivals - kept.ends
    in_order = np.all(kept.starts[1:] >= kept.ends[:-1] - 0.06)
    # The first frames of a stream wait for each other.
    return bool(in_order and late.min() > -0.06 and np.median(late) < 0.5)


def play(headset: Headset, side: str, sound: dict[str, Path]) -> Playback:
    customer, agent = (sound[each] if each == side else None for each in BOTH)
    return headset.play(customer, agent)


def goes_and_comes(hears: Hears, side: str, since: float) -> float:
    """Seconds from `since`, when the device was there again, until the side was heard."""
    hears.next("lost", side)
    back = hears.next("heard", side)
    return float(back["at"] - since)


@pytest.mark.parametrize(
    ("device", "gone", "stays"),
    [
        ("headset_out", "customer", "agent"),
        pytest.param("headset_mic", "agent", "customer", marks=pytest.mark.slow),
    ],
)
def test_unplugged_and_plugged_in_again(
    headset: Headset, tmp_path: Path, device: str, gone: str, stays: str
) -> None:
    sound = voices(tmp_path)
    # The server moves what is played along with the default output, so that is another one here.
    headset.plug_in_another("speaker")
    headset.pactl("set-default-sink", "speaker")
    names = ("--customer", headset.customer_monitor, "--agent", headset.microphone)
    with hearing(headset, tmp_path, *names) as hears:
        playback = play(headset, stays, sound)
        time.sleep(1.0)
        unplugged_at = time.monotonic()
        headset.unload(device)
        assert hears.next("lost", gone)["at"] - unplugged_at < TOLD_WITHIN
        time.sleep(0.7)
        headset.plug_in(device)
        assert hears.next("heard", gone)["at"] - time.monotonic() < COMES_BACK_WITHIN
        again = play(headset, gone, sound)
        time.sleep(1.5)
        assert hears.is_now()["faults"] == {}
        hears.stop()
        playback.stop()
        again.stop()
    back, other = hears.kept(gone), hears.kept(stays)
    assert on_time(back)
    assert on_time(other)
    assert is_of(back, sound[gone], sound[stays])
    assert is_of(other, sound[stays], sound[gone])
    assert np.abs(back.samples.astype(int)).max() > 5000
    gap = float(np.max(back.starts[1:] - back.ends[:-1]))
    assert 0.7 < gap < 0.7 + COMES_BACK_WITHIN
    # The other side goes on; the server may have moved its stream too, to the new default.
    assert np.max(other.starts[1:] - other.ends[:-1]) < 0.7


def test_the_time_line_is_right_after_a_gap(headset: Headset, tmp_path: Path) -> None:
    """The stream is torn away while the sound goes on, so the sound itself tells the time."""
    sound = voices(tmp_path, 5.0)
    with hearing(headset, tmp_path) as hears:
        playback = headset.play(customer=sound["customer"], agent=sound["agent"])
        time.sleep(1.2)
        headset.pactl("move-source-output", customer_stream(headset), headset.microphone)
        assert goes_and_comes(hears, "customer", time.monotonic()) < COMES_BACK_WITHIN
        playback.wait()
        hears.stop()
    kept = hears.kept("customer")
    cut = int(np.argmax(kept.starts[1:] - kept.ends[:-1]))
    before = place(heard(kept, kept.ends[cut] - 0.5, kept.ends[cut] + 0.001), sound["customer"])
    begins = kept.starts[cut + 1] + 0.1
    after = place(heard(kept, begins, begins + 0.5), sound["customer"])
    assert min(before[1], after[1]) > 0.7
    first = kept.starts[(kept.starts >= begins)][0]
    last = kept.starts[(kept.starts >= kept.ends[cut] - 0.5)][0]
    assert after[0] - before[0] == pytest.approx(first - last, abs=0.06)
    assert is_of(kept, sound["customer"], sound["agent"])


def customer_stream(headset: Headset) -> str:
    sources = headset.pactl("list", "short", "sources").splitlines()
    source = next(line.split("\t")[0] for line in sources if headset.customer_monitor in line)
    streams = headset.pactl("list", "short", "source-outputs").splitlines()
    return next(line.split("\t")[0] for line in streams if line.split("\t")[1] == source)


def test_the_default_is_followed_when_none_was_named(headset: Headset, tmp_path: Path) -> None:
    sound = voices(tmp_path, 2.0)
    headset.plug_in_another("speaker")
    with hearing(headset, tmp_path) as hears:
        assert hears.is_now()["devices"]["customer"] == "Monitor of HeadsetOut"
        headset.pactl("set-default-sink", "speaker")
        changed_at = time.monotonic()
        while hears.is_now()["devices"].get("customer") != "Monitor of speaker":
            assert time.monotonic() - changed_at < COMES_BACK_WITHIN
            time.sleep(0.05)
        time.sleep(0.3)
        player = headset._paplay("speaker", sound["customer"], 100)
        assert player.wait() == 0
        assert hears.none_of("lost")
        assert hears.is_now()["faults"] == {}
        hears.stop()
    kept = hears.kept("customer")
    assert np.abs(kept.samples.astype(int)).max() > 3000
    assert on_time(kept)


@pytest.mark.slow
def test_another_default_microphone_is_followed(headset: Headset, tmp_path: Path) -> None:
    headset.plug_in_another("speaker")
    webcam = ("source_name=webcam", "master=speaker.monitor")
    headset.pactl("load-module", "module-remap-source", *webcam)
    headset.pactl("set-default-source", headset.microphone)
    sound = voices(tmp_path, 2.0)
    with hearing(headset, tmp_path) as hears:
        headset.pactl("set-default-source", "webcam")
        changed_at = time.monotonic()
        while hears.is_now()["devices"].get("agent") != "Remapped Monitor of speaker":
            assert time.monotonic() - changed_at < COMES_BACK_WITHIN
            time.sleep(0.05)
        headset.play(agent=sound["agent"]).wait()
        hears.stop()
    # The headset's microphone has sound; the webcam has none, and not one sample came along.
    assert not hears.kept("agent").samples.any()


@pytest.mark.slow
def test_a_named_device_is_kept_whatever_the_default_is(headset: Headset, tmp_path: Path) -> None:
    headset.plug_in_another("speaker")
    with hearing(headset, tmp_path, "--customer", "HeadsetOut") as hears:
        headset.pactl("set-default-sink", "speaker")
        time.sleep(0.7)
        assert hears.is_now()["devices"]["customer"] == "Monitor of HeadsetOut"
        headset.unload("headset_out")
        hears.next("lost", "customer")
        # A newcomer that the name fits as well is not taken for the one that it found.
        headset.plug_in_another("New_HeadsetOut")
        time.sleep(1.0)
        now = hears.is_now()
        assert now["devices"] == {"agent": "HeadsetMic"}
        assert now["faults"]["customer"] == (
            "Monitor of HeadsetOut: it is not there; plug it in again, or choose another device."
        )
        headset.plug_in("headset_out")
        hears.next("heard", "customer")
        assert hears.is_now()["devices"]["customer"] == "Monitor of HeadsetOut"


@pytest.mark.slow
def test_without_another_output_the_microphones_feed_is_not_followed(
    headset: Headset, tmp_path: Path
) -> None:
    """The only output left is the one that the agent's voice is fed into; it is the default now."""
    sound = voices(tmp_path, 3.0)
    with hearing(headset, tmp_path) as hears:
        headset.unload("headset_out")
        hears.next("lost", "customer")
        headset.play(agent=sound["agent"]).wait()
        assert hears.is_now()["devices"] == {"agent": "HeadsetMic"}
        hears.stop()
    assert not hears.kept("customer").samples.any()


@pytest.mark.parametrize(
    ("rate", "channels"),
    [
        (8000, 1),
        pytest.param(16000, 1, marks=pytest.mark.slow),
        pytest.param(44100, 2, marks=pytest.mark.slow),
    ],
)
def test_a_headset_that_comes_back_at_another_rate(
    headset: Headset, tmp_path: Path, rate: int, channels: int
) -> None:
    sound = voices(tmp_path, 2.0)
    with hearing(headset, tmp_path) as hears:
        headset.unload("headset_out")
        headset.plug_in_as("headset_out", rate, channels)
        assert goes_and_comes(hears, "customer", time.monotonic()) < COMES_BACK_WITHIN
        headset.play(customer=sound["customer"], agent=sound["agent"]).wait()
        time.sleep(0.3)
        hears.stop()
    kept = hears.kept("customer")
    assert set(kept.rates[-20:].tolist()) == {max(rate, RATE)}
    assert on_time(kept)
    last = kept.ends[-1]
    alike = [
        place(heard(kept, last - 2 + n / 4, last - 1.5 + n / 4), sound["customer"])[1]
        for n in range(5)
    ]
    # At 8 kHz half of the noise's band is gone, which leaves a correlation of 0.7.
    assert max(alike) > (0.6 if rate < RATE else 0.9)
    assert is_of(kept, sound["customer"], sound["agent"])


@pytest.mark.slow
def test_suspended_devices_are_told_and_heard_again(headset: Headset, tmp_path: Path) -> None:
    with hearing(headset, tmp_path) as hears:
        headset.pactl("suspend-sink", "headset_out", "1")
        headset.pactl("suspend-source", headset.microphone, "1")
        for side in BOTH:
            assert "no sound comes from it" in hears.next("lost", side)["why"]
        time.sleep(0.5)
        assert set(hears.is_now()["faults"]) == set(BOTH)
        headset.pactl("suspend-sink", "headset_out", "0")
        headset.pactl("suspend-source", headset.microphone, "0")
        resumed_at = time.monotonic()
        for side in BOTH:
            assert hears.next("heard", side)["at"] - resumed_at < COMES_BACK_WITHIN
        time.sleep(0.3)
        assert hears.is_now()["faults"] == {}
        hears.stop()
    assert on_time(hears.kept("agent"))
    assert on_time(hears.kept("customer"))


def test_the_server_dies_and_comes_back(headset: Headset, tmp_path: Path) -> None:
    sound = voices(tmp_path, 2.0)
    with hearing(headset, tmp_path) as hears:
        headset.kill_server()
        died_at = time.monotonic()
        for side in BOTH:
            assert hears.next("lost", side)["at"] - died_at < TOLD_WITHIN
        time.sleep(0.8)
        faults = hears.is_now()["faults"]
        assert set(faults) == set(BOTH)
        assert all("start PulseAudio or PipeWire" in said for said in faults.values())
        headset.start_server()
        there_at = time.monotonic()
        for side in BOTH:
            assert hears.next("heard", side)["at"] - there_at < COMES_BACK_WITHIN
        headset.play(customer=sound["customer"], agent=sound["agent"]).wait()
        time.sleep(0.3)
        hears.stop()
    for side, other in (BOTH, BOTH[::-1]):
        kept = hears.kept(side)
        assert on_time(kept)
        assert is_of(kept, sound[side], sound[other])
        assert np.abs(kept.samples.astype(int)).max() > 5000


def test_a_frozen_server_is_told_and_heard_again_when_it_answers(
    headset: Headset, tmp_path: Path
) -> None:
    with hearing(headset, tmp_path) as hears:
        headset.freeze_server()
        frozen_at = time.monotonic()
        for side in BOTH:
            assert hears.next("lost", side)["at"] - frozen_at < WAITS_AT_MOST
        time.sleep(1.0)
        asked_at = time.monotonic()
        assert set(hears.is_now()["faults"]) == set(BOTH)
        assert time.monotonic() - asked_at < WAITS_AT_MOST
        headset.thaw_server()
        thawed_at = time.monotonic()
        for side in BOTH:
            assert hears.next("heard", side)["at"] - thawed_at < COMES_BACK_WITHIN
        headset.freeze_server()
        assert hears.stop()["took"] < WAITS_AT_MOST
        headset.thaw_server()
    assert on_time(hears.kept("agent"))


def test_a_server_that_is_frozen_from_the_start_is_refused_in_time(
    headset: Headset, tmp_path: Path
) -> None:
    headset.freeze_server()
    hears = Hears(headset, tmp_path)
    refused = hears.next("refused")
    headset.thaw_server()
    assert refused["took"] < WAITS_AT_MOST
    assert "the sound server: it does not answer" in refused["why"]
    assert hears.program.wait(60) == 1


def test_the_list_of_devices_is_not_held_up_by_a_frozen_server(headset: Headset) -> None:
    headset.freeze_server()
    done = subprocess.run(
        [sys.executable, "-c", LISTS], env=headset.env, cwd=ROOT, capture_output=True, text=True
    )
    headset.thaw_server()
    said, took = done.stdout.splitlines()
    assert said.startswith("the sound server: it does not answer; ")
    assert float(took) < WAITS_AT_MOST


LISTS = """
import time
from assist.audio.devices import list_devices
from assist.audio.faults import SoundError
began = time.monotonic()
try:
    list_devices()
except SoundError as fault:
    print(fault)
print(time.monotonic() - began)
"""


@pytest.mark.slow
def test_nothing_grows_while_a_device_is_waited_for(headset: Headset, tmp_path: Path) -> None:
    with hearing(headset, tmp_path, "--tries-every", "0.01") as hears:
        hears.is_now("keep nothing")
        headset.kill_server()
        for side in BOTH:
            hears.next("lost", side)
        early = waited_for(hears, 50)
        late = waited_for(hears, 200)
        assert late["files"] <= early["files"]
        assert late["threads"] <= early["threads"]
        assert late["memory"] - early["memory"] < 512 * 1024


def test_nothing_grows_while_another_program_holds_the_device(
    headset: Headset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is real; the refusal is PortAudio's own, put there by hand."""
    monkeypatch.setenv("PULSE_SERVER", headset.env["PULSE_SERVER"])

    def refused(self: PulseStream, source: object, take: object) -> None:
        raise plain_fault("the headset", Exception("Device unavailable", UNAVAILABLE))

    monkeypatch.setattr(PulseStream, "_opened_on", refused)
    device = find_device(Speaker.AGENT)

    def attempts(count: int) -> tuple[int, int]:
        for _ in range(count):
            capture = Capture(Speaker.AGENT, device, lambda frame: None, 0.0)
            with pytest.raises(SoundError, match="another program uses it alone"):
                capture.start()
            capture.stop()
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * 4096, len(list(Path("/proc/self/fd").iterdir()))

    early, late = attempts(50), attempts(200)
    assert late[0] - early[0] < 512 * 1024
    assert late[1] == early[1]


def waited_for(hears: Hears, attempts: int) -> dict[str, int]:
    """What the program holds after so many more failed attempts; each tells of both sides.

    An attempt that is under way holds a few files for itself: the least of several looks counts.
    """
    began = hears.is_now()["losses"]
    while hears.is_now()["losses"] - began < 2 * attempts:
        time.sleep(0.1)
    looks = []
    for _ in range(20):
        looks.append(hears.is_now())
        time.sleep(0.02)
    return {name: min(look[name] for look in looks) for name in ("files", "threads", "memory")}


@pytest.mark.slow
def test_one_device_with_both_voices_is_split(headset: Headset, tmp_path: Path) -> None:
    sound = voices(tmp_path, 2.0)
    both = np.stack([soundfile.read(sound[side], dtype="int16")[0] for side in BOTH], axis=1)
    call = tmp_path / "call.wav"
    soundfile.write(call, both, RATE)
    names = ("--customer", "HeadsetOut:left", "--agent", "HeadsetOut:right")
    with hearing(headset, tmp_path, *names) as hears:
        headset.play(customer=call).wait()
        time.sleep(0.3)
        hears.stop()
    for side, other in (BOTH, BOTH[::-1]):
        kept = hears.kept(side)
        part = heard(kept, kept.ends[-1] - 1.5, kept.ends[-1] - 1.0)
        assert place(part, sound[side])[1] > 0.9
        assert place(part, sound[other])[1] < 0.1


def test_one_mixed_signal_is_the_customers_side(headset: Headset, tmp_path: Path) -> None:
    names = ("--customer", "headset_mic", "--agent", "headset_mic")
    with hearing(headset, tmp_path, *names, sides=("customer",)) as hears:
        time.sleep(0.5)
        now = hears.is_now()
        assert now["devices"]["customer"] == "HeadsetMic"
        assert "with one mixed signal, prompts on the agent's own words" in now["devices"]["agent"]
        assert now["faults"] == {}
        hears.stop()
    assert len(hears.kept("customer").starts) * BLOCK_FOR > 0.3
    assert len(hears.kept("agent").starts) == 0
