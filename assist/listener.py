"""One side of a live call: its queue of frames, and the thread that recognises them.

It never falls behind without bound: what has waited too long is left out, and counted. A recogniser
that throws or hangs is replaced and the call goes on. A thread that hangs cannot be ended, so it is
left behind, and nothing that it may still say is taken.
"""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from assist.audio.frames import Frame
from assist.audio.level import SILENCE, level_of
from assist.core.words import Heard, Speaker
from assist.speech.recogniser import Recogniser

HELD_FRAMES = 200
"""Frames of one side that may wait for its recogniser: ten seconds. What comes then is refused."""

BEHIND_FROM = 1.5
"""Seconds of waiting after which sound is too old to be recognised."""

CAUGHT_UP_AT = 0.3
"""Once sound is being left out, all is that has waited longer than this: one hole, not many."""

HANGS_AFTER = 1.0
"""Seconds with one frame after which a recogniser is taken to hang."""

LEFT_BEHIND = 8
"""Threads of one side that may hang at a time; with so many, another recogniser would not help."""

TRIES_AT_ONCE = 3
"""Recognisers that may fail one after the other; from then on only one frame in TRIES_EVERY is
tried, because making a recogniser is work."""

TRIES_EVERY = 10

_STOPS_WITHIN = 3.0

MakeRecogniser = Callable[[Speaker], Recogniser]


@dataclass(frozen=True, slots=True)
class Listened:
    """A recogniser took a frame.

    `by` tells the worker. `zero` is the moment, on time.monotonic, of call time 0; `lag` how long
    the frame had waited when it was done with, `left_out` the seconds of sound that this side has
    lost so far. `broke` when the recogniser failed on it, and was replaced.
    """

    speaker: Speaker
    by: int
    at: float
    zero: float
    heard: tuple[Heard, ...] = ()
    level: float = SILENCE
    voice: bool = False
    lag: float = 0.0
    left_out: float = 0.0
    broke: bool = False


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A frame, when it came, and whether it may be left out."""

    frame: Frame
    arrived: float
    hurries: bool


_Frames = queue.Queue[_Waiting | None]
Tell = Callable[[Listened], None]


class Listener:
    """One side. `put` and `wait_and_put` are for the sound's thread, the rest for the owner's."""

    def __init__(self, speaker: Speaker, make: MakeRecogniser, tell: Tell) -> None:
        """`tell` is called on the listener's own thread for each frame; it must not wait."""
        self.speaker = speaker
        self.replaced = 0
        self._make = make
        self._tell = tell
        self._frames: _Frames = queue.Queue(HELD_FRAMES)
        self._left_behind: list[_Worker] = []
        self._worker = self._next_worker()

    def start(self) -> None:
        self._worker.start()

    def put(self, frame: Frame) -> None:
        """Returns at once, raises queue.Full."""
        self._frames.put_nowait(_Waiting(frame, time.monotonic(), hurries=True))

    def wait_and_put(self, frame: Frame) -> None:
        """For sound that can wait, such as a file's: returns when there is room."""
        self._frames.put(_Waiting(frame, time.monotonic(), hurries=False))

    def renew(self, make: MakeRecogniser) -> None:
        """Have other recognisers from the next frame on; what is half said is final."""
        self._make = make
        self._worker.renew(make)

    def is_current(self, listened: Listened) -> bool:
        """Whether this comes from the thread that listens now, and not from one left behind."""
        return listened.by == self._worker.number

    def replace_if_hung(self) -> bool:
        """Says whether the recogniser hung and was replaced. To be called about four times a second.

        A frame has to be seen in work at several looks: when the whole computer stood still for a
        second, the recogniser has not hung.
        """
        if not self._worker.hangs():
            return False
        self._left_behind = [one for one in self._left_behind if one.is_alive()]
        if len(self._left_behind) >= LEFT_BEHIND:
            return False
        self._worker.abandon()
        self._left_behind.append(self._worker)
        self.replaced += 1
        self._worker = self._next_worker()
        self._worker.start()
        return True

    def stop(self) -> None:
        """Recognise what is waiting, then end; a thread that hangs is not waited for long."""
        try:
            self._frames.put(None, timeout=_STOPS_WITHIN)
        except queue.Full:
            self._worker.abandon()
            return
        left = self._frames.qsize() + 1
        while self._worker.is_alive() and self._frames.qsize() < left:
            left = self._frames.qsize()
            self._worker.join(_STOPS_WITHIN)

    def _next_worker(self) -> "_Worker":
        lost = self._worker.left_out if self.replaced else 0.0
        return _Worker(self.replaced, self.speaker, self._make, self._frames, self._tell, lost)


