"""macOS: a virtual device is told from a microphone by its name, and what is missing is explained.

PortAudio's answers are hand-written here, since the tests do not run on macOS.
"""

from types import SimpleNamespace

import pytest

from assist.audio import devices
from assist.audio.checks import SILENCE, Meter
from assist.audio.devices import Host, find_device, list_devices, shortfall
from assist.audio.faults import SoundError
from assist.cli.doctor import sound
from assist.cli.doctor.findings import Finding, Verdict
from assist.cli.meter import Listened
from assist.core.words import Speaker
from assist.hearing import SideState

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT
Entries = list[dict[str, object]]


def entry(name: str, inputs: int, rate: float = 48000.0) -> dict[str, object]:
    return {"name": name, "max_input_channels": inputs, "default_samplerate": rate}


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Entries:
    """A Mac with its own microphone and loudspeaker; a test may plug in more."""
    found = [entry("MacBook Pro Microphone", 1), entry("MacBook Pro Speakers", 0)]
    portaudio = SimpleNamespace(
        query_hostapis=lambda: [
            {"name": "Core Audio", "devices": list(range(len(found))), "default_input_device": 0}
        ],
        query_devices=found.__getitem__,
    )
    monkeypatch.setattr(devices, "portaudio", lambda: portaudio)
    monkeypatch.setattr(devices, "look_again", lambda: None)
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    return found


@pytest.mark.parametrize("name", ["BlackHole 2ch", "Loopback Audio", "VB-Cable"])
def test_a_virtual_device_carries_the_customer(entries: Entries, name: str) -> None:
    entries.append(entry(name, 2))
    listed = [(d.name, d.host, d.sides, d.default) for d in list_devices()]
    assert listed == [
        ("MacBook Pro Microphone", Host.CORE_AUDIO, (AGENT,), True),
        (name, Host.CORE_AUDIO, (CUSTOMER,), True),
    ]
    assert find_device(CUSTOMER).name == name
    assert f'heard through "{name}"' in str(shortfall())


def test_a_virtual_device_is_no_microphone_even_as_the_default(entries: Entries) -> None:
    entries.insert(0, entry("BlackHole 16ch", 16))
    with pytest.raises(SoundError, match="no microphone is set as the default"):
        find_device(AGENT)


def test_without_a_virtual_device_it_says_what_to_install(entries: Entries) -> None:
    with pytest.raises(SoundError, match="install the virtual device BlackHole"):
        find_device(CUSTOMER)
    assert "Multi-Output Device" in str(shortfall(list_devices()))


def test_the_doctor_notes_what_macos_needs_though_both_sides_are_heard(
    entries: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries.append(entry("BlackHole 2ch", 2))
    well = SideState("a device", None, Meter(SILENCE, SILENCE, 0, 0.0), 0.0, 0)
    listened = Listened(lasted=2.0, states=dict.fromkeys(Speaker, well))
    monkeypatch.setattr(sound, "listen", lambda *_, **__: listened)
    [*sides, needed] = sound._listened(dict.fromkeys(Speaker))
    assert {one.verdict for one in sides} == {Verdict.OK}
    assert needed == Finding(
        "sound", Verdict.NOTE, "macOS needs more than a headset", str(shortfall())
    )
