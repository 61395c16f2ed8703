#!/usr/bin/env python3
"""Everything a checkout needs, from a computer that has nothing but Python.

    python3 packaging/dev.py demo              play the bundled call
    python3 packaging/dev.py test              style, types, tests
    python3 packaging/dev.py run -- ARGS       the same as `assist ARGS`

Promise: each command first makes the checkout ready (system libraries, `.venv`, packages pinned by
version and hash) and then hands over, with the command's own exit code. What is ready costs a few
hundredths of a second. A set-up that was broken off is made anew, never trusted. Set-up speaks on
standard error only, so `run -- … --json` stays clean; what stops it is one sentence and exit code 1.
"""

import argparse
import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# Old Pythons must get as far as this sentence: up to here, and in syntax everywhere, this file stays
# with what Python 3.6 can read.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "Python 3.11 or newer is needed; this is {}.{} ({}).\nInstall a newer one and start this "
        "with it, for example: python3.13 packaging/dev.py".format(
            *sys.version_info[:2], sys.executable
        )
    )

import computer
import environment
import recipe_packages
from environment import BUILD_PINS, BUNDLE_PINS, DEV_PINS, PYTHON, RUN_PINS
from recipe_packages import RECIPE_PINS
from steps import ROOT, Stop, say


def make_ready(need: str, apt: bool = True) -> None:
    """Promise: afterwards this checkout can run (`need` "run") or be tested ("dev"); else Stop."""
    computer.require_machine()
    if apt:
        computer.require_packages(need, venv_exists=PYTHON.exists())
    environment.make_ready(need)


def hand_over(command: Sequence[str | Path], folder: Path | None = None) -> int:
    """Becomes the command, so that signals and the exit code are its own."""
    words = [str(word) for word in command]
    if os.name == "posix":
        os.chdir(folder or Path.cwd())
        os.execv(words[0], words)
    return subprocess.call(words, cwd=folder)


def assist(*words: str) -> int:
    # -P: whatever lies in the folder where the user stands is not imported.
    return hand_over([PYTHON, "-P", "-m", "assist", *words])


def failing_checks() -> list[str]:
    """Style and types, each printing what it finds; returns the names of those that found something."""
    checks = {
        "ruff check": ["ruff", "check", "--quiet", "."],
        "ruff format": ["ruff", "format", "--quiet", "--diff", "."],
        "mypy": ["mypy", "--no-error-summary"],
    }
    return [
        name
        for name, words in checks.items()
        if subprocess.call([str(PYTHON), "-m", *words], cwd=ROOT, stdin=subprocess.DEVNULL)
    ]


def check() -> None:
    failing = failing_checks()
    if failing:
        names = " and ".join(failing)
        raise Stop(f"{names} found something to mend (above); the tests did not run.")
    print("style and types: nothing to mend", flush=True)


LONG_BENCHES = ("memory", "shift")
"""Those that take more than about ten minutes: an hour, or more. Only run when they are named."""


def bench(names: Sequence[str], rest: Sequence[str]) -> int:
    """Runs tests/bench/bench_NAME.py, or every short one; the exit code is 1 when one of them failed."""
    folder = ROOT / "tests/bench"
    long = [folder / f"bench_{name}.py" for name in LONG_BENCHES]
    short = [script for script in sorted(folder.glob("bench_*.py")) if script not in long]
    scripts = [folder / f"bench_{name}.py" for name in names] or short
    strange = [script.name for script in scripts if not script.exists()]
    if strange or not scripts:
        raise Stop(f"There is no benchmark {', '.join(strange) or 'at all'} in tests/bench.")
    failed = False
    for script in scripts:
        print(f"== {script.stem}", flush=True)
        failed |= subprocess.call([str(PYTHON), str(script), *rest], cwd=ROOT) != 0
    return int(failed)


