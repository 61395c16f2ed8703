#!/usr/bin/env python3
"""Makes the macOS disk image from the app that build.py made; signs both where there is a certificate.

    python3 packaging/macos/dmg.py "dist/Agent Assist.app" dist --version 0.1.0

Signs with the identity in MACOS_IDENTITY and has Apple notarise with the keychain profile in MACOS_NOTARY_PROFILE;
without them it says that it did not. Runs on macOS only, where codesign, hdiutil and notarytool are.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from steps import Stop, say

ENTITLEMENTS = Path(__file__).with_name("entitlements.plist")


def make(app: Path, folder: Path, version: str) -> Path:
    """The disk image. Raises Stop."""
    if platform.system() != "Darwin":
        raise Stop("A disk image is made on macOS only.")
    if not (app / "Contents" / "MacOS").is_dir():
        raise Stop(f"{app} is no app: run build.py first.")
    identity = os.environ.get("MACOS_IDENTITY", "")
    if identity:
        sign(app, identity)
    else:
        say("not signed: MACOS_IDENTITY is not set")
    image = folder / f"agent-assist-{version}.dmg"
    _pack(app, image)
    profile = os.environ.get("MACOS_NOTARY_PROFILE", "")
    if identity and profile:
        _notarise(image, profile)
    else:
        say("not notarised: MACOS_IDENTITY or MACOS_NOTARY_PROFILE is not set")
    return image


def sign(app: Path, identity: str) -> None:
    """What lies within is signed before what holds it, each file that is code by itself."""
    libraries = [one for one in app.rglob("*") if one.suffix in (".dylib", ".so")]
    for path in (*libraries, app):
        entitled = ["--entitlements", str(ENTITLEMENTS)] if path == app else []
        command = ["codesign", "--force", "--timestamp", "--options", "runtime", *entitled]
        _run(*command, "--sign", identity, str(path))
    _run("codesign", "--verify", "--deep", "--strict", str(app))


def _pack(app: Path, image: Path) -> None:
    with tempfile.TemporaryDirectory() as work:
        shutil.copytree(app, Path(work) / app.name, symlinks=True)
        (Path(work) / "Applications").symlink_to("/Applications")
        name = ["-volname", app.stem, "-srcfolder", work, "-format", "UDZO", "-ov"]
        _run("hdiutil", "create", *name, str(image))


def _notarise(image: Path, profile: str) -> None:
    submitted = ["submit", str(image), "--keychain-profile", profile, "--wait"]
    _run("xcrun", "notarytool", *submitted)
    _run("xcrun", "stapler", "staple", str(image))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Stop(f"{command[0]} refuses: {done.stderr.strip() or done.stdout.strip()}")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Makes the macOS disk image from the app.")
    parser.add_argument("app", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--version", required=True)
    asked = parser.parse_args(words)
    try:
        print(make(asked.app, asked.folder, asked.version))
    except Stop as stop:
        say(str(stop))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
