"""The real recogniser on recorded calls: its words' times, gaps, rates, and sharing a model."""

import dataclasses
import difflib
import json
import threading
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
import soxr

from assist.audio.files import frames_of, open_call
from assist.audio.frames import BLOCK_FOR, Frame
from assist.core.words import Heard, Speaker
from assist.speech.models import SpeechModel, find_model
from assist.speech.recogniser import Recogniser

RECORDINGS = Path(__file__).resolve().parents[1] / "recordings"
CUSTOMER = Speaker.CUSTOMER
Timed = tuple[str, float, float]


@pytest.fixture(scope="module")
def speech() -> SpeechModel:
    return SpeechModel(find_model())


def frames(name: str, speaker: Speaker = CUSTOMER) -> list[Frame]:
    call = open_call(RECORDINGS / f"{name}.flac")
    return [frame for frame in frames_of(call) if frame.speaker is speaker]


def spoken(name: str, speaker: Speaker = CUSTOMER) -> list[Timed]:
    """What was really said, and when."""
    lines = (RECORDINGS / f"{name}.jsonl").read_text("utf-8").splitlines()
    said = [one for one in map(json.loads, lines) if one["speaker"] == speaker]
    return [(word["text"], word["start"], word["end"]) for one in said for word in one["words"]]


def hear(recogniser: Recogniser, sound: Iterable[Frame]) -> list[Heard]:
    heard, end = [], 0.0
    for frame in sound:
        heard += recogniser.hear(frame)
        end = frame.end
    return heard + recogniser.end(end)


def timed(heard: Iterable[Heard]) -> list[Timed]:
    finals = [one for one in heard if one.final]
    return [
        (word, *times) for one in finals for word, times in zip(one.words, one.times, strict=True)
    ]


def expect_times(found: list[Timed], wanted: list[Timed], within: float = 0.1) -> None:
    """Nearly every word was heard, and each that was has its true time, in seconds."""
    pairs = difflib.SequenceMatcher(
        None, [word for word, *_ in wanted], [word for word, *_ in found], autojunk=False
    )
    heard = 0
    for block in pairs.get_matching_blocks():
        for shift in range(block.size):
            word, *right = wanted[block.a + shift]
            _, *times = found[block.b + shift]
            assert times == pytest.approx(right, abs=within), word
            heard += 1
    # The model is a small one: a word or two may be taken for another.
    assert heard >= len(wanted) - 2
    assert len(found) <= len(wanted) + 2


def later(sound: Iterable[Frame], by: float) -> list[Frame]:
    return [dataclasses.replace(frame, start=frame.start + by) for frame in sound]


@pytest.mark.parametrize("speaker", list(Speaker))
@pytest.mark.parametrize("name", ["calm", "customer-thanks", "long-wait", "talk-over"])
def test_words_are_timed_to_a_tenth_of_a_second(
    speech: SpeechModel, name: str, speaker: Speaker
) -> None:
    heard = hear(Recogniser(speech, speaker), frames(name, speaker))
    assert {one.speaker for one in heard} == {speaker}
    expect_times(timed(heard), spoken(name, speaker))


def test_a_belief_comes_soon_after_the_word_and_ends_in_a_final(speech: SpeechModel) -> None:
    heard = hear(Recogniser(speech, CUSTOMER), frames("calm"))
    first = next(one for one in heard if one.words)
    _, start, end = spoken("calm")[1]
    assert not first.final
    assert first.times == ()
    assert start < first.at < end + 1.0
    assert heard[-1].final
    assert [one.at for one in heard] == sorted(one.at for one in heard)


def test_a_gap_ends_the_utterance_and_later_words_keep_their_true_times(
    speech: SpeechModel,
) -> None:
    sound = frames("calm")
    # Between "good morning" and "what time", in the middle of one utterance.
    at = 4.15
    before = [frame for frame in sound if frame.end <= at]
    after = later(sound[len(before) :], by=7.0)
    recogniser = Recogniser(speech, CUSTOMER)
    heard = [one for frame in before for one in recogniser.hear(frame)]
    assert not any(one.final for one in heard)
    at_the_gap = recogniser.hear(after[0])
    assert at_the_gap[0].final
    assert at_the_gap[0].words == ("good", "morning")
    assert at_the_gap[0].at == after[0].start
    found = timed([*at_the_gap, *hear(recogniser, after[1:])])
    wanted = [(word, *((s + 7, e + 7) if s > at else (s, e))) for word, s, e in spoken("calm")]
    expect_times(found, wanted)


