"""The entry that starts the program on logging in."""

import shlex
import sys
from pathlib import Path

import pytest

from assist.autostart import command, entry, start_with_computer
from assist.faults import Fault

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the XDG autostart folder")


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path


def test_it_is_written_and_taken_away(config: Path) -> None:
    start_with_computer(True)
    assert entry() == config / "autostart" / "agent-assist.desktop"
    lines = dict(line.split("=", 1) for line in entry().read_text("utf-8").splitlines()[1:])
    assert shlex.split(lines["Exec"]) == command()
    assert lines["Type"] == "Application"
    start_with_computer(False)
    assert not entry().exists()
    start_with_computer(False)


def test_what_keeps_it_from_being_written_is_told(config: Path) -> None:
    (config / "autostart").write_text("", "utf-8")
    with pytest.raises(Fault, match="starting with the computer: it cannot be set"):
        start_with_computer(True)


def test_a_bundle_starts_its_program_without_a_console_where_it_has_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "assist.exe"))
    assert command() == [str(tmp_path / "assist.exe"), "run"]
    (tmp_path / "agent-assist.exe").touch()
    assert command() == [str(tmp_path / "agent-assist.exe"), "run"]
