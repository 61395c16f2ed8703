"""Devices are found by name, and each only for the side that it can carry."""

import sys
from dataclasses import replace

import pytest

from assist.audio.devices import Device, Host, find_device, list_devices
from assist.audio.faults import SoundError
from assist.core.words import Speaker
from tests.headset import virtual_headset

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT


def device(name: str, description: str, side: Speaker, default: bool = False) -> Device:
    return Device(name, description, Host.PULSE, (side,), default, 48000, 2)


MICROPHONE = device("alsa_input.usb-headset", "Headset Mono", AGENT, default=True)
WEBCAM = device("alsa_input.usb-webcam", "Webcam Stereo", AGENT)
HEADSET = device("alsa_output.usb-headset.monitor", "Monitor of Headset Stereo", CUSTOMER)
SCREEN = device("alsa_output.hdmi.monitor", "Monitor of HDMI", CUSTOMER, default=True)
ALL = [MICROPHONE, WEBCAM, HEADSET, SCREEN]


@pytest.mark.parametrize(
    ("side", "name", "found"),
    [
        (AGENT, None, MICROPHONE),
        (CUSTOMER, None, SCREEN),
        (AGENT, "alsa_input.usb-webcam", WEBCAM),
        (AGENT, "Webcam Stereo", WEBCAM),
        (AGENT, "webcam", WEBCAM),
        (AGENT, "HEADSET", MICROPHONE),
        (CUSTOMER, "headset", HEADSET),
        (CUSTOMER, "hdmi", SCREEN),
    ],
)
def test_a_name_or_a_part_of_it_finds_the_device(
    side: Speaker, name: str | None, found: Device
) -> None:
    assert find_device(side, name, ALL) is found


def test_an_exact_name_wins_over_parts() -> None:
    longer = device("alsa_input.usb-webcam.2", "Webcam Stereo 2", AGENT)
    assert find_device(AGENT, "alsa_input.usb-webcam", [longer, WEBCAM]) is WEBCAM
    assert find_device(AGENT, "Webcam Stereo", [longer, WEBCAM]) is WEBCAM


@pytest.mark.parametrize(
    ("side", "name", "told"),
    [
        (AGENT, "usb", 'several devices fit: "alsa_input.usb-headset", "alsa_input.usb-webcam"'),
        (AGENT, "hdmi", 'choose one of these: "alsa_input.usb-headset", "alsa_input.usb-webcam"'),
        (CUSTOMER, "0", 'choose one of these: "alsa_output.usb-headset.monitor"'),
    ],
)
def test_what_fits_none_or_several_is_told_with_the_names(
    side: Speaker, name: str, told: str
) -> None:
    with pytest.raises(SoundError) as caught:
        find_device(side, name, ALL)
    assert told in str(caught.value)


def test_without_a_default_it_asks_for_a_choice() -> None:
    undecided = [replace(each, default=False) for each in ALL]
    with pytest.raises(SoundError, match="no microphone is set as the default; choose one by name"):
        find_device(AGENT, None, undecided)
    with pytest.raises(SoundError, match="there is no microphone; plug in the headset"):
        find_device(AGENT, None, [HEADSET])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs the Linux sound server")
def test_the_sound_servers_own_devices_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    with virtual_headset() as headset:
        monkeypatch.setenv("PULSE_SERVER", headset.env["PULSE_SERVER"])
        monkeypatch.setenv("PULSE_COOKIE", headset.env["PULSE_COOKIE"])
        found = {each.name: each for each in list_devices()}
        assert set(found) == {"headset_mic", "headset_out.monitor", "agent_mic_in.monitor"}
        assert found["headset_mic"] == Device(
            "headset_mic",
            "HeadsetMic",
            Host.PULSE,
            (AGENT,),
            True,
            16000,
            1,
            "agent_mic_in.monitor",
        )
        assert found["headset_out.monitor"] == Device(
            "headset_out.monitor", "Monitor of HeadsetOut", Host.PULSE, (CUSTOMER,), True, 48000, 2
        )
        assert not found["agent_mic_in.monitor"].default
        headset.unload("headset_out")
        assert "headset_out.monitor" not in {each.name for each in list_devices()}
        headset.plug_in("headset_out")
        assert find_device(CUSTOMER).name == "headset_out.monitor"
