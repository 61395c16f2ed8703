#!/usr/bin/env python3
"""A bundle's test of itself on the computer it is for: its doctor, and its demo call, by its own program.

    python3 packaging/self_test.py PROGRAM        the `assist` of the bundle

A build machine has neither a headset nor, maybe, a screen: those two the doctor may miss, nothing else.
Exit code 0 when the doctor is content with the rest and the demo shows its prompts, else 1 and why.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

MAY_MISS = {"sound", "customer's sound", "agent's sound", "display"}
FEWEST_PICTURES = 10


def troubles_of_doctor(program: Path) -> list[str]:
    done = subprocess.run(
        [str(program), "doctor", "--no-listen", "--json"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    try:
        findings = json.loads(done.stdout)
    except ValueError:
        return [f"the doctor gave no findings (exit code {done.returncode}): {done.stderr.strip()}"]
    return [
        f"{one['part']}: {one['found']}"
        for one in findings
        if not one["ok"] and one["part"] not in MAY_MISS
    ]


def troubles_of_demo(program: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        pictures = Path(folder) / "pictures"
        command = [str(program), "demo", "--fast", "--pictures", str(pictures)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        drawn = len(list(pictures.glob("*.png")))
    if done.returncode:
        return [f"the demo ended with {done.returncode}: {done.stderr.strip()}"]
    return [] if drawn >= FEWEST_PICTURES else [f"the demo drew {drawn} pictures only"]


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description="A bundle's test of itself.")
    parser.add_argument("program", type=Path)
    program = parser.parse_args(words).program.resolve()
    troubles = [*troubles_of_doctor(program), *troubles_of_demo(program)]
    for one in troubles:
        print(one, file=sys.stderr)
    print("the bundle works here" if not troubles else f"{len(troubles)} failed")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
