"""Installing real Vosk-format models from everywhere, and everything that can go wrong on the way."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from assist.cli import main
from assist.faults import Fault
from assist.places import shipped
from assist.speech.catalogue import CatalogueEntry, Checksum, ChecksumKind
from assist.speech.install import install, remove, verify
from assist.speech.layout import QUICK_PARTIALS
from assist.speech.models import (
    SpeechModel,
    find_model,
    installed_models,
    machine_models,
    user_models,
)
from assist.speech.shelf import hold
from assist.speech.source import Wish
from tests.speech.conftest import zip_folder
from tests.speech.site import Site

ROOT = Path(__file__).resolve().parents[2]
NAME = "vosk-model-toy-0.1"
T = TypeVar("T")


def offered(
    site: Site, archive: Path, kind: ChecksumKind = ChecksumKind.SHA256
) -> tuple[CatalogueEntry, ...]:
    """A catalogue of one model, which the site serves."""
    content = archive.read_bytes()
    site.files[f"/{NAME}.zip"] = content
    value = "" if kind is ChecksumKind.NONE else hashlib.new(kind.value, content).hexdigest()
    return (
        CatalogueEntry(
            name=NAME,
            title="A toy",
            language="en",
            note="",
            licence="Apache-2.0",
            source=f"{site.address}/{NAME}.zip",
            size=len(content),
            about_size=len(content),
            checksum=Checksum(kind, value),
        ),
    )


def left_behind() -> list[str]:
    """What lies in the user's models folder besides whole models."""
    folder = user_models()
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    return sorted(names - {".lock"} - {one.name for one in installed_models()})


def refused(wish: Wish, catalogue: tuple[CatalogueEntry, ...] = ()) -> str:
    before = {one.name for one in installed_models()}
    with pytest.raises(Fault) as fault:
        install(wish, catalogue)
    assert "\n" not in str(fault.value)
    assert {one.name for one in installed_models()} == before
    assert left_behind() == []
    return str(fault.value)


# From everywhere


def test_from_a_zip_it_can_be_chosen_by_name_and_hears(zipped: Path) -> None:
    info = install(Wish(str(zipped), language="en"), ())
    assert (info.name, info.language, info.rate) == (NAME, "en", 16000)
    assert find_model(NAME).path == user_models() / NAME
    assert SpeechModel(find_model(NAME)).knows("refund")
    assert left_behind() == []


def test_from_a_folder(model: Path) -> None:
    assert install(Wish(str(model)), ()).name == NAME
    assert SpeechModel(find_model(NAME)).knows("refund")


def test_from_a_zip_without_a_top_folder_it_is_named_after_the_file(
    model: Path, tmp_path: Path
) -> None:
    archive = zip_folder(model, tmp_path / "our-calls.zip")
    assert install(Wish(str(archive)), ()).name == "our-calls"


def test_from_an_address(site: Site, zipped: Path) -> None:
    site.files["/files/toy.zip"] = zipped.read_bytes()
    told: list[tuple[int, int]] = []
    address = f"{site.address}/files/toy.zip"
    info = install(Wish(address), (), lambda got, total: told.append((got, total)))
    assert info.name == "toy"
    assert told[-1] == (zipped.stat().st_size, zipped.stat().st_size)
    about = tomllib.loads((info.path / "about.toml").read_text("utf-8"))
    assert about["source"] == address
    assert left_behind() == []


@pytest.mark.parametrize("kind", list(ChecksumKind))
def test_by_name(site: Site, zipped: Path, kind: ChecksumKind) -> None:
    info = install(Wish(NAME), offered(site, zipped, kind))
    assert (info.name, info.title, info.language) == (NAME, "A toy", "en")
    about = tomllib.loads((info.path / "about.toml").read_text("utf-8"))
    assert about["licence"] == "Apache-2.0"
    assert about["source"] == f"{site.address}/{NAME}.zip"


def test_by_name_it_goes_on_after_a_break(site: Site, zipped: Path) -> None:
    catalogue = offered(site, zipped)
    site.cuts = [1_000_000, -1]
    install(Wish(NAME), catalogue)
    assert [one.range for one in site.asked] == ["", "bytes=1000000-"]
    assert not verify(find_model(NAME)).problems


def test_for_everyone_it_is_readable_whatever_the_admins_umask(zipped: Path) -> None:
    old = os.umask(0o077)
    try:
        info = install(Wish(str(zipped), for_everyone=True), ())
    finally:
        os.umask(old)
    assert info.path == machine_models() / NAME
    if os.name != "nt":
        assert all(path.stat().st_mode & 0o004 for path in [info.path, *info.path.rglob("*")])
    assert find_model(NAME).path == info.path


