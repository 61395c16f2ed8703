"""The program's log: what happened to the program, one JSON object a line, and never a word of a call.

Whoever notes something names the event from a closed list and gives facts: devices, files, lines,
counts and seconds. Nobody waits for the disk: lines go through a queue to a thread of the log's
own. The file rotates, is this user's alone, and a full disk costs only lines, which are counted.
"""

import json
import logging
import os
import queue
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from io import TextIOWrapper
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path

FILE = "assist.log"
LARGEST = 1_000_000
KEPT = 3
"""Bytes of a file until the next is begun, and how many older ones are kept."""

Fact = str | int | float

_logger = logging.getLogger("assist.happened")
_logger.propagate = False
_logger.setLevel(logging.INFO)
_logger.addHandler(logging.NullHandler())


class Happened(StrEnum):
    """Everything that the log tells."""

    STARTED = "started"
    STOPPED = "stopped"
    SIDE_OPENED = "side opened"
    SIDE_LOST = "side lost"
    SIDE_BACK = "side back"
    CALL_BEGAN = "call began"
    CALL_ENDED = "call ended"
    RECOGNISER_REPLACED = "recogniser replaced"
    PHRASEBANKS_TAKEN = "phrasebanks taken up"
    PHRASEBANKS_REFUSED = "phrasebanks refused"
    BUG = "bug"


def note(happened: Happened, **facts: Fact) -> None:
    """Keep this, if a log is open. Called on any thread; returns at once."""
    _logger.info(happened.value, extra={"facts": facts})


@contextmanager
def open_log(folder: Path) -> Iterator[None]:
    """While it is open, what is noted is written to a file in this folder."""
    lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    handler = _Noted(lines)
    listener = QueueListener(lines, _File(folder))
    _logger.addHandler(handler)
    listener.start()
    try:
        yield
    finally:
        _logger.removeHandler(handler)
        listener.stop()


class _Noted(QueueHandler):
    """Puts the record as it is: nothing in it needs to be made text on the noting thread."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record


class _File(RotatingFileHandler):
    """The file; opened with the first line, and again after the disk has refused one."""

    def __init__(self, folder: Path) -> None:
        path = folder / FILE
        super().__init__(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True)
        self.lost = 0

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "event": record.getMessage(), **getattr(record, "facts", {})}
        if self.lost:
            line["lines lost before"] = self.lost
        return json.dumps(line, ensure_ascii=False)

    def emit(self, record: logging.LogRecord) -> None:
        lost = self.lost
        super().emit(record)
        if self.lost == lost:
            self.lost = 0

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """The disk refused a line: it is counted, and the file is opened anew for the next one."""
        self.lost += 1
        stream, self.stream = self.stream, None
        if stream:
            with suppress(OSError):
                stream.close()

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        torn = _is_torn(handle)
        file = os.fdopen(handle, "a", encoding="utf-8")
        if torn:
            file.write("\n")
        return file


def _is_torn(handle: int) -> bool:
    """Whether the last line has no end, as when the disk was full in the middle of it."""
    size = os.lseek(handle, 0, os.SEEK_END)
    if size == 0:
        return False
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) != b"\n"