def lock(upgrade: bool) -> None:
    """Writes the five files of pins from pyproject.toml, for every Python and system at once.

    Pins stay as they are where they still do, unless `upgrade`. uv asks the index that its own settings
    name; no address is written.
    """
    uv = shutil.which("uv", path=str(PYTHON.parent)) or shutil.which("uv")
    if not uv:
        raise Stop("uv is needed for this, in .venv or on the PATH: python -m pip install uv")
    options = (
        "--quiet --universal --python-version=3.11 --generate-hashes --fork-strategy=fewest".split()
    )
    options += ["--custom-compile-command=python3 packaging/dev.py lock"]
    options += ["--upgrade"] if upgrade else []

    def pin(out: Path, *what: str) -> None:
        name = out.relative_to(ROOT).as_posix()
        if subprocess.call(
            [uv, "pip", "compile", *options, *what, f"--output-file={name}"], cwd=ROOT
        ):
            raise Stop(f"uv could not write {name}.")

    pin(BUILD_PINS, "--group=build")
    pin(RUN_PINS, "pyproject.toml")
    pin(DEV_PINS, "pyproject.toml", "--group=dev", *beside(RUN_PINS))
    as_before = f"--constraints={RUN_PINS.relative_to(ROOT)}"
    # setuptools, which PyInstaller needs, is pinned with the other build tools already.
    with_build = f"--constraints={BUILD_PINS.relative_to(ROOT)}"
    pin(BUNDLE_PINS, "--group=bundle", as_before, with_build, "--no-emit-package=setuptools")
    pin(RECIPE_PINS, "pyproject.toml", "--group=recipe", *beside(BUILD_PINS, RUN_PINS, DEV_PINS))
    RECIPE_PINS.write_text(recipe_packages.trimmed_pins(RECIPE_PINS.read_text("utf-8")), "utf-8")


def beside(*files: Path) -> list[str]:
    """Uv's options for keeping to these pins and leaving out what they pin."""
    texts = [path.read_text("utf-8") for path in files]
    names = {name for text in texts for name in re.findall(r"(?m)^([\w.-]+)==", text)}
    keeping = [f"--constraints={path.relative_to(ROOT)}" for path in files]
    return keeping + [f"--no-emit-package={name}" for name in sorted(names)]


def arguments(own: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dev.py", description="Makes this checkout ready, then runs it or its tests."
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--no-apt", action="store_true", help="go on without looking for missing system packages"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, help_ in {
        "setup": "only make ready, for `run`, `demo` and the tests",
        "demo": "play the bundled call; -- ARGS go to `assist demo`",
        "run": "`assist ARGS`, after --",
        "check": "style and types",
        "test": "style, types, then tests; -- ARGS go to pytest",
        "bench": "the benchmarks, the named ones or all but the long ones "
        f"({', '.join(LONG_BENCHES)}); -- ARGS go to each",
        "recipe": "make a speech model; -- ARGS go to `python -m models.recipe`",
        "recipe-test": "make a toy speech model from nothing, and let Vosk hear with it",
        "lock": "write packaging/constraints*.txt anew from pyproject.toml",
    }.items():
        command = commands.add_parser(name, help=help_, description=help_, parents=[common])
        if name == "bench":
            command.add_argument("names", nargs="*", metavar="NAME")
        if name == "lock":
            command.add_argument(
                "--upgrade", action="store_true", help="take newer versions where there are any"
            )
    return parser.parse_args(own)


def carry_out(asked: argparse.Namespace, rest: Sequence[str]) -> int:
    if asked.command == "lock":
        lock(asked.upgrade)
        return 0
    need = "run" if asked.command in ("run", "demo") else "dev"
    make_ready(need, apt=not asked.no_apt)
    if asked.command == "run":
        return assist(*rest)
    if asked.command == "demo":
        return assist("demo", *rest)
    if asked.command == "bench":
        return bench(asked.names, rest)
    if asked.command == "recipe":
        return recipe_packages.run("-m", "models.recipe", *rest)
    if asked.command == "recipe-test":
        return recipe_packages.run("-m", "pytest", "-m", "recipe", "tests/recipe", *rest)
    if asked.command in ("check", "test"):
        check()
    if asked.command == "test":
        return hand_over([PYTHON, "-m", "pytest", *rest], ROOT)
    return 0


def main(words: Sequence[str]) -> int:
    cut = words.index("--") if "--" in words else len(words)
    try:
        return carry_out(arguments(words[:cut]), words[cut + 1 :])
    except Stop as stop:
        say(str(stop))
    except KeyboardInterrupt:
        say("Stopped. What was half done is made anew the next time.")
        return 130
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            say(environment.out_of_room())
        elif problem.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            say(f"Cannot write to {problem.filename}: keep the checkout where you may write.")
        else:
            say(f"The set-up stopped: {problem}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
