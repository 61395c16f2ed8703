"""The settings files on the disk: real ones, in a home of their own."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from assist.core.signals import Mode
from assist.faults import Fault
from assist.settings import files
from assist.settings.files import load_settings, read_file, write_settings
from assist.settings.layers import Origin
from assist.settings.sections import Settings

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights are other things there")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    machine = tmp_path / "etc" / "agent-assist" / "settings.toml"
    monkeypatch.setattr(files, "machine_settings", lambda: machine)
    return tmp_path


@pytest.fixture
def mine(home: Path) -> Path:
    return home / "config" / "agent-assist" / "settings.toml"


def test_an_empty_home_has_the_defaults_and_stays_empty(home: Path) -> None:
    # In a program of its own: here, another test's question to the sound server may still be on
    # its way, and that server's library makes a folder in whatever is the home at that moment.
    asked = (
        "from assist.settings.files import load_settings; from assist.settings.sections import "
        "Settings; chosen = load_settings(); "
        "print(chosen.settings == Settings(), chosen.problems)"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout == "True ()\n"
    assert list(home.iterdir()) == []


def test_what_is_written_is_read(mine: Path) -> None:
    write_settings({"calls.mode": Mode.SALES, "speech.pause": 0.8, "prompts.never_again": ("a",)})
    settings = load_settings().settings
    assert settings.calls.mode is Mode.SALES
    assert settings.speech.pause == 0.8
    assert settings.prompts.never_again == ("a",)
    assert '[speech]\npause = "0.8s"\n' in mine.read_text("utf-8")


def test_the_users_comments_and_order_stay(mine: Path) -> None:
    mine.parent.mkdir(parents=True)
    text = '# my own\n[speech]\npause = "0.8s"  # I speak slowly\n\n# end\n[sound]\nagent="x"\n'
    mine.write_text(text, "utf-8")
    write_settings({"speech.pause": 1.0, "sound.customer": "Headset"})
    assert mine.read_text("utf-8") == (
        '# my own\n[speech]\npause = "1s"  # I speak slowly\n\n# end\n'
        '[sound]\nagent="x"\ncustomer = "Headset"\n'
    )


def test_a_default_is_not_written_unless_it_takes_back_a_choice(mine: Path) -> None:
    write_settings({"calls.mode": Mode.SERVICE})
    assert "mode" not in mine.read_text("utf-8")
    write_settings({"calls.mode": Mode.SALES})
    write_settings({"calls.mode": Mode.SERVICE})
    assert 'mode = "service"' in mine.read_text("utf-8")


@posix
def test_the_file_and_its_folder_are_the_users_alone(mine: Path) -> None:
    write_settings({"calls.mode": Mode.SALES})
    assert stat.S_IMODE(mine.stat().st_mode) == 0o600
    assert stat.S_IMODE(mine.parent.stat().st_mode) == 0o700
    mine.chmod(0o644)
    write_settings({"calls.mode": Mode.SERVICE})
    assert stat.S_IMODE(mine.stat().st_mode) == 0o600


def test_nothing_is_left_beside_the_file(mine: Path) -> None:
    for gap in (3.0, 5.0, 6.0):
        write_settings({"attention.gap": gap})
    assert [one.name for one in mine.parent.iterdir()] == ["settings.toml"]


@posix
def test_a_link_stays_a_link(home: Path, mine: Path) -> None:
    kept = home / "dotfiles" / "assist.toml"
    kept.parent.mkdir()
    kept.write_text("", "utf-8")
    mine.parent.mkdir(parents=True)
    mine.symlink_to(kept)
    write_settings({"calls.mode": Mode.SALES})
    assert mine.is_symlink()
    assert "sales" in kept.read_text("utf-8")


def test_a_broken_file_is_not_overwritten(mine: Path) -> None:
    mine.parent.mkdir(parents=True)
    broken = '[speech]\npause = "0.8s"\n\n[calls\nmode = "sales"\n'
    mine.write_text(broken, "utf-8")
    with pytest.raises(Fault) as fault:
        write_settings({"speech.pause": 1.0})
    assert fault.value.where == f"{mine}:4"
    assert mine.read_text("utf-8") == broken


def test_a_file_that_holds_a_wrong_value_can_still_be_changed(mine: Path) -> None:
    mine.parent.mkdir(parents=True)
    mine.write_text('[speech]\npause = "9s"\nspeed = 3\n', "utf-8")
    write_settings({"speech.model": "en"})
    assert mine.read_text("utf-8") == '[speech]\npause = "9s"\nspeed = 3\nmodel = "en"\n'


def test_a_folder_in_the_files_place_is_told(mine: Path) -> None:
    mine.mkdir(parents=True)
    with pytest.raises(Fault, match="it cannot be written"):
        write_settings({"speech.pause": 1.0})
    chosen = load_settings()
    assert chosen.settings == Settings()
    assert "it cannot be read" in chosen.sentence
    assert [one.name for one in mine.parent.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x" * 1_000_001])
def test_what_is_no_settings_file_is_told_and_nothing_is_lost(mine: Path, content: bytes) -> None:
    good = read_file(mine)
    mine.parent.mkdir(parents=True)
    mine.write_text('[calls]\nmode = "sales"\n', "utf-8")
    good = read_file(mine, good)
    mine.write_bytes(content)
    now = read_file(mine, good)
    assert now.values == {"calls.mode": Mode.SALES}
    assert len(now.problems) == 1
    with pytest.raises(Fault):
        write_settings({"calls.mode": Mode.SERVICE})
    assert mine.read_bytes() == content


def test_a_mark_at_the_beginning_does_not_matter(mine: Path) -> None:
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b'\xef\xbb\xbf[calls]\r\nmode = "sales"\r\n')
    assert load_settings().settings.calls.mode is Mode.SALES


def test_the_machines_file_is_found_and_locks(home: Path) -> None:
    machine = home / "etc" / "agent-assist" / "settings.toml"
    machine.parent.mkdir(parents=True)
    machine.write_text('locked = ["calls"]\n[calls]\nmode = "sales"\n', "utf-8")
    write_settings({"calls.mode": Mode.SERVICE, "calls.ends_after": 60.0})
    chosen = load_settings()
    assert chosen.settings.calls.mode is Mode.SALES
    assert chosen.settings.calls.ends_after == Settings().calls.ends_after
    assert chosen.sources["calls.mode"].origin is Origin.LOCKED
