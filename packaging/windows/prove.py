#!/usr/bin/env python3
"""Proves the Windows installers under Wine: install, upgrade, refuse, remove; files and registry compared.

    python3 packaging/windows/prove.py [--log FILE]

It needs wine64, xvfb, wixl, msitools and a compiler for Windows (Debian: gcc-mingw-w64-x86-64). The payload
stands in for the bundle, which only Windows can make: its programs write down how they were started.
Promise: one line `pass` or `FAIL` for each claim; exit code 0 when every line says pass, 1 when one fails.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from proof import Proof
from steps import Stop, say
from windows import msi
from windows.msi import NAME, Scope, code, make

NEEDED = ("wine", "xvfb-run", "wixl", "msibuild", "x86_64-w64-mingw32-gcc")
OLD, NEW = "0.0.9", "0.1.0"
STAND_IN = r"""
#include <stdio.h>
#include <windows.h>
int WINAPI WinMain(HINSTANCE a, HINSTANCE b, LPSTR words, int c) {
    FILE *told = fopen("C:\\told.txt", "a");
    if (told) { fprintf(told, "%s\n", GetCommandLineA()); fclose(told); }
    return 0;
}
"""
_RUN = r"software\\microsoft\\windows\\currentversion\\run"
_UNINSTALL = r"currentversion\\uninstall\\"


class Wine:
    """A Windows of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        self.drive = folder / "drive_c"
        self._folder = folder
        self._env = os.environ | {
            "WINEPREFIX": str(folder),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # Neither .NET nor a browser is asked for.
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
        }

    def begin(self) -> None:
        self._run("wineboot", "--init")
        self.settle()

    def msiexec(self, *words: str) -> int:
        """Its exit code, once everything has come to rest."""
        done = self._run("msiexec", *words)
        self.settle()
        return done

    def settle(self) -> None:
        """Waits until the registry is on the disk."""
        subprocess.run(["wineserver", "-w"], env=self._env, check=False, timeout=120)

    def end(self) -> None:
        subprocess.run(["wineserver", "-k"], env=self._env, check=False, timeout=60)

    def _run(self, *words: str) -> int:
        command = ["xvfb-run", "-a", "wine", *words]
        done = subprocess.run(command, env=self._env, capture_output=True, timeout=600)
        return done.returncode

    def files(self) -> dict[str, str]:
        """Every file of the drive with its digest; what Windows itself keeps changing is left out."""
        found = {}
        for path in sorted(self.drive.rglob("*")):
            place = path.relative_to(self.drive).as_posix()
            if path.is_file() and not path.is_symlink() and not _of_windows(place):
                found[place] = sha256(path.read_bytes()).hexdigest()
        return found

    def registry(self) -> dict[str, str]:
        """Each key, in small letters, with the text of its values; what Windows keeps of itself is out."""
        found: dict[str, str] = {}
        for hive, name in (("hklm", "system.reg"), ("hkcu", "user.reg")):
            text = (self._folder / name).read_text("utf-8", "replace")
            for part in re.split(r"\n(?=\[)", text)[1:]:
                head, _, values = part.partition("\n")
                key = head[1:].partition("]")[0].lower()
                kept = "\n".join(
                    line for line in values.splitlines() if line and line[0] not in "#;"
                )
                # Wine leaves the semicolons of PATH; Windows takes them away.
                kept = re.sub(r';+"', '"', kept)
                # Wine leaves keys behind that hold nothing any more; Windows takes them away.
                if kept and not _is_bookkeeping(key):
                    found[f"{hive}/{key}"] = kept
        return found

    def keys(self, part: str) -> list[str]:
        return [key for key in self.registry() if part in key]


def _of_windows(place: str) -> bool:
    return place.startswith(("windows/Installer/", "windows/temp/", "users/")) and not (
        "Agent Assist" in place or "agent-assist" in place
    )


def _is_bookkeeping(key: str) -> bool:
    """What Windows Installer and the desktop note of themselves, whatever is installed."""
    return any(
        part in key
        for part in (
            r"installer\\userdata",
            r"\\explorer\\",
            r"currentversion\\installer\\folders",
            r"currentversion\\installer\\inprogress",
            r"\\fonts",
            r"software\\wine",
            r"\\networkcards",
            r"\\control\\class\\",
            r"\\enum\\",
        )
    )


