"""The desk: the one owner of a live call's core.

Each side has a listener with a thread of its own, and what they hear, what the agent answers and
what the window paints all go into one inbox. The desk's own thread empties it into the `Call` and
hands out pictures. There are queues between the threads and no locks.
"""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from assist.audio.frames import Frame
from assist.core.between import Between, Thanks, is_hard
from assist.core.board import Attention
from assist.core.call import Call
from assist.core.calls import Begins, Bounds, Calls, Change, held_back
from assist.core.cards import Answer, Hearing, Picture, Summary
from assist.core.events import Event, Thanked, Timed
from assist.core.peek import Peek
from assist.core.rules import Rulebook
from assist.core.signals import Loudness, Mode, gauge_of
from assist.core.tally import Tally
from assist.core.words import Heard, Speaker
from assist.faults import Fault
from assist.journal import Journal
from assist.listener import Listened, Listener, MakeRecogniser
from assist.log import Happened, note
from assist.moments import Moments
from assist.sides import Sides
from assist.speech.models import SpeechModel
from assist.speech.recogniser import Recogniser
from assist.usual_pace import UsualPace

_LOOKS_EVERY = 0.25
_CALL_BEGINS_BEFORE = 3.0
_STOPS_WITHIN = 3.0
_SUMS_UP_FOR = 12.0


@dataclass(frozen=True, slots=True)
class Terms:
    """What was chosen of calls. Another choice holds at once, also for the call that is on.

    `muted` are the ids of the prompts that never show; `keeps_moments` whether thanks are kept for
    the agent, `keeps_words` with the customer's words. `ends_after` is for how many seconds both
    sides must be quiet until the call is over; `starts_by_itself` whether words begin a call;
    `transcript` whether the agent sees the last lines heard.
    """

    attention: Attention = field(default_factory=Attention)
    mode: Mode = Mode.SERVICE
    muted: frozenset[str] = frozenset()
    keeps_moments: bool = True
    keeps_words: bool = False
    ends_after: float = Bounds().ends_after
    starts_by_itself: bool = True
    transcript: bool = False

    @property
    def bounds(self) -> Bounds:
        return Bounds(ends_after=self.ends_after, begins_by_itself=self.starts_by_itself)


@dataclass(frozen=True, slots=True)
class _Bound:
    """A call begins here, or ends; None: whichever it can."""

    begins: bool | None


@dataclass(frozen=True, slots=True)
class _Practice:
    """A call that is not kept begins here, or ends."""

    begins: bool


@dataclass(frozen=True, slots=True)
class _Ordinary:
    """The agent says that this call need not be a gentle one."""


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


@dataclass(frozen=True, slots=True)
class _Notice:
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class _Unmuted:
    serial: int


