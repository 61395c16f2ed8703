"""Plays frames on the wall clock, as a live call would bring them: for the demo and for tests.

Each frame is due at a fixed moment after the beginning, so that a late one does not delay those
after it and nothing drifts, however long the call.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterable

from assist.audio.faults import SoundError
from assist.audio.frames import Frame


class Playing:
    """A call that is being played by a thread of its own.

    `put` is called on that thread; a frame for which it raises queue.Full is dropped and counted.
    `fault` says why the playing ended early, if a recording turned out to be damaged.
    """

    def __init__(
        self, frames: Iterable[Frame], put: Callable[[Frame], None], pace: float | None
    ) -> None:
        self.dropped = 0
        self.fault: SoundError | None = None
        self._frames = frames
        self._put = put
        self._pace = pace
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._play, name="player", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether the last frame has been handed on, or the playing was stopped."""
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Ends it at once, between two frames."""
        self._stopped.set()

    def wait(self, timeout: float | None = None) -> bool:
        """Waits for the end, up to `timeout` seconds; says whether it has come."""
        self._thread.join(timeout)
        return self.done

    def _play(self) -> None:
        began = time.monotonic()
        try:
            for frame in self._frames:
                if self._pace and self._stopped.wait(
                    began + frame.end / self._pace - time.monotonic()
                ):
                    return
                if self._stopped.is_set():
                    return
                self._hand_on(frame)
        except SoundError as fault:
            self.fault = fault

    def _hand_on(self, frame: Frame) -> None:
        try:
            self._put(frame)
        except queue.Full:
            self.dropped += 1


def play(
    frames: Iterable[Frame], put: Callable[[Frame], None], pace: float | None = 1.0
) -> Playing:
    """Starts playing. `pace` 1 is the speed of the call, 2 twice that, None as fast as `put` takes
    them. A frame is handed on when its last sample would have been heard.
    """
    return Playing(frames, put, pace)