def test_a_second_gap_is_counted_too(speech: SpeechModel) -> None:
    sound = frames("calm")
    cuts = [round(cut / BLOCK_FOR) for cut in (8.0, 14.0)]  # nobody speaks on this side then
    parts = [sound[: cuts[0]], sound[cuts[0] : cuts[1]], sound[cuts[1] :]]
    shifted = [frame for i, part in enumerate(parts) for frame in later(part, by=2.5 * i)]
    found = timed(hear(Recogniser(speech, CUSTOMER), shifted))
    edges = [cut * BLOCK_FOR for cut in cuts]
    wanted = []
    for word, start, end in spoken("calm"):
        by = 2.5 * sum(start > edge for edge in edges)
        wanted.append((word, start + by, end + by))
    expect_times(found, wanted)


def test_a_wobble_of_some_milliseconds_is_no_gap(speech: SpeechModel) -> None:
    sound = frames("calm")
    wobbly = [
        dataclasses.replace(frame, start=frame.start + 0.004 * (number % 2))
        for number, frame in enumerate(sound)
    ]
    plain = hear(Recogniser(speech, CUSTOMER), sound)
    heard = hear(Recogniser(speech, CUSTOMER), wobbly)
    assert [one.words for one in heard] == [one.words for one in plain]
    expect_times(timed(heard), timed(plain), within=0.005)


@pytest.mark.parametrize("rate", [24000, 44100, 48000])
def test_the_rate_may_change_in_the_middle_of_a_call(speech: SpeechModel, rate: int) -> None:
    sound = frames("calm")
    assert sound[0].rate < rate
    middle = round(8.0 / BLOCK_FOR)  # nobody speaks on this side then
    mixed = [*sound[:middle], *(at_rate(frame, rate) for frame in sound[middle:])]
    found = timed(hear(Recogniser(speech, CUSTOMER), mixed))
    expect_times(found, spoken("calm"))


def at_rate(frame: Frame, rate: int) -> Frame:
    samples = np.frombuffer(frame.samples, "<i2").astype(np.float32)
    raised = soxr.resample(samples, frame.rate, rate)
    wanted = round(len(samples) * rate / frame.rate)
    even = np.zeros(wanted, np.float32)
    even[: min(wanted, len(raised))] = raised[:wanted]
    sound = even.clip(-32768, 32767).astype("<i2").tobytes()
    return dataclasses.replace(frame, rate=rate, samples=sound)


def test_a_call_that_does_not_begin_at_zero(speech: SpeechModel) -> None:
    found = timed(hear(Recogniser(speech, CUSTOMER), later(frames("calm"), by=3600)))
    expect_times(found, [(word, s + 3600, e + 3600) for word, s, e in spoken("calm")])


def test_nothing_said_is_nothing_heard(speech: SpeechModel) -> None:
    recogniser = Recogniser(speech, CUSTOMER)
    assert recogniser.end(0.0) == []
    quiet = [Frame(CUSTOMER, n * BLOCK_FOR, 16000, bytes(1600)) for n in range(40)]
    assert [one for frame in quiet for one in recogniser.hear(frame) if one.words] == []


def test_two_recognisers_on_two_threads_share_a_model(speech: SpeechModel) -> None:
    sides = {speaker: frames("talk-over", speaker) for speaker in Speaker}
    alone = {one: hear(Recogniser(speech, one), sound) for one, sound in sides.items()}
    together: dict[Speaker, list[Heard]] = {}

    def listen(speaker: Speaker) -> None:
        together[speaker] = hear(Recogniser(speech, speaker), sides[speaker])

    threads = [threading.Thread(target=listen, args=(speaker,)) for speaker in Speaker]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone
