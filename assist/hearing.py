"""Hearing a live call: both sides' devices, opened, watched, and opened again when they return."""

import time
from collections.abc import Mapping

from assist.audio.capture import Capture
from assist.audio.devices import find_device
from assist.audio.faults import SoundError
from assist.core.words import Speaker
from assist.desk import Desk

_TRIES_EVERY = 1.0


class Hearing:
    """Both sides' captures, feeding one desk. For one thread, which calls `watch` often."""

    def __init__(self, desk: Desk, names: Mapping[Speaker, str | None]) -> None:
        """`names` are the devices asked for; None takes the side's default one."""
        self.faults: dict[Speaker, SoundError] = {}
        self._desk = desk
        self._names = names
        self._zero = time.monotonic()
        self._captures: dict[Speaker, Capture] = {}
        self._tries_at = 0.0

    def start(self) -> None:
        """Open both sides. Raises SoundError when neither can be heard; one is better than none."""
        for speaker in Speaker:
            self._open(speaker)
        if len(self.faults) == len(Speaker):
            raise self.faults[Speaker.CUSTOMER]

    def watch(self) -> None:
        """Notice a side that went, and try to hear it again. To be called a few times a second."""
        for speaker, capture in list(self._captures.items()):
            if capture.lost is not None or not capture.alive():
                self._lose(speaker, capture.lost or _stalled(capture))
                capture.stop()
                del self._captures[speaker]
        if self.faults and time.monotonic() >= self._tries_at:
            self._tries_at = time.monotonic() + _TRIES_EVERY
            for speaker in list(self.faults):
                self._open(speaker)

    def stop(self) -> None:
        """Let go of both devices."""
        for capture in self._captures.values():
            capture.stop()
        self._captures.clear()

    def devices(self) -> dict[Speaker, str]:
        """What each side is heard through, by its description."""
        return {speaker: one.device.description for speaker, one in self._captures.items()}

    def _open(self, speaker: Speaker) -> None:
        try:
            device = find_device(speaker, self._names[speaker])
            capture = Capture(speaker, device, self._desk.put, self._zero)
            capture.start()
        except SoundError as fault:
            if speaker not in self.faults:
                self._lose(speaker, fault)
            return
        self.faults.pop(speaker, None)
        self._captures[speaker] = capture

    def _lose(self, speaker: Speaker, fault: SoundError) -> None:
        self.faults[speaker] = fault
        self._desk.lost(speaker, str(fault))


def _stalled(capture: Capture) -> SoundError:
    what = f"no sound comes from it for the {capture.side}'s side"
    return SoundError(capture.device.description, what, "plug it in again or choose another")
