"""The other commands, as a user meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assist.demo import demo_calls

from .conftest import ROOT, Assist, home_environment

COMMANDS = tuple("run demo devices models check try replay call stats doctor schema".split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(assist: Assist, command: str) -> None:
    ran = assist(command, "--help")
    assert ran.code == 0
    assert f"assist {command}" in ran.out


def test_try_says_what_shows_and_why(assist: Assist, tmp_path: Path) -> None:
    bank = tmp_path / "b.yaml"
    bank.write_text(
        "prompts:\n  - {id: refund, kind: next_step, show: Say when., customer_says: my refund}\n"
    )
    ran = assist("try", "where is my refund", "--only-phrasebanks", bank)
    assert ran.code == 0
    assert "Say when." in ran.out
    assert '"my refund"' in ran.out
    assert "b.yaml:2" in ran.out
    assert assist("try", "good morning", "--only-phrasebanks", bank).out == "no prompt\n"


def test_check_tells_all_problems_at_once_with_lines(assist: Assist, tmp_path: Path) -> None:
    bank = tmp_path / "b.yaml"
    bank.write_text(
        """\
prompts:
  - id: one
    kind: empaty
    show: Hello.
    customer_sais: my refund
  - id: two
    kind: empathy
    show: Hello.
    customer_says: cancel [my contract
  - id: three
    kind: empathy
    show: Hello.
    customer_says: my refund
    examples:
      shows: [good morning]
      stays_silent: [where is my refund]
"""
    )
    ran = assist("check", bank)
    assert ran.code == 1
    for line in (3, 5, 9, 15, 16):
        assert f"b.yaml:{line}  " in ran.out, ran.out
    assert 'Did you mean "empathy"?' in ran.out
    assert "']' is missing" in ran.out
    found = json.loads(assist("check", bank, "--json").out)
    assert [one["line"] for one in found] == sorted(one["line"] for one in found)


def test_the_shipped_phrasebanks_have_no_problem(assist: Assist) -> None:
    ran = assist("check")
    assert ran.code == 0, ran.out
    assert ran.out.endswith("0 errors, 0 warnings\n"), ran.out


def test_a_faulty_bank_leaves_the_rest_working(assist: Assist, tmp_path: Path) -> None:
    bank = tmp_path / "b.yaml"
    bank.write_text(
        """\
prompts:
  - {id: bad, kind: nonsense, show: x, customer_says: my refund}
  - {id: good, kind: next_step, show: Say when., customer_says: my refund}
"""
    )
    ran = assist("try", "my refund", "--only-phrasebanks", bank)
    assert "Say when." in ran.out
    assert "b.yaml:2" in ran.err


def test_a_missing_bank_is_one_sentence(assist: Assist) -> None:
    ran = assist("try", "hello", "--phrasebanks", "nowhere.yaml")
    assert ran.code == 1
    assert (
        ran.err == "assist: nowhere.yaml: there is no such file or folder; check --phrasebanks.\n"
    )


def test_a_named_bank_lies_on_top_of_the_installed_ones(assist: Assist, tmp_path: Path) -> None:
    bank = tmp_path / "b.yaml"
    bank.write_text(
        "prompts:\n  - {id: kiosk, kind: next_step, show: At the door., "
        "customer_says: where is the kiosk}\n"
    )
    said = ("where is the kiosk", "i want to cancel my contract")
    on_top = [assist("try", text, "--phrasebanks", bank).out for text in said]
    assert "At the door." in on_top[0]
    assert "no prompt" not in on_top[1]
    assert assist("try", said[1], "--only-phrasebanks", bank).out.startswith("no prompt")


def test_the_user_changes_one_line_of_a_shipped_prompt(assist: Assist, tmp_path: Path) -> None:
    said = "i want to cancel my contract"
    [shipped, *_] = json.loads(assist("try", said, "--json").out)
    folder = tmp_path / "home" / "data" / "agent-assist" / "phrasebanks"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(
        f"overrides:\n  - id: {shipped['prompt']}\n    show: My own words.\n"
    )
    [mine, *_] = json.loads(assist("try", said, "--json").out)
    assert (mine["prompt"], mine["bank"]) == (shipped["prompt"], shipped["bank"])
    assert mine["show"] == "My own words."
    assert mine["source"].endswith("mine.yaml:3")


def test_schema_prints_the_schema_and_nothing_else(assist: Assist) -> None:
    ran = assist("schema")
    assert ran.code == 0
    assert json.loads(ran.out)["properties"]["prompts"]["type"] == "array"


def test_an_unknown_model_is_one_sentence(assist: Assist) -> None:
    ran = assist("demo", "--fast", "--model", "klingon")
    assert ran.code == 1
    assert "klingon" in ran.err
    assert "demo-en" in ran.err


def test_devices_without_a_sound_server_is_one_sentence(assist: Assist, tmp_path: Path) -> None:
    ran = assist("devices", PULSE_SERVER=f"unix:{tmp_path}/none")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1, ran.err


def test_run_without_a_screen_says_so(assist: Assist) -> None:
    ran = assist("run")
    assert ran.code == 1
    assert "--no-window" in ran.err


def test_a_bug_is_exit_code_3_with_a_log_without_words(assist: Assist, tmp_path: Path) -> None:
    """A phrasebank folder that turns into nonsense inside the program is as good a bug as any."""
    (tmp_path / "sitecustomize.py").write_text(
        "import assist.cli.try_words as t\n"
        "def broken(*a): raise RuntimeError('the customer said marmalade')\n"
        "t.called_for = broken\n"
    )
    ran = assist("try", "marmalade", PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert ran.code == 3
    assert "RuntimeError" in ran.err
    log = Path(ran.err.split("please send ")[1].split(" to whoever")[0])
    text = log.read_text()
    assert "try_words.py" in text
    assert "marmalade" not in text + ran.err
    assert log.stat().st_mode & 0o077 == 0


def test_the_demo_draws_its_prompts(assist: Assist, tmp_path: Path) -> None:
    ran = assist("demo", "--fast", "--pictures", tmp_path / "pictures")
    assert ran.code == 0, ran.err
    pictures = sorted((tmp_path / "pictures").glob("*.png"))
    assert len(pictures) >= 10, ran.out
    assert all(one.stat().st_size > 2000 for one in pictures)
    assert ran.out.splitlines()[-1].endswith(str(tmp_path / "pictures"))
    kinds = {
        line.split("▌")[1].split("  ")[0].strip()
        for line in ran.out.splitlines()
        if ":" in line and "▌" in line
    }
    assert len(kinds) >= 5, ran.out


def test_the_demo_tells_its_calls(assist: Assist) -> None:
    ran = assist("demo", "--list")
    assert ran.code == 0, ran.err
    told = dict(line.split(maxsplit=1) for line in ran.out.splitlines())
    assert list(told) == list(demo_calls())
    assert told["grief"].startswith("A man whose wife has died")


def test_the_demo_follows_the_phrasebanks(assist: Assist, tmp_path: Path) -> None:
    bank = tmp_path / "b.yaml"
    bank.write_text(
        "prompts:\n"
        "  - {id: machine, kind: cue, show: It is about a washing machine., "
        "customer_says: washing machine}\n"
    )
    ran = assist("demo", "--fast", "--only-phrasebanks", bank, "--pictures", tmp_path / "p")
    assert ran.code == 0, ran.err
    assert [one.name for one in (tmp_path / "p").glob("*.png")] == ["01-machine.png"]


def test_the_demo_writes_no_journal(assist: Assist, tmp_path: Path) -> None:
    assist("demo", "--fast", "--pictures", tmp_path / "p")
    assert not list((tmp_path / "home").rglob("*.db"))


def test_a_softphones_script_does_not_wait_for_windows_and_speech(tmp_path: Path) -> None:
    """`assist call` is started at every call: it loads nothing that it has no use for."""
    told = "import sys; from assist.cli import main; main(['call', 'start']); "
    told += "print(sorted({'PySide6', 'vosk', 'sounddevice', 'soundfile'} & sys.modules.keys()))"
    env = home_environment(tmp_path)
    done = subprocess.run([sys.executable, "-c", told], env=env, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
