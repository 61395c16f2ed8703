"""packaging/dev.py: what it decides, on real files and real child processes; and the pins it installs.

Programs that would change the computer (apt-get, sudo) are hand-written scripts on a PATH of the test's own.
"""

import ast
import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
RUN_PINS = PACKAGING / "constraints.txt"
DEV_PINS = PACKAGING / "constraints-dev.txt"
BUILD_PINS = PACKAGING / "constraints-build.txt"
BUNDLE_PINS = PACKAGING / "constraints-bundle.txt"
SET_UP = ("dev", "computer", "environment", "recipe_packages", "steps")
RECIPE_PINS = PACKAGING / "constraints-recipe.txt"
ALL_PINS = [RUN_PINS, DEV_PINS, BUILD_PINS, BUNDLE_PINS, RECIPE_PINS]

# An `assist` that tells what it was given, and ends with a code of its own.
TELLTALE = """
import os, sys
print(sys.argv[1:], os.getcwd())
sys.exit(7)
"""

posix_only = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout with dev.py, no packages to install, and a telltale for `assist`."""
    root = tmp_path / "a checkout"
    (root / "packaging").mkdir(parents=True)
    for name in SET_UP:
        shutil.copy(PACKAGING / f"{name}.py", root / "packaging")
    for pins in ALL_PINS:
        (root / "packaging" / pins.name).write_text("# nothing\n")
    (root / "assist").mkdir()
    (root / "assist/__main__.py").write_text(TELLTALE)
    return root


@pytest.fixture
def dev(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """dev.py of the small checkout, as a module, with its siblings; forgotten again afterwards."""
    monkeypatch.syspath_prepend(checkout / "packaging")
    module = importlib.import_module("dev")
    assert Path(str(module.__file__)).is_relative_to(checkout)
    yield module
    for name in SET_UP:
        del sys.modules[name]


@pytest.fixture
def computer(dev: ModuleType) -> ModuleType:
    return sys.modules["computer"]


@pytest.fixture
def environment(dev: ModuleType) -> ModuleType:
    return sys.modules["environment"]


def script(folder: Path, name: str, body: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def bare_debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with Debian's tools, nothing installed, and a user without rights; apt-get notes each call."""
    tools = tmp_path / "tools"
    script(tools, "dpkg-query", "exit 1")
    script(tools, "sudo", "exit 1")
    script(tools, "env", 'while [ "${1#*=}" != "$1" ]; do shift; done; exec "$@"')
    script(tools, "apt-get", f'echo "$@" >> "{tmp_path}/apt-calls"')
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return tools


def apt_calls(tmp_path: Path) -> list[str]:
    calls = tmp_path / "apt-calls"
    return calls.read_text().splitlines() if calls.exists() else []


# Pins


def pins_of(path: Path) -> dict[str, list[str]]:
    """Name of each pinned package → its versions, with the number of hashes checked on the way."""
    pins: dict[str, list[str]] = {}
    for block in re.split(r"(?m)^(?=[\w.-]+==)", path.read_text("utf-8"))[1:]:
        found = re.match(
            r"([\w.-]+)==([\w.+]+)( ; [^\\]*)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n", block
        )
        assert found, f"{path.name}: {block.splitlines()[0]} has no version with hashes"
        pins.setdefault(found[1], []).append(found[2])
    return pins


