"""Windows: outputs are listed and heard through soundcard. Its edge is hand-written here after
the library's own code, since the tests do not run on Windows."""

import itertools
import queue
import sys
import time
from contextlib import nullcontext
from types import SimpleNamespace

import numpy as np
import pytest

from assist.audio import devices, windows
from assist.audio.capture import Capture
from assist.audio.devices import Host, find_device, list_devices
from assist.audio.faults import SoundError
from assist.audio.frames import Frame
from assist.audio.windows import FILLS_AFTER, Filler, Sound
from assist.core.words import Speaker

ARRIVES_WITHIN = 60.0


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
        while self.output.gives_nothing and self.output.plugged_in:
            time.sleep(0.005)
        if not self.output.plugged_in:
            raise RuntimeError("Error 0x88890004")
        return np.full((numframes, self.channels), self.output.loudness, np.float32)


class FakeOutput:
    isloopback = True
    channels = 2

    def __init__(self, name: str, loudness: float) -> None:
        self.name, self.id, self.loudness = name, f"{{{name}}}", loudness
        self.plugged_in, self.released, self.gives_nothing = True, False, False

    def recorder(self, samplerate: int, channels: int) -> FakeRecorder:
        return FakeRecorder(self, samplerate, channels)


class FakeSystem:
    """The inner parts of the library that ask Windows for a default device, by flow and role."""

    def __init__(self, defaults: dict[tuple[int, int], str]) -> None:
        def get_default(there: object, flow: int, role: int, found: list[str]) -> str | None:
            found[:] = [defaults.get((flow, role), "")]
            return defaults.get((flow, role))

        def check(result: str | None) -> None:
            if result is None:
                raise RuntimeError("Error 0x80070490")

        table = SimpleNamespace(GetDefaultAudioEndpoint=get_default)
        self._ffi = SimpleNamespace(new=lambda kind: [])
        self._com = SimpleNamespace(check_error=check, release=lambda found: None)
        enumerator = SimpleNamespace(
            _ptr=[[SimpleNamespace(lpVtbl=table)]], _device_id=lambda found: found[0]
        )
        self._DeviceEnumerator = lambda: nullcontext(enumerator)


@pytest.fixture
def defaults() -> dict[tuple[int, int], str]:
    """The default devices for (flow, role); the tests may change them."""
    return {(0, 0): "{Screen}", (0, 2): "{Headset Earphone}", (1, 0): "{Headset Microphone}"}


@pytest.fixture
def outputs(
    monkeypatch: pytest.MonkeyPatch, defaults: dict[tuple[int, int], str]
) -> list[FakeOutput]:
    """A Windows computer with a screen, the default output, a headset, the one for communications,
    and two microphones."""
    found = [FakeOutput("Screen", 0.0), FakeOutput("Headset Earphone", 0.5)]
    microphones = [
        SimpleNamespace(name=name, id=f"{{{name}}}", isloopback=False)
        for name in ("Headset Microphone", "Webcam")
    ]
    soundcard = SimpleNamespace(
        all_microphones=lambda include_loopback: [
            *microphones,
            *(found if include_loopback else []),
        ],
        default_speaker=lambda: SimpleNamespace(id=found[0].id),
        default_microphone=lambda: SimpleNamespace(id="{Webcam}"),
        mediafoundation=FakeSystem(defaults),
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
    monkeypatch.setattr(devices, "look_again", lambda: None)
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


def default_names() -> list[str]:
    return [device.name for device in list_devices() if device.default]


def test_the_default_for_communications_goes_before_the_general_one(
    outputs: list[FakeOutput], defaults: dict[tuple[int, int], str]
) -> None:
    assert default_names() == ["Headset Microphone", "Headset Earphone"]
    defaults[1, 2] = "{Webcam}"
    defaults[0, 2] = "{Screen}"
    assert default_names() == ["Webcam", "Screen"]
    del defaults[0, 2]
    assert default_names() == ["Webcam", "Screen"]


def test_another_version_of_the_library_gives_the_general_default(
    outputs: list[FakeOutput], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(sys.modules["soundcard"], "mediafoundation")
    assert default_names() == ["Webcam", "Screen"]


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


def test_while_nothing_plays_silence_comes_by_the_clock(outputs: list[FakeOutput]) -> None:
    """WASAPI delivers nothing at all then; that is no fault, and the time line goes on."""
    outputs[1].gives_nothing = True
    inbox: queue.Queue[Frame] = queue.Queue()
    began = time.monotonic()
    hears = Capture(Speaker.CUSTOMER, find_device(Speaker.CUSTOMER), inbox.put_nowait, began)
    hears.start()
    time.sleep(1.3)
    assert hears.alive()
    plays_at = time.monotonic() - began
    outputs[1].gives_nothing = False
    frames = [inbox.get(timeout=ARRIVES_WITHIN)]
    while not any(frames[-1].samples):
        frames.append(inbox.get(timeout=ARRIVES_WITHIN))
    frames += [inbox.get(timeout=ARRIVES_WITHIN) for _ in range(10)]
    hears.stop()
    loud = [any(frame.samples) for frame in frames]
    assert loud == sorted(loud)
    first_sound = frames[loud.index(True)]
    assert first_sound.start == pytest.approx(plays_at, abs=0.1)
    seams = [after.start - before.end for before, after in itertools.pairwise(frames)]
    # Silence is told a little late; the first sound tells the true time, once.
    assert sum(abs(seam) > 0.001 for seam in seams) <= 1
    assert min(seams) > -FILLS_AFTER
    assert max(seams) < 0.001


def test_silence_is_filled_once_when_the_library_counts_it_too() -> None:
    filler = Filler(1000, 0.0)
    assert filler.missing(0.15) == 0
    assert filler.missing(0.6) == 500
    # Half a second of zeros that the library made up comes in ten blocks at once.
    given = [filler.missing_before(50, 0.65) for _ in range(10)]
    handed = sum(50 + before for before in given if before is not None)
    assert 500 + handed == pytest.approx(650, abs=100)
    assert filler.missing_before(50, 5.0) == 0
