"""What the system knows of who is at the other end of a local socket, and of locks on files.

Windows gives no user at a socket's end: there the folder's own rights keep others out.
"""

import os
import socket
import struct
import sys
from typing import IO

_MAC_LOCAL = 0
_MAC_PEER = 1


def is_me(way: socket.socket) -> bool:
    """Whether the other end is a program of this user."""
    if sys.platform == "win32":
        return True
    if sys.platform == "darwin":
        # struct xucred of sys/ucred.h: its version, then the user.
        known = way.getsockopt(_MAC_LOCAL, _MAC_PEER, 76)
        return bool(struct.unpack_from("=II", known)[1] == os.getuid())
    known = way.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return bool(struct.unpack("3i", known)[1] == os.getuid())


def lock(file: IO[str]) -> bool:
    """Lock it until it is closed or the program ends; False where another program has."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


_FAR = 1 << 20
"""Where the lock lies on Windows: away from what is written, which others may then read."""
