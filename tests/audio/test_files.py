"""Recorded calls of every kind become the same frames; broken ones say what is wrong."""

import itertools
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from assist.audio.faults import SoundError
from assist.audio.files import RecordedCall, frames_of, open_call
from assist.audio.frames import BLOCK_FOR, Frame
from assist.core.words import Speaker

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT
LASTS_FOR = 2.03


def two_voices(rate: int, lasts_for: float = LASTS_FOR) -> NDArray[np.int16]:
    """Two channels that cannot be taken for each other: a low tone left, a high one right, each
    swelling in its own way so that a shift in time shows."""
    at = np.arange(round(rate * lasts_for)) / rate
    left = np.sin(2 * np.pi * 310 * at) * (0.3 + 0.2 * np.sin(2 * np.pi * 1.3 * at))
    right = np.sin(2 * np.pi * 1270 * at) * (0.3 + 0.2 * np.sin(2 * np.pi * 2.1 * at))
    return np.stack((left, right), axis=1).__mul__(32767).astype(np.int16)


def side(frames: list[Frame], speaker: Speaker) -> NDArray[np.int16]:
    sound = b"".join(frame.samples for frame in frames if frame.speaker is speaker)
    return np.frombuffer(sound, "<i2")


def expect_continuous(frames: list[Frame]) -> None:
    """Ordered by start; each side begins at 0 and has neither gap nor overlap."""
    assert [f.start for f in frames] == sorted(f.start for f in frames)
    for speaker in Speaker:
        own = [frame for frame in frames if frame.speaker is speaker]
        assert own[0].start == 0
        for before, after in itertools.pairwise(own):
            assert after.start == pytest.approx(before.end, abs=1e-9)
        for count, frame in enumerate(own):
            assert frame.start == pytest.approx(count * BLOCK_FOR, abs=0.6 / frame.rate)


def likeness(one: NDArray[np.int16], other: NDArray[np.int16]) -> float:
    return float(np.corrcoef(one, other)[0, 1])


@pytest.mark.parametrize("rate", [16000, 22050, 24000, 32000, 44100, 48000])
@pytest.mark.parametrize(
    ("extension", "subtype"),
    [("wav", "PCM_16"), ("wav", "PCM_24"), ("wav", "PCM_32"), ("wav", "FLOAT"), ("flac", "PCM_16")],
)
def test_lossless_sound_arrives_sample_for_sample(
    tmp_path: Path, rate: int, extension: str, subtype: str
) -> None:
    voices = two_voices(rate)
    path = tmp_path / f"call.{extension}"
    soundfile.write(path, voices, rate, subtype=subtype)
    frames = list(frames_of(open_call(path)))
    assert {frame.rate for frame in frames} == {rate}
    assert np.array_equal(side(frames, CUSTOMER), voices[:, 0])
    assert np.array_equal(side(frames, AGENT), voices[:, 1])
    expect_continuous(frames)


@pytest.mark.parametrize(
    ("extension", "subtype", "rate"),
    [
        ("ogg", "VORBIS", 16000),
        ("ogg", "VORBIS", 44100),
        ("ogg", "OPUS", 48000),
        ("wav", "ULAW", 16000),
        ("wav", "ALAW", 16000),
        ("wav", "PCM_U8", 22050),
    ],
)
def test_lossy_sound_arrives_on_its_own_side(
    tmp_path: Path, extension: str, subtype: str, rate: int
) -> None:
    voices = two_voices(rate)
    path = tmp_path / f"call.{extension}"
    soundfile.write(path, voices, rate, subtype=subtype)
    frames = list(frames_of(open_call(path)))
    for speaker, column in ((CUSTOMER, 0), (AGENT, 1)):
        heard = side(frames, speaker)
        assert len(heard) == len(voices)
        assert likeness(heard, voices[:, column]) > 0.99
        assert abs(likeness(heard, voices[:, 1 - column])) < 0.05
    expect_continuous(frames)


