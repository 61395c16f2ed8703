"""What making a speech model needs beside .venv: PyTorch and a few packages, in `.recipe`.

Promise: nothing else of a checkout needs them, and .venv stays as it is.
"""

import hashlib
import os
import re
import shutil
import subprocess

from environment import PYTHON, fingerprint
from steps import ROOT, Stop, step

FOLDER = ROOT / ".recipe"
STATE = FOLDER / "installed"
RECIPE_PINS = ROOT / "packaging/constraints-recipe.txt"

# PyTorch's own build for Linux without graphics cards, for Python 3.11 on x86-64. The registry has
# only one that wants them there; pip must be told where this one is.
REGISTRY_BUILD = "torch==2.13.0"
CPU_BUILD = (
    "torch==2.13.0+cpu ; sys_platform == 'linux'",
    "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b",
)


def trimmed_pins(text: str) -> str:
    """Without the packages for graphics cards, and on Linux with the build that needs none."""
    blocks = re.split(r"(?m)^(?=[\w.-]+==)", text)
    kept = "".join(one for one in blocks if not re.match(r"cuda-|nvidia-|triton=", one))
    pin, digest = CPU_BUILD
    ours = f"{pin} \\\n    --hash=sha256:{digest}\n"
    others = f"{REGISTRY_BUILD} ; sys_platform != 'linux' \\\n"
    return kept.replace(f"{REGISTRY_BUILD} \\\n", ours + others)


def make_ready() -> None:
    """Promise: afterwards the recipe can run with `environment`; else Stop."""
    wanted = hashlib.sha256(fingerprint("dev").encode() + RECIPE_PINS.read_bytes()).hexdigest()
    if STATE.exists() and STATE.read_text("ascii") == wanted:
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    options = ["--no-input", "--disable-pip-version-check", "--quiet", "install", "--no-deps"]
    options += ["--require-hashes", "--only-binary=:all:", f"--target={FOLDER}"]
    with step("installing PyTorch and what else makes speech models (about 200 MB)"):
        done = subprocess.run(
            [PYTHON, "-I", "-m", "pip", *options, f"--requirement={RECIPE_PINS}"],
            stderr=subprocess.PIPE,
            text=True,
        )
    if done.returncode:
        raise Stop(f"pip could not install what the recipe needs:\n{done.stderr.strip()[-600:]}")
    STATE.write_text(wanted, "ascii")


def environment() -> dict[str, str]:
    path = os.pathsep.join((str(FOLDER), str(ROOT)))
    return os.environ | {"PYTHONPATH": path}


def run(*words: str) -> int:
    """Python with these arguments, in a checkout that is ready."""
    make_ready()
    return subprocess.call([PYTHON, *words], cwd=ROOT, env=environment())
