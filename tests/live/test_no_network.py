"""Nothing leaves the computer: the system itself counts every socket that a call opens."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, home_environment
from tests.headset import virtual_headset

from .test_live_call import BANK, environment, play, running

RECORDING = ROOT / "tests" / "recordings" / "long-wait.flac"
_SOUND = ("/dev/shm/jack", "/run/dbus/system_bus_socket", "/var/run/dbus/system_bus_socket")
"""Local sockets that the sound libraries look for by themselves."""

_FAMILY = re.compile(r"socket\((AF_\w+)")


def sockets(trace: Path) -> set[str]:
    """The kinds of socket that were opened, by the trace of the system calls."""
    return set(_FAMILY.findall(trace.read_text(errors="replace")))


def traced(trace: Path) -> list[str]:
    strace = shutil.which("strace")
    if strace is None:
        pytest.fail("strace is missing: python3 packaging/dev.py test installs it")
    return [strace, "-f", "-qq", "-e", "trace=network", "-o", str(trace)]


def test_a_replayed_call_opens_no_socket_at_all(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    command = [sys.executable, "-m", "assist", "replay", str(RECORDING), "--json"]
    done = subprocess.run(
        traced(trace) + command, env=home_environment(tmp_path), capture_output=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert sockets(trace) == set(), trace.read_text()


def test_the_trace_would_show_a_connection(tmp_path: Path) -> None:
    """The proof can fail: a program that looks for a name on the network is seen."""
    trace = tmp_path / "trace"
    reach = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    subprocess.run([*traced(trace), sys.executable, "-c", reach], capture_output=True, timeout=60)
    assert sockets(trace) == {"AF_INET"}


def test_a_live_call_speaks_to_the_sound_server_only(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    bank = tmp_path / "b.yaml"
    bank.write_text(BANK)
    with virtual_headset() as headset:
        env = environment(headset, tmp_path / "home")
        arguments = ("--no-window", "--only-phrasebanks", str(bank))
        with running(env, *arguments, under=traced(trace)):
            play(headset, tmp_path)
    assert sockets(trace) <= {"AF_UNIX"}
    reached = re.findall(r'connect\(.*sun_path=@?"([^"]+)"', trace.read_text())
    assert reached, "the sound server's own socket should be among them"
    server = headset.env["PULSE_SERVER"].removeprefix("unix:")
    assert [path for path in set(reached) if not path.startswith((server, *_SOUND))] == []
    listens = re.findall(r"\blisten\(", trace.read_text())
    assert len(listens) == 1, "its own door in the file system, and nothing else"
