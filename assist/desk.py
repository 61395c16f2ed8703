"""The desk: the one owner of a live call's core.

Each side has a listener with a thread of its own, and what they hear, what the agent answers and
what the window paints all go into one inbox. The desk's own thread empties it into the `Shift` and
hands out pictures. There are queues between the threads and no locks.
"""

import queue
import threading
import time
from collections.abc import Callable

from assist.audio.frames import Frame
from assist.books import Books
from assist.core.cards import Answer, Picture
from assist.core.events import Event
from assist.core.rulebook import Rulebook
from assist.core.signals import gauge_of
from assist.core.words import Speaker
from assist.inbox import (
    Bound,
    HeardWith,
    Lost,
    Message,
    Notice,
    Ordinary,
    Painted,
    Practice,
    Said,
    Stop,
    Unmuted,
)
from assist.journal import Journal
from assist.listener import Listened, Listener, MakeRecogniser
from assist.log import Happened, note
from assist.moments import Moments
from assist.shift import Shift
from assist.sides import Sides
from assist.speech.models import SpeechModel
from assist.speech.recogniser import Recogniser
from assist.terms import Terms
from assist.usual_pace import UsualPace

_LOOKS_EVERY = 0.25
_STOPS_WITHIN = 3.0


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
        terms: Terms | None = None,
        make: MakeRecogniser | None = None,
        moments: Moments | None = None,
        usual_pace: UsualPace | None = None,
    ) -> None:
        """`make` makes each side's recognisers; by default, ones with this model."""
        self._show = show
        self._inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()
        make = make or (lambda speaker: Recogniser(model, speaker))
        self._listeners = {one: Listener(one, make, self._inbox.put) for one in Speaker}
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)
        self._sides = Sides()
        self._books = Books(journal, moments, usual_pace)
        self._shift = Shift(
            rulebook,
            model.info.name,
            terms or Terms(),
            self._sides,
            self._books,
            tell,
            self._draw,
        )
        self._told: dict[str, str] = {}
        self._looks_at = 0.0
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
        self._inbox.put(Stop())
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
        self._inbox.put(Said(serial, answer))

    def leave_gentle(self) -> None:
        """The agent takes this call for one like any other. Called on any thread."""
        self._inbox.put(Ordinary())

    def unmute(self, serial: int) -> None:
        """The agent takes "never again" back for a card. Called on any thread."""
        self._inbox.put(Unmuted(serial))

    def go_by(self, terms: Terms) -> None:
        """Another choice was made of calls. Called on any thread."""
        self._inbox.put(terms)

    def hear_with(self, model: SpeechModel, make: MakeRecogniser) -> None:
        """Recognise with these from the next frames on. Called on any thread but the desk's."""
        self._inbox.put(HeardWith(model.info.name))
        for listener in self._listeners.values():
            listener.renew(make)

    def begin_call(self) -> None:
        """A call begins now; one that is going on ends. Called on any thread."""
        self._inbox.put(Bound(begins=True))

    def end_call(self) -> None:
        """The call is over; words after this begin a new one. Called on any thread."""
        self._inbox.put(Bound(begins=False))

    def practise(self, begins: bool) -> None:
        """Go through a call of which nothing is kept, and see its last lines; or end that. Called on
        any thread.
        """
        self._inbox.put(Practice(begins))

    def turn_call(self) -> None:
        """End the call, or begin one where there is none. Called on any thread."""
        self._inbox.put(Bound(begins=None))

    def pause(self, paused: bool) -> None:
        """Hear nothing from now on, or go on. Called on any thread."""
        self._paused = paused

    def painted(self, serial: int, moment: float) -> None:
        """The window painted this card at that moment of time.monotonic. Called on any thread."""
        self._inbox.put(Painted(serial, moment))

    def lost(self, speaker: Speaker, why: str) -> None:
        """This side is no longer heard; the hearing itself tells why. Called on any thread."""
        self._inbox.put(Lost(speaker))

    def adopt(self, rulebook: Rulebook) -> None:
        """Go on with other phrasebanks, between two words of the call. Called on any thread."""
        self._inbox.put(rulebook)

    def notice(self, about: str, text: str) -> None:
        """Say this of the program itself; no text takes it back. Called on any thread."""
        self._inbox.put(Notice(about, text))

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
            if isinstance(message, Stop):
                break
            self._take(message)
            if time.monotonic() >= self._looks_at:
                self._look()
        self._shift.close()

    def _take(self, message: Message) -> None:
        match message:
            case Listened() if self._listeners[message.speaker].is_current(message):
                self._shift.listened(message)
            case Bound(begins):
                self._shift.bound(begins)
            case Practice(begins):
                self._shift.practise(begins)
            case Said(serial, answer):
                self._shift.answer(serial, answer)
            case Unmuted(serial):
                self._shift.unmute(serial)
            case Ordinary():
                self._shift.leave_gentle()
            case Painted(serial, moment):
                self._shift.painted(serial, moment)
            case Rulebook():
                self._shift.adopt(message)
            case Terms():
                self._shift.go_by(message)
            case HeardWith(model):
                self._shift.model = model
            case Notice(about, text):
                self._told[about] = text
                self._draw()
            case Lost(speaker):
                self._sides.lose(speaker)
                self._draw()

    def _look(self) -> None:
        """A few times a second: is anything stuck, and a new picture of the moment."""
        self._looks_at = time.monotonic() + _LOOKS_EVERY
        for speaker, listener in self._listeners.items():
            if listener.replace_if_hung():
                note(Happened.RECOGNISER_REPLACED, side=speaker, times=listener.replaced)
                self._shift.break_off(speaker)
        self._sides.notice_stalls()
        self._draw()

    def _draw(self) -> None:
        shift, sides = self._shift, self._sides
        if self._paused:
            # The call's clock stands still: what showed would stay, and both sides seem lost.
            self._show(Picture(at=shift.at, notices=self._notices(), paused=True))
            return
        call = shift.call
        self._show(
            Picture(
                at=shift.at,
                card=call.card if call else None,
                earlier=call.earlier if call else (),
                customer=sides.side(Speaker.CUSTOMER),
                agent=sides.side(Speaker.AGENT),
                notices=self._notices(),
                phase=(call.signals.phase or "") if call else "",
                gauge=gauge_of(call.signals) if call else None,
                checklist=call.checklist if call else (),
                gentle=call.gentle if call else False,
                behind=sides.behind(),
                peek=shift.peek,
                summary=shift.summary,
            )
        )

    def _notices(self) -> tuple[str, ...]:
        told = [line for text in self._told.values() for line in text.splitlines()]
        fault = self._books.fault
        return (*told, *self._sides.notices(), *([str(fault)] if fault else []))