@pytest.mark.parametrize(("rate", "subtype"), [(8000, "PCM_16"), (8000, "ULAW"), (11025, "PCM_16")])
def test_telephone_sound_is_raised_for_the_recogniser(
    tmp_path: Path, rate: int, subtype: str
) -> None:
    path = tmp_path / "call.wav"
    soundfile.write(path, two_voices(rate), rate, subtype=subtype)
    frames = list(frames_of(open_call(path)))
    assert {frame.rate for frame in frames} == {16000}
    expected = two_voices(16000)
    for speaker, column in ((CUSTOMER, 0), (AGENT, 1)):
        heard = side(frames, speaker)
        assert abs(len(heard) - len(expected)) <= 2
        shared = min(len(heard), len(expected))
        assert likeness(heard[:shared], expected[:shared, column]) > 0.999
    expect_continuous(frames)


def test_telephone_sound_stays_as_it_is_for_a_telephone_model(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    voices = two_voices(8000)
    soundfile.write(path, voices, 8000)
    frames = list(frames_of(open_call(path, model_rate=8000)))
    assert {frame.rate for frame in frames} == {8000}
    assert np.array_equal(side(frames, AGENT), voices[:, 1])


def test_the_sides_can_be_swapped(tmp_path: Path) -> None:
    path = tmp_path / "call.flac"
    voices = two_voices(16000)
    soundfile.write(path, voices, 16000)
    frames = list(frames_of(open_call(path, channels=("agent", "customer"))))
    assert np.array_equal(side(frames, AGENT), voices[:, 0])
    assert np.array_equal(side(frames, CUSTOMER), voices[:, 1])
    assert frames[0].speaker is CUSTOMER


def test_a_pair_of_files_is_one_call_even_at_two_rates_and_lengths(tmp_path: Path) -> None:
    customer, agent = two_voices(8000)[:, 0], two_voices(44100, 0.7)[:, 1]
    soundfile.write(tmp_path / "in.wav", customer, 8000)
    soundfile.write(tmp_path / "out.flac", agent, 44100)
    call = open_call(tmp_path / "in.wav", tmp_path / "out.flac")
    frames = list(frames_of(call))
    assert call.lasts_for == pytest.approx(LASTS_FOR)
    assert {(f.speaker, f.rate) for f in frames} == {(CUSTOMER, 16000), (AGENT, 44100)}
    assert np.array_equal(side(frames, AGENT), agent)
    assert likeness(side(frames, CUSTOMER), two_voices(16000)[: len(customer) * 2, 0]) > 0.999
    expect_continuous(frames)


def test_a_pair_can_be_swapped(tmp_path: Path) -> None:
    voices = two_voices(16000)
    for name, column in (("a.wav", 0), ("b.wav", 1)):
        soundfile.write(tmp_path / name, voices[:, column], 16000)
    call = open_call(tmp_path / "a.wav", tmp_path / "b.wav", channels=("agent", "customer"))
    assert np.array_equal(side(list(frames_of(call)), AGENT), voices[:, 0])


def test_both_sides_come_interleaved(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    soundfile.write(path, two_voices(48000), 48000)
    speakers = [frame.speaker for frame in frames_of(open_call(path))]
    assert speakers == [CUSTOMER, AGENT] * (len(speakers) // 2)


def test_a_long_call_is_read_as_it_goes(tmp_path: Path) -> None:
    """The first frame of ten minutes comes after a second's worth of reading, not after all."""
    path = tmp_path / "call.wav"
    soundfile.write(path, np.zeros((16000 * 600, 2), np.int16), 16000)
    frames = frames_of(open_call(path))
    next(frames)
    with path.open("r+b") as file:
        file.truncate(44 + 16000 * 4 * 300)
    with pytest.raises(SoundError, match=r"damaged after 300\.0 s"):
        list(frames)


def broken_off(tmp_path: Path, extension: str, keep: float = 0.6) -> Path:
    noise = np.random.default_rng(7).normal(0, 4000, (32000, 2)).astype(np.int16)
    whole = tmp_path / f"whole.{extension}"
    soundfile.write(whole, noise, 16000)
    sound = whole.read_bytes()
    path = tmp_path / f"call.{extension}"
    path.write_bytes(sound[: int(len(sound) * keep)])
    return path


def seconds_read(call: RecordedCall) -> float:
    return max(frame.end for frame in frames_of(call))


@pytest.mark.parametrize("extension", ["wav", "flac"])
def test_of_a_broken_off_recording_the_rest_is_read_and_the_loss_is_told(
    tmp_path: Path, extension: str
) -> None:
    call = open_call(broken_off(tmp_path, extension))
    assert call.missing_for is not None
    assert call.missing_for == pytest.approx(0.8, abs=0.3)
    assert call.lasts_for + call.missing_for == pytest.approx(2.0, abs=1e-4)
    assert seconds_read(call) == pytest.approx(call.lasts_for)
    assert f"{call.missing_for:.1f} s are missing" in str(call.warning)


def test_a_broken_off_ogg_is_read_and_said_to_be_broken(tmp_path: Path) -> None:
    call = open_call(broken_off(tmp_path, "ogg"))
    assert call.missing_for is None
    assert seconds_read(call) == pytest.approx(call.lasts_for)
    assert "breaks off" in str(call.warning)


@pytest.mark.parametrize("extension", ["wav", "flac", "ogg"])
def test_a_whole_recording_has_no_warning(tmp_path: Path, extension: str) -> None:
    call = open_call(broken_off(tmp_path, extension, keep=1.0))
    assert (call.missing_for, call.warning) == (0.0, None)


def test_a_wav_from_a_pipe_has_no_length_and_no_warning(tmp_path: Path) -> None:
    path = broken_off(tmp_path, "wav", keep=1.0)
    sound = bytearray(path.read_bytes())
    struct.pack_into("<I", sound, 40, 0xFFFFFFFF)
    path.write_bytes(sound)
    call = open_call(path)
    assert call.warning is None
    assert call.lasts_for == pytest.approx(2.0)


def fault_of(*paths: Path, **options: object) -> str:
    with pytest.raises(SoundError) as caught:
        list(frames_of(open_call(*paths, **options)))  # type: ignore[arg-type]  # wrong on purpose
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path) -> None:
    def made(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    def sound(name: str, channels: int, lasts: int = 800) -> Path:
        soundfile.write(tmp_path / name, np.ones((lasts, channels), np.int16), 16000)
        return tmp_path / name

    mono, stereo = sound("mono.wav", 1), sound("stereo.wav", 2)
    header_only = stereo.read_bytes()[:44]
    assert "there is no such file" in fault_of(tmp_path / "nowhere.wav")
    assert "is a directory" in fault_of(tmp_path)
    assert "the file is empty" in fault_of(made("empty.wav", b""))
    assert "not a sound file" in fault_of(made("letter.wav", b"dear customer, " * 99))
    assert "not a sound file" in fault_of(made("cut.wav", header_only[:30]))
    assert "holds no sound" in fault_of(made("silent.wav", header_only))
    assert '".mp3" files are not read' in fault_of(made("call.mp3", b"ID3"))
    assert "no extension" in fault_of(made("call", header_only))
    assert "one channel" in fault_of(mono)
    assert "6 channels" in fault_of(sound("many.wav", 6))
    assert "stereo.wav: it has 2 channels" in fault_of(mono, stereo)
    assert "3 files are not one call" in fault_of(mono, mono, mono)
    assert "does not name both sides" in fault_of(stereo, channels=("customer", "customer"))
    assert "does not name both sides" in fault_of(stereo, channels=("left", "right"))


@contextmanager
def somebody_else() -> Iterator[None]:
    """Root may read everything; nobody may not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file modes")
def test_a_file_without_permission_says_so(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    soundfile.write(path, np.ones((800, 2), np.int16), 16000)
    path.chmod(0)
    with somebody_else():
        assert "no permission" in fault_of(path)
