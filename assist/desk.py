"""The desk: a live call's threads, and the one owner of the core.

Frames come in from the sound devices, each side has a thread with a recogniser of its own, and
what they hear, what the agent answers and what the window paints all go into one inbox. The desk's
own thread empties it into the `Call` and hands out pictures. There are queues between the threads
and no locks.
"""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assist.audio.frames import Frame
from assist.audio.level import level_of
from assist.core.board import Attention
from assist.core.call import Call
from assist.core.cards import Answer, Hearing, Picture, Side
from assist.core.events import Event, Timed
from assist.core.rules import Rulebook
from assist.core.words import Heard, Speaker
from assist.journal import Journal
from assist.speech.models import SpeechModel
from assist.speech.recogniser import Recogniser

HELD_FRAMES = 200
"""Frames of one side that may wait for its recogniser: ten seconds. What comes then is dropped."""

QUIET_ENDS_CALL = 30.0
"""Seconds without a word from either side after which the next word begins a new call."""

_STALLS_AFTER = 1.0
_DRAWS_EVERY = 0.25
_CALL_BEGINS_BEFORE = 3.0
_VOICE = -50.0
_STOPS_WITHIN = 3.0


@dataclass(frozen=True, slots=True)
class _Listened:
    """A recogniser took a frame. `zero` is the moment, on time.monotonic, of call time 0."""

    speaker: Speaker
    at: float
    level: float
    zero: float
    heard: list[Heard]


@dataclass(frozen=True, slots=True)
class _Painted:
    serial: int
    moment: float


@dataclass(frozen=True, slots=True)
class _Said:
    serial: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class _Lost:
    speaker: Speaker
    why: str


_Message = _Listened | _Painted | _Said | _Lost | None


