"""Gives freed memory back to the system.

A Vosk recogniser remembers what it has searched, up to some 100 MB. When it is let go of, the C
library of Linux keeps those small pieces, and the memory of a shift grows by what lies between them:
by a fifth from the second to the eighth hour of calls, measured, until this was done.
"""

import ctypes
import platform
from collections.abc import Callable
from functools import cache


def give_back_memory() -> None:
    """Takes some milliseconds. Does nothing where the system does it by itself."""
    trim = _trim()
    if trim:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """Glibc's own; other C libraries have none."""
    if platform.libc_ver()[0] != "glibc":
        return None
    trim = ctypes.CDLL(None).malloc_trim
    trim.argtypes, trim.restype = [ctypes.c_size_t], ctypes.c_int
    return trim
