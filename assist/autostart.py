"""Starting with the computer: the one entry that each system reads when this user logs in.

Promise: only this user's own entry is written or removed, never one for all users; nothing needs more
rights than the user has; and an entry whose program is gone starts nothing and says nothing.
"""

import os
import plistlib
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from assist.faults import Fault

_LABEL = "org.agent-assist.app"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_RUN_NAME = "Agent Assist"


class Entry(Protocol):
    """The place of the entry on one system."""

    def is_there(self) -> bool: ...
    def write(self, command: Sequence[str]) -> None: ...
    def remove(self) -> None: ...


def starts_with_computer() -> bool:
    """Whether the program starts when this user logs in. Raises Fault."""
    try:
        return _entry().is_there()
    except OSError as error:
        raise _refused(error) from error


def start_with_computer(is_wanted: bool) -> None:
    """From now on it does, or no longer does; also puts an entry right that names an older place of
    the program. Raises Fault where the system refuses.
    """
    try:
        if is_wanted:
            _entry().write(own_command())
        else:
            _entry().remove()
    except OSError as error:
        raise _refused(error) from error


def own_command() -> list[str]:
    """The command that starts the overlay as this program was started itself."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-P", "-m", "assist", "run"]
    program = Path(sys.executable)
    # On Windows the one beside it, which opens no console.
    without_console = program.with_name("agent-assist.exe")
    return [str(without_console if without_console.exists() else program), "run"]


def _entry() -> Entry:
    if sys.platform == "win32":
        import winreg

        return RunKey(winreg)
    if sys.platform == "darwin":
        return PropertyList(Path.home() / "Library/LaunchAgents" / f"{_LABEL}.plist")
    config = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return DesktopFile(Path(config) / "autostart/agent-assist.desktop")


def _refused(error: OSError) -> Fault:
    what = f"it cannot be changed whether the program starts with it ({error.strerror or error})"
    return Fault("this computer", what, "ask IT, or start the program from the menu")


class DesktopFile:
    """Linux: a file in the user's autostart folder, as the desktop standard wants it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_there(self) -> bool:
        """Desktops switch an entry off by a line in it, too."""
        try:
            text = self._path.read_text("utf-8", "replace")
        except FileNotFoundError:
            return False
        off = r"(?mi)^(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$"
        return re.search(off, text) is None

    def write(self, command: Sequence[str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(desktop_entry(command), "utf-8")

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)


class PropertyList:
    """macOS: an agent of the user, started at login. Written by its standard; not yet tried on a Mac."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_there(self) -> bool:
        return self._path.exists()

    def write(self, command: Sequence[str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        facts = {
            "Label": _LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
        }
        self._path.write_bytes(plistlib.dumps(facts))

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)


class RunKey:
    """Windows: a value in the user's Run key. `registry` is the module winreg."""

    def __init__(self, registry: Any) -> None:  # noqa: ANN401 - winreg exists on Windows only
        self._registry = registry

    def is_there(self) -> bool:
        try:
            with self._open(self._registry.KEY_READ) as key:
                self._registry.QueryValueEx(key, _RUN_NAME)
        except FileNotFoundError:
            return False
        return True

    def write(self, command: Sequence[str]) -> None:
        text = subprocess.list2cmdline(command)
        with self._open(self._registry.KEY_SET_VALUE) as key:
            self._registry.SetValueEx(key, _RUN_NAME, 0, self._registry.REG_SZ, text)

    def remove(self) -> None:
        try:
            with self._open(self._registry.KEY_SET_VALUE) as key:
                self._registry.DeleteValue(key, _RUN_NAME)
        except FileNotFoundError:
            pass

    def _open(self, access: int) -> AbstractContextManager[object]:
        user = self._registry.HKEY_CURRENT_USER
        key: AbstractContextManager[object] = self._registry.CreateKeyEx(user, _RUN_KEY, 0, access)
        return key


def desktop_entry(command: Sequence[str]) -> str:
    """The text of an autostart entry for this command."""
    rows = [
        "[Desktop Entry]",
        "Type=Application",
        "Name=Agent Assist",
        f"Exec={' '.join(quoted(word) for word in command)}",
        f"TryExec={_as_string(command[0])}",
        "Icon=agent-assist",
        "Terminal=false",
        "StartupNotify=false",
    ]
    return "\n".join(rows) + "\n"


def quoted(word: str) -> str:
    """A word of a command as the Exec key wants it: read first as a string, then as a command."""
    word = word.replace("%", "%%")
    if re.fullmatch(r"[\w@%+=:,./-]+", word, re.ASCII):
        return word
    return _as_string('"' + re.sub(r'(["`$\\])', r"\\\1", word) + '"')


def _as_string(text: str) -> str:
    return text.replace("\\", "\\\\")
