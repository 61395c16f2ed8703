"""A virtual environment of the checkout: packages pinned by version and hash, and a record of what was finished.

There are two: `.venv`, in which the checkout runs and is tested, and one under `build/` that holds only what
goes into a bundle and what makes it.

Promise: `make_ready` returns with one that fits the pins, or raises Stop. A set-up that was broken off
is made anew, never trusted; two at once wait for each other; a finished one costs a look at two files.
"""

import contextlib
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from steps import ROOT, Stop, quiet, say, step

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def state_of(venv: Path) -> Path:
    return venv / "agent-assist-setup.json"


VENV = ROOT / ".venv"
PYTHON = python_of(VENV)
STATE = state_of(VENV)
BUNDLE_VENV = ROOT / "build/venv"

BUILD_PINS = ROOT / "packaging/constraints-build.txt"
RUN_PINS = ROOT / "packaging/constraints.txt"
DEV_PINS = ROOT / "packaging/constraints-dev.txt"
BUNDLE_PINS = ROOT / "packaging/constraints-bundle.txt"
PINS = {
    "run": [BUILD_PINS, RUN_PINS],
    "dev": [BUILD_PINS, RUN_PINS, DEV_PINS],
    "bundle": [BUILD_PINS, RUN_PINS, BUNDLE_PINS],
}
INCLUDES = {"run": ["run"], "dev": ["run", "dev"], "bundle": ["bundle"]}
"""What a finished set-up for one need is ready for."""

# srt, which vosk imports, is published as source only; every other package must come ready built.
SOURCE_ONLY = "srt"

NETWORK_CAUSES = (
    "certificate verify failed|Name or service not known|Temporary failure in name resolution|getaddrinfo failed"
    "|Connection refused|Network is unreachable|timed out|Proxy|^ERROR"
)


def fingerprint(need: str) -> str:
    """Changes when the pins, the Python or the computer's kind do."""
    seen = hashlib.sha256(repr((sys.version_info[:2], sys.platform, platform.machine())).encode())
    for pins in PINS[need]:
        seen.update(pins.read_bytes())
    return seen.hexdigest()


def recorded(venv: Path = VENV) -> dict[str, str]:
    """What the last set-up left: a fingerprint for each need, or the mark that it was under way."""
    try:
        state = json.loads(state_of(venv).read_text("ascii"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def ready(need: str, venv: Path = VENV) -> bool:
    return recorded(venv).get(need) == fingerprint(need) and python_of(venv).exists()


@contextlib.contextmanager
def only_one_setup(venv: Path) -> Iterator[IO[str]]:
    """Waits until no other set-up works on this environment; yields the open state file."""
    venv.mkdir(parents=True, exist_ok=True)
    with state_of(venv).open("a+", encoding="ascii") as state:
        if sys.platform == "win32":
            # Windows locks bytes, and refuses to read them: so one that lies far behind the text.
            state.seek(1 << 20)
            msvcrt.locking(state.fileno(), msvcrt.LK_LOCK, 1)
        else:
            try:
                fcntl.flock(state, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("[set-up] waiting for another set-up of this checkout …")
                fcntl.flock(state, fcntl.LOCK_EX)
        yield state


def record(state: IO[str], facts: dict[str, str]) -> None:
    state.seek(0)
    state.truncate()
    json.dump(facts, state)
    state.flush()


def venv_works(venv: Path) -> bool:
    """Whether it holds this version of Python with a pip that starts."""
    if not python_of(venv).exists():
        return False
    ask = "import sys, pip; print(*sys.version_info[:2])"
    answer = subprocess.run([python_of(venv), "-I", "-c", ask], capture_output=True, text=True)
    return answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def make_venv(venv: Path) -> None:
    """Makes it anew. The state file stays: it is locked, and says that this is under way."""
    for old in venv.iterdir():
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        elif old != state_of(venv):
            old.unlink()
    # From inside a virtual environment, perhaps this very one, the Python that it was made from.
    base = getattr(sys, "_base_executable", None) or sys.executable
    with step("making {} with Python {}.{}".format(venv.relative_to(ROOT), *sys.version_info[:2])):
        made = quiet([base, "-m", "venv", venv])
    if made.returncode:
        raise Stop(
            "Python's venv module failed (on other systems than Debian it may be a package of its own):\n    "
            + (made.stderr.strip() or "no message")
        )


def pip_install(venv: Path, pins: Sequence[Path], *options: str) -> None:
    files = [f"--requirement={path}" for path in pins]
    loud = [] if sys.stderr.isatty() else ["-q"]
    pip = ["-I", "-m", "pip", "--no-input", "--disable-pip-version-check", *loud, "install"]
    done = quiet(
        [python_of(venv), *pip, "--require-hashes", "--only-binary=:all:", *options, *files]
    )
    if done.returncode:
        raise Stop(why_pip_failed(done.stderr))


def why_pip_failed(said: str) -> str:
    """One sentence for what pip says in many, with the row of it that names the package or the cause."""
    if "No space left" in said:
        return out_of_room()
    if "DO NOT MATCH THE HASHES" in said:
        return (
            "A package that was fetched is not the one that packaging/constraints*.txt names by its hash; it was "
            "not installed. Try again; if it stays so, do not trust this package index.\n    "
            + row_with(said, r"\S+==\S+ from|https?:|file:")
        )
    if re.search("Retrying|Max retries|not a trusted|Could not fetch|from versions: none", said):
        return (
            "The Python packages cannot be fetched: check the network, or pip's index, proxy and certificate "
            "settings (`pip config list`), then start again.\n    " + row_with(said, NETWORK_CAUSES)
        )
    return "pip could not install the Python packages:\n    " + row_with(said, r"^ERROR")


def row_with(said: str, pattern: str) -> str:
    """What matches first, to the end of its row; else the last row."""
    found = re.search(f"(?m)(?:{pattern}).*", said)
    return (found.group() if found else said.strip().rpartition("\n")[2])[:200]


def out_of_room() -> str:
    return f"The disk is full: .venv needs about 600 MB in {ROOT}. Make room, then start again."


def put_on_path(venv: Path) -> None:
    """Makes `assist` importable from it without building it; relative, so the checkout may be moved."""
    (site,) = venv.glob("Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages")
    (site / "agent_assist_checkout.pth").write_text(os.path.relpath(ROOT, site) + "\n", "ascii")


def install(need: str, venv: Path, state: IO[str]) -> None:
    trusted = "under way" not in recorded(venv) and venv_works(venv)
    record(state, {"under way": "since the last set-up was broken off"})
    if not trusted:
        make_venv(venv)
    count = sum(len(re.findall(r"(?m)^[\w.-]+==", pins.read_text("utf-8"))) for pins in PINS[need])
    with step(f"installing Python packages ({count} pinned; the first time fetches about 150 MB)"):
        pip_install(venv, [BUILD_PINS])
        building = [f"--no-binary={SOURCE_ONLY}", "--no-build-isolation", "--use-pep517"]
        pip_install(venv, PINS[need], *building)
    put_on_path(venv)
    record(state, {name: fingerprint(name) for name in INCLUDES[need]})


def make_ready(need: str, venv: Path = VENV) -> None:
    """Promise: afterwards it can run the program (`need` "run"), test it ("dev") or make a bundle ("bundle"); else Stop."""
    if not ready(need, venv):
        with only_one_setup(venv) as state:
            if not ready(need, venv):
                install(need, venv, state)
