"""The self-extracting archive for Linux systems without .deb: the bundle with a small script that installs it.

Made with makeself, so that any shell unpacks it and checks its sum first.
"""

import gzip
import os
import shutil
from pathlib import Path

from computer import install_packages, missing_packages
from linux.deb import NAME, TOLD, run, tell
from linux.desktop import desktop_entry
from steps import ROOT, step

PLACEHOLDER = "@PROGRAM@"


def make(bundle: Path, into: Path, version: str, quick: bool) -> Path:
    """The archive of this bundle. `quick` packs it larger and faster. Raises Stop."""
    missing = missing_packages(["makeself"])
    if missing:
        install_packages(missing)
    root = ROOT / "build/run"
    shutil.rmtree(root, ignore_errors=True)
    with step(f"making the self-extracting archive {version}"):
        tell(TOLD)
        lay_out(bundle, root)
        made = into / f"{NAME}-{version}-linux-{os.uname().machine}.run"
        packing = ["--gzip", "--complevel", "1"] if quick else ["--xz", "--complevel", "9"]
        words = ["makeself", "--quiet", "--nox11", "--sha256", *packing]
        run([*words, root, made, "Agent Assist", "./install.sh"])
        made.chmod(0o755)
    return made


def lay_out(bundle: Path, root: Path) -> None:
    shutil.copytree(bundle, root / "bundle", symlinks=True)
    shutil.copytree(TOLD, root / "told")
    page = root / "told/assist.1"
    (root / "told/assist.1.gz").write_bytes(gzip.compress(page.read_bytes(), 9, mtime=0))
    page.unlink()
    # The installer knows only then where the program will lie.
    (root / "entry").write_text(desktop_entry("/PROGRAM").replace("/PROGRAM", PLACEHOLDER), "utf-8")
    shutil.copy(ROOT / "packaging/linux/install.sh", root / "install.sh")
    (root / "install.sh").chmod(0o755)
