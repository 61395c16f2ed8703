"""What a bug leaves behind: a log with versions and a traceback, and never a word of a call."""

import platform
import tempfile
import time
import traceback
from pathlib import Path

from assist import __version__
from assist.places import logs


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
