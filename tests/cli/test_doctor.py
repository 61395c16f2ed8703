"""`assist doctor`: every failure that it can name, caused."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assist.places import shipped
from tests.headset import MICROPHONE, Headset, virtual_headset
from tests.screens import Screen, composited_screen, end, screen  # noqa: F401 - fixtures

from .conftest import ROOT, Assist, home_environment

SETTINGS = Path("home") / "config" / "agent-assist" / "settings.toml"
DATA = Path("home") / "data" / "agent-assist"
MODEL = shipped("models") / "demo-en"


def findings(assist: Assist, *options: str | Path, **env: str) -> dict[str, dict[str, Any]]:
    """By part; of several for one part, the worst."""
    ran = assist("doctor", "--json", *options, **env)
    assert ran.code in (0, 1), ran.err
    told = sorted(json.loads(ran.out), key=lambda one: ["ok", "note", "fail"].index(one["verdict"]))
    assert ran.code == any(one["verdict"] == "fail" for one in told)
    assert all(one["ok"] == (one["verdict"] != "fail") for one in told)
    return {one["part"]: one for one in told}


def test_it_names_the_demonstration_model_and_that_there_is_no_sound(assist: Assist) -> None:
    found = findings(assist)
    assert found["speech model"]["verdict"] == "note"
    assert "assist models install" in found["speech model"]["mend"]
    assert found["phrasebanks"]["verdict"] == found["libraries"]["verdict"] == "ok"
    assert found["speed"]["found"].endswith("for 1 s of both sides")
    assert found["sound"]["verdict"] == "fail"
    assert "start PulseAudio" in found["sound"]["mend"]
    assert found["display"]["verdict"] == "fail"
    assert "--no-window" in found["display"]["mend"]


LIBRARIES = {
    "vosk": ("the speech library Vosk", {"speech model"}),
    "sounddevice": ("the sound library PortAudio", set()),
    "soundfile": ("the sound file library", {"speech model"}),
    "soxr": ("the sound file library", {"speech model", "sound"}),
    "PySide6": ("the window library Qt", set()),
}
"""The module that loads each, how the doctor names it, and what it then cannot look at."""


@pytest.mark.parametrize("module", LIBRARIES)
def test_a_library_that_cannot_be_loaded_is_named_and_the_rest_is_looked_at(
    assist: Assist, tmp_path: Path, module: str
) -> None:
    (tmp_path / f"{module}.py").write_text(f"raise OSError('lib{module}.so.1 is not there')\n")
    found = findings(assist, "--no-listen", PYTHONPATH=f"{tmp_path}:{ROOT}")
    named, unseen = LIBRARIES[module]
    assert found["libraries"]["verdict"] == "fail"
    assert (
        found["libraries"]["found"] == f"{named} cannot be loaded (lib{module}.so.1 is not there)"
    )
    assert "install" in found["libraries"]["mend"]
    assert {part for part, one in found.items() if "cannot be looked at" in one["found"]} == unseen
    assert found["phrasebanks"]["verdict"] == "ok"
    assert {"versions", "settings", "journal", "free space", "display"} <= set(found)


def test_a_faulty_setting_is_named_with_its_line_and_the_others_with_their_source(
    assist: Assist, tmp_path: Path
) -> None:
    path = tmp_path / SETTINGS
    path.parent.mkdir(parents=True)
    path.write_text(
        '[calls]\nmode = "sales"\n[attention]\ngapp = "4s"\n[prompts]\nnever_again = ["secret-one"]\n'
    )
    ran = assist("doctor", "--no-listen")
    assert 'settings.toml:4: there is no setting "gapp"' in ran.out
    assert "calls.mode from user (~/config" in ran.out
    assert "1 that are private" in ran.out
    assert "secret-one" not in ran.out
    assert str(tmp_path / "home") not in ran.out


def test_faulty_phrasebanks_are_counted_and_none_at_all_is_a_failure(
    assist: Assist, tmp_path: Path
) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text(
        "topic: x\nprompts:\n  - {id: a, kind: nothing, show: A., customer_says: a b}\n"
    )
    found = findings(assist, "--no-listen", "--phrasebanks", faulty)
    assert found["phrasebanks"]["verdict"] == "note"
    assert "faulty.yaml:3" in found["phrasebanks"]["found"]
    found = findings(assist, "--no-listen", "--only-phrasebanks", faulty)
    assert found["phrasebanks"]["verdict"] == "fail"


def test_a_journal_that_is_no_database_is_a_note(assist: Assist, tmp_path: Path) -> None:
    (tmp_path / DATA).mkdir(parents=True)
    (tmp_path / DATA / "journal.db").write_text("this is no database, whatever its name says" * 50)
    found = findings(assist, "--no-listen")["journal"]
    assert found["verdict"] == "note"
    assert "cannot be written" in found["found"]


def test_a_folder_in_the_journals_way_is_a_note(assist: Assist, tmp_path: Path) -> None:
    (tmp_path / DATA / "journal.db").mkdir(parents=True)
    assert findings(assist, "--no-listen")["journal"]["verdict"] == "note"


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="mounts a small disk")
def test_a_full_disk_is_a_note(tmp_path: Path) -> None:
    data = tmp_path / DATA
    data.mkdir(parents=True)
    mount = f"mount -t tmpfs -o size=64k none {data} && head -c 60000 /dev/zero > {data}/filled"
    doctor = f"{sys.executable} -m assist doctor --json --no-listen"
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", f"{mount}; exec {doctor}"],
        env=home_environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        timeout=120,
    )
    found = {one["part"]: one for one in json.loads(done.stdout)}
    assert found["free space"]["verdict"] == "note", done.stderr
    assert found["free space"]["found"].startswith("0 MB left")
    assert found["journal"]["verdict"] == "note"


def test_a_model_whose_file_has_changed_is_a_failure(assist: Assist, tmp_path: Path) -> None:
    model = tmp_path / "changed"
    shutil.copytree(MODEL, model)
    words = model / "graph" / "words.txt"
    content = bytearray(words.read_bytes())
    content[100] ^= 1
    words.write_bytes(content)
    found = findings(assist, "--no-listen", "--model", model)["speech model"]
    assert found["verdict"] == "fail"
    assert "words.txt" in found["found"]
    assert "install" in found["mend"]


def test_a_model_that_is_not_there_fails_both_its_checks(assist: Assist) -> None:
    found = findings(assist, "--no-listen", "--model", "no-such-model")
    assert found["speech model"]["verdict"] == found["speed"]["verdict"] == "fail"


@pytest.mark.slow
def test_a_computer_that_is_too_slow_is_a_failure(tmp_path: Path) -> None:
    """Slow for real: the program is stopped for ten seconds while it recognises eight."""
    doctor = subprocess.Popen(
        [sys.executable, "-m", "assist", "doctor", "--no-listen"],
        env=home_environment(tmp_path / "home"),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert doctor.stdout
    told = []
    done = threading.Event()
    braking = threading.Thread(target=stop_while_it_recognises, args=(doctor.pid, done))
    for line in doctor.stdout:
        told.append(line)
        if line.split(maxsplit=1)[1].startswith("speech model"):
            braking.start()
        if " speed " in line:
            done.set()
    braking.join()
    doctor.wait(60)
    speed = next(line for line in told if " speed " in line)
    assert speed.startswith("FAIL")
    assert "too slow for a live call" in speed


def stop_while_it_recognises(pid: int, done: threading.Event) -> None:
    """Lets it go on by hundredths of a second until both recognisers run, and then holds it."""
    before = threads_of(pid)
    while not done.wait(0.01):
        os.kill(pid, signal.SIGSTOP)
        both = threads_of(pid) >= before + 2
        time.sleep(10 if both else 0.1)
        os.kill(pid, signal.SIGCONT)
        if both:
            return


def threads_of(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


@contextmanager
def headset_of(assist: Assist) -> Iterator[tuple[Headset, dict[str, str]]]:
    with virtual_headset() as headset:
        names = ("PULSE_SERVER", "PULSE_COOKIE")
        yield headset, {name: headset.env[name] for name in names}


@pytest.mark.skipif(sys.platform != "linux", reason="needs the Linux sound server")
class TestSound:
    def test_both_sides_are_listened_to(self, assist: Assist) -> None:
        with headset_of(assist) as (_, env):
            found = findings(assist, **env)
        assert found["customer's sound"]["verdict"] == "note"
        assert "nothing plays on the customer's side" in found["customer's sound"]["found"]
        assert "exact zeros" in found["agent's sound"]["found"]
        assert "unmute" in found["agent's sound"]["mend"]

    def test_a_device_of_the_settings_that_is_gone_is_a_failure(
        self, assist: Assist, tmp_path: Path
    ) -> None:
        path = tmp_path / SETTINGS
        path.parent.mkdir(parents=True)
        path.write_text('[sound]\nagent = "Desk Microphone"\n')
        with headset_of(assist) as (_, env):
            found = findings(assist, **env)
        assert found["agent's sound"]["verdict"] == "fail"
        assert "Desk Microphone" in found["agent's sound"]["found"]

    def test_a_headset_without_its_microphone_is_a_failure(self, assist: Assist) -> None:
        with headset_of(assist) as (headset, env):
            headset.unload(MICROPHONE)
            headset.unload("agent_mic_in")
            found = findings(assist, **env)
        assert found["agent's sound"]["verdict"] == "fail"


class TestDesktop:
    def test_a_display_that_does_not_answer_is_a_failure(self, assist: Assist) -> None:
        found = findings(assist, "--no-listen", DISPLAY=":987")["display"]
        assert found["verdict"] == "fail"
        assert ":987 does not answer" in found["found"]

    def test_wayland_alone_is_a_note(self, assist: Assist) -> None:
        found = findings(assist, "--no-listen", WAYLAND_DISPLAY="wayland-9")["display"]
        assert found["verdict"] == "note"
        assert "XWayland" in found["mend"]

    def test_the_window_manager_is_named_and_its_end_noticed(
        self,
        assist: Assist,
        screen: Screen,  # noqa: F811
    ) -> None:
        found = findings(assist, "--no-listen", DISPLAY=screen.display)
        assert found["display"]["verdict"] == "ok"
        assert found["window manager"]["found"] == "Openbox"
        assert found["compositor"]["verdict"] == "note"
        end(screen.programs[1])
        found = findings(assist, "--no-listen", DISPLAY=screen.display)
        assert found["window manager"]["verdict"] == "note"

    def test_a_compositor_is_seen(
        self,
        assist: Assist,
        composited_screen: Screen,  # noqa: F811
    ) -> None:
        found = findings(assist, "--no-listen", DISPLAY=composited_screen.display)
        assert found["compositor"]["verdict"] == "ok"
