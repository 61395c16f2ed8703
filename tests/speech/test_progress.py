"""How progress is shown: a bar on a terminal, plain lines elsewhere."""

import io
import time

import pytest

from assist.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_that_ends_full() -> None:
    out = Terminal()
    progress = Progress(out)
    progress.say("Fetching")
    for got in range(0, 101, 10):
        progress.tell(got * 1_000_000, 100_000_000)
    progress.say("Unpacking")
    lines = out.getvalue().splitlines()
    assert lines[0] == "Fetching"
    assert f"[{'#' * 30}] 100 %  100.0 of 100.0 MB" in out.getvalue()
    assert out.getvalue().endswith("\nUnpacking\n")


def test_a_file_gets_a_plain_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    out = io.StringIO()
    progress = Progress(out)
    progress.say("Fetching")
    for second in range(1, 31):
        clock[0] += 1
        progress.tell(second * 1_000_000, 30_000_000)
    progress.end()
    assert out.getvalue().splitlines() == [
        "Fetching",
        " 33 %  10.0 of 30.0 MB",
        " 66 %  20.0 of 30.0 MB",
        "100 %  30.0 of 30.0 MB",
    ]


def test_an_unknown_length_is_shown_in_megabytes_alone() -> None:
    out = Terminal()
    Progress(out).tell(2_500_000, 0)
    assert "2.5 MB" in out.getvalue()
    assert "%" not in out.getvalue()
