"""The Linux installers' texts and their shell script. Installing for real: packaging/linux/prove.py."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from assist.cli import _parser

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging/linux"
Packaging = Callable[[str], ModuleType]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="about Linux's installers")


def test_the_control_file_says_what_debian_asks_for(packaging: Packaging) -> None:
    text = packaging("linux.deb").control("1.2.0~rc1", "amd64", ["libc6 (>= 2.35)", "b"], 3_000_001)
    rows = dict(row.split(": ", 1) for row in text.splitlines() if not row.startswith(" "))
    assert rows["Version"] == "1.2.0~rc1"
    assert rows["Depends"] == "b, libc6 (>= 2.35)"
    assert rows["Installed-Size"] == "2930"
    assert {"Package", "Architecture", "Maintainer", "Description", "Section"} <= rows.keys()


@pytest.mark.parametrize("version", ["", "v1.0", "1.0-1", "1.0\nDepends: evil", "1 0"])
def test_a_version_that_debian_does_not_take_is_refused(packaging: Packaging, version: str) -> None:
    with pytest.raises(packaging("steps").Stop, match="begin it with a digit"):
        packaging("linux.deb").control(version, "amd64", [], 1)


@pytest.mark.skipif(not shutil.which("dpkg"), reason="asks dpkg")
def test_the_older_package_of_the_proof_is_older(packaging: Packaging) -> None:
    prove, version = packaging("linux.prove"), packaging("bundle_build").VERSION
    subprocess.run(["dpkg", "--compare-versions", prove.OLDER, "lt", version], check=True)


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="needs desktop-file-utils")
def test_desktops_find_nothing_wrong_with_the_menu_entry(
    packaging: Packaging, tmp_path: Path
) -> None:
    desktop, path = packaging("linux.desktop"), tmp_path / "agent-assist.desktop"
    path.write_text(desktop.desktop_entry("/usr/bin/assist"), "utf-8")
    told = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (0, "")
    assert desktop.command_of(path.read_text("utf-8")) == "/usr/bin/assist"


def test_the_manual_names_every_command_and_option(packaging: Packaging) -> None:
    manual, parser = packaging("linux.manual"), _parser()
    page = manual.manual(parser, "1.0", {"/etc/x": "a file"}).replace("\\-", "-")
    for one, words in manual.commands(parser):
        assert " ".join(words) in page
        for action in one._actions:
            hidden = action.help == argparse.SUPPRESS or "--help" in action.option_strings
            named = action.option_strings if words and not hidden else []
            assert all(rf"\fB{option}\fR" in page for option in named)


@pytest.mark.skipif(not shutil.which("groff"), reason="needs groff")
def test_groff_finds_nothing_wrong_with_the_manual(packaging: Packaging) -> None:
    page = packaging("linux.manual").manual(_parser(), "1.0", {"/etc/x": ".a 'strange\\ one"})
    told = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", "-z"], input=page, capture_output=True, text=True
    )
    assert (told.returncode, told.stderr) == (0, "")


SCRIPTS = [LINUX / "install.sh", LINUX / "debian/postinst", LINUX / "debian/postrm"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_the_shell_reads_each_script(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True)


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """What the archive unpacks, with a program that only tells its version."""
    folder = tmp_path / "unpacked"
    (folder / "bundle").mkdir(parents=True)
    program = folder / "bundle/assist"
    program.write_text('#!/bin/sh\n[ "$1" != models ] || echo "[]"\necho "assist 1.0"\n')
    program.chmod(0o755)
    for name in ("_assist", "assist.bash", "assist.fish", "assist.1.gz"):
        (folder / "told/icons").mkdir(parents=True, exist_ok=True)
        (folder / "told" / name).write_text("x")
    for size in (16, 22, 24, 32, 48, 64, 128, 256):
        (folder / f"told/icons/{size}.png").write_text("x")
    (folder / "entry").write_text("Exec=@PROGRAM@ run\nTryExec=@PROGRAM@\n")
    shutil.copy(LINUX / "install.sh", folder)
    return folder


def install(unpacked: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    home.mkdir(exist_ok=True)
    own = {"HOME": str(home), "PATH": os.environ["PATH"]}
    return subprocess.run(
        ["sh", unpacked / "install.sh", *words], env=own, capture_output=True, text=True
    )


def test_it_installs_over_an_older_one_and_goes_without_a_trace(
    unpacked: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    for _ in range(2):
        done = install(unpacked, home)
        assert done.returncode == 0, done.stderr
    entry = home / ".local/share/applications/agent-assist.desktop"
    program = home / ".local/lib/agent-assist/assist"
    assert entry.read_text() == f"Exec={program} run\nTryExec={program}\n"
    assert (home / ".local/bin/assist").resolve() == program
    (home / ".local/share/agent-assist").mkdir()
    (home / ".local/share/agent-assist/journal.db").write_text("mine")

    assert install(unpacked, home, "--uninstall").returncode == 0
    left = [path for path in home.rglob("*") if not path.is_dir()]
    assert left == [home / ".local/share/agent-assist/journal.db"]
    again = install(unpacked, home, "--uninstall")
    assert (again.returncode, len(again.stderr.splitlines())) == (1, 1)


def test_everybody_may_read_what_was_unpacked_for_one_user(unpacked: Path, tmp_path: Path) -> None:
    for path in unpacked.rglob("*"):
        path.chmod(0o700 if path.is_dir() or path.name == "assist" else 0o600)
    before = os.umask(0o077)
    try:
        done = install(unpacked, tmp_path / "home")
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    local = tmp_path / "home/.local"
    for path in [*(local / "lib").rglob("*"), *(local / "share").rglob("*")]:
        runs = path.is_dir() or path == local / "lib/agent-assist/assist"
        assert path.stat().st_mode & 0o077 == (0o055 if runs else 0o044), path


def test_wrong_words_are_exit_code_2(unpacked: Path, tmp_path: Path) -> None:
    done = install(unpacked, tmp_path / "home", "--fly")
    assert done.returncode == 2
    assert "--uninstall" in done.stderr


def test_a_home_that_menus_cannot_name_is_refused(unpacked: Path, tmp_path: Path) -> None:
    done = install(unpacked, tmp_path / "a home")
    assert (done.returncode, list((tmp_path / "a home").iterdir())) == (1, [])
    assert "--system" in done.stderr


def test_a_program_that_does_not_run_here_is_not_installed(unpacked: Path, tmp_path: Path) -> None:
    (unpacked / "bundle/assist").write_text("#!/bin/sh\necho no such library >&2; exit 127\n")
    done = install(unpacked, tmp_path / "home")
    assert done.returncode == 1
    assert "no such library" in done.stderr
    assert list((tmp_path / "home").iterdir()) == []
