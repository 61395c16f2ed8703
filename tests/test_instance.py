"""One instance, and the door by which it is reached: real sockets, real programs, real users."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist import doors
from assist.doors import PipeDoor, pipe_to
from assist.faults import Fault
from assist.instance import Instance, NotRunning, ask, door, first
from tests.screens import wait_for

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets in the file system")

ROOT = Path(__file__).parents[1]
ONE = """
import sys, time
from assist.instance import first
instance = first()
if instance is None:
    print("second", flush=True)
    sys.exit()
instance.obey(lambda asked: {"ok": True, "said": asked})
print("first", flush=True)
time.sleep(600)
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A home with a short name: that of a socket may have hundred characters only."""
    made = Path(tempfile.mkdtemp(prefix="assist-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture(autouse=True)
def runtime(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = home / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def instance() -> Iterator[Instance]:
    made = first()
    assert made is not None
    made.obey(lambda asked: {"ok": True, "said": f"did {asked}"})
    yield made
    made.close()


def another_program() -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", ONE]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)


def said_by(program: "subprocess.Popen[str]") -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def knocked(sent: bytes) -> bytes:
    """What comes back for these bytes."""
    with socket.socket(socket.AF_UNIX) as way:
        way.settimeout(20)
        way.connect(str(door()))
        try:
            way.sendall(sent)
            way.shutdown(socket.SHUT_WR)
            return way.recv(10_000)
        except (BrokenPipeError, ConnectionResetError):
            return b""


def test_the_first_is_asked_and_answers(instance: Instance) -> None:
    assert ask("call start") == {"ok": True, "said": "did call start"}


def test_nobody_is_there() -> None:
    with pytest.raises(NotRunning, match="it is not running; start it with assist run"):
        ask("call start")


def test_there_is_one_at_a_time_and_then_the_next(home: Path) -> None:
    program = another_program()
    try:
        assert said_by(program) == "first"
        assert first() is None
        assert ask("hello") == {"ok": True, "said": "hello"}
    finally:
        program.terminate()
        program.wait(30)
    mine = first()
    assert mine is not None
    second = another_program()
    assert said_by(second) == "second"
    assert second.wait(30) == 0
    mine.close()
    assert not door().exists()


def test_one_that_was_killed_leaves_nothing_that_keeps_the_next_out() -> None:
    program = another_program()
    assert said_by(program) == "first"
    program.send_signal(signal.SIGKILL)
    program.wait(30)
    assert door().exists()
    with pytest.raises(NotRunning):
        ask("hello")
    mine = first()
    assert mine is not None
    mine.obey(lambda asked: {"ok": True, "said": "alive"})
    assert ask("hello") == {"ok": True, "said": "alive"}
    mine.close()


def test_the_door_is_this_users_alone(instance: Instance) -> None:
    assert stat.S_IMODE(door().stat().st_mode) == 0o600
    assert stat.S_IMODE(door().parent.stat().st_mode) == 0o700


NOBODY = 65534


def knocked_as_nobody(path: Path) -> bytes:
    """What another user gets at this door. They run in a copy of this program: no Python of ours
    need be theirs to start.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.write(writing, knocked_at(path))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read()
    os.waitpid(child, 0)
    return said


def knocked_at(path: Path) -> bytes:
    with socket.socket(socket.AF_UNIX) as way:
        way.settimeout(20)
        try:
            way.connect(str(path))
            way.sendall(b'{"do": "call end"}\n')
            return b"said %r" % way.recv(1000)
        except ConnectionError:
            return b"said b''"
        except OSError as error:
            return type(error).__name__.encode()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize("is_open", [False, True], ids=["as it is", "with its rights taken away"])
