#!/usr/bin/env python3
"""Proves the Linux installers in a fresh Debian: install, run, upgrade, roll back, remove, purge.

    sudo python3 packaging/linux/prove.py              about 15 minutes; needs debootstrap, Xvfb, PulseAudio
    … --log FILE                                       the same lines in a file, too

It makes the bundle's installers where they are missing, and never tests with the checkout itself.
Promise: one line `pass` or `FAIL` for each claim; exit code 0 when every line says pass, 1 when one fails.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import bundle_build
from linux import archive, deb
from linux.chroot import Chroot, fresh
from linux.desk import headset, screen
from linux.desktop import command_of
from linux.life import Life
from proof import Proof
from steps import ROOT, Stop, say

AGENT = "agent"
OLDER = "0.0.9"
ENTRY = "usr/share/applications/agent-assist.desktop"
MODELS = "var/lib/agent-assist/models"
MARK = "usr/lib/agent-assist/_internal/of-the-older-version"
OF_THE_USER = {
    ".config/agent-assist/settings.toml": '[overlay]\nlanguage = "de"\n',
    ".local/share/agent-assist/phrasebanks/README": "mine\n",
}
SOURCES = ["assist", "models", "phrasebanks", "packaging/bundle"]
OF_THE_MACHINE = {"etc/agent-assist/settings.toml": "# IT's\n"}


def prove(proof: Proof, place: Path, release: str, packages: dict[str, Path]) -> None:
    debian = fresh(place, release)
    with screen() as display, headset(debian.root / "tmp/sound"):
        desk = [f"DISPLAY={display}", "PULSE_SERVER=unix:/tmp/sound/native"]
        life = Life(proof, debian, AGENT, desk)
        for steps in (ready, older, upgraded, rolled_back, removed, purged, extracted):
            steps(proof, debian, life, packages)


def ready(proof: Proof, debian: Chroot, life: Life, packages: dict[str, Path]) -> None:
    proof.part("a fresh Debian")
    python = debian.run(
        "sh", "-c", "ls -d /usr/bin/python* /usr/local/bin/python* /opt/* 2>/dev/null"
    )
    proof.holds("it has no Python", not python.out, python.out)
    proof.works("a user", debian.run("useradd", "--create-home", AGENT))
    for path in packages.values():
        shutil.copy(path, debian.root / "tmp")
    proof.works("apt knows its packages", debian.run("apt-get", "-qq", "update", network=True))


def older(proof: Proof, debian: Chroot, life: Life, packages: dict[str, Path]) -> None:
    proof.part("install an older one")
    life.depends(packages["new"])
    life.before = debian.files()
    apt = ["apt-get", "-qq", "-y", "--no-install-recommends", "install"]
    proof.works("apt-get install ./older.deb", debian.run(*apt, f"/tmp/{packages['old'].name}"))
    after = debian.files()
    listed = debian.run("dpkg", "-L", deb.NAME).out.split("\n")
    life.only_listed(after, listed)
    proof.works("every file is as packed (dpkg --verify)", debian.run("dpkg", "--verify", deb.NAME))
    life.runs(command_of((debian.root / ENTRY).read_text("utf-8")), "the menu entry's command")


def upgraded(proof: Proof, debian: Chroot, life: Life, packages: dict[str, Path]) -> None:
    proof.part("upgrade, with a model laid into the machine's folder")
    life.lay(OF_THE_USER, OF_THE_MACHINE)
    shipped = debian.root / "usr/lib/agent-assist/_internal/models/demo-en"
    shutil.copytree(shipped, debian.root / MODELS / "laid-as-folder")
    shutil.make_archive(str(debian.root / MODELS / "laid-as-zip"), "zip", shipped)
    kept = life.of_the_user()
    apt = ["apt-get", "-qq", "-y", "--no-install-recommends", "install"]
    told = debian.run(*apt, f"/tmp/{packages['new'].name}")
    proof.works("apt-get install ./newer.deb", told)
    version = debian.run("dpkg-query", "-Wf", "${Version}", deb.NAME).out
    proof.holds("it is the newer one", version == bundle_build.VERSION, version)
    proof.holds("what only the older one had is gone", not (debian.root / MARK).exists())
    proof.holds("the user's files are as they were", life.of_the_user() == kept)
    models = debian.run("assist", "models", "list", "--json", user=AGENT)
    # By the folder's name: a copied model names itself by its first one.
    names = {Path(one["path"]).name for one in json.loads(models.out)} if not models.code else set()
    proof.holds("a model laid as a zip is taken up", "laid-as-zip" in names, told.out)
    proof.holds("a model laid as a folder is taken up", "laid-as-folder" in names, models.out)
    proof.works("a taken-up model opens", debian.run("assist", "models", "verify", "laid-as-zip"))
    life.runs("/usr/bin/assist", "after the upgrade")
    life.shows("/usr/bin/assist")


def rolled_back(proof: Proof, debian: Chroot, life: Life, packages: dict[str, Path]) -> None:
    proof.part("roll back")
    kept, machine = life.of_the_user(), life.of_the_machine()
    apt = ["apt-get", "-qq", "-y", "--no-install-recommends", "--allow-downgrades", "install"]
    proof.works("apt-get install ./older.deb", debian.run(*apt, f"/tmp/{packages['old'].name}"))
    version = debian.run("dpkg-query", "-Wf", "${Version}", deb.NAME).out
    proof.holds("it is the older one", version == OLDER and (debian.root / MARK).exists(), version)
    proof.holds("the user's files are as they were", life.of_the_user() == kept and bool(kept))
    proof.holds("the machine's own files stay", life.of_the_machine() == machine and bool(machine))


def removed(proof: Proof, debian: Chroot, life: Life, packages: dict[str, Path]) -> None:
    proof.part("remove")
    kept, machine = life.of_the_user(), life.of_the_machine()
    proof.works("apt-get remove", debian.run("apt-get", "-qq", "-y", "remove", deb.NAME))
    proof.holds("the program is gone", not (debian.root / "usr/lib/agent-assist").exists())
    proof.holds("the user's files are as they were", life.of_the_user() == kept and bool(kept))
    proof.holds("the machine's own files stay", life.of_the_machine() == machine and bool(machine))


def purged(proof: Proof, debian: Chroot, life: Life, packages: dict[str, Path]) -> None:
    proof.part("purge")
    kept = life.of_the_user()
    proof.works("apt-get purge", debian.run("apt-get", "-qq", "-y", "purge", deb.NAME))
    proof.holds("the machine's own files are gone", not life.of_the_machine())
    proof.holds("the user's files are as they were", life.of_the_user() == kept and bool(kept))
    life.nothing_else_left("purge")


def extracted(proof: Proof, debian: Chroot, life: Life, packages: dict[str, Path]) -> None:
    proof.part("the self-extracting archive, without root")
    life.before = debian.files()
    beside = debian.root / "tmp/models"
    shutil.copytree(bundle_build.BUNDLE / "_internal/models/demo-en", beside / "laid-beside")
    name = f"/tmp/{packages['run'].name}"
    proof.works("sh agent-assist.run", debian.run("sh", name, user=AGENT))
    home = f"/home/{AGENT}"
    program = f"{home}/.local/bin/assist"
    models = debian.run(program, "models", "list", user=AGENT).out
    proof.holds("a model laid beside the archive is taken up", "laid-beside" in models, models)
    entry = debian.root / f"home/{AGENT}/.local/share/applications/agent-assist.desktop"
    life.runs(command_of(entry.read_text("utf-8")), "its menu entry's command")
    again = debian.run("sh", name, user=AGENT)
    proof.works("a second time, over the first", again)
    proof.works("--uninstall", debian.run("sh", name, "--", "--uninstall", user=AGENT))
    life.nothing_else_left("--uninstall")
    proof.works("for everyone, as root", debian.run("sh", name, "--", "--system"))
    life.runs("/opt/agent-assist/assist", "from /opt")
    proof.works("--uninstall --system", debian.run("sh", name, "--", "--uninstall", "--system"))
    shutil.rmtree(debian.root / "var/lib/agent-assist", ignore_errors=True)
    life.nothing_else_left("--uninstall --system")


def installers(place: Path, as_is: bool) -> dict[str, Path]:
    """One of each kind, made where it is missing or older than what it is made of; and an older package
    to upgrade from.
    """
    sources = [path for name in SOURCES for path in (ROOT / name).rglob("*") if path.is_file()]
    if is_outdated(bundle_build.PROGRAM, [] if as_is else sources):
        bundle_build.make()
    own = [] if as_is else [bundle_build.PROGRAM, *(ROOT / "packaging/linux").rglob("*.*")]
    version, dist = bundle_build.VERSION, bundle_build.DIST
    found = {
        "new": dist / f"{deb.NAME}_{version}_{deb.architecture()}.deb",
        "run": next(dist.glob(f"{deb.NAME}-{version}-linux-*.run"), dist / "none"),
    }
    makers: dict[str, Callable[..., Path]] = {"new": deb.make, "run": archive.make}
    for kind, make in makers.items():
        if is_outdated(found[kind], own):
            found[kind] = make(bundle_build.BUNDLE, dist, version, True)
    older = place / f"{deb.NAME}_{OLDER}_{deb.architecture()}.deb"
    if is_outdated(older, [bundle_build.PROGRAM]):
        bundle = place / "older"
        shutil.rmtree(bundle, ignore_errors=True)
        shutil.copytree(bundle_build.BUNDLE, bundle, symlinks=True)
        (bundle / "_internal/of-the-older-version").write_text("older\n")
        deb.make(bundle, place, OLDER, True)
    return {**found, "old": older}


def is_outdated(made: Path, parts: Iterable[Path]) -> bool:
    """Whether it is missing, or something that it is made of has changed since."""
    if not made.exists():
        return True
    when = made.stat().st_mtime
    return any(part.stat().st_mtime > when for part in parts)


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Proves the Linux installers in a fresh Debian.")
    parser.add_argument("--release", default="bookworm", help="of Debian (default: bookworm)")
    parser.add_argument("--log", type=Path, help="write the lines here, too")
    parser.add_argument("--place", type=Path, default=ROOT / "build/prove", help="working folder")
    parser.add_argument(
        "--as-is", action="store_true", help="prove what is in dist/, whatever has changed since"
    )
    asked = parser.parse_args(words)
    proof = Proof(asked.log)
    try:
        asked.place.mkdir(parents=True, exist_ok=True)
        packages = installers(asked.place, asked.as_is)
        proof.tell(f"Debian {asked.release}; " + ", ".join(p.name for p in packages.values()))
        prove(proof, asked.place, asked.release, packages)
    except Stop as stop:
        say(str(stop))
        return 1
    return proof.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
