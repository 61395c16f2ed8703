"""Finding and opening models: what is damaged is told in one sentence, and no network is ever used."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assist.faults import Fault
from assist.places import shipped
from assist.speech.models import EMBEDDED, ModelInfo, SpeechModel, describe, find_model, user_models

ROOT = Path(__file__).resolve().parents[2]


def opening(folder: Path) -> str:
    with pytest.raises(Fault) as fault:
        SpeechModel(describe(folder))
    text = str(fault.value)
    assert "\n" not in text
    assert "not a whole Vosk speech model" in text
    return text


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def test_a_folder_that_is_empty_or_gone(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "there is no am/final.mdl" in opening(tmp_path / "empty")
    assert "there is no am/final.mdl" in opening(tmp_path / "gone")


NEEDED = ["am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst",
          "graph/disambig_tid.int"]  # fmt: skip


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_file_that_is_missing_or_empty(
    model: Path, name: str, damage: Callable[[Path], object]
) -> None:
    damage(model / name)
    assert name in opening(model)


@pytest.mark.parametrize(
    "name", ["am/final.mdl", "graph/HCLr.fst", "graph/Gr.fst", "graph/words.txt"]
)
def test_a_file_that_is_cut_off_although_nobody_recorded_its_length(model: Path, name: str) -> None:
    halve(model / name)
    assert "Vosk cannot read it" in opening(model)


@pytest.mark.parametrize("line", ["--", "--=3", "beam=10", "--beam="])
def test_half_a_setting_does_not_end_the_program(model: Path, line: str) -> None:
    with (model / "conf/model.conf").open("a") as file:
        file.write(f"{line}\n")
    assert "which is no setting" in opening(model)


def test_a_recorded_file_of_another_length_does_not_end_the_program(tmp_path: Path) -> None:
    # Vosk opens this one and then breaks down on the first sound.
    folder = shutil.copytree(shipped("models") / EMBEDDED, tmp_path / "copy")
    halve(folder / "graph/disambig_tid.int")
    assert "graph/disambig_tid.int is not as long" in opening(folder)


def test_settings_may_be_tuned(tmp_path: Path) -> None:
    folder = shutil.copytree(shipped("models") / EMBEDDED, tmp_path / "copy")
    settings = folder / "conf/model.conf"
    settings.write_text(settings.read_text().replace("--beam=12.0", "--beam=11"))
    assert SpeechModel(describe(folder)).knows("refund")


def test_a_damaged_note_is_told(model: Path) -> None:
    (model / "about.toml").write_text("name = ")
    with pytest.raises(Fault, match=r"about\.toml: it is damaged"):
        describe(model)
    (model / "about.toml").write_text("files = 3")
    with pytest.raises(Fault, match=r"about\.toml: it is damaged"):
        describe(model)


def test_an_installed_model_is_not_hidden_by_a_folder_of_its_name(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = user_models() / "calls"
    shutil.copytree(model, installed)
    (tmp_path / "here/calls").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    assert find_model("calls").path == installed
    assert find_model("./calls").path == Path("calls")


def test_an_unknown_name_says_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="choose demo-en"):
        find_model("vosk-model-small-en-us-0.15")


def test_the_embedded_model_is_the_default() -> None:
    info = find_model()
    assert (info.name, info.language, info.demonstration, info.rate) == (
        "demo-en",
        "en",
        True,
        16000,
    )
    assert info.size > 7_000_000


# Never from the network

NO_NETWORK = """
import sys

def refuse(event, arguments):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        print("NETWORK", event, arguments, file=sys.stderr)
        raise SystemExit(99)

sys.addaudithook(refuse)
from assist.cli import main
sys.exit(main(sys.argv[1:]))
"""


def without_network(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """One command in a process whose every use of a socket ends it, with nothing in its home."""
    home = tmp_path / "bare"
    home.mkdir(exist_ok=True)
    # A model where Vosk's own search would look is not to be found either.
    (tmp_path / "vosk/vosk-model-small-en-us-0.15").mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "HOME": str(home), "VOSK_MODEL_PATH": str(tmp_path / "vosk")}
    return subprocess.run(
        [sys.executable, "-c", NO_NETWORK, *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("models list", 0),
        ("models list --available", 0),
        ("models try models/demo-en", 0),
        ("models try models", 1),
        ("models install vosk-model-small-en-us-0.15 --offline-dir tests", 1),
        ("replay tests/recordings/calm.flac --model vosk-model-small-en-us-0.15", 1),
    ],
)
def test_no_command_reaches_for_the_network_by_itself(
    tmp_path: Path, words: str, code: int
) -> None:
    done = without_network(tmp_path, *words.split())
    assert "NETWORK" not in done.stderr
    assert done.returncode == code, done.stderr
    assert not (tmp_path / "bare/.cache/vosk").exists()


def test_the_watch_would_see_a_download(tmp_path: Path) -> None:
    done = without_network(tmp_path, *"models install http://127.0.0.1:9/model.zip".split())
    assert "NETWORK" in done.stderr


def test_vosk_is_only_ever_given_a_folder() -> None:
    calls = [
        node
        for path in (ROOT / "assist").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "vosk.Model"
    ]
    assert calls
    for call in calls:
        assert [keyword.arg for keyword in call.keywords] == ["model_path"]
        assert not call.args


def test_model_info_can_be_made_as_before() -> None:
    assert ModelInfo("a", Path("a"), "A", "en", False).rate == 16000