def normal(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def test_everything_that_pyproject_asks_for_is_pinned_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    asked_and_pinned = [
        (project["project"]["dependencies"], pins_of(RUN_PINS)),
        (groups["dev"], pins_of(DEV_PINS)),
        (groups["build"], pins_of(BUILD_PINS)),
        (groups["bundle"], pins_of(BUNDLE_PINS)),
        (groups["recipe"], pins_of(RECIPE_PINS)),
    ]
    for asked, pinned in asked_and_pinned:
        assert {normal(requirement) for requirement in asked} <= pinned.keys()


@pytest.mark.parametrize("more", [DEV_PINS, BUNDLE_PINS, RECIPE_PINS], ids=lambda path: path.name)
def test_no_package_is_pinned_twice_except_those_whose_builds_differ(more: Path) -> None:
    together = [RUN_PINS, BUILD_PINS, more]
    versions = [pair for path in together for pair in pins_of(path).items()]
    assert len({name for name, _ in versions}) == len(versions)
    assert {name for name, chosen in versions if len(chosen) > 1} <= {"torch", "vosk"}


@pytest.mark.parametrize("path", ALL_PINS, ids=lambda path: path.name)
def test_the_pins_name_no_address_and_no_folder(path: Path) -> None:
    rows = path.read_text("utf-8").splitlines()
    assert [
        row
        for row in rows
        if re.search(r"://|--(extra-)?index|--find-links|(^|[\s=])/\w|\w:\\", row)
    ] == []


def test_every_package_that_runs_with_the_program_has_its_licence_listed() -> None:
    listed = set(re.findall(r"`([\w.-]+)`", (PACKAGING / "LICENCES.md").read_text("utf-8")))
    assert pins_of(RUN_PINS).keys() - listed == set()
    assert pins_of(DEV_PINS).keys() - listed == set()


# The computer


def test_a_python_as_old_as_3_6_can_read_as_far_as_the_sentence_that_it_is_too_old() -> None:
    tree = ast.parse((PACKAGING / "dev.py").read_text("utf-8"), feature_version=(3, 6))
    plain = [type(node).__name__ for node in tree.body]
    assert plain.index("If") < plain.index("FunctionDef")  # Annotations are evaluated at a `def`.


def test_a_python_newer_than_the_parts_is_refused(
    dev: ModuleType,
    computer: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert computer.unsuited() is None
    monkeypatch.setattr(computer, "NEWEST_PYTHON", (3, 10))
    assert dev.main(["setup"]) == 1
    assert capsys.readouterr().err.startswith(
        "Python 3.11 to 3.10 is needed; some parts are not built for"
    )


def test_a_system_too_old_for_qt_is_refused(
    computer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = {key: ([999], "something newer") for key in computer.OLDEST_SYSTEM}
    monkeypatch.setattr(computer, "OLDEST_SYSTEM", newer)
    assert (
        computer.unsuited()
        == "Qt is not built for this system: it needs something newer, or newer."
    )
    monkeypatch.setattr(computer, "OLDEST_SYSTEM", {})
    assert "no speech recogniser built for this Python" in computer.unsuited()


@posix_only
def test_packages_count_as_installed_under_their_newer_names_too(
    computer: ModuleType, bare_debian: Path
) -> None:
    rows = (
        r"installed libgl1\ninstalled libglib2.0-0t64\nconfig-files libegl1\nnot-installed xvfb\n"
    )
    script(bare_debian, "dpkg-query", f"printf '{rows}'; exit 1")
    wanted = ["libgl1", "libglib2.0-0", "libegl1", "xvfb", "openbox"]
    assert computer.missing_packages(wanted) == ["libegl1", "xvfb", "openbox"]


@posix_only
def test_without_rights_it_says_the_one_line_and_stops(
    dev: ModuleType, bare_debian: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["demo"]) == 1
    said = capsys.readouterr()
    (line,) = [row for row in said.err.splitlines() if row.startswith("    ")]
    assert line.strip().startswith(
        "sudo apt-get update && sudo apt-get install --no-install-recommends "
    )
    assert {"libportaudio2", "libxcb-cursor0"} <= set(line.split())
    assert "xvfb" not in line
    assert said.out == ""
    assert apt_calls(tmp_path) == []
    assert not (tmp_path / "a checkout/.venv").exists()


@posix_only
def test_with_a_passwordless_sudo_it_installs_what_the_tests_need_and_removes_nothing(
    computer: ModuleType, bare_debian: Path, tmp_path: Path
) -> None:
    script(bare_debian, "true", "exit 0")
    script(bare_debian, "sudo", '[ "$1" = -n ] && shift && exec "$@"')
    computer.require_packages("dev", venv_exists=False)
    update, install = apt_calls(tmp_path)
    assert update.split()[-1] == "update"
    assert {"-y", "--no-remove", "--no-install-recommends", "libgl1", "xvfb", "pulseaudio"} <= set(
        install.split()
    )


@posix_only
def test_pythons_split_off_venv_module_is_among_the_packages(
    computer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"python3.{sys.version_info.minor}-venv"
    assert name not in computer.wanted_packages("run", venv_exists=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda module: None)
    assert name in computer.wanted_packages("run", venv_exists=False)
    assert name not in computer.wanted_packages("run", venv_exists=True)


@posix_only
def test_an_apt_get_that_fails_is_one_sentence_with_its_last_word(
    dev: ModuleType,
    bare_debian: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    script(
        bare_debian,
        "apt-get",
        "echo 'W: old lists' >&2; echo 'E: no room on the disk' >&2; exit 100",
    )
    assert dev.main(["setup"]) == 1
    said = capsys.readouterr().err
    assert "apt-get could not install the system packages (E: no room on the disk)" in said
    assert "--no-apt" in said
    assert "Traceback" not in said


# pip's many words, as pip 23 and 25 print them

REFUSED = """WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError('\
<pip._vendor.urllib3.connection.HTTPConnection object at 0x7fa7>: Failed to establish a new connection: [Errno 111] \
Connection refused')': /simple/six/
ERROR: Could not find a version that satisfies the requirement six==1.17.0 (from versions: none)
ERROR: No matching distribution found for six==1.17.0"""
OWN_CERTIFICATE = """Could not fetch URL: There was a problem confirming the ssl certificate: Max retries exceeded with \
url: /simple/six/ (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate \
verify failed: self-signed certificate in certificate chain (_ssl.c:992)')))
ERROR: No matching distribution found for six==1.17.0"""
OTHER_HASH = """ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package
    six==1.17.0 from file:///wheels/six-1.17.0-py2.py3-none-any.whl (from -r constraints.txt (line 1)):
        Expected sha256 0000000000000000000000000000000000000000000000000000000000000007
             Got        4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274"""
NO_BUILD = """ERROR: Could not find a version that satisfies the requirement vosk==0.3.99 (from versions: 0.3.18, 0.3.45)
ERROR: No matching distribution found for vosk==0.3.99"""
FULL_DISK = (
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
)


@pytest.mark.parametrize(
    ("said", "sentence", "detail"),
    [
        (REFUSED, "cannot be fetched: check the network", "Connection refused"),
        (
            OWN_CERTIFICATE,
            "proxy and certificate settings",
            "certificate verify failed: self-signed",
        ),
        (OTHER_HASH, "is not the one that packaging/constraints", "six==1.17.0 from file:"),
        (NO_BUILD, "pip could not install", "requirement vosk==0.3.99"),
        (FULL_DISK, "The disk is full", "Make room"),
        ("Segmentation fault", "pip could not install", "Segmentation fault"),
    ],
)
def test_why_pip_failed_is_one_sentence_and_the_row_that_matters(
    environment: ModuleType, said: str, sentence: str, detail: str
) -> None:
    first, _, rest = environment.why_pip_failed(said).partition("\n")
    assert sentence in first
    assert detail in (rest or first)
    assert rest.count("\n") == 0


# Whole set-ups, without packages: real virtual environments, real child processes


def run_dev(
    checkout: Path, *words: str, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(checkout / "packaging/dev.py"), *words],
        cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
    )  # fmt: skip


@pytest.mark.slow
def test_run_passes_words_folder_and_exit_code_and_is_quick_the_second_time(
    checkout: Path, tmp_path: Path
) -> None:
    first = run_dev(
        checkout, "run", "--no-apt", "--", "replay", "--json", "--", "a b.wav", folder=tmp_path
    )
    assert first.returncode == 7, first.stderr
    assert first.stdout == f"['replay', '--json', '--', 'a b.wav'] {tmp_path}\n"
    assert "making .venv" in first.stderr
    began = time.perf_counter()
    second = run_dev(checkout, "demo", "--no-apt", "--", "--fast", folder=tmp_path)
    print(f"the second run took {time.perf_counter() - began:.2f} s")
    assert (second.returncode, second.stderr) == (7, "")
    assert second.stdout == f"['demo', '--fast'] {tmp_path}\n"


@pytest.mark.slow
def test_a_set_up_that_was_broken_off_is_made_anew_and_new_pins_are_installed(
    checkout: Path, dev: ModuleType, environment: ModuleType
) -> None:
    dev.make_ready("run", apt=False)
    assert environment.ready("run")
    assert not environment.ready("dev")
    half_made = environment.VENV / "half-made"
    half_made.touch()

    dev.RUN_PINS.write_text("# other pins, nothing to install either\n")
    assert not environment.ready("run")
    dev.make_ready("dev", apt=False)
    assert environment.ready("run")
    assert environment.ready("dev")
    assert half_made.exists()  # A finished .venv is added to.

    environment.STATE.write_text('{"under way": "yes"}')
    assert not environment.ready("run")
    dev.make_ready("run", apt=False)
    assert environment.ready("run")
    assert not half_made.exists()
    assert run_dev(checkout, "run", "--no-apt").returncode == 7


@pytest.mark.slow
def test_two_set_ups_at_once_make_one_venv(checkout: Path) -> None:
    command = [sys.executable, str(checkout / "packaging/dev.py"), "run", "--no-apt"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in "ab"
    ]
    told = [process.communicate(timeout=300)[1] for process in both]
    assert [process.returncode for process in both] == [7, 7]
    assert sum(text.count("making .venv") for text in told) == 1


def test_a_venv_that_cannot_be_made_is_one_sentence(
    checkout: Path, dev: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / ".venv").write_text("a file stands in the way")
    assert dev.main(["run", "--no-apt"]) == 1
    said = capsys.readouterr().err
    assert ".venv" in said
    assert len(said.splitlines()) == 1


def test_wrong_words_are_exit_code_2(checkout: Path) -> None:
    answer = run_dev(checkout, "fly")
    assert answer.returncode == 2
    assert "invalid choice" in answer.stderr


# Checks and benchmarks, by this very Python


def test_every_check_that_finds_something_is_named(
    dev: ModuleType,
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    (checkout / "pyproject.toml").write_text('[tool.mypy]\nstrict = true\nfiles = ["assist"]\n')
    (checkout / "assist/__main__.py").write_text('"""Nothing."""\n')
    shutil.rmtree(checkout / "packaging")
    assert dev.failing_checks() == []
    (checkout / "assist/wrong.py").write_text("import os\n\n\ndef f(x):\n    return x\n")
    assert dev.failing_checks() == ["ruff check", "mypy"]
    with pytest.raises(dev.Stop, match="ruff check and mypy found something to mend"):
        dev.check()
    assert "wrong.py" in capfd.readouterr().out


def test_bench_runs_all_short_ones_or_the_named_and_fails_with_one_that_fails(
    dev: ModuleType,
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    folder = checkout / "tests/bench"
    folder.mkdir(parents=True)
    (folder / "bench_fine.py").write_text("import sys; print('fine', sys.argv[1:])")
    (folder / "bench_poor.py").write_text("raise SystemExit(3)")
    (folder / "bench_shift.py").write_text("print('four hours')")
    assert dev.bench([], []) == 1
    assert "four hours" not in capfd.readouterr().out
    assert dev.bench(["shift"], []) == 0
    assert "four hours" in capfd.readouterr().out
    assert dev.bench(["fine"], ["--calls", "2"]) == 0
    assert "fine ['--calls', '2']" in capfd.readouterr().out
    with pytest.raises(dev.Stop, match=r"bench_none\.py"):
        dev.bench(["none"], [])


def test_the_benchmarks_that_run_only_when_named_exist(dev: ModuleType) -> None:
    here = Path(__file__).parent / "bench"
    assert [name for name in dev.LONG_BENCHES if not (here / f"bench_{name}.py").exists()] == []
