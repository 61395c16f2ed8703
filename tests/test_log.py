"""The program's log: lines of facts, for this user alone, and nothing waits for it."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from assist.log import FILE, KEPT, LARGEST, Happened, note, open_log


def lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / FILE).read_text(encoding="utf-8").splitlines()]


def test_each_line_is_an_object_with_its_moment_and_facts(tmp_path: Path) -> None:
    with open_log(tmp_path / "logs"):
        note(Happened.SIDE_LOST, side="customer", why="Kopfhörer: weg")
        note(Happened.CALL_ENDED, lasted=12.5)
    lost, ended = lines(tmp_path / "logs")
    assert {key: lost[key] for key in ("event", "side", "why")} == {
        "event": "side lost",
        "side": "customer",
        "why": "Kopfhörer: weg",
    }
    assert str(lost["at"]).endswith("+00:00")
    assert ended["lasted"] == 12.5


def test_the_file_is_the_users_alone(tmp_path: Path) -> None:
    with open_log(tmp_path / "logs"):
        note(Happened.STARTED)
    assert stat.S_IMODE((tmp_path / "logs").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "logs" / FILE).stat().st_mode) == 0o600


def test_nothing_is_written_when_no_log_is_open(tmp_path: Path) -> None:
    with open_log(tmp_path):
        pass
    note(Happened.BUG, kind="ValueError")
    assert list(tmp_path.iterdir()) == []


def test_old_lines_make_room_for_new_ones(tmp_path: Path) -> None:
    fact = "x" * 50_000
    with open_log(tmp_path):
        for number in range((KEPT + 2) * LARGEST // len(fact)):
            note(Happened.SIDE_LOST, why=fact, number=number)
    files = sorted(tmp_path.iterdir())
    assert len(files) == KEPT + 1
    assert all(one.stat().st_size <= LARGEST for one in files)
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in files)
    assert lines(tmp_path)[-1]["number"] == (KEPT + 2) * LARGEST // len(fact) - 1


@pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="a small disk can be mounted by root only"
)
def test_lines_that_a_full_disk_refuses_are_counted(tmp_path: Path) -> None:
    program = f"""
import gc
import time
from pathlib import Path
from assist.log import Happened, _File, note, open_log
folder = Path({str(tmp_path)!r})
with open_log(folder):
    note(Happened.STARTED)
    (folder / "filled").write_bytes(bytes(50_000))
    for _ in range(3):
        note(Happened.SIDE_LOST, why="x" * 20_000)
    file = next(one for one in gc.get_objects() if isinstance(one, _File))
    until = time.monotonic() + 60
    while file.lost < 3 and time.monotonic() < until:
        time.sleep(0.01)
    (folder / "filled").unlink()
    note(Happened.SIDE_BACK)
    note(Happened.STOPPED)
print((folder / "assist.log").read_text())
"""
    mount = f"mount -t tmpfs -o size=64k none {tmp_path} && exec {sys.executable} -"
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", mount],
        input=program,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    back = next(line for line in done.stdout.splitlines() if '"side back"' in line)
    assert json.loads(back)["lines lost before"] >= 1
    assert '"stopped"' in done.stdout
