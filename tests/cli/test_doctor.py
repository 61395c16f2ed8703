"""`assist doctor`: every failure that it can name, caused.

A program is started once for each set of troubles that do not touch each other, and only those
tests let it recognise speech that look at what comes of it.
"""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from assist.cli.doctor.speech import SAMPLE_FOR, TIGHT, TOO_SLOW
from assist.places import shipped
from assist.speech.record import read_record, write_record
from tests.headset import MICROPHONE, Headset, virtual_headset
from tests.screens import Screen, composited_screen, end, screen  # noqa: F401 - fixtures

from .conftest import ROOT, Assist, assist_in, home_environment

SETTINGS = Path("home") / "config" / "agent-assist" / "settings.toml"
DATA = Path("home") / "data" / "agent-assist"
MODEL = shipped("models") / "demo-en"
CALL = ROOT / "tests" / "recordings" / "calm.flac"
NO_SPEECH = ("--model", "no-such-model")
QUICK = ("--no-listen", *NO_SPEECH)
"""For tests of anything but sound and speech: what takes seconds is not there."""

Samples = NDArray[np.float32]
Found = dict[str, dict[str, Any]]
"""By part; of several for one part, the worst."""


def findings(assist: Assist, *options: str | Path, **env: str) -> Found:
    return {one["part"]: one for one in all_findings(assist, *options, **env)}


def all_findings(assist: Assist, *options: str | Path, **env: str) -> list[dict[str, Any]]:
    """The worst last."""
    ran = assist("doctor", "--json", *options, **env)
    assert ran.code in (0, 1), ran.err
    told = sorted(json.loads(ran.out), key=lambda one: ["ok", "note", "fail"].index(one["verdict"]))
    assert ran.code == any(one["verdict"] == "fail" for one in told)
    assert all(one["ok"] == (one["verdict"] != "fail") for one in told)
    return told


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Just installed, on a computer without sound and display."""
    return findings(assist_in(tmp_path_factory.mktemp("bare")))


def test_the_demonstration_model_is_a_note(bare: Found) -> None:
    assert bare["speech model"]["verdict"] == "note"
    assert "assist models install" in bare["speech model"]["mend"]


def test_what_is_well_is_told_too(bare: Found) -> None:
    assert bare["phrasebanks"]["verdict"] == bare["libraries"]["verdict"] == "ok"
    assert bare["journal"]["verdict"] == bare["free space"]["verdict"] == "ok"
    assert bare["speed"]["found"].startswith(f"{factor(bare['speed']['found']):.2f} s of work")
    assert "for 1 s of both sides" in bare["speed"]["found"]


def test_no_sound_server_is_a_failure(bare: Found) -> None:
    assert bare["sound"]["verdict"] == "fail"
    assert "start PulseAudio" in bare["sound"]["mend"]


def test_no_display_is_a_failure(bare: Found) -> None:
    assert bare["display"]["verdict"] == "fail"
    assert "--no-window" in bare["display"]["mend"]


FAULTY_SETTINGS = """
[calls]
mode = "sales"
[attention]
gapp = "4s"
[prompts]
never_again = ["secret-one"]
"""
FAULTY_BANK = "topic: x\nprompts:\n  - {id: a, kind: nothing, show: A., customer_says: a b}\n"


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Faulty settings and phrasebanks, a changed model, a journal that is none, a wrong display."""
    folder = tmp_path_factory.mktemp("troubled")
    write(folder / SETTINGS, FAULTY_SETTINGS)
    write(folder / DATA / "journal.db", "this is no database, whatever its name says" * 50)
    bank = write(folder / "faulty.yaml", FAULTY_BANK)
    options = ("--no-listen", "--model", changed_model(folder), "--phrasebanks", bank)
    return findings(assist_in(folder), *options, DISPLAY=":987")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def changed_model(folder: Path) -> Path:
    model = shutil.copytree(MODEL, folder / "changed")
    words = model / "graph" / "words.txt"
    content = bytearray(words.read_bytes())
    content[100] ^= 1
    words.write_bytes(content)
    return model


def test_a_faulty_setting_is_a_note(troubled: Found) -> None:
    assert troubled["settings"]["verdict"] == "note"
    assert 'settings.toml:5: there is no setting "gapp"' in troubled["settings"]["found"]


