"""The claims of a proof: one line each, `pass` or `FAIL`, on standard output and in a file."""

import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Told:
    """What a command said and how it ended."""

    code: int
    out: str


class Proof:
    """Collects claims and whether each held; `failed` counts those that did not."""

    def __init__(self, log: Path | None) -> None:
        """The lines go to `log`, too, where there is one."""
        self._log = log.open("w", encoding="utf-8") if log else None
        self.failed = 0
        self._began = time.monotonic()

    def holds(self, claim: str, is_true: bool, otherwise: object = "") -> bool:
        """Says whether it does; `otherwise` is shown, its end at the most, where it does not."""
        self.failed += not is_true
        self.tell(f"{'pass' if is_true else 'FAIL'}  {claim}")
        if not is_true and otherwise:
            self.tell("      " + "\n      ".join(str(otherwise).strip().splitlines()[-12:])[-4000:])
        return is_true

    def works(self, claim: str, told: Told) -> bool:
        """A command ended well."""
        return self.holds(claim, told.code == 0, f"exit code {told.code}\n{told.out}")

    def part(self, title: str) -> None:
        """A part of the proof begins."""
        self.tell(f"== {title}  ({time.monotonic() - self._began:.0f} s)")

    def tell(self, line: str) -> None:
        """Say something else."""
        print(line, flush=True)
        if self._log:
            print(line, file=self._log, flush=True)

    def end(self) -> int:
        """The last line; gives back the exit code: 1 where a claim failed."""
        self.tell(f"{self.failed} failed" if self.failed else "everything passed")
        return 1 if self.failed else 0
