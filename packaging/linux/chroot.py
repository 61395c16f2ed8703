"""A fresh Debian in a folder, in which an installer is tried: neither Python nor the checkout is there.

Promise: it is made of Debian's own packages each time (the bare system is kept as a tarball, for a quick
second time); what runs in it sees its own processes only, no network unless it is asked for, and
leaves no mount behind. Needs root and debootstrap.
"""

import hashlib
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from proof import Told
from steps import Stop, step

_ENTER = """
mount --make-rprivate / && mount -t proc proc "$0/proc" && mount -t tmpfs tmpfs "$0/dev/shm" &&
mkdir -p "$0/tmp/.X11-unix" && mount --bind /tmp/.X11-unix "$0/tmp/.X11-unix" && exec chroot "$0" "$@"
"""
_CHANGES_BY_ITSELF = ("proc", "dev", "sys", "run", "tmp", "var/cache", "var/log", "var/lib/apt")


@dataclass(frozen=True, slots=True)
class Chroot:
    """One Debian in a folder."""

    root: Path

    def run(
        self,
        *command: str,
        user: str = "root",
        network: bool = False,
        settings: Sequence[str] = (),
    ) -> Told:
        """Runs it to its end; `settings` are NAME=VALUE."""
        words = self.words(*command, user=user, network=network, settings=settings)
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        return Told(done.returncode, done.stdout)

    def words(
        self,
        *command: str,
        user: str = "root",
        network: bool = False,
        settings: Sequence[str] = (),
    ) -> list[str]:
        """The whole command line that runs it from outside."""
        home = "/root" if user == "root" else f"/home/{user}"
        own = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", f"HOME={home}", "LC_ALL=C.UTF-8"]
        own += ["DEBIAN_FRONTEND=noninteractive", *settings]
        alone = [] if network else ["--net"]
        who = [] if user == "root" else ["setpriv", f"--reuid={user}", f"--regid={user}"]
        who += ["--clear-groups"] if who else []
        return [
            *("unshare", "--mount", "--pid", "--fork", "--kill-child", *alone),
            *("sh", "-c", _ENTER, str(self.root)),
            *("/usr/bin/env", "-i", *own, *who, *command),
        ]

    def files(self) -> dict[str, str]:
        """Every file that does not change by itself → what it is, to compare two moments."""
        seen = {}
        for path in self.root.rglob("*"):
            name = path.relative_to(self.root).as_posix()
            if name.startswith(_CHANGES_BY_ITSELF) or (path.is_dir() and not path.is_symlink()):
                continue
            seen[name] = mark(path)
        return seen


def mark(path: Path) -> str:
    """The same for two files exactly when their contents are."""
    if path.is_symlink():
        return f"link to {path.readlink()}"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "neither"


def fresh(folder: Path, release: str) -> Chroot:
    """A new one in `folder`/root; the bare system is kept in `folder`. Raises Stop."""
    base, root = folder / f"{release}.tar.zst", folder / "root"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    if not base.exists():
        with step(f"fetching a bare Debian {release} (debootstrap)"):
            _must("debootstrap", "--variant=minbase", release, str(root))
            part = base.with_suffix(".part")
            _must("tar", "-C", str(root), "-I", "zstd -3", "-cf", str(part), ".")
            part.rename(base)
    else:
        with step(f"unpacking a bare Debian {release}"):
            _must("tar", "-C", str(root), "-I", "zstd", "-xf", str(base))
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    return Chroot(root)


def _must(*command: str) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        last = ((done.stderr or done.stdout).strip().splitlines() or ["no message"])[-1]
        raise Stop(f"{command[0]} failed: {last}")
