"""The recogniser, on real sound: what it hears, when, and what it does not hear."""

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assist.audio.files import frames_of, open_call
from assist.audio.frames import BLOCK_FOR, Frame
from assist.core.words import Heard, Speaker, Word
from assist.demo import FIRST, demo_call
from assist.speech import recogniser as module
from assist.speech.decoder import Decoder
from assist.speech.models import SpeechModel, describe, find_model
from assist.speech.recogniser import Recogniser

RECORDINGS = sorted((Path(__file__).parents[1] / "recordings").glob("*.flac"))
RATE = 16000


@pytest.fixture(scope="module")
def model() -> SpeechModel:
    return SpeechModel(find_model())


def frames(path: Path, speaker: Speaker) -> list[Frame]:
    return [frame for frame in frames_of(open_call(path)) if frame.speaker is speaker]


def hear_all(recogniser: Recogniser, sound: Iterable[Frame]) -> list[Heard]:
    heard: list[Heard] = []
    at = 0.0
    for frame in sound:
        heard += recogniser.hear(frame)
        at = frame.end
    return heard + recogniser.end(at)


def finals(heard: Iterable[Heard]) -> list[Word]:
    return [
        Word(one.speaker, text, *times)
        for one in heard
        if one.final
        for text, times in zip(one.words, one.times, strict=True)
    ]


def spoken(path: Path, speaker: Speaker) -> list[Word]:
    """What the synthesiser said, and when."""
    lines = map(json.loads, path.with_suffix(".jsonl").read_text().splitlines())
    return [
        Word(speaker, word["text"], word["start"], word["end"])
        for line in lines
        if line["speaker"] == speaker
        for word in line["words"]
    ]


def aligned(heard: Sequence[Word], said: Sequence[Word]) -> list[tuple[Word, Word]]:
    """The words that were heard as they were said, by their place in a longest common row."""
    best = [[0] * (len(said) + 1) for _ in range(len(heard) + 1)]
    for i, word in enumerate(heard):
        for j, other in enumerate(said):
            same = best[i][j] + (word.text == other.text)
            best[i + 1][j + 1] = max(same, best[i][j + 1], best[i + 1][j])
    pairs = []
    i, j = len(heard), len(said)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((heard[i], said[j]))
    return pairs


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_words_have_their_true_times(model: SpeechModel, path: Path) -> None:
    for speaker in Speaker:
        heard = finals(hear_all(Recogniser(model, speaker), frames(path, speaker)))
        said = spoken(path, speaker)
        pairs = aligned(heard, said)
        assert len(pairs) >= 0.85 * len(said)
        for word, true in pairs:
            assert abs(word.start - true.start) < 0.1, word
            assert abs(word.end - true.end) < 0.1, word


def test_times_stay_true_behind_lost_sound(model: SpeechModel) -> None:
    """The sound of seconds 9 to 10, in the middle of a sentence, never came."""
    path = RECORDINGS[-2]
    sound = [one for one in frames(path, Speaker.AGENT) if not 9.0 <= one.start < 10.0]
    heard = hear_all(Recogniser(model, Speaker.AGENT), sound)
    assert any(one.final and abs(one.at - 10.0) < 0.06 for one in heard)
    words = finals(heard)
    assert not [one for one in words if one.start < 9.9 and one.end > 9.1]
    late = [pair for pair in aligned(words, spoken(path, Speaker.AGENT)) if pair[1].start > 10.3]
    assert len(late) > 5
    assert all(abs(word.start - true.start) < 0.1 for word, true in late)


def test_what_is_heard_does_not_depend_on_when_listening_began(model: SpeechModel) -> None:
    sound = frames(RECORDINGS[0], Speaker.CUSTOMER)
    later = [replace(one, start=one.start + 3600.0) for one in sound]
    now, then = (hear_all(Recogniser(model, Speaker.CUSTOMER), one) for one in (sound, later))
    assert [one.words for one in now] == [one.words for one in then]
    for one, other in zip(finals(now), finals(then), strict=True):
        assert other.start - one.start == pytest.approx(3600.0)


def test_the_same_frames_are_heard_alike(model: SpeechModel) -> None:
    sound = frames(RECORDINGS[1], Speaker.AGENT)
    once, again = (hear_all(Recogniser(model, Speaker.AGENT), sound) for _ in range(2))
    assert once == again


def test_an_utterance_ends_half_a_second_after_its_last_word(model: SpeechModel) -> None:
    heard = hear_all(Recogniser(model, Speaker.AGENT), frames(RECORDINGS[-2], Speaker.AGENT))
    ends = [one.at - one.times[-1][1] for one in heard if one.final]
    assert len(ends) == 2
    assert all(0.4 < one < 0.8 for one in ends)


@pytest.mark.parametrize("level", [None, -60.0, -50.0, -40.0])
def test_silence_and_line_noise_say_nothing(model: SpeechModel, level: float | None) -> None:
    noise = np.zeros(12 * RATE)
    if level is not None:
        noise += np.random.default_rng(5).standard_normal(12 * RATE) * 32768 * 10 ** (level / 20)
    assert not hear_all(Recogniser(model, Speaker.AGENT), cut(noise))


