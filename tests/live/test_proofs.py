"""What is promised of a call, proved from outside: nothing is kept of it, and nothing keeps it.

Each test runs the real program on real sound through a real sound server.
"""

import os
import random
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cli.conftest import ROOT, home_environment
from tests.headset import Headset, virtual_headset
from tests.screens import wait_for

from .test_live_call import BANK, RECORDING, environment, play, play_until_a_prompt, running

SAID = ("forty five minutes", "nobody picks up", "where my order is", "such a long time to wait")
"""Words of the recording that stand in no file of the program."""

root_only = pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="only root may mount, or be another user"
)


@contextmanager
def listening(
    home: Path, *arguments: str, under: tuple[str, ...] = ()
) -> Iterator[tuple[Headset, subprocess.Popen[str]]]:
    """A program in a call that is about to begin, whose every file lies below `home`."""
    bank = home / "bank.yaml"
    home.mkdir(exist_ok=True)
    bank.write_text(BANK)
    (home / "tmp").mkdir(exist_ok=True)
    with virtual_headset() as headset, TemporaryDirectory(prefix="run-") as runtime:
        # The name of a socket may not be as long as those of the folders of tests are.
        env = environment(headset, home)
        env |= {"TMPDIR": str(home / "tmp"), "XDG_RUNTIME_DIR": runtime}
        options = ("--no-window", "--only-phrasebanks", str(bank), *arguments)
        with running(env, *options, under=under) as program:
            yield headset, program


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "bank.yaml"]


def kept_words(folder: Path) -> set[str]:
    """Which of the words that were said stand anywhere in any file, as they are or in UTF-16."""
    contents = [path.read_bytes() for path in files_below(folder)]
    found = set()
    for words in SAID:
        for word in (words, *words.split()):
            forms = (word.encode(), word.encode("utf-16-le"))
            if len(word) > 5 and any(form in content for form in forms for content in contents):
                found.add(word)
    return found


