"""The checks of hearing, on sounds whose answers are known, and on real voices."""

from pathlib import Path

import numpy as np
import pytest

from assist.audio.checks import (
    COMPARED_AT,
    SHARPNESS,
    SILENCE,
    Meter,
    Sound,
    Trouble,
    clipped,
    findings,
    likeness,
    meter,
)
from assist.audio.frames import BLOCK_FOR, Frame
from assist.audio.recent import LASTS, Recent
from assist.core.words import Speaker
from tests.audio.bleed_limits import in_a_room, microphone, stretches

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT
RECORDING = Path(__file__).parents[1] / "recordings" / "long-wait.flac"
SECOND = np.arange(COMPARED_AT) / COMPARED_AT


def sine(peak: float, lasts: int = 1) -> Sound:
    wave: Sound = np.tile(peak * np.sin(2 * np.pi * 440 * SECOND), lasts).astype(np.float32)
    return wave


def noise(seed: int, level: float = -30.0) -> Sound:
    rng = np.random.default_rng(seed)
    return rng.normal(0, 10 ** (level / 20), 5 * COMPARED_AT).astype(np.float32)


def troubles(customer: Sound, agent: Sound, system: str = "") -> set[tuple[Speaker, Trouble]]:
    return {(one.side, one.trouble) for one in findings(customer, agent, COMPARED_AT, system)}


def test_level_and_peak_are_below_full_scale() -> None:
    measured = meter(sine(0.5))
    assert measured.peak == pytest.approx(-6.02, abs=0.01)
    assert measured.level == pytest.approx(-9.03, abs=0.01)
    assert (measured.clipped, measured.zeros < 0.01) == (0, True)
    assert meter(np.zeros(100, np.float32)) == Meter(SILENCE, SILENCE, 0, 1.0)
    assert meter(np.zeros(0, np.float32)) == Meter(SILENCE, SILENCE, 0, 1.0)


def test_a_cut_off_top_is_clipping_and_a_touched_one_is_not() -> None:
    sound = np.zeros(100, np.float32)
    sound[10:12] = 1.0
    assert clipped(sound) == 0
    sound[20:24] = -1.0
    sound[97:] = 32767 / 32768
    assert clipped(sound) == 7


def test_a_shifted_softer_copy_is_found_where_and_as_loud_as_it_is() -> None:
    original = noise(1)
    copy = np.roll(original, 400) * np.float32(0.1) + noise(2, -70)
    found = likeness(original, copy, COMPARED_AT)
    assert found is not None
    assert found.lag == pytest.approx(0.05)
    assert found.decibels == pytest.approx(-20, abs=0.1)
    assert found.sharpness > SHARPNESS
    earlier = likeness(copy, original, COMPARED_AT)
    assert earlier is not None
    assert earlier.lag == pytest.approx(-0.05)


def test_different_sounds_and_silence_are_no_likeness() -> None:
    found = likeness(noise(1), noise(2), COMPARED_AT)
    assert found is not None
    assert found.sharpness < SHARPNESS
    assert likeness(noise(1), noise(2, -80), COMPARED_AT) is None


@pytest.mark.parametrize("strength", [-10, -20, -30])
@pytest.mark.parametrize("drift", [0.0, 100e-6])
def test_a_customer_in_the_quiet_agents_microphone_is_found(strength: float, drift: float) -> None:
    rng = np.random.default_rng(3)
    for customer, agent in stretches([RECORDING]):
        mic = microphone(agent, False, rng) + in_a_room(customer, strength, rng, drift)
        assert (AGENT, Trouble.BLEED) in troubles(customer, mic)


def test_two_people_who_talk_are_no_bleed() -> None:
    rng = np.random.default_rng(4)
    for customer, agent in stretches([RECORDING]):
        assert troubles(customer, microphone(agent, True, rng)) == set()


def test_one_sound_on_both_sides_is_told_apart_from_bleed() -> None:
    customer = next(iter(stretches([RECORDING])))[0]
    assert troubles(customer, np.roll(customer, 100)) == {(CUSTOMER, Trouble.SAME_SOUND)}


