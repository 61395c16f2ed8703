"""One Agent Assist for each user and computer, and the door by which it is reached.

A lock that the system takes back when the program ends, however it ends, says who is first. The
door is a socket in the file system, never on a network: its folder and it are this user's alone,
and whoever comes in is asked of the system who they are. What is said there is one line of JSON
each way, a few hundred bytes, and can do only what `obey` does.
"""

import hashlib
import json
import os
import stat
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from assist.doors import Door, Way, knock, open_door
from assist.faults import Fault
from assist.peers import lock
from assist.places import user_data, user_runtime

WHERE = "Agent Assist"

Answer = Mapping[str, object]
Obey = Callable[[str], Answer]
"""What is asked for, such as "call start", and what to answer. Called on the door's thread."""


class NotRunning(Fault):
    """There is nobody to ask."""

    def __init__(self) -> None:
        super().__init__(WHERE, "it is not running", "start it with assist run")


class Instance:
    """The first of this user. Made by `first`; `close` lets the next one be it."""

    def __init__(self, held: IO[str], path: Path) -> None:
        self._held = held
        self._obey: Obey = lambda asked: {"ok": False, "said": "it is still starting"}
        self._closing = threading.Event()
        self._door = _open_door(path)
        self._thread = threading.Thread(target=self._listen, name="door", daemon=True)
        self._thread.start()

    def obey(self, obey: Obey) -> None:
        """From now on do this. Until then, who asks is told to wait."""
        self._obey = obey

    def close(self) -> None:
        self._closing.set()
        self._door.close()
        self._held.close()

    # All below is the door's own thread.

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                visitor = self._door.accept()
            except OSError:
                return
            if visitor:
                self._receive(visitor)

    def _receive(self, visitor: Way) -> None:
        try:
            asked = _asked(visitor.receive())
            answer = self._obey(asked) if asked else {"ok": False, "said": "that is no request"}
            visitor.send(json.dumps(answer).encode() + b"\n")
        except (OSError, ValueError):
            # Whoever asked has gone or speaks another language; nothing of ours depends on them.
            return
        finally:
            visitor.close()


def first() -> Instance | None:
    """Be the one that runs; None where another is it already. Raises Fault."""
    path = door()
    _own_folder(path.parent)
    # Held open, and with it the lock, as long as the program runs.
    held = _opened_alone(path.with_suffix(".lock"))
    if not lock(held):
        held.close()
        return None
    try:
        return Instance(held, path)
    except Fault:
        held.close()
        raise


def ask(wanted: str) -> Mapping[str, object]:
    """Ask the one that runs; gives back its answer. Raises NotRunning, or Fault if it is stuck."""
    try:
        way = knock(door())
        try:
            way.send(json.dumps({"do": wanted}).encode() + b"\n")
            answer = json.loads(way.receive())
        finally:
            way.close()
    except (FileNotFoundError, ConnectionRefusedError):
        raise NotRunning from None
    except PermissionError as error:
        raise Fault(str(door()), "it belongs to another user", "remove it") from error
    except (OSError, ValueError) as error:
        mend = "wait a moment and try again, or end it and start it anew"
        raise Fault(WHERE, "it runs, but does not answer", mend) from error
    if not isinstance(answer, dict):
        raise Fault(WHERE, "it answers strangely", "end it and start it anew")
    return answer


def door() -> Path:
    """Where it is reached. Whoever has other data is another, and has another door."""
    whose = hashlib.sha256(str(user_data()).encode()).hexdigest()[:12]
    return user_runtime() / f"{whose}.door"


def _own_folder(folder: Path) -> None:
    """Have the folder, for this user alone. Raises Fault where it is somebody else's."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        what = f"it cannot be made ({error.strerror})"
        raise Fault(str(folder), what, "check its rights, or set XDG_RUNTIME_DIR") from error
    if sys.platform == "win32":
        return
    theirs = folder.parent.stat().st_uid not in (os.getuid(), 0)
    if theirs or not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise Fault(str(folder), "it belongs to another user", "remove it")
    folder.chmod(0o700)


def _opened_alone(path: Path) -> IO[str]:
    """The file, made for this user alone. Raises Fault."""
    try:
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "a+", encoding="ascii")
    except OSError as error:
        what = f"it cannot be written ({error.strerror})"
        raise Fault(str(path), what, "make room, or set XDG_RUNTIME_DIR") from error


def _open_door(path: Path) -> Door:
    try:
        return open_door(path)
    except OSError as error:
        what = f"the door to this program cannot be opened there ({error.strerror or error})"
        raise Fault(str(path), what, "set XDG_RUNTIME_DIR to a folder with a short name") from error


def _asked(line: bytes) -> str:
    """What is asked for; nothing where it is no request. Raises ValueError."""
    try:
        request = json.loads(line)
    except RecursionError:
        return ""
    wanted = request.get("do") if isinstance(request, dict) else None
    return wanted if isinstance(wanted, str) else ""