def payload(folder: Path, version: str) -> Path:
    """A bundle's shape: two programs, folders within folders, names with blanks and accents."""
    bundle = folder / version / NAME
    inside = bundle / "_internal" / "models" / "demo-en" / "graph"
    inside.mkdir(parents=True)
    source = folder / "stand_in.c"
    source.write_text(STAND_IN)
    for name in (msi.PROGRAM, msi.CONSOLE):
        command = ["x86_64-w64-mingw32-gcc", "-mwindows", "-o", str(bundle / name), str(source)]
        subprocess.run(command, check=True)
    (inside / "words.txt").write_text(version)
    (bundle / "_internal" / "in both.dll").write_bytes(bytes(range(256)) * 100)
    (bundle / "_internal" / f"only in {version}.txt").write_text(version)
    return bundle


def installed_at(wine: Wine, scope: Scope) -> Path:
    if scope is Scope.MACHINE:
        return wine.drive / "Program Files" / NAME
    return next((wine.drive / "users").glob("*")) / "AppData" / "Local" / "Programs" / NAME


def user_folder(wine: Wine) -> Path:
    names = [one for one in (wine.drive / "users").iterdir() if one.name != "Public"]
    return names[0]


def lie(wine: Wine, path: Path) -> str:
    """The installer on the drive, with a folder of models beside it; its path as Windows writes it."""
    beside = wine.drive / "share"
    (beside / "models").mkdir(parents=True, exist_ok=True)
    shutil.copy(path, beside)
    return f"C:\\share\\{path.name}"


def same_tree(bundle: Path, installed: Path) -> bool:
    return _digests(bundle) == _digests(installed)


def _digests(folder: Path) -> dict[str, str]:
    return {
        one.relative_to(folder).as_posix(): sha256(one.read_bytes()).hexdigest()
        for one in folder.rglob("*")
        if one.is_file()
    }


def prove(proof: Proof, wine: Wine, work: Path, scope: Scope) -> None:
    proof.tell(f"== per {scope}")
    bundles = {version: payload(work / scope, version) for version in (OLD, NEW)}
    made = {version: make(one, work / scope, version, scope) for version, one in bundles.items()}
    paths = {version: lie(wine, one) for version, one in made.items()}
    files, registry = wine.files(), wine.registry()
    own = user_folder(wine) / "AppData" / "Local" / "agent-assist"
    own.mkdir(parents=True, exist_ok=True)
    (own / "settings.toml").write_text("[calls]\n")
    _installs(proof, wine, scope, bundles[OLD], paths[OLD])
    _upgrades(proof, wine, scope, bundles[NEW], paths[NEW])
    _refuses(proof, wine, scope, bundles[NEW], paths[OLD])
    _removes(proof, wine, scope)
    (own / "settings.toml").unlink()
    told = wine.drive / "told.txt"
    told.unlink(missing_ok=True)
    left = set(wine.files().items() ^ files.items())
    proof.holds("not a file more or less than before", not left, sorted(left)[:5])
    now = wine.registry()
    changed = [
        f"{key}: {registry.get(key, 'none')!r} is {now.get(key, 'none')!r}"
        for key in sorted(registry.keys() | now.keys())
        if registry.get(key) != now.get(key)
    ]
    proof.holds("the registry is as before", not changed, "\n      ".join(changed))


