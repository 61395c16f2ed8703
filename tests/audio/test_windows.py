"""Windows: outputs are listed and heard through soundcard. Its edge is hand-written here after
the library's own code, since the tests do not run on Windows."""

import queue
import sys
import time
from types import SimpleNamespace

import numpy as np
import pytest

from assist.audio import devices, windows
from assist.audio.capture import Capture
from assist.audio.devices import Host, find_device, list_devices
from assist.audio.faults import SoundError
from assist.audio.frames import Frame
from assist.audio.windows import Sound
from assist.core.words import Speaker

ARRIVES_WITHIN = 2.0


class FakeRecorder:
    """Blocks for as long as the sound lasts, as the library does; a device can be pulled out."""

    def __init__(self, output: "FakeOutput", samplerate: int, channels: int) -> None:
        self.output, self.rate, self.channels = output, samplerate, channels

    def __enter__(self) -> "FakeRecorder":
        if not self.output.plugged_in:
            raise RuntimeError("Error 0x88890004")
        return self

    def __exit__(self, *fault: object) -> None:
        self.output.released = True

    def record(self, numframes: int) -> Sound:
        time.sleep(numframes / self.rate)
        if not self.output.plugged_in:
            raise RuntimeError("Error 0x88890004")
        return np.full((numframes, self.channels), self.output.loudness, np.float32)


class FakeOutput:
    isloopback = True
    channels = 2

    def __init__(self, name: str, loudness: float) -> None:
        self.name, self.id, self.loudness = name, f"{{{name}}}", loudness
        self.plugged_in, self.released = True, False

    def recorder(self, samplerate: int, channels: int) -> FakeRecorder:
        return FakeRecorder(self, samplerate, channels)


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> list[FakeOutput]:
    """A Windows computer with a headset, which is the default, a screen and two microphones."""
    found = [FakeOutput("Screen", 0.0), FakeOutput("Headset Earphone", 0.5)]
    microphone = SimpleNamespace(name="Headset Microphone", isloopback=False)
    soundcard = SimpleNamespace(
        all_microphones=lambda include_loopback: [microphone, *found],
        default_speaker=lambda: SimpleNamespace(id=found[1].id),
    )
    entries = [
        {"name": "Headset Micro", "max_input_channels": 2, "default_samplerate": 44100.0},
        {"name": "Webcam", "max_input_channels": 1, "default_samplerate": 48000.0},
        {"name": "Headset Earphone", "max_input_channels": 0, "default_samplerate": 48000.0},
        {"name": "Headset Microphone", "max_input_channels": 1, "default_samplerate": 16000.0},
    ]
    hosts = [
        {"name": "MME", "devices": [0], "default_input_device": 0},
        {"name": "Windows WASAPI", "devices": [1, 2, 3], "default_input_device": 3},
    ]
    portaudio = SimpleNamespace(query_hostapis=lambda: hosts, query_devices=entries.__getitem__)
    monkeypatch.setitem(sys.modules, "soundcard", soundcard)
    monkeypatch.setattr(devices, "portaudio", lambda: portaudio)
    monkeypatch.setattr("platform.system", lambda: "Windows")
    return found


def test_microphones_come_from_wasapi_and_outputs_can_carry_the_customer(
    outputs: list[FakeOutput],
) -> None:
    listed = [(d.name, d.host, d.sides, d.default, d.rate, d.channels) for d in list_devices()]
    agent, customer = (Speaker.AGENT,), (Speaker.CUSTOMER,)
    assert listed == [
        ("Webcam", Host.WASAPI, agent, False, 48000, 1),
        ("Headset Microphone", Host.WASAPI, agent, True, 16000, 1),
        ("Screen", Host.WASAPI_LOOPBACK, customer, False, windows.RATE, 2),
        ("Headset Earphone", Host.WASAPI_LOOPBACK, customer, True, windows.RATE, 2),
    ]


def hearing(inbox: "queue.Queue[Frame]") -> Capture:
    output = find_device(Speaker.CUSTOMER)
    return Capture(Speaker.CUSTOMER, output, inbox.put_nowait, time.monotonic())


def test_an_outputs_sound_is_heard_and_its_end_is_told(outputs: list[FakeOutput]) -> None:
    inbox: queue.Queue[Frame] = queue.Queue()
    hears = hearing(inbox)
    hears.start()
    first, second = (inbox.get(timeout=ARRIVES_WITHIN) for _ in range(2))
    assert second.start == pytest.approx(first.end)
    assert set(np.frombuffer(first.samples, "<i2").tolist()) == {16384}
    outputs[1].plugged_in = False
    gives_up_at = time.monotonic() + ARRIVES_WITHIN
    while hears.lost is None:
        assert time.monotonic() < gives_up_at
        time.sleep(0.01)
    hears.stop()
    assert outputs[1].released


def test_stopping_lets_go_of_the_output(outputs: list[FakeOutput]) -> None:
    inbox: queue.Queue[Frame] = queue.Queue()
    hears = hearing(inbox)
    hears.start()
    inbox.get(timeout=ARRIVES_WITHIN)
    hears.stop()
    assert outputs[1].released


def test_an_output_that_refuses_or_went_away_says_so(outputs: list[FakeOutput]) -> None:
    hears = hearing(queue.Queue())
    outputs[1].plugged_in = False
    with pytest.raises(SoundError, match="Headset Earphone: it cannot be opened"):
        hears.start()
    hears = hearing(queue.Queue())
    outputs[1].name = "Headset Earphone 2"
    with pytest.raises(SoundError, match="Headset Earphone: it is no longer there"):
        hears.start()
