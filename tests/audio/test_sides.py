"""What was asked for decides how each side is heard, and never that one carries the other's voice."""

from dataclasses import replace

import pytest

from assist.audio.devices import Device, Host
from assist.audio.faults import SoundError
from assist.audio.sides import Way, WrongSide, way_for, wishes
from assist.core.words import Speaker

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT
MICROPHONE = Device("usb_mic", "Headset Mono", Host.PULSE, (AGENT,), True, 16000, 1)
OUTPUT = Device("usb.monitor", "Monitor of Headset", Host.PULSE, (CUSTOMER,), True, 48000, 2)
RECORDER = Device("line_in", "Call Recorder", Host.PULSE, (AGENT,), False, 48000, 2)
FEED = Device("feed.monitor", "Monitor of Feed", Host.PULSE, (CUSTOMER,), False, 48000, 2)
ALL = [MICROPHONE, OUTPUT, RECORDER, FEED]


def ways(customer: str | None, agent: str | None) -> dict[Speaker, Way]:
    asked = wishes({CUSTOMER: customer, AGENT: agent})
    return {side: way_for(side, asked, ALL) for side in asked.heard}


def test_without_names_the_defaults() -> None:
    assert ways(None, None) == {CUSTOMER: Way(OUTPUT), AGENT: Way(MICROPHONE)}


def test_a_device_with_both_voices_is_split_left_and_right() -> None:
    assert ways("recorder:left", "Recorder:RIGHT") == {
        CUSTOMER: Way(RECORDER, 0),
        AGENT: Way(RECORDER, 1),
    }
    assert ways(None, "recorder:right") == {CUSTOMER: Way(OUTPUT), AGENT: Way(RECORDER, 1)}


def test_a_device_with_one_channel_cannot_be_split() -> None:
    with pytest.raises(SoundError, match="Headset Mono: it has one channel only"):
        ways(None, "usb_mic:right")


def test_the_same_device_for_both_is_one_mixed_signal_on_the_customers_side() -> None:
    asked = wishes({CUSTOMER: "line_in", AGENT: "line_in"})
    assert way_for(CUSTOMER, asked, ALL) == Way(RECORDER)
    assert set(asked.heard) == {CUSTOMER}
    assert "talk-over, pace and level are off" in asked.left_out[AGENT]


def test_a_side_that_is_not_wanted_is_left_out_and_says_what_is_off() -> None:
    asked = wishes({CUSTOMER: "line_in", AGENT: "none"})
    assert way_for(CUSTOMER, asked, ALL) == Way(RECORDER)
    assert "prompts on the agent's own words" in asked.left_out[AGENT]
    assert ways("None", None) == {AGENT: Way(MICROPHONE)}
    with pytest.raises(SoundError, match="neither side is to be heard"):
        wishes({CUSTOMER: "none", AGENT: "none"})


def test_the_feed_of_the_microphone_is_never_the_customer() -> None:
    made = [replace(MICROPHONE, made_of=FEED.name), OUTPUT, RECORDER, FEED]
    asked = wishes({CUSTOMER: "feed", AGENT: None})
    with pytest.raises(WrongSide, match="it carries the agent's microphone"):
        way_for(CUSTOMER, asked, made)
    assert way_for(AGENT, asked, made).device.name == "usb_mic"
    fed = [replace(one, default=one.name == FEED.name) for one in made]
    with pytest.raises(SoundError, match="no output whose sound can be heard is set as the"):
        way_for(CUSTOMER, wishes({CUSTOMER: None, AGENT: "usb_mic"}), fed)


def test_the_same_channel_is_refused_for_the_second_side() -> None:
    asked = wishes({CUSTOMER: "line_in:left", AGENT: "Call Recorder:left"})
    with pytest.raises(WrongSide):
        way_for(CUSTOMER, asked, ALL)