def heard_prompt(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline()


@pytest.fixture(scope="module")
def after_a_call(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a user in which one call has been heard from its beginning to its end."""
    folder = tmp_path_factory.mktemp("after")
    with listening(folder / "home") as (headset, program):
        play(headset, folder)
        assert "Thank them for waiting" in heard_prompt(program)
    return folder / "home"


class TestNothingIsKept:
    def test_no_word_of_a_call_is_written_anywhere(self, after_a_call: Path) -> None:
        assert (after_a_call / "data" / "agent-assist" / "journal.db").exists()
        (log,) = after_a_call.rglob("assist.log")
        assert '"call ended"' in log.read_text()
        assert kept_words(after_a_call) == set()

    def test_the_search_would_find_a_word(self, tmp_path: Path) -> None:
        (tmp_path / "leak.db").write_bytes(b"\x00" + b"nobody picks up" + b"\x00")
        (tmp_path / "deep").mkdir()
        (tmp_path / "deep" / "wide.log").write_bytes("minutes".encode("utf-16-le"))
        assert {"nobody picks up", "minutes"} <= kept_words(tmp_path)

    def test_a_crash_in_a_call_leaves_none_of_its_words(self, tmp_path: Path) -> None:
        home = tmp_path / "home"
        with listening(home) as (headset, program):
            assert play_until_a_prompt(headset, tmp_path, program)
            program.send_signal(signal.SIGABRT)
            assert program.wait(60) == -signal.SIGABRT
        crash = next(home.rglob("crash.log")).read_text()
        assert "Fatal Python error: Aborted" in crash
        assert "listener.py" in crash
        assert kept_words(home) == set()
        assert not list(home.rglob("core*"))

    def test_every_file_is_the_users_alone(self, after_a_call: Path) -> None:
        written = files_below(after_a_call)
        assert written
        assert [str(one) for one in written if one.stat().st_mode & 0o077] == []
        folders = {one.parent for one in written}
        assert [str(one) for one in folders if stat.S_IMODE(one.stat().st_mode) & 0o077] == []

    @root_only
    def test_another_user_of_the_computer_reads_nothing(self, after_a_call: Path) -> None:
        for folder in (after_a_call, *after_a_call.parents):
            folder.chmod(folder.stat().st_mode | 0o055)
        other = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
        look = ("find", str(after_a_call), "-type", "f", "-readable", "-not", "-name", "bank.yaml")
        seen = subprocess.run([*other, *look], capture_output=True, text=True)
        assert seen.stdout == ""
        assert "Permission denied" in seen.stderr


class TestTheCallGoesOn:
    @root_only
    @pytest.mark.parametrize("options", ["size=64k", "size=64k,ro"])
    def test_without_room_or_rights_for_a_journal(self, tmp_path: Path, options: str) -> None:
        home = tmp_path / "home"
        home.mkdir()
        places = " ".join(str(home / one) for one in ("data", "state", "config", "cache"))
        full = f"for one in {places}; do mkdir -p $one; mount -t tmpfs -o size=64k none $one"
        fill = "head -c 70000 /dev/zero > $one/filled 2>/dev/null"
        remount = "mount -o remount,ro $one" if options.endswith("ro") else "true"
        script = f'{full}; {fill}; {remount}; done; exec "$@"'
        with listening(home, under=("unshare", "--mount", "sh", "-c", script, "sh")) as (
            headset,
            program,
        ):
            shown = play_until_a_prompt(headset, tmp_path, program)
            assert "Thank them for waiting" in shown
            time.sleep(1.0)
            assert program.poll() is None
            program.send_signal(signal.SIGTERM)
            _, told = program.communicate(timeout=60)
        about_journal = [line for line in told.splitlines() if "journal" in line]
        assert len(about_journal) == 1, told
        assert "calls go on without it" in about_journal[0]
        assert "Traceback" not in told

    def test_kill_9_at_any_moment_loses_no_row_that_was_committed(self, tmp_path: Path) -> None:
        path = tmp_path / "journal.db"
        kept = 0
        for round_ in range(12):
            kept = self._killed(path, kept, random.Random(round_).uniform(0.0, 0.4))
        assert kept >= 12

    def _killed(self, path: Path, before: int, after: float) -> int:
        """Writes until it is killed; gives back how many rows there are, all that were before."""
        writing = subprocess.Popen([sys.executable, "-c", _WRITES, str(path)], env=_env())
        try:
            seen = wait_for(lambda: _rows(path) if _rows(path) > before else 0, "a row")
            until = time.monotonic() + after
            while time.monotonic() < until:
                seen = max(seen, _rows(path))
        finally:
            writing.kill()
            writing.wait()
        with closing(sqlite3.connect(path)) as journal:
            assert journal.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        left = _rows(path)
        assert left >= seen > before
        return left


_WRITES = """
import sys
from itertools import count
from pathlib import Path
from time import sleep
from assist.core.events import Dropped
from assist.journal import Journal
journal = Journal(Path(sys.argv[1]))
journal.begin("demo-en")
for number in count():
    journal.note(Dropped(float(number), "a-prompt", "a-bank", "muted"))
    sleep(0.002)
"""


def _env() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def _rows(path: Path) -> int:
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path, timeout=5)) as journal:
        try:
            return int(journal.execute("SELECT count(*) FROM events").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


@root_only
def test_a_call_needs_no_network_at_all(tmp_path: Path) -> None:
    """In a network namespace of its own there is nothing to reach, not even this computer."""
    command = [sys.executable, "-m", "assist", "replay", str(RECORDING), "--json"]
    env = home_environment(tmp_path / "home")
    alone = subprocess.run(["unshare", "--net", *command], env=env, capture_output=True, text=True)
    assert alone.returncode == 0, alone.stderr
    assert re.search(r'"event": "prompt"', alone.stdout)
