"""Hearing a live call: both sides' devices, opened, watched, and opened again when they return.

Promises: `start`, `watch` and `stop` never wait longer than three seconds for the sound system,
whatever has become of it; a side comes back by itself when its device does; the default device is
followed when none was named; and no side is ever heard through the other side's device.
"""

import platform
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from assist.audio.capture import Capture
from assist.audio.checks import Finding, Meter, findings
from assist.audio.devices import Device, changes, list_devices
from assist.audio.faults import SoundError
from assist.audio.frames import Frame
from assist.audio.recent import LASTS, Recent
from assist.audio.sides import SIDES, Way, Wishes, WrongSide, way_for, wishes
from assist.core.words import Speaker
from assist.log import Happened, note

ANSWERS_WITHIN = 2.5
"""Seconds that whoever calls waits for the hearing's own thread."""

_LOOKS_EVERY = 0.1
_TRIES_EVERY = 0.5
_TRIES_FIRST = 0.15
"""Long enough that, when the whole sound system goes, both sides are told before it is asked."""
_REMINDS_EVERY = 1.0


class Ears(Protocol):
    """Who hears: the desk of a live call, or a meter."""

    def put(self, frame: Frame) -> None:
        """Called on the capture's threads: returns at once; raises queue.Full when behind."""

    def lost(self, speaker: Speaker, why: str) -> None:
        """This side is not heard now. Called on the hearing's thread, again and again."""


@dataclass(frozen=True, slots=True)
class SideState:
    """One side now: the device that it is heard through, or why it is not heard; its last second;
    for how long it has been exact zeros; the frames that were dropped since the last opening; and
    whether it was asked to be left out.
    """

    device: str | None
    why_not: str | None
    meter: Meter
    zeros_for: float
    dropped: int
    left_out: bool = False

    def is_missing(self) -> bool:
        """Whether it should be heard and is not."""
        return self.why_not is not None and not self.left_out


