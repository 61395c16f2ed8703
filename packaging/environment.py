"""The checkout's .venv: packages pinned by version and hash, and a record of what was finished.

Promise: `make_ready` returns with a .venv that fits the pins, or raises Stop. A set-up that was broken off
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

VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STATE = VENV / "agent-assist-setup.json"

BUILD_PINS = ROOT / "packaging/constraints-build.txt"
RUN_PINS = ROOT / "packaging/constraints.txt"
DEV_PINS = ROOT / "packaging/constraints-dev.txt"
PINS = {"run": [BUILD_PINS, RUN_PINS], "dev": [BUILD_PINS, RUN_PINS, DEV_PINS]}

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


def recorded() -> dict[str, str]:
    """What the last set-up left: a fingerprint for each need, or the mark that it was under way."""
    try:
        state = json.loads(STATE.read_text("ascii"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def ready(need: str) -> bool:
    return recorded().get(need) == fingerprint(need) and PYTHON.exists()


@contextlib.contextmanager
def only_one_setup() -> Iterator[IO[str]]:
    """Waits until no other set-up works on .venv; yields the open state file."""
    VENV.mkdir(exist_ok=True)
    with STATE.open("a+", encoding="ascii") as state:
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


def venv_works() -> bool:
    """Whether .venv holds this version of Python with a pip that starts."""
    if not PYTHON.exists():
        return False
    ask = "import sys, pip; print(*sys.version_info[:2])"
    answer = subprocess.run([PYTHON, "-I", "-c", ask], capture_output=True, text=True)
    return answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def make_venv() -> None:
    """Makes .venv anew. The state file stays: it is locked, and says that this is under way."""
    for old in VENV.iterdir():
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        elif old != STATE:
            old.unlink()
    # From inside a virtual environment, perhaps this very one, the Python that it was made from.
    base = getattr(sys, "_base_executable", None) or sys.executable
    with step("making .venv with Python {}.{}".format(*sys.version_info[:2])):
        made = quiet([base, "-m", "venv", VENV])
    if made.returncode:
        raise Stop(
            "Python's venv module failed (on other systems than Debian it may be a package of its own):\n    "
            + (made.stderr.strip() or "no message")
        )


def pip_install(pins: Sequence[Path], *options: str) -> None:
    files = [f"--requirement={path}" for path in pins]
    loud = [] if sys.stderr.isatty() else ["-q"]
    pip = ["-I", "-m", "pip", "--no-input", "--disable-pip-version-check", *loud, "install"]
    done = quiet([PYTHON, *pip, "--require-hashes", "--only-binary=:all:", *options, *files])
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


def put_on_path() -> None:
    """Makes `assist` importable from .venv without building it; relative, so the checkout may be moved."""
    (site,) = VENV.glob("Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages")
    (site / "agent_assist_checkout.pth").write_text(os.path.relpath(ROOT, site) + "\n", "ascii")


def install(need: str, state: IO[str]) -> None:
    trusted = "under way" not in recorded() and venv_works()
    record(state, {"under way": "since the last set-up was broken off"})
    if not trusted:
        make_venv()
    count = sum(len(re.findall(r"(?m)^[\w.-]+==", pins.read_text("utf-8"))) for pins in PINS[need])
    with step(f"installing Python packages ({count} pinned; the first time fetches about 150 MB)"):
        pip_install([BUILD_PINS])
        building = [f"--no-binary={SOURCE_ONLY}", "--no-build-isolation", "--use-pep517"]
        pip_install(PINS[need], *building)
    put_on_path()
    done = ["run", "dev"] if need == "dev" else ["run"]
    record(state, {name: fingerprint(name) for name in done})


def make_ready(need: str) -> None:
    """Promise: afterwards .venv can run the program (`need` "run") or test it ("dev"); else Stop."""
    if not ready(need):
        with only_one_setup() as state:
            if not ready(need):
                install(need, state)
