"""`assist stats`: counts of prompts, and the moments that belong to the agent."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assist.cli import main
from assist.core.call import Call
from assist.core.cards import Answer
from assist.core.events import Shown
from assist.core.words import Speaker, Word
from assist.journal import JOURNAL, Journal
from assist.moments import MOMENTS, Moments
from tests.core.banks import bank, prompt, rulebook

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("assist.cli.stats.user_data", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def kept(home: Path) -> Path:
    moments = Moments(home / MOMENTS)
    moments.keep(NOON, "taken-thanks", "thank you so much")
    moments.keep(NOON, "made-the-day")
    moments.close()
    return home


def journal_of_one_call(home: Path) -> None:
    """One card, used."""
    journal = Journal(home / JOURNAL)
    journal.begin("a-model")
    call = Call(rulebook(bank(prompt("customer_says: where is my refund", "refund"))))
    words = "where is my refund".split()
    events = [
        event
        for place, text in enumerate(words)
        for event in call.say(Word(Speaker.CUSTOMER, text, place / 2, place / 2 + 0.4))
    ]
    events += call.tick(3.0)
    (card,) = [event.card for event in events if isinstance(event, Shown)]
    for event in [*events, *call.answer(card.serial, Answer.USED)]:
        journal.note(event)
    journal.end(3.0)
    journal.close()


def test_before_the_first_call_there_is_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stats"]) == 0
    assert capsys.readouterr().out == "No prompt has been shown yet.\n"
    assert not (home / JOURNAL).exists()


def test_prompts_are_counted_and_no_word_of_a_call_is_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal_of_one_call(home)
    assert main(["stats", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["calls"] == 1
    (counts,) = found["prompts"]
    assert (counts["prompt"], counts["shown"], counts["used"]) == ("refund", 1, 1)
    assert main(["stats"]) == 0
    told = capsys.readouterr().out
    assert "refund" in told
    assert "where" not in told


def test_moments_are_listed_one_or_all_deleted(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stats", "--moments", "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert (first["prompt"], first["words"]) == ("taken-thanks", "thank you so much")
    assert main(["stats", "--moments", "--delete", str(first["id"])]) == 0
    assert capsys.readouterr().out == "Deleted: 1.\n"
    assert main(["stats", "--moments"]) == 0
    assert "made-the-day" in (told := capsys.readouterr().out)
    assert "thank you" not in told
    assert main(["stats", "--moments", "--delete", "all", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"deleted": 1}
    assert main(["stats", "--moments"]) == 0
    assert capsys.readouterr().out == "No moments are kept yet.\n"
    assert second["words"] == ""


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--delete", "1"], "give --moments with it"),
        (["--moments", "--delete", "99"], "there is no moment 99"),
        (["--moments", "--delete", "first"], '"first" is no number of a moment'),
    ],
)
def test_a_slip_is_told_in_one_sentence(
    kept: Path, arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stats", *arguments]) == 1
    assert complaint in capsys.readouterr().err
    assert len(Moments(kept / MOMENTS).all()) == 2
