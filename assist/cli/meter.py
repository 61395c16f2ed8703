"""Is it hearing? Both sides' live meters in a terminal, and what is wrong with them.

Opens the devices as a call would, keeps nothing, and recognises nothing.
"""

import shutil
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from assist.audio.checks import SILENCE, Finding, Trouble
from assist.audio.frames import Frame
from assist.core.words import Speaker
from assist.faults import Fault
from assist.hearing import Hearing, SideState

REDRAWS_EVERY = 0.2
LOOKS_EVERY = 1.0
FIRST_LOOK_AT = 2.0
"""Seconds of sound before the checks have something to go by."""

BAR = 24
LOWEST = -60.0
_UP = "\x1b[F"
_CLEAR = "\x1b[2K"
_LASTING = (Trouble.SILENT, Trouble.EXACT_ZEROS)
"""Troubles only if they last all the time: people pause."""


class Nobody:
    """Hears a call for its meters only."""

    def put(self, frame: Frame) -> None:
        """Nothing is kept."""

    def lost(self, speaker: Speaker, why: str) -> None:
        """The state of the hearing tells it."""


@dataclass
class Listened:
    """What was found while listening."""

    lasted: float = 0.0
    peaks: dict[Speaker, float] = field(default_factory=lambda: dict.fromkeys(Speaker, SILENCE))
    clipped: Counter[Speaker] = field(default_factory=Counter)
    states: dict[Speaker, SideState] = field(default_factory=dict)
    _looks: int = 0
    _times: Counter[tuple[Speaker, Trouble]] = field(default_factory=Counter)
    _last: dict[tuple[Speaker, Trouble], Finding] = field(default_factory=dict)

    def look(self, states: Mapping[Speaker, SideState], found: tuple[Finding, ...]) -> None:
        """Once a second: each state's meter is of the last second."""
        self.states = dict(states)
        for side, state in states.items():
            self.peaks[side] = max(self.peaks[side], state.meter.peak)
            self.clipped[side] += state.meter.clipped
        self._looks += 1
        for finding in found:
            self._times[finding.side, finding.trouble] += 1
            self._last[finding.side, finding.trouble] = finding

    def findings(self) -> list[Finding]:
        return [
            finding
            for kind, finding in self._last.items()
            if finding.trouble not in _LASTING or self._times[kind] == self._looks
        ]

    def is_well(self) -> bool:
        """Whether a call would be heard: no wanted side is missing, and the sides are two."""
        heard = not any(state.is_missing() for state in self.states.values())
        return heard and all(one.trouble is not Trouble.SAME_SOUND for one in self.findings())

    def as_json(self) -> dict[str, object]:
        sides = {
            side: asdict(replace(state, meter=replace(state.meter, peak=self.peaks[side])))
            | {"clipped": self.clipped[side]}
            for side, state in self.states.items()
        }
        findings = [asdict(finding) for finding in self.findings()]
        lasted = round(self.lasted, 1)
        return {"lasted": lasted, "well": self.is_well(), "sides": sides, "findings": findings}


def listen(
    names: Mapping[Speaker, str | None], seconds: float, live: bool, quiet: bool
) -> Listened:
    """Listens for so long. `live` redraws in place on standard output, else there is a line each
    second; `quiet` prints nothing. Raises Fault when no side can be heard.
    """
    hearing = Hearing(Nobody(), names)
    hearing.start()
    try:
        return _listen(hearing, seconds, live and not quiet, quiet)
    except KeyboardInterrupt as stopped:
        raise Fault("listening", "it was stopped", "let it run to its end") from stopped
    finally:
        hearing.stop()


def _listen(hearing: Hearing, seconds: float, live: bool, quiet: bool) -> Listened:
    listened = Listened()
    began = time.monotonic()
    looks_at = began + min(FIRST_LOOK_AT, seconds)
    drawn = 0
    while time.monotonic() - began < seconds or not listened.states:
        time.sleep(REDRAWS_EVERY)
        hearing.watch()
        states = hearing.states()
        looks = time.monotonic() >= looks_at
        if looks:
            looks_at += LOOKS_EVERY
            listened.look(states, hearing.checks())
        if live:
            width = shutil.get_terminal_size().columns - 1
            drawn = _redraw([line(side, one)[:width] for side, one in states.items()], drawn)
        elif looks and not quiet:
            print("; ".join(summary(side, state) for side, state in states.items()), flush=True)
    listened.lasted = time.monotonic() - began
    return listened


def line(side: Speaker, state: SideState) -> str:
    """One side's meter, for people who watch it move."""
    if state.device is None or state.why_not:
        return f"{side:>8}  {state.why_not}"
    full = round(BAR * (1 - max(LOWEST, min(0.0, state.meter.level)) / LOWEST))
    bar = "█" * full + "░" * (BAR - full)
    said = _remarks(state)
    return (
        f"{side:>8}  {bar}  {state.meter.level:4.0f} dB, peak {state.meter.peak:4.0f}"
        f"{f', {said}' if said else ''}  {state.device}"
    )


def summary(side: Speaker, state: SideState) -> str:
    """The same in plain words, for a log."""
    if state.device is None or state.why_not:
        return str(state.why_not)
    said = _remarks(state)
    return (
        f"{side} {state.meter.level:.0f} dB, peak {state.meter.peak:.0f}"
        f"{f', {said}' if said else ''} ({state.device})"
    )


def _remarks(state: SideState) -> str:
    remarks = []
    if state.meter.clipped:
        remarks.append(f"{state.meter.clipped} clipped")
    if state.zeros_for >= 1:
        remarks.append(f"exact zeros for {state.zeros_for:.0f} s")
    return ", ".join(remarks)


def _redraw(lines: list[str], drawn: int) -> int:
    sys.stdout.write(_UP * drawn + "".join(f"{_CLEAR}{one}\n" for one in lines))
    sys.stdout.flush()
    return len(lines)
