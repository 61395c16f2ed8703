"""`assist replay`: recordings and transcripts in, what an agent would have seen out."""

import json
from pathlib import Path

import pytest
import soundfile

from .conftest import ROOT, Assist

RECORDINGS = ROOT / "tests" / "recordings"
BANK = """\
topic: waiting
prompts:
  - id: long-wait
    kind: empathy
    show: Thank them for waiting so long.
    customer_says: "(waiting|hold) *5 minutes"
"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "waiting.yaml"
    path.write_text(BANK)
    return path


def test_a_recording_gives_prompts_and_words_in_time_order(assist: Assist, bank: Path) -> None:
    ran = assist("replay", RECORDINGS / "long-wait.flac", "--only-phrasebanks", bank, "--json")
    assert ran.code == 0, ran.err
    lines = ran.lines()
    assert {line["event"] for line in lines} >= {"prompt", "heard", "expired"}
    prompts = [line for line in lines if line["event"] == "prompt"]
    assert [line["prompt"] for line in prompts] == ["long-wait"]
    because = prompts[0]["because"]
    assert because["speaker"] == "customer"
    assert because["words"].endswith("minutes")
    assert prompts[0]["latency"] == pytest.approx(prompts[0]["at"] - because["end"], abs=0.011)
    assert 0 < prompts[0]["latency"] < 1.0
    said = [line["text"] for line in lines if line["event"] == "heard"]
    assert any("waiting on the phone for forty five minutes" in text for text in said)
    ats = [line["at"] for line in lines if "at" in line]
    assert ats == sorted(ats)


def test_the_evidence_has_the_times_of_the_sound(assist: Assist, bank: Path) -> None:
    ran = assist("replay", RECORDINGS / "long-wait.flac", "--only-phrasebanks", bank, "--json")
    because = next(line for line in ran.lines() if line["event"] == "prompt")["because"]
    spoken = [
        word
        for line in (RECORDINGS / "long-wait.jsonl").read_text().splitlines()
        for word in json.loads(line)["words"]
    ]
    minutes = next(word for word in spoken if word["text"] == "minutes")
    waiting = next(word for word in spoken if word["text"] == "waiting")
    assert because["start"] == pytest.approx(waiting["start"], abs=0.15)
    assert because["end"] == pytest.approx(minutes["end"], abs=0.15)


def test_the_same_recording_twice_gives_the_same_events(assist: Assist, bank: Path) -> None:
    arguments = ("replay", RECORDINGS / "talk-over.flac", "--only-phrasebanks", bank, "--json")
    assert assist(*arguments).out == assist(*arguments).out


def test_swapped_channels_swap_the_speakers(assist: Assist, bank: Path) -> None:
    ran = assist(
        *("replay", RECORDINGS / "long-wait.flac", "--only-phrasebanks", bank, "--json"),
        *("--channels", "agent,customer"),
    )
    assert not [line for line in ran.lines() if line["event"] == "prompt"]
    heard = [line for line in ran.lines() if line["event"] == "heard"]
    assert any(line["speaker"] == "agent" and "waiting" in line["text"] for line in heard)


def test_a_pair_of_mono_files_is_one_call(assist: Assist, bank: Path, tmp_path: Path) -> None:
    samples, rate = soundfile.read(RECORDINGS / "long-wait.flac", dtype="int16")
    for name, column in (("customer.wav", 0), ("agent.wav", 1)):
        soundfile.write(tmp_path / name, samples[:, column], rate)
    ran = assist(
        *("replay", "--pair", tmp_path / "customer.wav", tmp_path / "agent.wav"),
        *("--only-phrasebanks", bank, "--json"),
    )
    assert [line["prompt"] for line in ran.lines() if line["event"] == "prompt"] == ["long-wait"]


def test_a_transcript_needs_no_recogniser(assist: Assist, bank: Path, tmp_path: Path) -> None:
    call = tmp_path / "call.jsonl"
    text = "i have been on hold for twenty minutes"
    call.write_text(json.dumps({"speaker": "customer", "start": 2, "end": 5, "text": text}) + "\n")
    lines = assist("replay", call, "--only-phrasebanks", bank, "--json").lines()
    assert [line["event"] for line in lines] == ["prompt", "heard", "expired"]
    assert lines[0]["latency"] == 0
    assert lines[1] == {
        "call": "call.jsonl",
        "event": "heard",
        "speaker": "customer",
        "start": 2.0,
        "end": 5.0,
        "text": text,
    }


def test_a_call_may_be_written_as_a_plain_text(assist: Assist, bank: Path, tmp_path: Path) -> None:
    call = tmp_path / "call.txt"
    call.write_text("agent: Hello?\nCustomer: I've been on hold\nfor twenty minutes!\n[1m]\n")
    lines = assist("replay", call, "--only-phrasebanks", bank, "--json").lines()
    heard = [(line["speaker"], line["text"]) for line in lines if line["event"] == "heard"]
    assert heard == [
        ("agent", "Hello?"),
        ("customer", "I've been on hold for twenty minutes!"),
    ]
    assert [line["prompt"] for line in lines if line["event"] == "prompt"] == ["long-wait"]


def assert_refused_in_one_sentence(assist: Assist, call: Path, bank: Path, says: str) -> None:
    ran = assist("replay", call, "--only-phrasebanks", bank)
    assert ran.code == 1
    assert says in ran.err
    assert len(ran.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("i have been on hold", "no line says who speaks"),
        ("customer: hello\nboss: hello", 'call.txt:2: "boss" is not on the call'),
        ("hello\ncustomer: hello", "call.txt:1: the dialogue begins without a speaker"),
    ],
)
def test_a_plain_text_that_is_no_call_is_one_sentence(
    assist: Assist, bank: Path, tmp_path: Path, content: str, says: str
) -> None:
    call = tmp_path / "call.txt"
    call.write_text(content)
    assert_refused_in_one_sentence(assist, call, bank, says)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("not json\n", "call.jsonl:1: this is not an utterance"),
        ('{"speaker": "boss", "start": 0, "end": 1, "text": "x"}', "boss"),
        ('\n{"speaker": "agent", "start": 0, "text": "x"}', "call.jsonl:2"),
        ('{"speaker": "agent", "start": 3, "end": 1, "text": "x"}', "ends before it starts"),
        ('{"speaker": "agent", "start": NaN, "end": 1, "text": "x"}', "not a time"),
    ],
)
def test_a_broken_transcript_is_one_sentence(
    assist: Assist, bank: Path, tmp_path: Path, content: str, says: str
) -> None:
    call = tmp_path / "call.jsonl"
    call.write_text(content)
    assert_refused_in_one_sentence(assist, call, bank, says)


def test_the_calls_after_a_broken_one_are_replayed(
    assist: Assist, bank: Path, tmp_path: Path
) -> None:
    ran = assist(
        *("replay", tmp_path / "missing.wav", RECORDINGS / "long-wait.flac"),
        *("--only-phrasebanks", bank, "--json"),
    )
    assert ran.code == 1
    assert "missing.wav" in ran.err
    assert any(line["event"] == "prompt" for line in ran.lines())


def test_wrong_arguments_are_exit_code_2(assist: Assist) -> None:
    assert assist("replay").code == 2
    assert assist("replay", "x.wav", "--channels", "left,right").code == 2
    assert assist("nonsense").code == 2