class Listener:
    """One side: a queue of frames and the thread that recognises them."""

    def __init__(
        self, speaker: Speaker, model: SpeechModel, inbox: "queue.SimpleQueue[_Message]"
    ) -> None:
        self.speaker = speaker
        self.faults = 0
        self._model = model
        self._inbox = inbox
        self._frames: queue.Queue[tuple[Frame, float] | None] = queue.Queue(HELD_FRAMES)
        self._thread = threading.Thread(target=self._listen, name=f"{speaker} words", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def put(self, frame: Frame) -> None:
        """Called on the sound device's thread: returns at once, raises queue.Full."""
        self._frames.put_nowait((frame, time.monotonic()))

    def wait_and_put(self, frame: Frame) -> None:
        """For sound that can wait, such as a file's: returns when there is room."""
        self._frames.put((frame, time.monotonic()))

    def stop(self) -> None:
        """Recognise what is waiting, then end."""
        self._frames.put(None)
        self._thread.join(_STOPS_WITHIN)

    def _listen(self) -> None:
        recogniser = Recogniser(self._model, self.speaker)
        at = 0.0
        while (item := self._frames.get()) is not None:
            frame, arrived = item
            at = frame.end
            try:
                heard = recogniser.hear(frame)
            except Exception:  # noqa: BLE001 - whatever it is, the call goes on
                # A recogniser that throws is replaced; the call goes on with the next frame.
                self.faults += 1
                recogniser, heard = Recogniser(self._model, self.speaker), []
            level = level_of(frame)
            self._inbox.put(_Listened(self.speaker, at, level, arrived - at, heard))
        heard = recogniser.end(at)
        self._inbox.put(_Listened(self.speaker, at, -90.0, time.monotonic() - at, heard))


class Desk:
    """Runs live calls from frames to pictures.

    `show` gets every new picture and `tell` every event, both on the desk's own thread.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        model: SpeechModel,
        show: Callable[[Picture], None],
        tell: Callable[[Event], None] = lambda event: None,
        journal: Journal | None = None,
        notices: Sequence[str] = (),
        attention: Attention | None = None,
    ) -> None:
        self._rulebook = rulebook
        self._model = model
        self._show = show
        self._tell = tell
        self._journal = journal
        self._notices = tuple(notices)
        self._attention = attention
        self._inbox: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        self._listeners = {one: Listener(one, model, self._inbox) for one in Speaker}
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)
        self._call: Call | None = None
        self._call_zero = 0.0
        self._at = 0.0
        self._words_at = 0.0
        self._zero = 0.0
        self._sides = dict.fromkeys(Speaker, Side())
        self._arrived = dict.fromkeys(Speaker, 0.0)
        self._ends: dict[int, float] = {}
        self._painted: dict[int, float] = {}
        self._drawn_at = 0.0

    def start(self) -> None:
        """Begin to listen; frames may be put from now on."""
        for listener in self._listeners.values():
            listener.start()
        self._thread.start()

    def stop(self) -> None:
        """Recognise what has come, end the call and stop. Called on any thread but the desk's."""
        for listener in self._listeners.values():
            listener.stop()
        self._inbox.put(None)
        self._thread.join(_STOPS_WITHIN)

    def put(self, frame: Frame) -> None:
        """Called on the sound devices' threads: returns at once; raises queue.Full when behind."""
        self._listeners[frame.speaker].put(frame)

    def wait_and_put(self, frame: Frame) -> None:
        """The same for sound that can wait."""
        self._listeners[frame.speaker].wait_and_put(frame)

    def answer(self, serial: int, answer: Answer) -> None:
        """What the agent said of a card. Called on any thread."""
        self._inbox.put(_Said(serial, answer))

    def painted(self, serial: int, moment: float) -> None:
        """The window painted this card at that moment of time.monotonic. Called on any thread."""
        self._inbox.put(_Painted(serial, moment))

    def lost(self, speaker: Speaker, why: str) -> None:
        """This side is no longer heard. Called on any thread."""
        self._inbox.put(_Lost(speaker, why))

    # All below is the desk's own thread.

    def _run(self) -> None:
        while True:
            try:
                message = self._inbox.get(timeout=_DRAWS_EVERY)
            except queue.Empty:
                self._notice_stalls()
                self._draw()
                continue
            if message is None:
                break
            self._take(message)
        self._end_call()

    def _take(self, message: _Message) -> None:
        match message:
            case _Listened():
                self._listened(message)
            case _Said(serial, answer) if self._call:
                self._note(self._call.answer(serial, answer))
            case _Painted(serial, moment):
                self._painted[serial] = moment - self._zero - self._call_zero
                self._measure(serial)
            case _Lost(speaker, _why):
                self._sides[speaker] = Side(Hearing.LOST)
                self._draw()

    def _listened(self, message: _Listened) -> None:
        self._at = max(self._at, message.at)
        self._zero = message.zero
        self._arrived[message.speaker] = time.monotonic()
        hearing = Hearing.HEARD if message.level > _VOICE else Hearing.QUIET
        self._sides[message.speaker] = Side(hearing, message.level)
        for heard in message.heard:
            call = self._call_for(heard)
            self._note(call.hear(_shifted(heard, self._call_zero)))
        if self._call:
            self._note(self._call.tick(self._at - self._call_zero))
        if time.monotonic() - self._drawn_at >= _DRAWS_EVERY:
            self._draw()

    def _call_for(self, heard: Heard) -> Call:
        """The call that is going on; the first words after a long quiet begin a new one."""
        quiet_for = heard.at - self._words_at
        if self._call is None or (heard.words and quiet_for > QUIET_ENDS_CALL):
            self._end_call()
            self._call = Call(self._rulebook, self._attention)
            self._call_zero = heard.at - _CALL_BEGINS_BEFORE if quiet_for > QUIET_ENDS_CALL else 0.0
            if self._journal:
                self._journal.begin(self._model.info.name)
        if heard.words:
            self._words_at = heard.at
        return self._call

    def _end_call(self) -> None:
        if self._call is None:
            return
        self._note(self._call.tick(self._at - self._call_zero))
        if self._journal:
            self._journal.end(max(0.0, self._words_at - self._call_zero))
        self._call = None
        self._ends.clear()
        self._painted.clear()

    def _note(self, events: Sequence[Event]) -> None:
        for event in events:
            if isinstance(event, Timed):
                self._ends[event.serial] = event.because.end
                self._measure(event.serial)
            if self._journal:
                self._journal.note(event)
            self._tell(event)
        if any(not isinstance(event, Timed) for event in events):
            self._draw()

    def _measure(self, serial: int) -> None:
        """Note the latency once both its ends are known: the word's in the sound, the paint's."""
        if self._journal and serial in self._ends and serial in self._painted:
            self._journal.latency(serial, self._painted.pop(serial) - self._ends[serial])

    def _notice_stalls(self) -> None:
        now = time.monotonic()
        for speaker, arrived in self._arrived.items():
            if arrived and now - arrived > _STALLS_AFTER:
                self._sides[speaker] = Side(Hearing.LOST)

    def _draw(self) -> None:
        self._drawn_at = time.monotonic()
        call = self._call
        notices = self._notices
        if self._journal and self._journal.fault:
            notices = (*notices, str(self._journal.fault))
        self._show(
            Picture(
                at=self._at - self._call_zero,
                card=call.card if call else None,
                earlier=call.earlier if call else (),
                customer=self._sides[Speaker.CUSTOMER],
                agent=self._sides[Speaker.AGENT],
                notices=notices,
            )
        )


def _shifted(heard: Heard, zero: float) -> Heard:
    """The same on the call's own clock, which began `zero` seconds after the listening did."""
    times = tuple((max(0.0, start - zero), max(0.0, end - zero)) for start, end in heard.times)
    return replace(heard, at=heard.at - zero, times=times)