class Hearing:
    """Both sides' captures, feeding one desk. `start` and `stop` are for one thread; the rest may be
    called on any.
    """

    def __init__(self, desk: Ears, names: Mapping[Speaker, str | None]) -> None:
        """`names` are what was asked for, as told in `audio.sides`; None takes the default device.
        Raises SoundError when that is no side at all.
        """
        self.faults: dict[Speaker, SoundError] = {}
        self._desk = desk
        self._named = self._asked = wishes(names)
        self._zero = time.monotonic()
        self._wanted: Wishes | None = None
        self._rests = False
        self._captures: dict[Speaker, Capture] = {}
        self._known: dict[Speaker, Device] = {}
        self._recent = Recent()
        self._tries_at = 0.0
        self._reminds_at = 0.0
        self._bug: Exception | None = None
        self._stopping = threading.Event()
        self._tried = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hearing", daemon=True)

    def start(self, patient: bool = False) -> None:
        """Open the sides. Raises SoundError when none can be heard, unless `patient`: then it waits
        for one. One is better than none.
        """
        self._thread.start()
        self._tried.wait(ANSWERS_WITHIN)
        self.watch()
        if not patient and self.faults.keys() >= self._asked.heard.keys():
            fault = next(iter(self.faults.values()))
            self.stop()
            raise fault

    def watch(self) -> None:
        """Raises what ended the hearing, if a bug did. Returns at once."""
        if self._bug:
            raise self._bug

    def stop(self) -> None:
        """Let go of the devices; those of a frozen sound system are let go of when it answers."""
        self._stopping.set()
        self._thread.join(ANSWERS_WITHIN)

    def ask(self, names: Mapping[Speaker, str | None]) -> None:
        """Hear the sides through these from now on. Raises SoundError when that is no side."""
        self._wanted = wishes(names)

    def rest(self, rests: bool) -> None:
        """Let go of the devices and hear nothing, or hear again."""
        self._rests = rests

    def devices(self) -> dict[Speaker, str]:
        """What each side is heard through, by its description; or what is off without it."""
        heard = {side: one.device.description for side, one in self._captures.copy().items()}
        return heard | dict(self._asked.left_out)

    def states(self) -> dict[Speaker, SideState]:
        """Each side as it is now, for an indicator."""
        return {side: self._state(side) for side in Speaker}

    def checks(self) -> tuple[Finding, ...]:
        """What is wrong with the last five seconds. Takes some hundredths of a second."""
        customer, agent, rate = self._recent.both()
        clipped = {side: self._recent.meter(side, LASTS).clipped for side in Speaker}
        return findings(customer, agent, rate, platform.system(), clipped)

    def _state(self, side: Speaker) -> SideState:
        capture = self._captures.get(side)
        fault = self.faults.get(side)
        return SideState(
            device=capture.device.description if capture else None,
            why_not=str(fault) if fault else self._asked.left_out.get(side),
            meter=self._recent.meter(side),
            zeros_for=self._recent.zeros_for(side),
            dropped=capture.dropped if capture else 0,
            left_out=side not in self._asked.heard,
        )

    def _put(self, frame: Frame) -> None:
        """Called on the captures' threads."""
        self._recent.note(frame)
        self._desk.put(frame)

    # All below is the hearing's own thread.

    def _run(self) -> None:
        told = changes()
        try:
            self._open_all()
            self._tried.set()
            # Where no side can be heard, `start` ends this before anything more is asked.
            self._stopping.wait(_LOOKS_EVERY)
            rested = False
            while not self._stopping.is_set():
                changed = told.wait(_LOOKS_EVERY)
                if self._rests:
                    rested = True
                    self._let_go_of_all()
                    continue
                changed = self._take_wishes() or changed or rested
                rested = False
                self._drop_lost()
                self._welcome_back()
                self._remind()
                if changed or (self.faults and time.monotonic() >= self._tries_at):
                    self._open_all()
        except Exception as bug:  # noqa: BLE001 - told by `watch`, on the thread that can end all
            self._bug = bug
        finally:
            self._tried.set()
            self._let_go_of_all()
            told.close()

    def _take_wishes(self) -> bool:
        """What was asked for anew; says whether it was."""
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return False
        before, self._named = self._named, wanted
        for side in SIDES:
            if wanted.heard.get(side) != before.heard.get(side):
                self._let_go(side)
                self._known.pop(side, None)
        self.faults = {side: why for side, why in self.faults.items() if side in wanted.heard}
        # A side that goes on is heard through the very device that its name has found.
        found = {side: self._asked.heard[side] for side in self._captures if side in wanted.heard}
        self._asked = replace(wanted, heard={**wanted.heard, **found})
        return True

    def _let_go_of_all(self) -> None:
        for side in list(self._captures):
            self._let_go(side)

    def _drop_lost(self) -> None:
        gone = {side: one for side, one in self._captures.items() if not one.alive()}
        for side, capture in gone.items():
            self._lose(side, capture.lost or _stalled(capture))
        # Told first: letting go of a frozen device takes a while.
        for side in gone:
            self._let_go(side)
            self._tries_at = time.monotonic() + _TRIES_FIRST

    def _welcome_back(self) -> None:
        """A fault is over when sound comes, not when its device could be opened."""
        back = {side for side, one in self._captures.items() if one.last_frame_at is not None}
        if back & self.faults.keys():
            for side in sorted(back & self.faults.keys()):
                note(Happened.SIDE_BACK, side=side)
            self.faults = {side: why for side, why in self.faults.items() if side not in back}

    def _remind(self) -> None:
        """Tells again, because frames that were on their way may have come after the first time."""
        if self.faults and time.monotonic() >= self._reminds_at:
            self._reminds_at = time.monotonic() + _REMINDS_EVERY
            for side, fault in self.faults.items():
                self._desk.lost(side, str(fault))

    def _open_all(self) -> None:
        """Opens what is not open, and what is open in another place than it should be."""
        try:
            devices = list_devices()
        except SoundError as fault:
            for side in self._asked.heard.keys() - self._captures.keys():
                self._lose(side, fault)
        else:
            for side in self._asked.heard:
                if not self._stopping.is_set():
                    self._open(side, devices)
        self._tries_at = time.monotonic() + _TRIES_EVERY

    def _open(self, side: Speaker, devices: list[Device]) -> None:
        try:
            way = way_for(side, self._asked, devices)
        except WrongSide as fault:
            self._lose(side, fault)
            self._let_go(side)
        except SoundError as fault:
            # What is still heard, is heard; what was named may now fit another device as well.
            if side not in self._captures:
                self._lose(side, self._away(side) or fault)
        else:
            if side not in self._captures or self._is_elsewhere(side, way):
                self._open_way(side, way)

    def _away(self, side: Speaker) -> SoundError | None:
        """Of a device that was named and heard before, there is no question what it is."""
        known = self._known.get(side)
        if known is None or self._asked.heard[side].name is None:
            return None
        mend = "plug it in again, or choose another device"
        return SoundError(known.description, "it is not there", mend)

    def _is_elsewhere(self, side: Speaker, way: Way) -> bool:
        open_now = self._captures[side].device
        return (open_now.name, open_now.host) != (way.device.name, way.device.host)

    def _open_way(self, side: Speaker, way: Way) -> None:
        self._let_go(side)
        capture = Capture(side, way.device, self._put, self._zero, way.channel)
        try:
            capture.start()
        except SoundError as fault:
            self._lose(side, fault)
            return
        note(Happened.SIDE_OPENED, side=side, device=way.device.description, rate=way.device.rate)
        self._captures[side] = capture
        self._known[side] = way.device
        self._asked = _remembering(self._asked, side, way)

    def _let_go(self, side: Speaker) -> None:
        capture = self._captures.pop(side, None)
        if capture:
            capture.stop()
            self._recent.forget(side)

    def _lose(self, side: Speaker, fault: SoundError) -> None:
        if str(self.faults.get(side)) != str(fault):
            note(Happened.SIDE_LOST, side=side, why=str(fault))
        self.faults = self.faults | {side: fault}
        self._desk.lost(side, str(fault))


def _remembering(asked: Wishes, side: Speaker, way: Way) -> Wishes:
    """A part of a name stands for the device that it found, also when another comes that fits."""
    wish = asked.heard[side]
    if wish.name is None:
        return asked
    return replace(asked, heard={**asked.heard, side: replace(wish, name=way.device.name)})


def _stalled(capture: Capture) -> SoundError:
    what = f"no sound comes from it for the {capture.side}'s side"
    return SoundError(capture.device.description, what, "plug it in again or choose another")
