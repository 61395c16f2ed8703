#!/usr/bin/env python3
"""Makes what IT installs: the bundle, and from it each platform's installers.

    python3 packaging/build.py            the bundle and this platform's installers
    python3 packaging/build.py bundle     dist/agent-assist, one folder that needs no Python
    python3 packaging/build.py deb        a Debian package of the bundle
    python3 packaging/build.py run        a self-extracting archive for other Linux distributions

Promise: each command sets up what it needs (an environment of its own, pinned by version and hash), and
ends with exit code 0 and files in dist/, or with one sentence and exit code 1.
"""

import argparse
import sys
from collections.abc import Sequence

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Python 3.11 or newer is needed.")

import bundle_build
import computer
from linux.archive import make as make_archive
from linux.deb import make as make_deb
from steps import Stop, say


def arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="build.py", description="Makes what IT installs.")
    parser.add_argument(
        "what",
        nargs="?",
        default="all",
        choices=["all", "bundle", "deb", "run"],
        help="default: all",
    )
    parser.add_argument(
        "--version",
        default=bundle_build.VERSION,
        help="the version that the installers say, for trying out upgrades",
    )
    parser.add_argument(
        "--keep-bundle", action="store_true", help="pack the bundle that is there already"
    )
    parser.add_argument(
        "--quick", action="store_true", help="pack larger and faster, for trying things out"
    )
    return parser.parse_args(words)


def carry_out(asked: argparse.Namespace) -> None:
    computer.require_machine()
    if not (asked.keep_bundle and bundle_build.PROGRAM.exists()):
        bundle_build.make()
    bundle_build.report()
    if sys.platform == "linux" and asked.what in ("all", "deb"):
        made = make_deb(bundle_build.BUNDLE, bundle_build.DIST, asked.version, asked.quick)
        print(f"package  {bundle_build.megabytes(made):6.1f} MB   {made}")
    if sys.platform == "linux" and asked.what in ("all", "run"):
        made = make_archive(bundle_build.BUNDLE, bundle_build.DIST, asked.version, asked.quick)
        print(f"archive  {bundle_build.megabytes(made):6.1f} MB   {made}")


def main(words: Sequence[str]) -> int:
    try:
        carry_out(arguments(words))
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("Stopped; dist/ may hold half of it.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
