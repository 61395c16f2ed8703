"""The local way in: one line each way between two programs of one user, and no network.

On Linux and macOS it is a socket in the file system; on Windows, whose Python has none, a named
pipe, with a key that lies in the user's own folder. `receive` waits for two seconds at most on the
first; who never writes a line is left standing.
"""

import socket
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from secrets import token_bytes
from typing import Protocol

from assist.peers import is_me

LONGEST = 4096
"""Bytes of a line."""

ANSWERS_WITHIN = 2.0
"""Seconds that either end waits for the other."""

_WAITING = 8


class Way(Protocol):
    """An open way between two programs. Raises OSError or ValueError when it is no use."""

    def receive(self) -> bytes: ...
    def send(self, line: bytes) -> None: ...
    def close(self) -> None: ...


class Door(Protocol):
    """Where ways are opened from outside."""

    def accept(self) -> Way | None:
        """The next visitor; none if nobody came who may come in. Raises OSError once closed."""

    def close(self) -> None: ...


def open_door(path: Path) -> Door:
    """Raises OSError."""
    return PipeDoor(path) if sys.platform == "win32" else SocketDoor(path)


def knock(path: Path) -> Way:
    """Go in by the door at this path. Raises FileNotFoundError or ConnectionRefusedError where
    there is nobody, PermissionError where it is not this user's.
    """
    return pipe_to(path) if sys.platform == "win32" else SocketWay.to(path)


class SocketWay:
    """Over a Unix domain socket."""

    def __init__(self, way: socket.socket) -> None:
        self._way = way

    @classmethod
    def to(cls, path: Path) -> "SocketWay":
        way = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            way.settimeout(ANSWERS_WITHIN)
            way.connect(str(path))
            if not is_me(way):
                raise PermissionError(f"{path} belongs to another user")
        except OSError:
            way.close()
            raise
        return cls(way)

    def receive(self) -> bytes:
        until = time.monotonic() + ANSWERS_WITHIN
        line = b""
        while not line.endswith(b"\n"):
            self._way.settimeout(max(0.01, until - time.monotonic()))
            part = self._way.recv(LONGEST)
            line += part
            if not part or len(line) > LONGEST or time.monotonic() > until:
                raise ValueError("no line came")
        return line

    def send(self, line: bytes) -> None:
        self._way.settimeout(ANSWERS_WITHIN)
        self._way.sendall(line)

    def close(self) -> None:
        self._way.close()


class SocketDoor:
    """A Unix domain socket that only this user can open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # Left behind by one that was killed: whoever opens a door holds the lock.
        path.unlink(missing_ok=True)
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._door.bind(str(path))
            path.chmod(0o600)
            self._door.listen(_WAITING)
        except OSError:
            self._door.close()
            raise
        self._door.settimeout(0.5)

    def accept(self) -> Way | None:
        try:
            visitor, _ = self._door.accept()
        except TimeoutError:
            return None
        if is_me(visitor):
            return SocketWay(visitor)
        visitor.close()
        return None

    def close(self) -> None:
        self._path.unlink(missing_ok=True)
        self._door.close()


class PipeWay:
    """Over a pipe of `multiprocessing.connection`; bytes only, nothing is unpickled."""

    def __init__(self, way: "Connection[bytes, bytes]") -> None:
        self._way = way

    def receive(self) -> bytes:
        if not self._way.poll(ANSWERS_WITHIN):
            raise ValueError("no line came")
        try:
            return self._way.recv_bytes(LONGEST)
        except EOFError as error:
            raise ValueError("no line came") from error

    def send(self, line: bytes) -> None:
        self._way.send_bytes(line)

    def close(self) -> None:
        self._way.close()


class PipeDoor:
    """A named pipe; who comes in must know the key. `family` is another one in tests only."""

    def __init__(self, path: Path, family: str = "AF_PIPE") -> None:
        self._address, self._family = _address(path, family), family
        self._key = token_bytes(32)
        self._key_file = path.with_suffix(".key")
        self._key_file.unlink(missing_ok=True)
        self._key_file.touch(mode=0o600)
        self._key_file.write_bytes(self._key)
        self._door: Listener | None = Listener(self._address, family, authkey=self._key)

    def accept(self) -> Way | None:
        from multiprocessing import AuthenticationError

        door = self._door
        if door is None:
            raise OSError("closed")
        try:
            return PipeWay(door.accept())
        except (AuthenticationError, EOFError, OSError):
            return None

    def close(self) -> None:
        door, self._door = self._door, None
        if door is None:
            return
        # Whoever waits in `accept` is woken by a last visitor, who in turn waits to be let in.
        last = threading.Thread(target=self._wake, daemon=True)
        last.start()
        last.join(ANSWERS_WITHIN)
        door.close()
        self._key_file.unlink(missing_ok=True)

    def _wake(self) -> None:
        with suppress(OSError, EOFError):
            Client(self._address, self._family, authkey=self._key).close()


def pipe_to(path: Path, family: str = "AF_PIPE") -> PipeWay:
    from multiprocessing import AuthenticationError

    key = path.with_suffix(".key").read_bytes()
    try:
        return PipeWay(Client(_address(path, family), family, authkey=key))
    except AuthenticationError as error:
        raise PermissionError(f"{path} belongs to another user") from error


def _address(path: Path, family: str) -> str:
    return rf"\\.\pipe\agent-assist-{path.stem}" if family == "AF_PIPE" else str(path)