_Message = (
    Listened
    | _Ordinary
    | _Painted
    | _Said
    | _Unmuted
    | _Lost
    | _Notice
    | _Bound
    | _Practice
    | Terms
    | Rulebook
    | None
)


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
        terms: Terms | None = None,
        make: MakeRecogniser | None = None,
        moments: Moments | None = None,
        usual_pace: UsualPace | None = None,
    ) -> None:
        """`make` makes each side's recognisers; by default, ones with this model."""
        self._rulebook = rulebook
        self._model = model
        self._show = show
        self._tell = tell
        self._journal = journal
        self._usual_pace = usual_pace
        self._notices = tuple(notices)
        self._terms = terms or Terms()
        self._moments = moments
        self._inbox: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        make = make or (lambda speaker: Recogniser(model, speaker))
        self._listeners = {one: Listener(one, make, self._inbox.put) for one in Speaker}
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)
        self._sides = Sides()
        self._call: Call | None = None
        self._call_zero = 0.0
        self._calls = Calls(self._terms.bounds)
        self._before: list[Heard] = []
        self._practises = False
        self._skips: set[Speaker] = set()
        self._ended_at = 0.0
        self._peek = Peek()
        self._tally = Tally()
        self._summary: Summary | None = None
        self._between = Between()
        self._sums_up_until = 0.0
        self._ends: dict[int, tuple[Speaker, float]] = {}
        self._painted: dict[int, float] = {}
        self._looks_at = 0.0
        self._told: dict[str, str] = {}
        self._paused = False

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
        """Called on the sound devices' threads: returns at once; raises queue.Full when behind.

        While paused, sound is let go unheard.
        """
        if not self._paused:
            self._listeners[frame.speaker].put(frame)

    def wait_and_put(self, frame: Frame) -> None:
        """The same for sound that can wait."""
        self._listeners[frame.speaker].wait_and_put(frame)

    def answer(self, serial: int, answer: Answer) -> None:
        """What the agent said of a card. Called on any thread."""
        self._inbox.put(_Said(serial, answer))

    def leave_gentle(self) -> None:
        """The agent takes this call for one like any other. Called on any thread."""
        self._inbox.put(_Ordinary())

    def unmute(self, serial: int) -> None:
        """The agent takes "never again" back for a card. Called on any thread."""
        self._inbox.put(_Unmuted(serial))

    def go_by(self, terms: Terms) -> None:
        """Another choice was made of calls. Called on any thread."""
        self._inbox.put(terms)

    def hear_with(self, model: SpeechModel, make: MakeRecogniser) -> None:
        """Recognise with these from the next frames on. Called on any thread but the desk's."""
        self._model = model
        for listener in self._listeners.values():
            listener.renew(make)

    def begin_call(self) -> None:
        """A call begins now; one that is going on ends. Called on any thread."""
        self._inbox.put(_Bound(begins=True))

    def end_call(self) -> None:
        """The call is over; words after this begin a new one. Called on any thread."""
        self._inbox.put(_Bound(begins=False))

    def practise(self, begins: bool) -> None:
        """Go through a call of which nothing is kept, and see its last lines; or end that. Called on
        any thread.
        """
        self._inbox.put(_Practice(begins))

    def turn_call(self) -> None:
        """End the call, or begin one where there is none. Called on any thread."""
        self._inbox.put(_Bound(begins=None))

    def pause(self, paused: bool) -> None:
        """Hear nothing from now on, or go on. Called on any thread."""
        self._paused = paused

    def painted(self, serial: int, moment: float) -> None:
        """The window painted this card at that moment of time.monotonic. Called on any thread."""
        self._inbox.put(_Painted(serial, moment))

    def lost(self, speaker: Speaker, why: str) -> None:
        """This side is no longer heard. Called on any thread."""
        self._inbox.put(_Lost(speaker, why))

    def adopt(self, rulebook: Rulebook) -> None:
        """Go on with other phrasebanks, between two words of the call. Called on any thread."""
        self._inbox.put(rulebook)

    def notice(self, about: str, text: str) -> None:
        """Say this of the program itself; no text takes it back. Called on any thread."""
        self._inbox.put(_Notice(about, text))

    def left_out(self, speaker: Speaker) -> float:
        """Seconds of this side that were not heard because the computer was too busy."""
        return self._sides.left_out(speaker)

    def replaced(self) -> int:
        """How many recognisers hung and were replaced since the listening began."""
        return sum(listener.replaced for listener in self._listeners.values())

    # All below is the desk's own thread.

    def _run(self) -> None:
        while True:
            try:
                message = self._inbox.get(timeout=_LOOKS_EVERY)
            except queue.Empty:
                self._look()
                continue
            if message is None:
                break
            self._take(message)
            if time.monotonic() >= self._looks_at:
                self._look()
        self._end_call(self._calls.talked_at)

    def _take(self, message: _Message) -> None:
        match message:
            case Listened() if self._listeners[message.speaker].is_current(message):
                self._listened(message)
            case _Said(serial, answer) if self._call:
                self._note(self._call.answer(serial, answer))
            case _Unmuted(serial) if self._call:
                self._call.unmute(serial)
            case _Ordinary() if self._call:
                self._note(self._call.leave_gentle())
                self._draw()
            case _Painted(serial, moment):
                self._painted[serial] = moment
                self._measure(serial)
            case Rulebook():
                self._rulebook = message
                if self._call:
                    self._call.adopt(message)
            case _Bound(begins):
                if self._practises:
                    # A real call goes before a trial.
                    self._practise(begins=False)
                at = self._sides.at
                begins = self._call is None if begins is None else begins
                self._bound(self._calls.begin(at) if begins else self._calls.end(at))
            case _Practice(begins):
                self._practise(begins)
            case Terms():
                self._adopt_terms(message)
            case _Notice(about, text):
                self._told[about] = text
                self._draw()
            case _Lost(speaker, _why):
                self._sides.lose(speaker)
                self._draw()

    def _look(self) -> None:
        """A few times a second: is anything stuck, and a new picture of the moment."""
        self._looks_at = time.monotonic() + _LOOKS_EVERY
        for speaker, listener in self._listeners.items():
            if listener.replace_if_hung():
                note(Happened.RECOGNISER_REPLACED, side=speaker, times=listener.replaced)
                self._break_off(speaker)
        self._sides.notice_stalls()
        self._draw()

    def _listened(self, message: Listened) -> None:
        self._sides.listened(message)
        if message.broke:
            self._break_off(message.speaker)
        if message.voice:
            self._calls.sounds(message.speaker, message.at)
        for heard in message.heard:
            self._hear(heard)
        self._bound(self._calls.until(self._sides.at))
        if self._call:
            if message.voice:
                at = message.at - self._call_zero
                self._note(self._call.loud(Loudness(message.speaker, at, message.level)))
            self._note(self._call.tick(self._sides.at - self._call_zero))

    def _hear(self, heard: Heard) -> None:
        """Words, for the call that goes on; or held back, until it is known that one has begun."""
        self._sides.believe(heard)
        if heard.speaker in self._skips:
            if heard.final:
                self._skips.discard(heard.speaker)
            return
        self._peek.hear(heard)
        shown = self._sides.side(Speaker.CUSTOMER).hearing
        self._calls.customer_is_heard = shown in (Hearing.HEARD, Hearing.QUIET)
        self._bound(self._calls.hear(heard))
        if self._call:
            self._note(self._call.hear(_shifted(heard, self._call_zero)))
        else:
            self._before = held_back([*self._before, heard], heard.at)

    def _break_off(self, speaker: Speaker) -> None:
        """The side's recogniser is gone: what it believed last is all there will be of that."""
        if belief := self._sides.belief(speaker):
            self._hear(Heard(speaker, belief, self._sides.at, final=True))

    def _bound(self, changes: Sequence[Change]) -> None:
        """Calls begin and end here."""
        for change in changes:
            if isinstance(change, Begins):
                self._begin_call(change.at)
            else:
                self._end_call(change.at)
                self._sums_up_until = 0.0 if self._practises else time.monotonic() + _SUMS_UP_FOR
        if changes:
            self._draw()

    def _practise(self, begins: bool) -> None:
        at = self._sides.at
        self._bound(self._calls.end(at))
        self._practises = begins
        # What is half said was said before.
        self._skips = {one for one in Speaker if begins and self._sides.belief(one)}
        if begins:
            self._bound(self._calls.begin(at))

    def _adopt_terms(self, terms: Terms) -> None:
        self._terms = terms
        self._calls.bounds = terms.bounds
        if self._call:
            self._go_by_terms(self._call)

    def _go_by_terms(self, call: Call) -> None:
        call.attend(self._terms.attention)
        call.set_mode(self._terms.mode)
        call.mute(self._terms.muted)

    @property
    def _keeps(self) -> Journal | None:
        """The journal; none while the agent only tries how it goes."""
        return None if self._practises else self._journal

    def _begin_call(self, at: float) -> None:
        """The call began when the listening had come to `at`; what was held back belongs to it."""
        usual = self._usual_pace.wpm if self._usual_pace else None
        self._call = Call(self._rulebook, usual_pace=usual)
        self._go_by_terms(self._call)
        self._call_zero = max(self._ended_at, at - _CALL_BEGINS_BEFORE, 0.0)
        self._tally, self._summary = Tally(), None
        note(Happened.CALL_BEGAN)
        if journal := self._keeps:
            journal.begin(self._model.info.name)
        before, self._before = self._before, []
        for heard in before:
            if heard.at >= at:
                self._note(self._call.hear(_shifted(heard, self._call_zero)))

    def _end_call(self, at: float) -> None:
        """The last word of the call was said at `at`."""
        if self._call is None:
            return
        self._note(self._call.tick(self._sides.at - self._call_zero))
        lasted = max(0.0, at - self._call_zero)
        self._summary = self._sum_up(lasted, self._call)
        note(Happened.CALL_ENDED, lasted=round(lasted, 1), left_out=self._left_out())
        if journal := self._keeps:
            journal.end(lasted)
        if self._usual_pace and not self._practises:
            self._usual_pace.keep(self._call.habit)
        self._call = None
        self._ended_at = at
        self._peek.forget()
        self._ends.clear()
        self._painted.clear()

    def _sum_up(self, lasted: float, call: Call) -> Summary | None:
        """What the agent is told of the call, with the line between calls that is due now."""
        summary = self._tally.summary(lasted, call.checklist)
        if summary is None or self._practises:
            return summary
        thanks = self._newest_thanks() if is_hard(self._tally.cards) else None
        line = self._between.after(self._tally.cards, self._rulebook.between, thanks)
        return replace(summary, line=line)

    def _left_out(self) -> float:
        """Seconds of both sides that were not heard since the listening began."""
        return round(sum(self._sides.left_out(speaker) for speaker in Speaker), 1)

    def _note(self, events: Sequence[Event]) -> None:
        for event in events:
            if isinstance(event, Thanked):
                self._keep_moment(event)
            if isinstance(event, Timed):
                because = event.because
                self._ends[event.serial] = because.speaker, because.end + self._call_zero
                self._measure(event.serial)
            self._tally.note(event)
            if journal := self._keeps:
                journal.note(event)
            self._tell(event)
        if any(not isinstance(event, Timed) for event in events):
            self._draw()

    def _keep_moment(self, thanked: Thanked) -> None:
        """For the agent alone; the customer's words only where the agent wants that."""
        if self._moments and self._terms.keeps_moments and not self._practises:
            words = thanked.words if self._terms.keeps_words else ""
            self._moments.keep(datetime.now(UTC), thanked.prompt, words)

    def _newest_thanks(self) -> Thanks | None:
        """Read from the file each time: what the agent has deleted does not come back."""
        try:
            newest = self._moments.newest() if self._moments else None
        except Fault:
            return None
        return Thanks(f"{newest.at:%x}", newest.words) if newest else None

    def _measure(self, serial: int) -> None:
        """Note the latency once both its ends are known: the word's in the sound, the paint's."""
        journal = self._keeps
        if journal and serial in self._ends and serial in self._painted:
            speaker, end = self._ends[serial]
            latency = self._painted.pop(serial) - self._sides.moment(speaker, end)
            journal.latency(serial, latency)

    def _draw(self) -> None:
        call, wants_peek = self._call, self._terms.transcript or self._practises
        told = [line for text in self._told.values() for line in text.splitlines()]
        notices = (*self._notices, *told, *self._sides.notices())
        if self._journal and self._journal.fault:
            notices = (*notices, str(self._journal.fault))
        self._show(
            Picture(
                at=self._sides.at - self._call_zero,
                card=call.card if call else None,
                earlier=call.earlier if call else (),
                customer=self._sides.side(Speaker.CUSTOMER),
                agent=self._sides.side(Speaker.AGENT),
                notices=notices,
                phase=(call.signals.phase or "") if call else "",
                gauge=gauge_of(call.signals) if call else None,
                checklist=call.checklist if call else (),
                gentle=call.gentle if call else False,
                paused=self._paused,
                behind=self._sides.behind(),
                peek=self._peek.lines if call and wants_peek else (),
                summary=self._summary if time.monotonic() < self._sums_up_until else None,
            )
        )


def _shifted(heard: Heard, zero: float) -> Heard:
    """The same on the call's own clock, which began `zero` seconds after the listening did."""
    times = tuple((max(0.0, start - zero), max(0.0, end - zero)) for start, end in heard.times)
    return replace(heard, at=heard.at - zero, times=times)
