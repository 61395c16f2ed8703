"""Calls into the sound system that may never return, made so that nobody waits for them for long.

PortAudio and the Linux sound server's client wait for as long as a frozen server does not answer.
All such calls are made on one thread of their own, one after the other, because PortAudio is for
one thread only; who asks waits up to a limit and then goes on. What was opened too late is closed
again by the thread itself.
"""

import queue
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from assist.audio.faults import SoundError

T = TypeVar("T")

OPENS_WITHIN = 2.0
CLOSES_WITHIN = 0.3
LEFT_AFTER = 2.5
MOST_THREADS = 8


class _Call(Generic[T]):
    """One call. Whoever takes the token, who waits or who calls, decides what becomes of it."""

    def __init__(self, work: Callable[[], T], undo: Callable[[T], object] | None) -> None:
        self._work = work
        self._undo = undo
        self._token: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._answer: queue.SimpleQueue[tuple[T, None] | tuple[None, Exception]] = (
            queue.SimpleQueue()
        )
        self._token.put(None)

    def wait(self, within: float) -> T:
        """Raises TimeoutError; from then on the result is undone when it comes."""
        try:
            result, fault = self._answer.get(timeout=within)
        except queue.Empty:
            if self._takes_token():
                raise TimeoutError from None
            result, fault = self._answer.get()
        if fault is not None:
            raise fault
        return result  # type: ignore[return-value]  # the result, because there is no fault

    def make(self) -> None:
        """Called on the sound thread."""
        if self._token.empty():
            return
        try:
            result = self._work()
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is for whoever asked
            if self._takes_token():
                self._answer.put((None, fault))
            return
        if self._takes_token():
            self._answer.put((result, None))
        elif self._undo:
            self._undo(result)

    def _takes_token(self) -> bool:
        try:
            self._token.get_nowait()
        except queue.Empty:
            return False
        return True


class SoundThread:
    """The thread that makes the calls. Its methods are for any thread."""

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._overdue = 0
        self._busy_since: float | None = None
        self._thread = threading.Thread(target=self._run, name="sound system", daemon=True)
        self._thread.start()

    def ask(
        self,
        work: Callable[[], T],
        undo: Callable[[T], object] | None = None,
        within: float = OPENS_WITHIN,
    ) -> T:
        """The result of `work`. Raises what it raises, or SoundError when it takes too long or an
        earlier one still does; a result that comes after all is then given to `undo`.
        """
        if self.is_stuck():
            raise _no_answer()
        call = _Call(work, undo)
        self._calls.put(call.make)
        try:
            return call.wait(within)
        except TimeoutError:
            self._overdue += 1
            self._calls.put(self._caught_up)
            raise _no_answer() from None

    def do(self, work: Callable[[], object], within: float = CLOSES_WITHIN) -> None:
        """Waits a moment for `work`, which is done in any case, later if it must be."""
        done = threading.Event()

        def work_and_say() -> None:
            work()
            done.set()

        self._calls.put(work_and_say)
        if not self.is_stuck():
            done.wait(within)

    def is_stuck(self) -> bool:
        """Whether a call for which nobody waits any more has still not returned."""
        return self._overdue > 0

    def busy_for(self) -> float:
        """For how many seconds it has been in the call that it is in now."""
        since = self._busy_since
        return 0.0 if since is None else time.monotonic() - since

    def _caught_up(self) -> None:
        self._overdue -= 1

    def _run(self) -> None:
        while True:
            call = self._calls.get()
            self._busy_since = time.monotonic()
            call()
            self._busy_since = None


def _no_answer() -> SoundError:
    return SoundError("the sound system", "it does not answer", "restart its sound service")


_threads: list[SoundThread] = []


def sound_thread() -> SoundThread:
    """The program's one; started at the first use."""
    if not _threads:
        _threads.append(SoundThread())
    return _threads[-1]


def answering_thread() -> SoundThread:
    """The same, for a sound system that is known to answer now: a thread that is still in a call to
    the one before (a server that was killed) is left to itself, and another takes its place.
    """
    if sound_thread().busy_for() > LEFT_AFTER and len(_threads) < MOST_THREADS:
        _threads.append(SoundThread())
    return _threads[-1]
