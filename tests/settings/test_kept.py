"""Settings while the program runs, with real files."""

from pathlib import Path

import pytest

from assist.core.signals import Mode
from assist.settings import files, kept
from assist.settings.files import write_settings
from assist.settings.kept import Kept
from assist.settings.sections import Settings


@pytest.fixture(autouse=True)
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    machine = tmp_path / "etc" / "agent-assist" / "settings.toml"
    for module in (files, kept):
        monkeypatch.setattr(module, "machine_settings", lambda: machine)
    return tmp_path / "config" / "agent-assist" / "settings.toml"


def machine(home: Path, text: str) -> None:
    path = home / "etc" / "agent-assist" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def told(held: Kept) -> list[tuple[Settings, Settings]]:
    changes: list[tuple[Settings, Settings]] = []
    held.tell(lambda before, now: changes.append((before, now)))
    return changes


def rest(held: Kept) -> None:
    """Look until the files have come to rest."""
    held.look()
    held.look()


def test_a_choice_holds_at_once_and_is_saved(mine: Path) -> None:
    held = Kept()
    changes = told(held)
    held.change({"calls.mode": Mode.SALES})
    assert held.now.calls.mode is Mode.SALES
    assert [(a.calls.mode, b.calls.mode) for a, b in changes] == [(Mode.SERVICE, Mode.SALES)]
    assert Kept().now.calls.mode is Mode.SALES
    rest(held)
    assert len(changes) == 1


def test_a_change_by_hand_is_taken_up_when_the_file_rests(mine: Path) -> None:
    held = Kept()
    changes = told(held)
    mine.parent.mkdir(parents=True)
    mine.write_text('[speech]\npause = "', "utf-8")
    held.look()
    mine.write_text('[speech]\npause = "1s"\n', "utf-8")
    held.look()
    assert changes == []
    held.look()
    assert held.now.speech.pause == 1.0
    assert held.sentence == ""
    assert len(changes) == 1


def test_a_broken_file_goes_on_as_it_was_and_is_told_with_its_line(mine: Path) -> None:
    write_settings({"speech.pause": 1.0})
    held = Kept()
    mine.write_text('[speech]\npause = "1s\n', "utf-8")
    rest(held)
    assert held.now.speech.pause == 1.0
    assert held.sentence.startswith(f"{mine}:2: this cannot be read")
    mine.write_text('[speech]\npause = "1.2s"\n', "utf-8")
    rest(held)
    assert held.now.speech.pause == 1.2
    assert held.sentence == ""


def test_a_choice_made_while_the_file_is_broken_is_saved_when_it_is_mended(mine: Path) -> None:
    mine.parent.mkdir(parents=True)
    mine.write_text("[speech\n", "utf-8")
    held = Kept()
    held.change({"calls.mode": Mode.SALES})
    assert held.now.calls.mode is Mode.SALES
    assert mine.read_text("utf-8") == "[speech\n"
    assert f"{mine}:1" in held.sentence
    mine.write_text('[speech]\npause = "1s"\n', "utf-8")
    rest(held)
    assert held.now.calls.mode is Mode.SALES
    assert held.sentence == ""
    assert mine.read_text("utf-8") == '[speech]\npause = "1s"\n\n[calls]\nmode = "sales"\n'


def test_what_it_has_locked_cannot_be_chosen(mine: Path, tmp_path: Path) -> None:
    machine(tmp_path, 'locked = ["calls.mode"]\n')
    held = Kept()
    held.change({"calls.mode": Mode.SALES, "attention.gap": 6.0})
    assert held.now.calls.mode is Mode.SERVICE
    assert held.now.attention.gap == 6.0
    assert "mode" not in mine.read_text("utf-8")


def test_the_machines_file_is_taken_up_too(tmp_path: Path) -> None:
    held = Kept()
    machine(tmp_path, '[calls]\nmode = "sales"\n')
    rest(held)
    assert held.now.calls.mode is Mode.SALES


def test_a_file_that_goes_away_leaves_the_defaults(mine: Path) -> None:
    write_settings({"calls.mode": Mode.SALES})
    held = Kept()
    mine.unlink()
    rest(held)
    assert held.now == Settings()


def test_the_command_line_holds_for_this_run_only(mine: Path) -> None:
    held = Kept({"sound.customer": "USB"})
    held.change({"sound.customer": "Headset", "sound.agent": "Mic"})
    assert held.now.sound.customer == "USB"
    assert Kept().now.sound.customer == ""
    assert Kept().now.sound.agent == "Mic"
