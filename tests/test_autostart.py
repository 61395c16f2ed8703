"""Starting with the computer: real files on Linux; a hand-written registry for Windows, which has none here."""

import plistlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assist.autostart import (
    DesktopFile,
    PropertyList,
    RunKey,
    desktop_entry,
    own_command,
    start_with_computer,
    starts_with_computer,
)
from assist.faults import Fault

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="this system has another place")


@pytest.fixture
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "autostart" / "agent-assist.desktop"


@on_linux
def test_it_is_switched_on_and_off(entry: Path) -> None:
    assert not starts_with_computer()
    start_with_computer(True)
    assert starts_with_computer()
    assert f"TryExec={own_command()[0]}" in entry.read_text().splitlines()
    start_with_computer(False)
    start_with_computer(False)
    assert not starts_with_computer()
    assert not entry.exists()


@on_linux
@pytest.mark.parametrize("row", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_a_desktop_may_switch_it_off_itself(entry: Path, row: str) -> None:
    start_with_computer(True)
    with entry.open("a") as file:
        file.write(f"{row}\n")
    assert not starts_with_computer()
    start_with_computer(True)
    assert starts_with_computer()


@on_linux
def test_a_refusal_is_one_sentence(entry: Path) -> None:
    entry.parent.write_text("a file stands in the way")
    with pytest.raises(Fault, match="cannot be changed"):
        start_with_computer(True)


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="needs desktop-file-utils")
@pytest.mark.parametrize(
    "program", ["/usr/bin/assist", '/home/o "x" $y/as`s\\i%st', "/opt/ä b/assist"]
)
def test_desktops_find_nothing_wrong_with_it(tmp_path: Path, program: str) -> None:
    path = tmp_path / "agent-assist.desktop"
    path.write_text(desktop_entry([program, "run"]), "utf-8")
    told = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (0, "")


@pytest.mark.skipif(not shutil.which("gio"), reason="needs GLib's gio")
def test_a_desktop_starts_the_program_of_a_strange_path(tmp_path: Path) -> None:
    # No "%": GLib looks for the program before it reads "%%" as "%".
    folder = tmp_path / 'a "b" $c `d` \\e ä'
    folder.mkdir()
    program, seen = folder / "assist", tmp_path / "seen"
    program.write_text(f'#!/bin/sh\necho "$1" > "{seen}.new"; mv "{seen}.new" "{seen}"\n')
    program.chmod(0o755)
    DesktopFile(tmp_path / "x.desktop").write([str(program), "run"])
    subprocess.run(["gio", "launch", tmp_path / "x.desktop"], check=True, capture_output=True)
    assert _text_of(seen) == "run\n"


def _text_of(path: Path) -> str:
    until = time.monotonic() + 60
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.02)
    return path.read_text()


def test_macos_reads_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "LaunchAgents" / "it.plist"
    agent = PropertyList(path)
    assert not agent.is_there()
    agent.write(["/Applications/Agent Assist.app/Contents/MacOS/assist", "run"])
    assert agent.is_there()
    facts = plistlib.loads(path.read_bytes())
    assert facts["ProgramArguments"][1:] == ["run"]
    assert facts["RunAtLoad"] is True
    agent.remove()
    assert not agent.is_there()


class Registry:
    """As winreg, as far as it is used: there is no Windows here to ask."""

    KEY_READ, KEY_SET_VALUE, REG_SZ, HKEY_CURRENT_USER = 1, 2, 1, "user"

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}

    @contextmanager
    def CreateKeyEx(  # noqa: N802 - winreg's own name
        self, hive: str, key: str, reserved: int, access: int
    ) -> Iterator[str]:
        assert hive == self.HKEY_CURRENT_USER
        yield key

    def QueryValueEx(self, key: str, name: str) -> tuple[str, int]:  # noqa: N802
        if (key, name) not in self.values:
            raise FileNotFoundError(name)
        return self.values[key, name], self.REG_SZ

    def SetValueEx(self, key: str, name: str, _: int, kind: int, text: str) -> None:  # noqa: N802
        self.values[key, name] = text

    def DeleteValue(self, key: str, name: str) -> None:  # noqa: N802
        if self.values.pop((key, name), None) is None:
            raise FileNotFoundError(name)


def test_windows_has_a_value_in_the_users_run_key() -> None:
    registry = Registry()
    run = RunKey(registry)
    assert not run.is_there()
    run.write([r"C:\Program Files\Agent Assist\agent-assist.exe", "run"])
    assert run.is_there()
    assert list(registry.values.values()) == [
        r'"C:\Program Files\Agent Assist\agent-assist.exe" run'
    ]
    run.remove()
    run.remove()
    assert not run.is_there()