def test_clicks_and_breath_say_nothing(model: SpeechModel) -> None:
    """Every second a click, every three seconds a breath of 0.4 s, on a quiet line."""
    chance = np.random.default_rng(5)
    sound = chance.standard_normal(10 * RATE) * 20
    sound[::RATE] += 20000
    breath = np.convolve(chance.standard_normal(6400), np.ones(4) / 4, "same") * np.hanning(6400)
    for begin in range(RATE // 2, len(sound) - 6400, 3 * RATE):
        sound[begin : begin + 6400] += 32768 * 10 ** (-42 / 20) * breath
    decoder = Decoder(model, RATE)
    bare = [decoder.belief() for frame in cut(sound) if not decoder.feed(frame)]
    assert any(bare), "a bare recogniser hears words in it"
    heard = hear_all(Recogniser(model, Speaker.AGENT), cut(sound))
    assert not [one.words for one in heard if one.words]


def test_the_first_word_after_silence_comes_as_soon_as_without_a_gate(model: SpeechModel) -> None:
    sound = frames(RECORDINGS[-2], Speaker.AGENT)
    decoder, bare = Decoder(model, RATE), 0.0
    for frame in sound:
        assert not decoder.feed(frame)
        if decoder.belief():
            bare = frame.end
            break
    assert decoder.belief()[0] not in module._MURMURS
    heard = hear_all(Recogniser(model, Speaker.AGENT), sound)
    assert next(one.at for one in heard if one.words) <= bare + BLOCK_FOR


def test_vosk_is_made_anew_at_a_pause(model: SpeechModel, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    class Counted(Decoder):
        def __init__(self, model: SpeechModel, rate: int) -> None:
            made.append(rate)
            super().__init__(model, rate)

    monkeypatch.setattr(module, "Decoder", Counted)
    monkeypatch.setattr(module, "RENEWED_AFTER", 3.0)
    sound = frames(demo_call(FIRST), Speaker.CUSTOMER)[:600]
    words = finals(hear_all(Recogniser(model, Speaker.CUSTOMER), sound))
    assert len(made) >= 3
    said = [one for one in spoken(demo_call(FIRST), Speaker.CUSTOMER) if one.end < 29.0]
    pairs = aligned(words, said)
    assert len(pairs) >= 0.9 * len(said)
    assert all(abs(word.end - true.end) < 0.1 for word, true in pairs)


def test_sound_below_the_rate_of_the_model_is_refused(model: SpeechModel) -> None:
    frame = Frame(Speaker.AGENT, 0.0, 8000, bytes(800))
    with pytest.raises(ValueError, match="8000 Hz has to be raised to 16000 Hz"):
        Recogniser(model, Speaker.AGENT).hear(frame)


def test_a_higher_rate_than_the_model_has_is_heard(model: SpeechModel) -> None:
    sound = frames(RECORDINGS[-2], Speaker.CUSTOMER)
    words = finals(hear_all(Recogniser(model, Speaker.CUSTOMER), [raised(one) for one in sound]))
    pairs = aligned(words, spoken(RECORDINGS[-2], Speaker.CUSTOMER))
    assert len(pairs) >= 20
    assert all(abs(word.end - true.end) < 0.1 for word, true in pairs)


def test_a_change_of_rate_ends_the_utterance_and_no_more(model: SpeechModel) -> None:
    sound = frames(RECORDINGS[-2], Speaker.AGENT)
    mixed = [one if one.start < 6.0 else raised(one) for one in sound]
    words = finals(hear_all(Recogniser(model, Speaker.AGENT), mixed))
    pairs = aligned(words, spoken(RECORDINGS[-2], Speaker.AGENT))
    assert len(pairs) >= 20
    assert all(abs(word.end - true.end) < 0.1 for word, true in pairs)


def test_a_model_of_8_khz_takes_telephone_sound_as_it_is(
    model: SpeechModel, tmp_path: Path
) -> None:
    """The embedded model told that its sound has 8 kHz: it hears rubbish, but it hears."""
    folder = tmp_path / "telephone"
    shutil.copytree(model.info.path, folder, ignore=shutil.ignore_patterns("about.toml"))
    settings = folder / "conf" / "mfcc.conf"
    text = settings.read_text().replace("=16000", "=8000").replace("=7600", "=3800")
    settings.write_text(text)
    telephone = SpeechModel(describe(folder))
    assert telephone.info.rate == 8000
    sound = [lowered(one) for one in frames(RECORDINGS[-2], Speaker.CUSTOMER)]
    words = finals(hear_all(Recogniser(telephone, Speaker.CUSTOMER), sound))
    assert words
    assert all(3.0 < one.start < one.end < 17.5 for one in words)


def cut(sound: NDArray[np.float64]) -> list[Frame]:
    samples = np.clip(np.rint(sound), -32768, 32767).astype("<i2")
    size = round(BLOCK_FOR * RATE)
    return [
        Frame(Speaker.AGENT, at / RATE, RATE, samples[at : at + size].tobytes())
        for at in range(0, len(samples), size)
    ]


def raised(frame: Frame) -> Frame:
    """The same at 48 kHz, each sample three times: crude, but true in time."""
    samples = np.repeat(np.frombuffer(frame.samples, "<i2"), 3)
    return replace(frame, rate=3 * frame.rate, samples=samples.tobytes())


def lowered(frame: Frame) -> Frame:
    samples = np.frombuffer(frame.samples, "<i2").astype(np.int32).reshape(-1, 2).sum(axis=1) // 2
    return replace(frame, rate=frame.rate // 2, samples=samples.astype("<i2").tobytes())