def test_a_demonstration_model_stays_one(tmp_path: Path) -> None:
    archive = zip_folder(shipped("models") / "demo-en", tmp_path / "demo-copy.zip")
    assert install(Wish(str(archive)), ()).demonstration


# Without a network


def test_from_the_offline_folder_nothing_is_fetched(site: Site, zipped: Path) -> None:
    catalogue = offered(site, zipped)
    info = install(Wish(NAME, offline_dir=zipped.parent), catalogue)
    assert (info.title, site.asked) == ("A toy", [])


def test_the_offline_folder_may_hold_an_unpacked_model(site: Site, model: Path) -> None:
    assert install(Wish(NAME, offline_dir=model.parent), ()).name == NAME


def test_a_wrong_zip_in_the_offline_folder_is_refused(site: Site, zipped: Path) -> None:
    catalogue = offered(site, zipped)
    zipped.write_bytes(zipped.read_bytes()[:-1] + b"x")
    assert "sha256 checksum is wrong" in refused(Wish(NAME, offline_dir=zipped.parent), catalogue)
    assert zipped.exists()


def test_what_is_not_in_the_offline_folder_is_not_fetched(
    site: Site, zipped: Path, tmp_path: Path
) -> None:
    catalogue = offered(site, zipped)
    assert f"there is no {NAME}.zip" in refused(Wish(NAME, offline_dir=tmp_path), catalogue)
    address = f"{site.address}/{NAME}.zip"
    assert "nothing is fetched" in refused(Wish(address, offline_dir=tmp_path), catalogue)
    assert site.asked == []


def test_the_catalogues_zip_fetched_by_hand_is_recognised(site: Site, zipped: Path) -> None:
    assert install(Wish(str(zipped)), offered(site, zipped)).title == "A toy"


# What is refused


@pytest.mark.parametrize("kind", [ChecksumKind.SHA256, ChecksumKind.MD5])
def test_another_zip_than_the_catalogues(site: Site, zipped: Path, kind: ChecksumKind) -> None:
    catalogue = offered(site, zipped, kind)
    content = bytearray(zipped.read_bytes())
    content[1000] ^= 1
    site.files[f"/{NAME}.zip"] = bytes(content)
    assert f"{kind} checksum is wrong" in refused(Wish(NAME), catalogue)


def test_a_sign_in_page_in_place_of_the_zip(site: Site, zipped: Path) -> None:
    catalogue = offered(site, zipped)
    site.files[f"/{NAME}.zip"] = b"<html>Please sign in</html>"
    assert "not the" in refused(Wish(NAME), catalogue)


def test_another_zip_than_the_user_says(zipped: Path) -> None:
    right = hashlib.sha256(zipped.read_bytes()).hexdigest()
    assert "checksum is wrong" in refused(Wish(str(zipped), sha256="0" * 64))
    assert install(Wish(str(zipped), sha256=right.upper()), ()).name == NAME


def test_a_missing_file_on_the_server(site: Site) -> None:
    assert "no such file (404)" in refused(Wish(f"{site.address}/gone.zip"))


@pytest.mark.parametrize(
    ("what", "name", "says"),
    [
        ("no-such-model", "", "no model of the catalogue"),
        ("./no/such.zip", "", "no model of the catalogue"),
        ("{zip}", "../evil", "cannot be a model's name"),
        ("{zip}", ".hidden", "cannot be a model's name"),
        ("{zip}", "demo-en", "ships with the program"),
    ],
)
def test_names_that_will_not_do(zipped: Path, what: str, name: str, says: str) -> None:
    assert says in refused(Wish(what.format(zip=zipped), name=name))


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("am/final.mdl", cut_in_half),
        ("graph/HCLr.fst", cut_in_half),
        ("graph/Gr.fst", cut_in_half),
        ("graph/disambig_tid.int", cut_in_half),  # Vosk ends the program on this one
        ("conf/model.conf", cut_in_half),  # and on this one
        ("conf/model.conf", lambda path: path.write_text("")),
        ("conf/mfcc.conf", cut_in_half),
        ("graph/words.txt", lambda path: path.write_text("")),
        ("graph/Gr.fst", Path.unlink),
    ],
)
def test_a_model_that_does_not_open_is_not_installed(
    model: Path, name: str, damage: Callable[[Path], object]
) -> None:
    damage(model / name)
    assert "not a whole Vosk speech model" in refused(Wish(str(model)))


def test_one_that_is_installed_is_only_replaced_when_asked(zipped: Path) -> None:
    install(Wish(str(zipped)), ())
    assert "already installed" in refused(Wish(str(zipped)))
    cut_in_half(user_models() / NAME / "graph/Gr.fst")
    assert install(Wish(str(zipped), again=True), ()).name == NAME
    assert not verify(find_model(NAME)).problems
    assert left_behind() == []


