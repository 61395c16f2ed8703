"""The first start: three steps that show a person that their calls will be heard.

Hear me, hear the customer, see a prompt: each is done when it was seen to work, with the devices,
the recogniser and the phrasebanks of real calls, and each can be left for later. What is said here
is no call: nothing of it is kept. Knows nothing of Qt; for one thread, the window's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from assist.audio.aloud import CUSTOMER, Aloud, output_of
from assist.core.cards import Card, Hearing, Picture
from assist.core.words import Speaker
from assist.demo import DemoLine, customer_line
from assist.hearing import SideState

LOUD_ENOUGH = -50.0
"""dBFS that a voice must reach at its peaks to count as heard."""

LOOKS_NEEDED = 4
"""Looks, ten a second, at which a voice must have been there: a click is no voice."""


PAUSE_BEFORE = 0.8
"""Seconds of silence before a line is played, so that it does not join what was heard before."""


class Step(StrEnum):
    """What is tried, in this order."""

    MICROPHONE = "microphone"
    CUSTOMER = "customer"
    PROMPT = "prompt"


SIDES = {Step.MICROPHONE: Speaker.AGENT, Step.CUSTOMER: Speaker.CUSTOMER}

LINES = {Step.CUSTOMER: -2, Step.PROMPT: 0}
"""Which of the demo customer's utterances are played: a friendly one, and one that shows a card."""


class Session(Protocol):
    """The running program, as far as the steps need it."""

    def states(self) -> Mapping[Speaker, SideState]:
        """Each side as it is now."""

    def choose(self, side: Speaker, device: str) -> None:
        """Hear this side through this device from now on; "" for the default one. Is kept."""

    def practise(self, on: bool) -> None:
        """Go through a call that is not kept, or end that. On again begins it anew."""

    def finish(self) -> None:
        """The steps were shown. Is kept."""


@dataclass(slots=True)
class Trial:
    """One side, as it was heard since its device was chosen."""

    looks: int = 0
    words: str = ""


@dataclass(slots=True)
class FirstStart:
    """Watches the session and says what has been seen to work."""

    session: Session
    done: set[Step] = field(default_factory=set)
    card: Card | None = None
    _trials: dict[Speaker, Trial] = field(default_factory=lambda: {one: Trial() for one in Speaker})
    _aloud: Aloud | None = None
    _step: Step | None = None

    def begin(self, step: Step) -> None:
        """The step is on the screen now."""
        self._step = step
        self.card = None
        self._stop_playing()
        self.session.practise(True)

    def choose(self, side: Speaker, device: str) -> None:
        """Try this side with another device."""
        self._stop_playing()
        self._trials[side] = Trial()
        self.done -= {step for step, one in SIDES.items() if one is side}
        self.session.choose(side, device)

    def see(self, picture: Picture) -> None:
        """What the overlay shows now."""
        for speaker, words in picture.peek:
            self._trials[speaker].words = words
        if picture.card is not None and self._step is Step.PROMPT:
            self.card = picture.card
            self.done.add(Step.PROMPT)
        sides = {Speaker.AGENT: picture.agent, Speaker.CUSTOMER: picture.customer}
        for step, speaker in SIDES.items():
            trial, side = self._trials[speaker], sides[speaker]
            trial.looks += side.hearing is Hearing.HEARD and side.peak >= LOUD_ENOUGH
            if trial.looks >= LOOKS_NEEDED and self._step is step:
                self.done.add(step)

    def words(self, side: Speaker) -> str:
        """The last that was heard on this side."""
        return self._trials[side].words

    def why_not(self, side: Speaker) -> str:
        """Why this side cannot be heard now; nothing where it can."""
        state = self.session.states().get(side)
        return (state.why_not or "") if state and state.is_missing() else ""

    def play(self) -> DemoLine:
        """Let a customer say something, through the output that the customer is heard at."""
        assert self._step in LINES, "only a customer's steps have something to play"
        line = customer_line(LINES[self._step])
        self._stop_playing()
        if self._step is Step.PROMPT:
            # A prompt that has shown would not show again in the same call.
            self.session.practise(True)
        heard_at = self.session.states()[Speaker.CUSTOMER].device
        span = (line.start - 0.1, line.end + 0.3)
        output = output_of(heard_at)
        self._aloud = Aloud(line.recording, CUSTOMER, span, output, after=PAUSE_BEFORE)
        return line

    @property
    def could_play(self) -> bool:
        """Whether there was an output for what was played last."""
        return self._aloud is None or self._aloud.playing

    def end(self) -> None:
        """All steps are done, or left for later."""
        self._stop_playing()
        self.session.practise(False)
        self.session.finish()

    def _stop_playing(self) -> None:
        if self._aloud is not None:
            self._aloud.stop()
            self._aloud = None


class Practises(Protocol):
    """A desk."""

    def practise(self, begins: bool) -> None: ...


class Hears(Protocol):
    """A live hearing."""

    def states(self) -> dict[Speaker, SideState]: ...


@dataclass(frozen=True, slots=True)
class LiveSession:
    """The running program. `keep` takes settings by their full name, and they hold at once."""

    desk: Practises
    hearing: Hears
    keep: Callable[[Mapping[str, object]], object]

    def states(self) -> Mapping[Speaker, SideState]:
        return self.hearing.states()

    def choose(self, side: Speaker, device: str) -> None:
        self.keep({f"sound.{side}": device})

    def practise(self, on: bool) -> None:
        self.desk.practise(on)

    def finish(self) -> None:
        self.keep({"program.first_start_done": True})
