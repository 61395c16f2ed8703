"""How far the call has come, by cue words and by its course. It may go back at any time.

Forward, one cue is enough: the agent asks or the customer says what it is about (finding out), the
agent acts or explains (solving), somebody says goodbye (closing). What only *winds up* a call, such
as thanks, is the closing where both sides say it within `TOGETHER` seconds; in the opening, where
the customer has said it first.

Back, it takes more, because a question in the middle of solving is part of it: `BACK_AFTER` cues of
an earlier phase with none of the present one between them. Out of the closing one word is enough
that begins another matter, or `TALK_GOES_ON` words of talk without a word of closing.
"""

from assist.core.cues import Cued, CueName
from assist.core.signals import Phase
from assist.core.words import Speaker, Word

TOGETHER = 12.0
"""Seconds within which both must wind up."""

BACK_AFTER = 2
"""Cues of an earlier phase that lead back to it."""

BACK_WITHIN = 40.0
"""Seconds within which those must come."""

TALK_GOES_ON = 45
"""Words of both sides after the last word of closing, from which on it was none."""

OPENING_ENDS = 60
"""Words of both sides after which the opening is over, whatever they were."""

GREETED = 4
"""Words of the customer's until which the agent's thanks for calling are a greeting."""

_OF = {
    CueName.OPENING: Phase.OPENING,
    CueName.FINDING_OUT: Phase.FINDING_OUT,
    CueName.ISSUE: Phase.FINDING_OUT,
    CueName.ANOTHER_MATTER: Phase.FINDING_OUT,
    CueName.SOLVING: Phase.SOLVING,
    CueName.HOLD: Phase.SOLVING,
    CueName.CLOSING: Phase.CLOSING,
}
_ORDER = list(Phase)


class Phases:
    """One call's phases. `phase` is None until the first word."""

    def __init__(self) -> None:
        self.phase: Phase | None = None
        self._before_closing = Phase.FINDING_OUT
        self._words = 0
        self._customers_words = 0
        self._words_at_closing_cue = 0
        self._back: list[tuple[Phase, float]] = []
        self._wound_up: dict[Speaker, float] = {}

    def word(self, word: Word) -> None:
        """A word of either side: the course of the call, whatever it says."""
        if self.phase is None:
            self.phase = Phase.OPENING
        self._words += 1
        self._customers_words += word.speaker is Speaker.CUSTOMER
        if self.phase is Phase.OPENING and self._words >= OPENING_ENDS:
            self._enter(Phase.FINDING_OUT)
        talked = self._words - self._words_at_closing_cue
        if self.phase is Phase.CLOSING and talked >= TALK_GOES_ON:
            self._enter(self._before_closing)

    def cue(self, cued: Cued) -> None:
        """A cue was said."""
        if cued.name is CueName.WINDING_UP:
            self._wind_up(cued)
        elif cued.name is CueName.CLOSING:
            self._close(cued)
        elif cued.name in _OF:
            self._turn_to(cued, _OF[cued.name])

    def _wind_up(self, cued: Cued) -> None:
        at, speaker = cued.because.end, cued.because.speaker
        self._wound_up[speaker] = at
        other = self._wound_up.get(speaker.other, float("-inf"))
        both = at - other <= TOGETHER
        if both and (self.phase is not Phase.OPENING or speaker is Speaker.AGENT):
            self._close(cued)
        elif self.phase is Phase.CLOSING:
            self._words_at_closing_cue = self._words

    def _close(self, cued: Cued) -> None:
        by_agent = cued.because.speaker is Speaker.AGENT
        if self.phase is Phase.OPENING and by_agent and self._customers_words < GREETED:
            return
        self._words_at_closing_cue = self._words
        self._enter(Phase.CLOSING)

    def _turn_to(self, cued: Cued, phase: Phase) -> None:
        if self.phase is None or phase is self.phase:
            self._back.clear()
            return
        by_customer = cued.because.speaker is Speaker.CUSTOMER
        anew = cued.name is CueName.ANOTHER_MATTER or (cued.name is CueName.ISSUE and by_customer)
        forward = _ORDER.index(phase) > _ORDER.index(self.phase)
        if forward or (self.phase is Phase.CLOSING and anew):
            self._enter(phase)
        elif phase is not Phase.OPENING:
            self._lead_back(phase, cued.because.end)

    def _lead_back(self, phase: Phase, at: float) -> None:
        self._back = [(one, then) for one, then in self._back if at - then <= BACK_WITHIN]
        self._back.append((phase, at))
        if len(self._back) >= BACK_AFTER:
            self._enter(phase)

    def _enter(self, phase: Phase) -> None:
        if phase is Phase.CLOSING and self.phase not in (None, Phase.CLOSING, Phase.OPENING):
            self._before_closing = self.phase or phase
        self.phase = phase
        self._back.clear()
