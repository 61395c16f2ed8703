"""Starting with the computer: an entry where this system keeps what a user starts on logging in.

Only the user's own entry is written or taken away; what IT has set up for all stays. Of Windows
and macOS this follows their documentation and was not run there.
"""

import plistlib
import shlex
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import platformdirs

from assist.faults import Fault
from assist.places import APP

_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_NAME = "Agent Assist"


def start_with_computer(starts: bool) -> None:
    """Have the program start when this user logs in, or no more. Raises Fault."""
    try:
        if sys.platform == "win32":
            _in_registry(starts)
        else:
            _in_file(starts)
    except OSError as error:
        what = f"it cannot be set ({error.strerror or 'the system refuses'})"
        raise Fault(
            "starting with the computer", what, "check the rights of that folder"
        ) from error


def command() -> list[str]:
    """What starts this program: the bundle, or this Python with it."""
    if getattr(sys, "frozen", False):
        # On Windows the bundle has two programs: the one of this name opens no console.
        quiet = Path(sys.executable).with_name("agent-assist.exe")
        return [str(quiet) if quiet.exists() else sys.executable, "run"]
    return [sys.executable, "-P", "-m", "assist", "run"]


def entry() -> Path:
    """The user's file for it, on Linux and macOS."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / f"{APP}.plist"
    return Path(platformdirs.user_config_dir()) / "autostart" / f"{APP}.desktop"


def _in_file(starts: bool) -> None:
    path = entry()
    if not starts:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_launch_agent() if sys.platform == "darwin" else _desktop_entry())


def _desktop_entry() -> bytes:
    # A "%" stands for something in such a file.
    line = shlex.join(command()).replace("%", "%%")
    return f"[Desktop Entry]\nType=Application\nName={_NAME}\nExec={line}\n".encode()


def _launch_agent() -> bytes:
    facts = {"Label": APP, "ProgramArguments": command(), "RunAtLoad": True}
    return plistlib.dumps(facts)


def _in_registry(starts: bool) -> None:
    if sys.platform == "win32":
        import winreg

        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN, 0, winreg.KEY_SET_VALUE) as key:
            if starts:
                line = subprocess.list2cmdline(command())
                winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, line)
                return
            with suppress(FileNotFoundError):
                winreg.DeleteValue(key, _NAME)