def test_exact_zeros_are_told_apart_from_quiet() -> None:
    zeros, hiss = np.zeros(5 * COMPARED_AT, np.float32), noise(1, -80)
    assert troubles(noise(1), zeros) == {(AGENT, Trouble.EXACT_ZEROS)}
    assert troubles(noise(1), hiss) == {(AGENT, Trouble.SILENT)}
    assert troubles(zeros, noise(1)) == {(CUSTOMER, Trouble.EXACT_ZEROS)}


def test_a_microphone_that_macos_denies_is_told_in_its_own_words() -> None:
    zeros = np.zeros(5 * COMPARED_AT, np.float32)
    told = [one.sentence for one in findings(noise(1), zeros, COMPARED_AT, "Darwin")]
    assert len(told) == 1
    assert "System Settings, Privacy & Security, Microphone" in told[0]


def test_clipping_is_told_for_its_side() -> None:
    loud = np.clip(sine(1.5, lasts=5), -1, 32767 / 32768).astype(np.float32)
    assert troubles(loud, noise(1)) == {(CUSTOMER, Trouble.CLIPPING)}


def test_clipping_is_told_of_sound_that_was_brought_to_another_rate() -> None:
    cut = np.clip(1.5 * np.sin(np.arange(48000 * 5) * 2 * np.pi * 300 / 48000), -1, 32767 / 32768)
    recent = Recent()
    for start in range(0, len(cut), 2400):
        samples = (32768 * cut[start : start + 2400]).astype("<i2").tobytes()
        recent.note(Frame(CUSTOMER, start / 48000, 48000, samples))
    customer, agent, rate = recent.both()
    before = {CUSTOMER: recent.meter(CUSTOMER, LASTS).clipped}
    assert not meter(customer).clipped
    [found] = findings(customer, agent, rate, clipped_before=before)
    assert (found.side, found.trouble) == (CUSTOMER, Trouble.CLIPPING)


def test_a_side_that_is_not_heard_has_no_findings() -> None:
    nothing = np.zeros(0, np.float32)
    assert troubles(noise(1), nothing) == set()


def frames(side: Speaker, start: float, sound: Sound, rate: int) -> list[Frame]:
    size = round(BLOCK_FOR * rate)
    pcm = (sound * 32767).astype("<i2")
    return [
        Frame(side, start + n / rate, rate, pcm[n : n + size].tobytes())
        for n in range(0, len(pcm) - size + 1, size)
    ]


def test_the_last_seconds_of_both_sides_lie_at_their_times() -> None:
    recent = Recent()
    sound = noise(5)
    for frame in frames(CUSTOMER, 0.0, np.repeat(sound, 2), 2 * COMPARED_AT):
        recent.note(frame)
    for frame in frames(AGENT, 0.3, sound[: 4 * COMPARED_AT], COMPARED_AT):
        recent.note(frame)
    customer, agent, rate = recent.both()
    found = likeness(customer, agent, rate)
    assert found is not None
    assert found.sharpness > SHARPNESS
    assert found.lag == pytest.approx(0.3, abs=0.001)
    assert len(customer) == len(agent) == round(LASTS * rate)


def test_exact_zeros_are_counted_until_a_sound_comes() -> None:
    recent = Recent()
    for frame in frames(AGENT, 3.0, np.zeros(2 * COMPARED_AT, np.float32), COMPARED_AT):
        recent.note(frame)
    assert recent.zeros_for(AGENT) == pytest.approx(2 - BLOCK_FOR)
    recent.note(frames(AGENT, 5.0, sine(0.1), COMPARED_AT)[0])
    assert recent.zeros_for(AGENT) == 0
    assert recent.meter(AGENT, BLOCK_FOR).peak == pytest.approx(-20, abs=0.1)
    recent.forget(AGENT)
    assert recent.meter(AGENT).level == SILENCE
