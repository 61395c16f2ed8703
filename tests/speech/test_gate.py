"""The gate: what it takes for a voice, from real voices and lines of every kind.

No recogniser is needed here; what recognisers lose to the gate, `tests/bench/bench_gate.py` counts.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assist.audio.files import frames_of, open_call
from assist.audio.frames import BLOCK_FOR, Frame
from assist.audio.gate import ENDS_AFTER, KEPT_BEFORE, Gate
from assist.core.words import Speaker

RECORDINGS = sorted((Path(__file__).parents[1] / "recordings").glob("*.flac"))
RATE = 16000
LEARNT_AFTER = 4.0
Sound = NDArray[np.float64]


def cut(sound: Sound, rate: int = RATE) -> list[Frame]:
    samples = np.clip(np.rint(sound), -32768, 32767).astype("<i2")
    size = round(BLOCK_FOR * rate)
    return [
        Frame(Speaker.AGENT, at / rate, rate, samples[at : at + size].tobytes())
        for at in range(0, len(samples), size)
    ]


def hiss(seconds: float, level: float, rate: int = RATE) -> Sound:
    """White noise of this level in dBFS."""
    noise: Sound = np.random.default_rng(7).standard_normal(round(seconds * rate))
    return 32768 * 10 ** (level / 20) * noise


def voice(seconds: float, level: float, rate: int = RATE) -> Sound:
    """Something like a vowel: a tone of 130 Hz with overtones, four syllables a second."""
    at = np.arange(round(seconds * rate)) / rate
    tones = np.sum([np.sin(2 * np.pi * 130 * nth * at) / nth for nth in range(1, 20)], axis=0)
    sound: Sound = tones * np.sin(2 * np.pi * 2 * at) ** 2
    return sound * (32768 * 10 ** (level / 20) / float(np.sqrt(np.mean(sound * sound))))


def spans(frames: list[Frame], gate: Gate | None = None) -> list[tuple[float, float]]:
    """The stretches that come through."""
    found: list[tuple[float, float]] = []
    gate = gate or Gate()
    for frame in frames:
        for one in gate.take(frame).frames:
            if found and abs(one.start - found[-1][1]) < 1e-6:
                found[-1] = found[-1][0], one.end
            else:
                found.append((one.start, one.end))
    return found


def through(found: list[tuple[float, float]], begin: float, end: float) -> float:
    """How much of this stretch came through, from 0 to 1."""
    shared = sum(max(0.0, min(b, end) - max(a, begin)) for a, b in found)
    return shared / (end - begin)


def sides() -> Iterator[tuple[Path, Speaker]]:
    for path in RECORDINGS:
        for speaker in Speaker:
            yield path, speaker


def words(path: Path, speaker: Speaker) -> list[tuple[float, float]]:
    lines = map(json.loads, path.with_suffix(".jsonl").read_text().splitlines())
    own = [line for line in lines if line["speaker"] == speaker]
    return [(word["start"], word["end"]) for line in own for word in line["words"]]


@pytest.mark.parametrize(("path", "speaker"), list(sides()), ids=str)
def test_every_word_comes_through_and_most_silence_does_not(path: Path, speaker: Speaker) -> None:
    found = spans([one for one in frames_of(open_call(path)) if one.speaker is speaker])
    said = words(path, speaker)
    assert all(through(found, *one) > 0.999 for one in said)
    lasts = frames_end(path)
    quiet = lasts - sum(end - begin for begin, end in said)
    passed = sum(end - begin for begin, end in found) - (lasts - quiet)
    assert passed < 0.75 * quiet


def frames_end(path: Path) -> float:
    return open_call(path).lasts_for


@pytest.mark.parametrize("level", [-75.0, -60.0, -50.0, -40.0, -30.0])
def test_a_steady_line_is_silence_once_it_is_known(level: float) -> None:
    found = spans(cut(hiss(20, level)))
    assert through(found, LEARNT_AFTER, 20) < 0.1


def test_mains_hum_is_silence_and_hides_no_voice() -> None:
    at = np.arange(20 * RATE) / RATE
    hum = np.sum([1500 / nth * np.sin(2 * np.pi * 50 * nth * at) for nth in (1, 2, 3)], axis=0)
    hum[round(10 * RATE) : round(12 * RATE)] += voice(2, -40)
    found = spans(cut(hum))
    assert through(found, LEARNT_AFTER, 9.5) < 0.1
    assert through(found, 10.0, 12.0) > 0.999


def test_exact_zeros_are_silence_from_the_beginning() -> None:
    assert spans(cut(np.zeros(10 * RATE))) == []


@pytest.mark.parametrize("level", [-20.0, -30.0, -40.0, -45.0])
@pytest.mark.parametrize("line", [-90.0, -75.0, -60.0])
def test_a_voice_comes_through_with_what_was_just_before(level: float, line: float) -> None:
    sound = hiss(12, line)
    sound[8 * RATE : 10 * RATE] += voice(2, level)
    found = [one for one in spans(cut(sound)) if one[1] > 7.0]
    begin, end = found[0]
    assert 8.0 - KEPT_BEFORE - 2 * BLOCK_FOR < begin <= 8.0 - KEPT_BEFORE + 3 * BLOCK_FOR
    assert 10.0 + ENDS_AFTER - 0.2 < end < 10.0 + ENDS_AFTER + 2 * BLOCK_FOR


def test_a_voice_in_noise_comes_through() -> None:
    sound = hiss(14, -42)
    sound[8 * RATE : 12 * RATE] += voice(4, -28)
    assert through(spans(cut(sound)), 8.0, 12.0) > 0.999


def test_a_long_voice_without_a_pause_does_not_become_the_noise() -> None:
    sound = hiss(40, -65)
    sound[5 * RATE : 35 * RATE] += voice(30, -22)
    assert through(spans(cut(sound)), 5.0, 35.0) > 0.999


def test_a_slow_fade_in_comes_through() -> None:
    sound = hiss(16, -70)
    fading = voice(8, -22) * np.linspace(0, 1, 8 * RATE)
    sound[6 * RATE : 14 * RATE] += fading
    assert through(spans(cut(sound)), 6.5, 14.0) > 0.999


def test_a_call_that_begins_in_the_middle_of_a_word_is_heard_at_once() -> None:
    assert through(spans(cut(voice(3, -25))), 0.0, 3.0) > 0.98


@pytest.mark.parametrize("rate", [8000, 16000, 44100, 48000])
def test_the_rate_of_the_sound_makes_no_difference(rate: int) -> None:
    sound = hiss(12, -60, rate)
    sound[8 * rate : 10 * rate] += voice(2, -35, rate)
    frames = cut(sound, rate)
    found = spans(frames)
    assert through(found, 8.0, 10.0) > 0.999
    assert through(found, LEARNT_AFTER, 7.5) < 0.1


@pytest.mark.parametrize("samples", [1, 2, 100, 300, 1601])
def test_frames_of_any_length_are_judged(samples: int) -> None:
    sound = np.clip(np.rint(voice(1, -20)), -32768, 32767).astype("<i2")
    gate = Gate()
    for at in range(0, len(sound), samples):
        frame = Frame(Speaker.AGENT, at / RATE, RATE, sound[at : at + samples].tobytes())
        gate.take(frame)
    assert gate.open or samples == 1


def test_the_end_of_an_utterance_is_told_once() -> None:
    sound = hiss(9, -70)
    sound[5 * RATE : 6 * RATE] += voice(1, -25)
    gate = Gate()
    ends = [frame.end for frame in cut(sound) if gate.take(frame).ended]
    assert len([one for one in ends if one > 5.5]) == 1
    assert not gate.open


def test_a_break_lets_go_of_what_was_kept() -> None:
    gate = Gate()
    frames = cut(np.concatenate([np.zeros(2 * RATE), voice(1, -25)]))
    for frame in frames[:40]:
        assert gate.take(frame).frames == ()
    gate.close()
    assert gate.take(frames[41]).frames == (frames[41],)


def test_the_same_frames_are_judged_alike() -> None:
    frames = [one for one in frames_of(open_call(RECORDINGS[0])) if one.speaker is Speaker.AGENT]
    assert spans(frames) == spans(frames)