def test_faulty_phrasebanks_are_a_note(troubled: Found) -> None:
    assert troubled["phrasebanks"]["verdict"] == "note"
    assert "1 faulty" in troubled["phrasebanks"]["found"]
    assert "faulty.yaml:3" in troubled["phrasebanks"]["found"]


def test_a_model_whose_file_has_changed_is_a_failure(troubled: Found) -> None:
    assert troubled["speech model"]["verdict"] == "fail"
    assert "words.txt" in troubled["speech model"]["found"]
    assert "install" in troubled["speech model"]["mend"]


def test_a_journal_that_is_no_database_is_a_note(troubled: Found) -> None:
    assert troubled["journal"]["verdict"] == "note"
    assert "cannot be written" in troubled["journal"]["found"]


def test_a_display_that_does_not_answer_is_a_failure(troubled: Found) -> None:
    assert troubled["display"]["verdict"] == "fail"
    assert ":987 does not answer" in troubled["display"]["found"]


@pytest.fixture(scope="module")
def lacking(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """No usable prompt, no such model, a folder where the journal should be, Wayland alone."""
    folder = tmp_path_factory.mktemp("lacking")
    (folder / DATA / "journal.db").mkdir(parents=True)
    bank = write(folder / "faulty.yaml", FAULTY_BANK)
    options = (*QUICK, "--only-phrasebanks", bank)
    return findings(assist_in(folder), *options, WAYLAND_DISPLAY="wayland-9")


def test_no_prompt_at_all_is_a_failure(lacking: Found) -> None:
    assert lacking["phrasebanks"]["verdict"] == "fail"
    assert lacking["phrasebanks"]["found"].startswith("0 prompts")


def test_a_model_that_is_not_there_fails_both_its_checks(lacking: Found) -> None:
    assert lacking["speech model"]["verdict"] == lacking["speed"]["verdict"] == "fail"


def test_a_folder_in_the_journals_way_is_a_note(lacking: Found) -> None:
    assert lacking["journal"]["verdict"] == "note"


def test_wayland_alone_is_a_note(lacking: Found) -> None:
    assert lacking["display"]["verdict"] == "note"
    assert "XWayland" in lacking["display"]["mend"]


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """A model that somebody copied here by hand, phrasebanks of another language, and data in a
    place that no disk can have.
    """
    folder = tmp_path_factory.mktemp("foreign")
    model = shutil.copytree(MODEL, folder / "by-hand")
    write_record(model, replace(read_record(MODEL), demonstration=False, files={}))
    bank = write(folder / "german.yaml", GERMAN_BANK)
    options = ("--no-listen", "--model", model, "--only-phrasebanks", bank)
    return findings(assist_in(folder), *options, XDG_DATA_HOME=str(folder / ("far" * 100)))


GERMAN_BANK = (
    "topic: x\nlanguage: de\n"
    "prompts:\n  - {id: a, kind: next_step, show: Sagen Sie es., customer_says: [ich kündige]}\n"
)


def test_a_model_without_a_record_is_a_note(foreign: Found) -> None:
    assert foreign["speech model"]["verdict"] == "note"
    assert "nothing says what its files must be" in foreign["speech model"]["found"]
    assert "assist models install" in foreign["speech model"]["mend"]


def test_phrasebanks_of_another_language_than_the_models_are_a_note(foreign: Found) -> None:
    assert foreign["phrasebanks"]["verdict"] == "note"
    told = 'The speech model hears "en", but 1 phrasebank is for "de" and cannot show a prompt'
    assert foreign["phrasebanks"]["found"] == told
    assert "Choose another model" in foreign["phrasebanks"]["mend"]


def test_free_space_that_cannot_be_told_is_a_note(foreign: Found) -> None:
    assert foreign["free space"]["verdict"] == "note"
    assert foreign["free space"]["found"].endswith(os.strerror(errno.ENAMETOOLONG))
    assert "check the disk" in foreign["free space"]["mend"]
    assert foreign["journal"]["verdict"] == "note"


def test_settings_are_told_with_their_source_and_private_ones_are_not(
    assist: Assist, tmp_path: Path
) -> None:
    write(tmp_path / SETTINGS, FAULTY_SETTINGS)
    ran = assist("doctor", *QUICK)
    assert "note   settings" in ran.out
    assert "calls.mode from user (~/config" in ran.out
    assert "1 that are private" in ran.out
    assert "secret-one" not in ran.out
    assert str(tmp_path / "home") not in ran.out


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
    write(tmp_path / f"{module}.py", f"raise OSError('lib{module}.so.1 is not there')\n")
    found = findings(assist, *QUICK, PYTHONPATH=f"{tmp_path}:{ROOT}")
    named, unseen = LIBRARIES[module]
    assert found["libraries"]["verdict"] == "fail"
    assert (
        found["libraries"]["found"] == f"{named} cannot be loaded (lib{module}.so.1 is not there)"
    )
    assert "install" in found["libraries"]["mend"]
    assert {part for part, one in found.items() if "cannot be looked at" in one["found"]} == unseen
    assert found["phrasebanks"]["verdict"] == "ok"
    assert {"versions", "settings", "journal", "free space", "display"} <= set(found)


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="mounts a small disk")
def test_a_full_disk_is_a_note(tmp_path: Path) -> None:
    data = tmp_path / DATA
    data.mkdir(parents=True)
    mount = f"mount -t tmpfs -o size=64k none {data} && head -c 60000 /dev/zero > {data}/filled"
    doctor = f"{sys.executable} -m assist doctor --json {' '.join(QUICK)}"
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