def _installs(proof: Proof, wine: Wine, scope: Scope, bundle: Path, path: str) -> None:
    result = wine.msiexec("/i", path, "/qn", "AUTOSTART=1")
    proof.holds(f"msiexec /i {OLD} /qn AUTOSTART=1 ends with 0", result == 0, result)
    home = installed_at(wine, scope)
    proof.holds("every file is there, as in the bundle", same_tree(bundle, home), str(home))
    shortcuts = list(wine.drive.rglob(f"{NAME}.lnk"))
    proof.holds("it is in the Start menu", len(shortcuts) == 1, shortcuts)
    root = "hklm" if scope is Scope.MACHINE else "hkcu"
    run = wine.registry().get(f"{root}/{_RUN}", "")
    proof.holds("it starts with the computer, as asked", "agent-assist.exe" in run, run)
    own = wine.registry().get(f"{root}/software\\\\agent assist", "")
    proof.holds("its folder and version are in the registry", f'"Version"="{OLD}"' in own, own)
    proof.holds("it is in the list of programs", len(_listed(wine)) == 1, _listed(wine))
    path_key = wine.registry().get(_environment(scope), "")
    proof.holds("its folder is on PATH", NAME in path_key, path_key[:200])
    told = (wine.drive / "told.txt").read_text() if (wine.drive / "told.txt").exists() else ""
    asks = r"models install --offline-dir" in told and r"C:\share\models" in told
    proof.holds("models beside the installer are taken up", asks, told or "it was not started")


def _upgrades(proof: Proof, wine: Wine, scope: Scope, bundle: Path, path: str) -> None:
    result = wine.msiexec("/i", path, "/qn")
    proof.holds(f"msiexec /i {NEW} /qn over it ends with 0", result == 0, result)
    home = installed_at(wine, scope)
    proof.holds(
        "only the new one's files are there", same_tree(bundle, home), _digests(home).keys()
    )
    proof.holds(
        "one program is in the list, the new one", _versions(wine) == [NEW], _versions(wine)
    )
    root = "hklm" if scope is Scope.MACHINE else "hkcu"
    run = wine.registry().get(f"{root}/{_RUN}", "")
    proof.holds("it still starts with the computer", "agent-assist.exe" in run, run)


def _refuses(proof: Proof, wine: Wine, scope: Scope, bundle: Path, path: str) -> None:
    result = wine.msiexec("/i", path, "/qn")
    proof.holds("an older one over a newer one is refused", result != 0, result)
    proof.holds("and nothing is touched", same_tree(bundle, installed_at(wine, scope)))


def _removes(proof: Proof, wine: Wine, scope: Scope) -> None:
    product = code("product", NEW, scope)
    result = wine.msiexec("/x", product, "/qn")
    proof.holds("msiexec /x {product code} /qn ends with 0", result == 0, result)
    home = installed_at(wine, scope)
    proof.holds("its folder is gone", not home.exists(), list(home.rglob("*"))[:5])
    mine = user_folder(wine) / "AppData" / "Local" / "agent-assist" / "settings.toml"
    proof.holds("the user's own settings are still there", mine.exists())


def _listed(wine: Wine) -> list[str]:
    return [
        key
        for key, values in wine.registry().items()
        if _UNINSTALL in key and f'"DisplayName"="{NAME}"' in values
    ]


def _versions(wine: Wine) -> list[str]:
    registry = wine.registry()
    found = [re.search(r'"DisplayVersion"="([^"]+)"', registry[key]) for key in _listed(wine)]
    return [one[1] for one in found if one]


def _environment(scope: Scope) -> str:
    machine = r"hklm/system\\currentcontrolset\\control\\session manager\\environment"
    return machine if scope is Scope.MACHINE else "hkcu/environment"


@contextmanager
def windows(folder: Path) -> Iterator[Wine]:
    wine = Wine(folder)
    wine.begin()
    try:
        yield wine
    finally:
        wine.end()


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Proves the Windows installers under Wine.")
    parser.add_argument("--log", type=Path, help="write the lines here, too")
    asked = parser.parse_args(words)
    missing = [tool for tool in NEEDED if shutil.which(tool) is None]
    if missing:
        say(f"missing: {', '.join(missing)} (wine64, xvfb, wixl, msitools, gcc-mingw-w64-x86-64)")
        return 1
    proof = Proof(asked.log)
    try:
        with tempfile.TemporaryDirectory() as work:
            for scope in Scope:
                with windows(Path(work) / f"wine-{scope}") as wine:
                    prove(proof, wine, Path(work), scope)
    except Stop as stop:
        say(str(stop))
        return 1
    return proof.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