def test_a_failed_replacement_keeps_the_one_that_works(zipped: Path, model: Path) -> None:
    install(Wish(str(zipped)), ())
    cut_in_half(model / "graph/HCLr.fst")
    assert "not a whole" in refused(Wish(str(model), again=True))
    assert not verify(find_model(NAME)).problems


def test_two_at_once_do_not_get_in_each_others_way(zipped: Path) -> None:
    with hold(user_models()):
        assert "another install" in refused(Wish(str(zipped)))
    assert install(Wish(str(zipped)), ()).name == NAME


def test_a_folder_that_may_not_be_written_is_one_sentence(zipped: Path) -> None:
    user_models().parent.mkdir(parents=True)
    user_models().write_text("a file in its place")
    with pytest.raises(Fault, match="cannot be changed"):
        install(Wish(str(zipped)), ())


# Quicker partial results


def test_a_model_that_leaves_it_open_gets_quicker_partial_results(model: Path) -> None:
    before = (model / "conf/model.conf").read_text()
    info = install(Wish(str(model)), ())
    assert (info.path / "conf/model.conf").read_text() == f"{before}{QUICK_PARTIALS}\n"
    assert tomllib.loads((info.path / "about.toml").read_text("utf-8"))["added"] == QUICK_PARTIALS
    assert not verify(info).problems
    assert (model / "conf/model.conf").read_text() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda text: f"{text}--frames-per-chunk=30\n",
        lambda text: text.replace("--frame-subsampling-factor=3", "--frame-subsampling-factor=1"),
    ],
)
def test_a_model_that_says_otherwise_is_left_alone(
    model: Path, change: Callable[[str], str]
) -> None:
    settings = model / "conf/model.conf"
    settings.write_text(change(settings.read_text()))
    info = install(Wish(str(model)), ())
    assert (info.path / "conf/model.conf").read_text() == settings.read_text()
    assert "added" not in tomllib.loads((info.path / "about.toml").read_text("utf-8"))


def test_who_asks_to_keep_the_settings_keeps_them(model: Path) -> None:
    info = install(Wish(str(model), keep_settings=True), ())
    ours = (info.path / "conf/model.conf").read_text()
    assert ours == (model / "conf/model.conf").read_text()


# Other layouts


def flatten(model: Path) -> None:
    for name in (
        "am/final.mdl",
        "conf/mfcc.conf",
        *(f"graph/{one}" for one in ("Gr.fst", "HCLr.fst")),
    ):
        (model / name).rename(model / Path(name).name)
    for name in ("disambig_tid.int", "phones.txt", "words.txt", "phones/word_boundary.int"):
        (model / "graph" / name).rename(model / Path(name).name)


def test_the_older_flat_layout(model: Path) -> None:
    flatten(model)
    for gone in ("am", "conf/model.conf", "conf", "graph/phones", "graph"):
        path = model / gone
        path.rmdir() if path.is_dir() else path.unlink()
    assert install(Wish(str(model)), ()).name == NAME
    assert SpeechModel(find_model(NAME)).knows("refund")


def test_a_model_for_another_rate(model: Path) -> None:
    settings = model / "conf/mfcc.conf"
    text = settings.read_text().replace("=16000", "=8000").replace("=7600", "=3700")
    settings.write_text(text)
    assert install(Wish(str(model)), ()).rate == 8000
    assert verify(find_model(NAME)).problems == ()


# What ends the program half-way


def program(*words: str) -> list[str]:
    return [sys.executable, "-m", "assist", "models", *words]


def home_models(tmp_path: Path) -> Path:
    return tmp_path / "home/agent-assist/models"


linux_only = pytest.mark.skipif(sys.platform != "linux", reason="its own folders are set by XDG")


@linux_only
def test_killed_while_fetching_the_next_run_goes_on(
    site: Site, zipped: Path, tmp_path: Path
) -> None:
    site.files["/toy.zip"] = zipped.read_bytes()
    site.stalls = threading.Event()
    words = program("install", f"{site.address}/toy.zip")
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL) as running:
        part = wait_for(lambda: next(home_models(tmp_path).glob(".downloads/*.part"), None))
        wait_for(lambda: part.stat().st_size > 3_000_000)
        running.send_signal(signal.SIGKILL)
    site.stalls.set()
    site.stalls = None
    assert not (home_models(tmp_path) / "toy").exists()
    done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
    assert "toy is installed" in done.stdout
    assert site.asked[-1].range.startswith("bytes=")
    assert site.asked[-1].status == 206
    assert sorted(path.name for path in home_models(tmp_path).iterdir()) == [".lock", "toy"]


