"""What a bug leaves behind: a log with versions and a traceback, and never a word of a call."""

import faulthandler
import os
import platform
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path
from types import TracebackType

from assist import __version__
from assist.log import Happened, note
from assist.places import logs

_CRASHES = "crash.log"


def tell_bugs() -> None:
    """From now on a bug on any thread, or in a window's slot, leaves a log and one sentence.

    What Python itself would print holds the exception's message, which may be what was said.
    """
    sys.excepthook = _told
    threading.excepthook = lambda bug: _told(bug.exc_type, bug.exc_value, bug.exc_traceback)


def keep_no_memory() -> None:
    """If the program crashes as a whole, where each thread was is kept, and none of its memory.

    A core dump would hold the words of the call. Where the log cannot be written nothing is kept.
    """
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    try:
        logs().mkdir(mode=0o700, parents=True, exist_ok=True)
        crashes = os.open(logs() / _CRASHES, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError:
        return
    faulthandler.enable(crashes)


def _told(
    kind: type[BaseException], bug: BaseException | None, where: TracebackType | None
) -> None:
    if bug is None or issubclass(kind, (KeyboardInterrupt, SystemExit)):
        return
    note(Happened.BUG, kind=kind.__name__)
    print(f"assist: {write_bug(bug.with_traceback(where))}", file=sys.stderr)


def write_bug(bug: BaseException) -> str:
    """Write the log; gives back one sentence that says where it is.

    The exception's own message is left out: it may hold what was said in a call.
    """
    text = _describe(bug)
    for folder in (logs(), Path(tempfile.gettempdir())):
        try:
            path = _write(folder, text)
        except OSError:
            continue
        return f"this is a bug ({type(bug).__name__}); please send {path} to whoever supports you."
    return f"this is a bug ({type(bug).__name__}), and no log could be written."


def _describe(bug: BaseException) -> str:
    frames = traceback.extract_tb(bug.__traceback__)
    lines = [f'  File "{one.filename}", line {one.lineno}, in {one.name}' for one in frames]
    return "\n".join(
        [
            f"assist {__version__}",
            f"python {platform.python_version()} on {platform.platform()}",
            *lines,
            type(bug).__name__,
            "",
        ]
    )


def _write(folder: Path, text: str) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / time.strftime("bug-%Y%m%d-%H%M%S.log")
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
    return path
