"""What is asked of an installed program again and again: does it run, what does it leave, what stays.

Nothing here runs outside the chroot but the taking of a picture.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from linux.chroot import Chroot, mark
from linux.desk import DISPLAY, wait_for
from proof import Proof
from steps import Stop

_COLOURS_OF_A_WINDOW = 20


class Life:
    """One computer and one agent on it. `desk` are the settings that lend a screen and a headset."""

    def __init__(self, proof: Proof, debian: Chroot, agent: str, desk: Sequence[str]) -> None:
        self._proof = proof
        self._debian = debian
        self._agent = agent
        self._desk = desk
        self._home = debian.root / "home" / agent
        self.before: dict[str, str] = {}

    def depends(self, package: Path) -> None:
        """Installs what the package needs, so that afterwards its own files are told apart."""
        told = subprocess.run(
            ["dpkg-deb", "-f", package, "Depends"], capture_output=True, text=True
        )
        names = [one.strip().partition(" ")[0] for one in told.stdout.split(",")]
        apt = ["apt-get", "-qq", "-y", "--no-install-recommends", "install"]
        done = self._debian.run(*apt, *names, network=True)
        self._proof.works(f"the {len(names)} packages that it depends on", done)

    def runs(self, program: str, named: str) -> None:
        """`doctor` finds nothing to mend, and `demo` plays the whole call; without any network."""
        doctor = self._debian.run(program, "doctor", user=self._agent, settings=self._desk)
        self._proof.works(f"{named}: doctor, with no network", doctor)
        shutil.rmtree(self._home / ".cache/agent-assist/demo", ignore_errors=True)
        demo = self._debian.run(program, "demo", "--fast", user=self._agent)
        self._proof.works(f"{named}: demo --fast, with no network", demo)
        pictures = list((self._home / ".cache/agent-assist/demo").rglob("*.png"))
        self._proof.holds(f"{named}: pictures of {len(pictures)} prompts", len(pictures) > 5)

    def shows(self, program: str) -> None:
        """The overlay comes up on a real screen, listens, and ends when it is told to."""
        words = self._debian.words(program, "run", user=self._agent, settings=self._desk)
        said = self._debian.root.parent / "run.txt"
        with said.open("w") as file:
            running = subprocess.Popen(words, stdout=file, stderr=subprocess.STDOUT)
            picture = self._debian.root.parent / "overlay.png"
            try:
                wait_for(lambda: _is_drawn(picture), "no window came up")
                wait_for(lambda: "listening" in said.read_text("utf-8"), "it does not listen")
                _end(running)
                code = running.wait(120)
            except Stop as stop:
                self._proof.holds(f"run: {stop}", False, said.read_text("utf-8"))
            else:
                self._proof.holds("run: the overlay is drawn, both sides are listened to", True)
                self._proof.holds("run: it ends when it is told to", code == 0, f"{code}")
            finally:
                running.kill()

    def lay(self, of_the_user: Mapping[str, str], of_the_machine: Mapping[str, str]) -> None:
        for place, text in of_the_machine.items():
            path = self._debian.root / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        for place, text in of_the_user.items():
            path = self._home / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        self._debian.run("chown", "-R", f"{self._agent}:{self._agent}", f"/home/{self._agent}")

    def of_the_user(self) -> dict[str, str]:
        return _marks(self._home)

    def of_the_machine(self) -> dict[str, str]:
        places = ("etc/agent-assist", "var/lib/agent-assist")
        return {k: v for place in places for k, v in _marks(self._debian.root / place).items()}

    def only_listed(self, after: Mapping[str, str], listed: Iterable[str]) -> None:
        """Installing brought no file but those of the package."""
        known = {name.strip("/") for name in listed}
        extra = [name for name in _new(self.before, after) if name not in known]
        self._proof.holds("no file but the package's own is new", not extra, "\n".join(extra))

    def nothing_else_left(self, what: str) -> None:
        """Every file is as it was before, but for those in homes."""
        after = self._debian.files()
        left = _new(self.before, after)
        lost = [name for name in self.before if name not in after]
        wrong = [name for name in [*left, *lost] if not name.startswith("home/")]
        self._proof.holds(f"after {what} every file is as before", not wrong, "\n".join(wrong))


def _new(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """What has come or changed, without what dpkg and the menus note of every package."""
    notes = ("var/lib/dpkg/", "var/lib/systemd", "var/cache", "usr/share/applications/mimeinfo")
    changed = [name for name, seen in after.items() if before.get(name) != seen]
    return [name for name in changed if not name.startswith(notes)]


def _marks(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file() or path.is_symlink()]
    return {str(path): mark(path) for path in files}


def _is_drawn(picture: Path) -> bool:
    """Takes a picture of the screen; whether there is more on it than its empty ground."""
    take = ["import", "-display", DISPLAY, "-window", "root", str(picture)]
    subprocess.run(take, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    told = subprocess.run(
        ["identify", "-format", "%k", picture], capture_output=True, text=True, check=False
    )
    return told.stdout.isdecimal() and int(told.stdout) > _COLOURS_OF_A_WINDOW


def _end(running: subprocess.Popen[bytes]) -> None:
    """Tells the program to end, which is the only child of `unshare`; that itself hands nothing on."""
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text("ascii")
    for child in children.split():
        os.kill(int(child), signal.SIGTERM)