class _Worker:
    """A thread with a recogniser of its own. Threads that hang are numbered past."""

    def __init__(
        self,
        number: int,
        speaker: Speaker,
        make: MakeRecogniser,
        frames: _Frames,
        tell: Tell,
        left_out: float,
    ) -> None:
        self.number = number
        self.left_out = left_out
        self._speaker = speaker
        self._make = make
        self._frames = frames
        self._tell = tell
        self._recogniser: Recogniser | None = None
        self._next_make: MakeRecogniser | None = None
        self._skips = False
        self._breaks = 0
        self._abandoned = False
        self._busy_since: float | None = None
        self._looks = 0
        self._seen_busy: float | None = None
        self._thread = threading.Thread(target=self._listen, name=f"{speaker} words", daemon=True)

    # The owner's thread.

    def start(self) -> None:
        self._thread.start()

    def abandon(self) -> None:
        self._abandoned = True

    def renew(self, make: MakeRecogniser) -> None:
        self._next_make = make

    def join(self, within: float) -> None:
        if self._thread.ident is not None:
            self._thread.join(within)

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def hangs(self) -> bool:
        """Whether it has been busy with one frame for too long, at three looks at least."""
        since = self._busy_since
        self._looks = self._looks + 1 if since is not None and since == self._seen_busy else 0
        self._seen_busy = since
        return self._looks >= 2 and since is not None and time.monotonic() - since > HANGS_AFTER

    # The worker's own thread.

    def _listen(self) -> None:
        try:
            self._listen_on()
        finally:
            # A thread that was left behind is remembered; its recogniser, some 20 MB, need not be.
            self._recogniser = None

    def _listen_on(self) -> None:
        at = 0.0
        while (item := self._frames.get()) is not None:
            if self._is_too_old(item):
                self.left_out += item.frame.end - item.frame.start
                continue
            at = item.frame.end
            self._busy_since = time.monotonic()
            listened = self._take(item)
            self._busy_since = None
            if self._abandoned:
                return
            self._tell(listened)
        self._end(at)

    def _end(self, at: float) -> None:
        try:
            heard = tuple(self._recogniser.end(at)) if self._recogniser else ()
        except Exception:  # noqa: BLE001 - whatever it is, the rest of the program ends in order
            heard = ()
        if not self._abandoned:
            self._tell(Listened(self._speaker, self.number, at, time.monotonic() - at, heard))

    def _is_too_old(self, item: _Waiting) -> bool:
        waited = time.monotonic() - item.arrived
        bound = CAUGHT_UP_AT if self._skips else BEHIND_FROM
        self._skips = item.hurries and waited > bound
        return self._skips

    def _take(self, item: _Waiting) -> Listened:
        frame = item.frame
        heard = self._hear(frame)
        return Listened(
            speaker=self._speaker,
            by=self.number,
            at=frame.end,
            zero=item.arrived - frame.end,
            heard=tuple(heard),
            level=level_of(frame),
            voice=self._recogniser is not None and self._recogniser.hears_voice,
            lag=time.monotonic() - item.arrived,
            left_out=self.left_out,
            broke=self._recogniser is None,
        )

    def _hear(self, frame: Frame) -> list[Heard]:
        """What the recogniser hears in it; a recogniser that throws is gone afterwards."""
        if self._breaks >= TRIES_AT_ONCE and self._breaks % TRIES_EVERY:
            self._breaks += 1
            return []
        try:
            heard = self._end_renewed(frame.start)
            self._recogniser = self._recogniser or self._make(self._speaker)
            heard += self._recogniser.hear(frame)
        except Exception:  # noqa: BLE001 - whatever it is, the call goes on
            self._recogniser = None
            self._breaks += 1
            return []
        self._breaks = 0
        return heard

    def _end_renewed(self, at: float) -> list[Heard]:
        """What the recogniser that is to be replaced has still to say."""
        if self._next_make is None:
            return []
        self._make, self._next_make = self._next_make, None
        old, self._recogniser = self._recogniser, None
        return old.end(at) if old else []