@linux_only
@pytest.mark.slow
def test_killed_at_any_moment_there_is_a_whole_model_or_none(model: Path, tmp_path: Path) -> None:
    target = home_models(tmp_path) / NAME
    words = program("install", str(model), "--again")
    began = time.monotonic()
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    takes = time.monotonic() - began
    shutil.rmtree(target)
    seen = set()
    for part in (0.1, 0.4, 0.55, 0.7, 0.85, 1.0):
        after = part * takes
        with subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as running:
            time.sleep(after)
            running.send_signal(signal.SIGKILL)
        seen.add(target.exists())
        if target.exists():
            files = tomllib.loads((target / "about.toml").read_text("utf-8"))["files"]
            for name, mark in files.items():
                digest = hashlib.sha256((target / name).read_bytes()).hexdigest()
                assert digest == mark["sha256"], (after, name)
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    assert sorted(path.name for path in target.parent.iterdir()) == [".lock", NAME]
    assert False in seen


@linux_only
def test_a_write_that_fails_half_way_leaves_nothing(zipped: Path, tmp_path: Path) -> None:
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (3_500_000, 3_500_000));"
        "from assist.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    words = [sys.executable, "-c", limited, "models", "install", str(zipped)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("check the rights to it.")
    assert [path.name for path in home_models(tmp_path).iterdir()] == [".lock"]


def wait_for(what: Callable[[], T | None], at_most: float = 60.0) -> T:
    until = time.monotonic() + at_most
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.01)
    raise AssertionError("it did not come")


# Checking and removing


def test_the_model_that_ships_is_what_its_list_says() -> None:
    verdict = verify(find_model())
    assert verdict.recorded
    assert verdict.problems == ()


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda path: flip(path / "graph/words.txt"), "graph/words.txt has changed"),
        (lambda path: cut_in_half(path / "graph/Gr.fst"), "graph/Gr.fst has 2006802 bytes"),
        (lambda path: (path / "graph/phones.txt").unlink(), "graph/phones.txt is missing"),
        (lambda path: (path / "rescore.fst").touch(), "rescore.fst was not part of the model"),
        (
            lambda path: (path / "conf/model.conf").write_text("--beam=1"),
            "conf/model.conf has 8 bytes",
        ),
    ],
)
def test_verify_names_what_is_not_as_it_was(
    zipped: Path, change: Callable[[Path], object], says: str
) -> None:
    info = install(Wish(str(zipped)), ())
    change(info.path)
    assert any(says in problem for problem in verify(info).problems)


def test_verify_of_a_folder_that_was_not_installed_only_opens_it(model: Path) -> None:
    verdict = verify(find_model(str(model)))
    assert (verdict.recorded, verdict.problems) == (False, ())


def test_a_removed_model_is_gone(zipped: Path) -> None:
    install(Wish(str(zipped)), ())
    remove(NAME)
    assert NAME not in {one.name for one in installed_models()}
    assert left_behind() == []


def test_what_cannot_be_removed_is_told(zipped: Path) -> None:
    for name, says in [
        ("demo-en", "ships with the program"),
        ("nothing", "not installed"),
        ("../user", "not installed"),
        ("", "not installed"),
    ]:
        with pytest.raises(Fault, match=says):
            remove(name)
    install(Wish(str(zipped), for_everyone=True), ())
    with pytest.raises(Fault, match="for everyone"):
        remove(NAME)
    remove(NAME, for_everyone=True)
    assert [one.name for one in installed_models()] == ["demo-en"]


# On the command line


def test_the_commands_from_end_to_end(zipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "install", str(zipped), "--language", "en", "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["name"] == NAME
    assert said.err.splitlines() == ["Unpacking", "Trying whether it opens"]
    assert main(["models", "list", "--json"]) == 0
    listed = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert listed[NAME]["language"] == "en"
    assert listed["demo-en"]["demonstration"]
    assert listed[NAME]["bytes"] > 7_000_000
    assert main(["models", "verify", "--json"]) == 0
    assert all(one["whole"] for one in json.loads(capsys.readouterr().out))
    assert main(["models", "remove", NAME, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == NAME


def test_a_damaged_model_is_told_and_the_exit_code_is_1(
    zipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    info = install(Wish(str(zipped)), ())
    flip(info.path / "graph/words.txt")
    assert main(["models", "verify"]) == 1
    said = capsys.readouterr()
    assert f"{NAME}: damaged\n    graph/words.txt has changed\n" in said.out
    assert "demo-en: whole" in said.out
    assert said.err.count("\n") == 1


def test_the_models_to_choose_from_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list", "--available", "--json"]) == 0
    offers = json.loads(capsys.readouterr().out)
    assert {one["name"] for one in offers} >= {"vosk-model-small-en-us-0.15", "vosk-model-de-0.21"}
    assert main(["models", "list", "--available"]) == 0
    assert "Apache-2.0" in capsys.readouterr().out
