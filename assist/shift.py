"""A shift: the calls that come over one headset, one after the other.

It learns from `Calls` where each begins and ends, feeds it on its own clock what both sides say,
and has it kept and summed up. For one thread, the desk's. Moments are seconds of listening unless
they are said to be a call's.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assist.books import Books
from assist.core.between import Between, is_hard
from assist.core.call import Call
from assist.core.calls import Begins, Calls, Change, held_back
from assist.core.cards import Answer, Hearing, Summary
from assist.core.events import Event, Timed
from assist.core.peek import Lines, Peek
from assist.core.rulebook import Rulebook
from assist.core.signals import Loudness
from assist.core.tally import Tally
from assist.core.words import Heard, Speaker
from assist.latencies import Latencies
from assist.listener import Listened
from assist.log import Happened, note
from assist.sides import Sides
from assist.terms import Terms

_CALL_BEGINS_BEFORE = 3.0
_SUMS_UP_FOR = 12.0


@dataclass(frozen=True, slots=True)
class _GoingOn:
    """The call that goes on, and what is counted of it."""

    call: Call
    latencies: Latencies
    tally: Tally = field(default_factory=Tally)


class Shift:
    """Follows the calls of one headset.

    `tell` gets every event; `changed` is called when there is something new to draw.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        model: str,
        terms: Terms,
        sides: Sides,
        books: Books,
        tell: Callable[[Event], None],
        changed: Callable[[], None],
    ) -> None:
        """`model` is the name of the speech model that hears."""
        self.model = model
        self._rulebook = rulebook
        self._terms = terms
        self._sides = sides
        self._books = books
        self._tell = tell
        self._changed = changed
        self._calls = Calls(terms.bounds)
        self._going_on: _GoingOn | None = None
        self._zero = self._ended_at = 0.0
        self._before: list[Heard] = []
        self._skips: set[Speaker] = set()
        self._peek = Peek()
        self._between = Between()
        self._summary: Summary | None = None
        self._sums_up_until = 0.0

    @property
    def call(self) -> Call | None:
        """The one that goes on."""
        return self._going_on.call if self._going_on else None

    @property
    def at(self) -> float:
        """How far the call has been heard, on its own clock; between calls, on the last one's."""
        return self._sides.at - self._zero

    @property
    def peek(self) -> Lines:
        """The last lines of the call that goes on, where the agent wants to see them."""
        wanted = self._terms.transcript or self._books.trial
        return self._peek.lines if self._going_on and wanted else ()

    @property
    def summary(self) -> Summary | None:
        """Of the call that has just ended, for some seconds."""
        return self._summary if time.monotonic() < self._sums_up_until else None

    # What both sides say

    def listened(self, message: Listened) -> None:
        """A side's recogniser took a frame."""
        self._sides.listened(message)
        if message.broke:
            self.break_off(message.speaker)
        if message.voice:
            self._calls.sounds(message.speaker, message.at)
        for heard in message.heard:
            self._hear(heard)
        self._follow(self._calls.until(self._sides.at))
        if call := self.call:
            if message.voice:
                at = message.at - self._zero
                self._note(call.loud(Loudness(message.speaker, at, message.level)))
            self._note(call.tick(self.at))

    def break_off(self, speaker: Speaker) -> None:
        """The side's recogniser is gone: what it believed last is all there will be of that."""
        if belief := self._sides.belief(speaker):
            self._hear(Heard(speaker, belief, self._sides.at, final=True))

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
        self._follow(self._calls.hear(heard))
        if call := self.call:
            self._note(call.hear(_since(self._zero, heard)))
        else:
            self._before = held_back([*self._before, heard], heard.at)

    # What the agent and the window say

    def bound(self, begins: bool | None) -> None:
        """A call begins here, or ends; None: whichever it can. A real call goes before a trial."""
        if self._books.trial:
            self.practise(begins=False)
        begins = self.call is None if begins is None else begins
        at = self._sides.at
        self._follow(self._calls.begin(at) if begins else self._calls.end(at))

    def practise(self, begins: bool) -> None:
        """A trial of which nothing is kept begins here, or ends."""
        at = self._sides.at
        self._follow(self._calls.end(at))
        self._books.trial = begins
        # What is half said was said before.
        self._skips = {one for one in Speaker if begins and self._sides.belief(one)}
        if begins:
            self._follow(self._calls.begin(at))

    def answer(self, serial: int, answer: Answer) -> None:
        """What the agent said of a card."""
        if call := self.call:
            self._note(call.answer(serial, answer))

    def unmute(self, serial: int) -> None:
        """The agent takes "never again" back for a card."""
        if call := self.call:
            call.unmute(serial)

    def leave_gentle(self) -> None:
        """The agent takes this call for one like any other."""
        if call := self.call:
            self._note(call.leave_gentle())
            self._changed()

    def painted(self, serial: int, moment: float) -> None:
        """The window painted this card at that moment of time.monotonic."""
        if now := self._going_on:
            self._books.latency(serial, now.latencies.painted(serial, moment))

    def go_by(self, terms: Terms) -> None:
        """Another choice was made of calls."""
        self._terms = terms
        self._calls.bounds = terms.bounds
        if call := self.call:
            self._tell_terms(call)

    def adopt(self, rulebook: Rulebook) -> None:
        """Go on with other phrasebanks."""
        self._rulebook = rulebook
        if call := self.call:
            call.adopt(rulebook)

    def close(self) -> None:
        """Nothing more will be heard: the call that goes on ended with its last word."""
        self._end_call(self._calls.talked_at)

    # Where calls begin and end

    def _follow(self, changes: Sequence[Change]) -> None:
        for change in changes:
            if isinstance(change, Begins):
                self._begin_call(change.at)
            else:
                self._end_call(change.at)
                self._sums_up_until = 0.0 if self._books.trial else time.monotonic() + _SUMS_UP_FOR
        if changes:
            self._changed()

    def _begin_call(self, at: float) -> None:
        """The call began when the listening had come to `at`; what was held back belongs to it."""
        call = Call(self._rulebook, usual_pace=self._books.usual_pace)
        self._tell_terms(call)
        self._zero = max(self._ended_at, at - _CALL_BEGINS_BEFORE, 0.0)
        self._going_on = _GoingOn(call, Latencies(self._sides.moment))
        self._summary = None
        note(Happened.CALL_BEGAN)
        self._books.begin(self.model)
        before, self._before = self._before, []
        for heard in before:
            if heard.at >= at:
                self._note(call.hear(_since(self._zero, heard)))

    def _end_call(self, at: float) -> None:
        """The last word of the call was said at `at`."""
        now = self._going_on
        if now is None:
            return
        self._note(now.call.tick(self.at))
        lasted = max(0.0, at - self._zero)
        self._summary = self._sum_up(lasted, now)
        note(Happened.CALL_ENDED, lasted=round(lasted, 1), left_out=self._left_out())
        self._books.end(lasted, now.call.habit)
        self._going_on = None
        self._ended_at = at
        self._peek.forget()

    def _sum_up(self, lasted: float, now: _GoingOn) -> Summary | None:
        """What the agent is told of the call, with the line between calls that is due now."""
        cards = now.tally.cards
        summary = now.tally.summary(lasted, now.call.checklist)
        if summary is None or self._books.trial:
            return summary
        thanks = self._books.newest_thanks() if is_hard(cards) else None
        return replace(summary, line=self._between.after(cards, self._rulebook.between, thanks))

    def _tell_terms(self, call: Call) -> None:
        call.attend(self._terms.attention)
        call.set_mode(self._terms.mode)
        call.mute(self._terms.muted)

    def _left_out(self) -> float:
        """Seconds of both sides that were not heard since the listening began."""
        return round(sum(self._sides.left_out(speaker) for speaker in Speaker), 1)

    def _note(self, events: Sequence[Event]) -> None:
        """What happened in the call that goes on."""
        for event in events:
            if now := self._going_on:
                now.tally.note(event)
                if isinstance(event, Timed):
                    self._time(now.latencies, event)
            self._books.note(event, self._terms)
            self._tell(event)
        if any(not isinstance(event, Timed) for event in events):
            self._changed()

    def _time(self, latencies: Latencies, timed: Timed) -> None:
        end = timed.because.end + self._zero
        self._books.latency(timed.serial, latencies.said(timed.serial, timed.because.speaker, end))


def _since(zero: float, heard: Heard) -> Heard:
    """The same on the clock of a call that began `zero` seconds after the listening did."""
    times = tuple((max(0.0, start - zero), max(0.0, end - zero)) for start, end in heard.times)
    return replace(heard, at=heard.at - zero, times=times)