@pytest.mark.slow
def test_a_computer_that_is_too_slow_is_a_failure(tmp_path: Path) -> None:
    """Slow for real: the program is held for longer than the sample may take."""
    speed = speed_when_held(tmp_path / "home", TOO_SLOW * SAMPLE_FOR + 0.5)
    assert speed.startswith("FAIL")
    assert "too slow for a live call" in speed


@pytest.mark.slow
def test_a_computer_that_is_just_fast_enough_is_a_note(bare: Found, tmp_path: Path) -> None:
    """Held for as long as this computer's own work leaves, measured anew while its load changes."""
    work = factor(bare["speed"]["found"])
    for _ in range(4):
        held = max(0.0, (TIGHT + TOO_SLOW) / 2 - work)
        speed = speed_when_held(tmp_path / "home", held * SAMPLE_FOR)
        told = factor(speed.split(maxsplit=2)[2])
        if TIGHT < told < TOO_SLOW:
            break
        work = told - held
    else:
        pytest.skip("this computer is too slow itself, or its load changes too much")
    assert speed.startswith("note")
    assert "Prompts may come late" in speed


def factor(found: str) -> float:
    return float(found.split()[0])


def speed_when_held(home: Path, seconds: float) -> str:
    """What the doctor says of the speed, and its mend, when both its recognisers are held so long.

    Waits for them however fast or slow the computer is: they are two threads more than before.
    """
    doctor = subprocess.Popen(
        [sys.executable, "-m", "assist", "doctor", "--no-listen"],
        env=home_environment(home),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert doctor.stdout
    told, over = [], threading.Event()
    for line in doctor.stdout:
        told.append(line)
        # All libraries are loaded by then, and nothing is recognised yet.
        if " free space " in line:
            usual = threads_of(doctor.pid)
            holding = threading.Thread(target=hold, args=(doctor.pid, usual + 2, seconds, over))
            holding.start()
        if " speed " in line:
            over.set()
    holding.join()
    doctor.wait(60)
    at = next(number for number, line in enumerate(told) if " speed " in line)
    return "".join(told[at : at + 2])


def hold(pid: int, threads: int, seconds: float, over: threading.Event) -> None:
    while not over.wait(0.005):
        if threads_of(pid) >= threads:
            os.kill(pid, signal.SIGSTOP)
            time.sleep(seconds)
            os.kill(pid, signal.SIGCONT)
            return


def threads_of(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


@pytest.fixture
def headset() -> Iterator[Headset]:
    with virtual_headset() as plugged_in:
        yield plugged_in


def heard(assist: Assist, headset: Headset) -> Found:
    names = ("PULSE_SERVER", "PULSE_COOKIE")
    return findings(assist, *NO_SPEECH, **{name: headset.env[name] for name in names})


@pytest.mark.skipif(sys.platform != "linux", reason="needs the Linux sound server")
class TestSound:
    def test_nothing_played_and_a_muted_microphone_are_notes(
        self, assist: Assist, headset: Headset
    ) -> None:
        found = heard(assist, headset)
        assert found["customer's sound"]["verdict"] == found["agent's sound"]["verdict"] == "note"
        assert "nothing plays on the customer's side" in found["customer's sound"]["found"]
        assert "exact zeros" in found["agent's sound"]["found"]
        assert "unmute" in found["agent's sound"]["mend"]

    def test_a_device_of_the_settings_that_is_gone_is_a_failure(
        self, assist: Assist, headset: Headset, tmp_path: Path
    ) -> None:
        write(tmp_path / SETTINGS, '[sound]\nagent = "Desk Microphone"\n')
        found = heard(assist, headset)
        assert found["agent's sound"]["verdict"] == "fail"
        assert "Desk Microphone" in found["agent's sound"]["found"]

    def test_a_headset_without_its_microphone_is_a_failure(
        self, assist: Assist, headset: Headset
    ) -> None:
        headset.unload(MICROPHONE)
        headset.unload("agent_mic_in")
        assert heard(assist, headset)["agent's sound"]["verdict"] == "fail"

    def test_a_side_that_is_left_out_and_clipped_sound_are_notes(
        self, assist: Assist, headset: Headset, tmp_path: Path
    ) -> None:
        write(tmp_path / SETTINGS, '[sound]\nagent = "none"\n')
        found = heard_while_it_plays(assist, headset, 16 * voice(), tmp_path)
        assert found["agent's sound"]["verdict"] == found["customer's sound"]["verdict"] == "note"
        assert found["agent's sound"]["found"].startswith("left out: not heard: prompts on")
        assert "clipped" in found["customer's sound"]["found"]
        assert "lower its level" in found["customer's sound"]["mend"]

    def test_one_sound_on_both_sides_is_a_failure(
        self, assist: Assist, headset: Headset, tmp_path: Path
    ) -> None:
        """Both voices were mixed already in the device whose two channels are taken for them."""
        channels = '[sound]\ncustomer = "HeadsetOut:left"\nagent = "HeadsetOut:right"\n'
        write(tmp_path / SETTINGS, channels)
        found = heard_while_it_plays(assist, headset, voice(), tmp_path)["customer's sound"]
        assert found["verdict"] == "fail"
        assert found["found"] == "both sides carry the same sound"
        assert "choose another device" in found["mend"]

    def test_the_customer_in_the_microphone_is_a_note(
        self, assist: Assist, headset: Headset, tmp_path: Path
    ) -> None:
        # By the server itself, so that one is never far behind the other, whatever the load.
        way = (f"source={headset.customer_monitor}", "sink=agent_mic_in", "latency_msec=50")
        headset.pactl("load-module", "module-loopback", *way)
        headset.pactl("set-sink-volume", "agent_mic_in", "40%")
        found = heard_while_it_plays(assist, headset, voice(), tmp_path)["agent's sound"]
        assert found["verdict"] == "note"
        assert "the microphone hears the customer too" in found["found"]
        assert "turn the loudspeaker down" in found["mend"]


def voice() -> Samples:
    """A customer who does not pause, for longer than a doctor is given."""
    said = soundfile.read(CALL, dtype="float32", always_2d=True)[0][:, 0]
    parts = said[: len(said) // 1600 * 1600].reshape(-1, 1600)
    spoken = parts[parts.std(axis=1) > said.std() / 2].ravel()
    return np.resize(spoken / np.abs(spoken).max() / 2, 16000 * 130)


def heard_while_it_plays(
    assist: Assist, headset: Headset, customer: Samples, folder: Path
) -> Found:
    path = folder / "customer.wav"
    soundfile.write(path, np.clip(customer, -1, 1), 16000)
    playback = headset.play(customer=path)
    try:
        return heard(assist, headset)
    finally:
        playback.stop()


class TestDesktop:
    def test_the_window_manager_is_named_and_its_end_noticed(
        self,
        assist: Assist,
        screen: Screen,  # noqa: F811
    ) -> None:
        found = findings(assist, *QUICK, DISPLAY=screen.display)
        assert found["display"]["verdict"] == "ok"
        assert found["window manager"]["found"] == "Openbox"
        assert found["compositor"]["verdict"] == "note"
        end(screen.programs[1])
        found = findings(assist, *QUICK, DISPLAY=screen.display)
        assert found["window manager"]["verdict"] == "note"

    def test_a_compositor_is_seen(
        self,
        assist: Assist,
        composited_screen: Screen,  # noqa: F811
    ) -> None:
        found = findings(assist, *QUICK, DISPLAY=composited_screen.display)
        assert found["compositor"]["verdict"] == "ok"