def test_another_user_is_not_let_in(instance: Instance, home: Path, is_open: bool) -> None:
    asked: list[str] = []
    instance.obey(lambda one: asked.append(one) or {"ok": True})
    path = door()
    if is_open:
        # Even so they are asked who they are.
        path.chmod(0o777)
        for folder in (home, home / "run", path.parent):
            folder.chmod(0o755)
    assert knocked_as_nobody(path) == (b"said b''" if is_open else b"PermissionError")
    assert asked == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_door_of_somebody_else_is_not_knocked_at(instance: Instance, home: Path) -> None:
    os.chown(door().parent, NOBODY, NOBODY)
    try:
        with pytest.raises(Fault, match="it belongs to another user"):
            first()
    finally:
        os.chown(door().parent, 0, 0)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\n",
        b"\0\xff\xfe" * 100 + b"\n",
        b"{" * 4000 + b"\n",
        b"[" * 4000 + b"\n",
        b'{"do": 3}\n',
        b'{"do": "call start"',
        b'"call start"\n',
        b"x" * 100_000,
        b'{"do": "' + b"y" * 4050 + b'"}\n',
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=range(11),
)
def test_strange_bytes_do_no_harm(instance: Instance, sent: bytes) -> None:
    done: list[str] = []
    instance.obey(lambda asked: done.append(asked) or {"ok": True, "said": "fine"})
    answer = knocked(sent)
    assert answer == b"" or json.loads(answer)["ok"] is (b"yyy" in sent)
    assert ask("hello") == {"ok": True, "said": "fine"}
    assert "call start" not in done


def test_who_says_nothing_is_left_standing(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "ANSWERS_WITHIN", 0.3)
    silent = [socket.socket(socket.AF_UNIX) for _ in range(5)]
    for one in silent:
        one.connect(str(door()))
    # Each keeps the door for its time only, and then the next comes in.
    for one in silent:
        one.settimeout(30)
        assert one.recv(10) == b""
        one.close()
    monkeypatch.setattr(doors, "ANSWERS_WITHIN", 20.0)
    assert ask("hello")["ok"]


def test_one_that_is_stuck_is_told_apart_from_none(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    instance.obey(lambda asked: (go_on.wait(30) and {}) or {})
    monkeypatch.setattr(doors, "ANSWERS_WITHIN", 0.3)
    with pytest.raises(Fault, match="it runs, but does not answer"):
        ask("hello")
    go_on.set()


def test_a_runtime_folder_that_cannot_be_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home / ("long" * 40)))
    (home / ("long" * 40)).mkdir(mode=0o700)
    with pytest.raises(Fault, match="the door to this program cannot be opened"):
        first()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home / "run"))
    mine = first()
    assert mine is not None
    mine.close()


@pytest.mark.skipif(sys.platform != "linux", reason="how Linux tells of sockets")
def test_nothing_listens_on_a_network(instance: Instance) -> None:
    held = [str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.exists()]
    mine = {one[8:-1] for one in held if one.startswith("socket:[")}
    assert mine
    for table in ("tcp", "tcp6", "udp", "udp6"):
        lines = Path("/proc/net", table).read_text("ascii").splitlines()[1:]
        assert not mine & {line.split()[9] for line in lines}


def test_the_pipe_of_windows_lets_in_who_has_the_key(home: Path) -> None:
    """The same code as on Windows, over another family: named pipes are not to be had here."""
    path = home / "pipe"
    opened = PipeDoor(path, "AF_UNIX")
    served: list[bytes] = []

    def serve() -> None:
        while not served:
            way = opened.accept()
            if way is None:
                continue
            served.append(way.receive())
            way.send(b"done")
            way.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    key = path.with_suffix(".key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    true = key.read_bytes()
    key.write_bytes(b"x" * 32)
    with pytest.raises(PermissionError):
        pipe_to(path, "AF_UNIX")
    key.write_bytes(true)
    way = pipe_to(path, "AF_UNIX")
    way.send(b"hello")
    assert way.receive() == b"done"
    thread.join(30)
    assert served == [b"hello"]
    opened.close()
    assert not key.exists()
    wait_for(lambda: not thread.is_alive(), "the end")
