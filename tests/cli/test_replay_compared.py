"""`assist replay --against` and `--report`: two versions of a phrasebank on the same calls."""

import json
import stat
from pathlib import Path

import pytest

from .conftest import Assist

HEAD = "topic: waiting\nprompts:\n"
WAIT = """\
  - id: long-wait
    kind: empathy
    show: "{show}"
    customer_says: "{pattern}"
"""
CALL = (
    {"speaker": "customer", "start": 2.0, "end": 5.0, "text": "i was on hold for an hour"},
    {"speaker": "agent", "start": 6.0, "end": 8.0, "text": "let me look <b>at</b> that"},
    {"speaker": "customer", "start": 20.0, "end": 22.0, "text": "will you call me back"},
)


def version(folder: Path, *prompts: str) -> Path:
    folder.mkdir()
    (folder / "waiting.yaml").write_text(HEAD + "".join(prompts))
    return folder


def prompt(pattern: str, show: str = "Thank them for waiting.", name: str = "long-wait") -> str:
    return WAIT.format(pattern=pattern, show=show).replace("long-wait", name)


@pytest.fixture
def call(tmp_path: Path) -> Path:
    path = tmp_path / "call.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in CALL))
    return path


def differing(assist: Assist, call: Path, now: Path, before: Path) -> list[dict[str, object]]:
    ran = assist("replay", call, "--only-phrasebanks", now, "--against", before, "--json")
    assert ran.code == 0, ran.err
    kinds = ("gained", "lost", "moved", "reworded")
    return [line for line in ran.lines() if line["event"] in kinds]


def test_a_new_prompt_is_gained_and_one_that_went_is_lost(
    assist: Assist, call: Path, tmp_path: Path
) -> None:
    now = version(tmp_path / "now", prompt("call me back", name="call-back"))
    before = version(tmp_path / "before", prompt("on hold"))
    lost, gained = differing(assist, call, now, before)
    assert (lost["event"], lost["prompt"]) == ("lost", "long-wait")
    assert (gained["event"], gained["prompt"], gained["at"]) == ("gained", "call-back", 22.0)


def test_a_prompt_that_comes_sooner_is_moved(assist: Assist, call: Path, tmp_path: Path) -> None:
    now = version(tmp_path / "now", prompt("on hold"))
    before = version(tmp_path / "before", prompt("hold for an hour"))
    (moved,) = differing(assist, call, now, before)
    assert moved["event"] == "moved"
    at = moved["before"]["at"]  # type: ignore[index]
    assert at == 5.0
    assert moved["at"] < at


def test_other_words_on_the_card_are_told(assist: Assist, call: Path, tmp_path: Path) -> None:
    now = version(tmp_path / "now", prompt("on hold", "Say the hour back."))
    before = version(tmp_path / "before", prompt("on hold"))
    ran = assist("replay", call, "--only-phrasebanks", now, "--against", before)
    assert "✎  long-wait read differently before: “Thank them for waiting.”" in ran.out


def test_the_same_twice_differs_in_nothing(assist: Assist, call: Path, tmp_path: Path) -> None:
    now = version(tmp_path / "now", prompt("on hold"))
    ran = assist("replay", call, "--only-phrasebanks", now, "--against", now)
    assert ran.out.endswith("No prompt differs.\n")


def test_calls_replayed_side_by_side_come_in_their_order(
    assist: Assist, call: Path, tmp_path: Path
) -> None:
    calls = [call.with_name(f"{number}.jsonl") for number in range(5)]
    for one in calls:
        one.write_text(call.read_text())
    bank = version(tmp_path / "now", prompt("on hold"))
    options = ("--only-phrasebanks", bank, "--json", "--jobs")
    alone = assist("replay", *calls, *options, "1")
    together = assist("replay", *calls, tmp_path / "missing.wav", *options, "2")
    assert together.out == alone.out
    assert together.code == 1
    assert len(together.err.splitlines()) == 1


def test_the_report_stands_alone_and_says_it_all(
    assist: Assist, call: Path, tmp_path: Path
) -> None:
    now = version(tmp_path / "now", prompt("call me back", "Say <i>when</i>.", "call-back"))
    before = version(tmp_path / "before", prompt("on hold"))
    page = tmp_path / "report.html"
    options = ("--only-phrasebanks", now, "--against", before, "--report", page)
    assert assist("replay", call, *options).code == 0
    text = page.read_text()
    assert "i was on hold for an hour" in text
    assert "Say &lt;i&gt;when&lt;/i&gt;." in text
    assert "&lt;b&gt;at&lt;/b&gt;" in text
    assert "+ gained" in text
    assert "− lost" in text
    assert not any(sign in text for sign in ("<b>at", "<i>", "<script", "http:", "https:", "src="))
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


def test_a_report_that_cannot_be_written_is_one_sentence(
    assist: Assist, call: Path, tmp_path: Path
) -> None:
    ran = assist("replay", call, "--report", tmp_path / "none" / "report.html")
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "report.html" in ran.err


def test_the_mode_of_the_call_can_be_said(assist: Assist, call: Path, tmp_path: Path) -> None:
    sales = prompt("on hold") + "    mode: sales\n"
    bank = version(tmp_path / "now", sales)
    options = ("--only-phrasebanks", bank, "--json")
    assert not any(x["event"] == "prompt" for x in assist("replay", call, *options).lines())
    told = assist("replay", call, *options, "--mode", "sales").lines()
    assert any(line["event"] == "prompt" for line in told)


def test_the_strictness_of_all_can_be_said(assist: Assist, call: Path, tmp_path: Path) -> None:
    bank = version(tmp_path / "now", prompt("on hold for ages and ages"))
    call.write_text(call.read_text().replace("on hold for an hour", "on hold for ageless and ages"))
    options = ("replay", call, "--only-phrasebanks", bank, "--json", "--strictness")
    shown = [
        sum(line["event"] == "prompt" for line in assist(*options, strictness).lines())
        for strictness in ("70", "100")
    ]
    assert shown == [1, 0]
    assert "whole number" in assist(*options, "7000").err
