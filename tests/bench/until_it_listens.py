"""Waits for a started `assist run`, for the benchmarks that measure it."""

from subprocess import Popen


def wait_until_it_listens(program: Popen[str]) -> None:
    """Until it says so on its standard error. Ends the benchmark when it ends before."""
    assert program.stderr is not None
    said = []
    for line in program.stderr:
        said.append(line)
        if line.startswith("listening"):
            return
    raise SystemExit("the program did not start:\n" + "".join(said))
