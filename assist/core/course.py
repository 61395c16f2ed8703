"""The course of one call: everything that is measured of it besides what its words say.

Words, cues and levels go in, `Signals` come out. It is plain arithmetic on times and levels, each
side alone where a side is meant, with no clock of its own: the same words at the same times always
measure the same.
"""

from collections.abc import Mapping, Sequence

from assist.core.cues import Cued, CueName
from assist.core.floor import Floor
from assist.core.loudness import Level
from assist.core.matter import Matter
from assist.core.pace import Pace
from assist.core.phases import Phases
from assist.core.signals import Loudness, Measure, Mode, Phase, Signals
from assist.core.words import Speaker, Word

SHARE_FROM = 30.0
"""Seconds of speaking time of both sides together before there is a share of it."""

HOLD_ENDS = 4.0
"""Seconds without a word of the agent's after which their next word ends an announced hold; until
then they are still announcing it."""


class Course:
    """Measures one call. Each side's words come in order."""

    def __init__(self, usual_pace: float | None = None) -> None:
        """`usual_pace`: the agent's, from earlier calls, in words a minute, where it is known."""
        self._paces = {Speaker.CUSTOMER: Pace(), Speaker.AGENT: Pace(usual_pace)}
        self._levels = {one: Level() for one in Speaker}
        self._floor = Floor()
        self._phases = Phases()
        self._matter = Matter()
        self._agent_ends = float("-inf")
        self._announced = False

    @property
    def phase(self) -> Phase | None:
        return self._phases.phase

    @property
    def habit(self) -> float | None:
        """The agent's pace over this call and those before it, in words a minute."""
        return self._paces[Speaker.AGENT].habit

    @property
    def caught(self) -> Mapping[str, str]:
        """What the call has caught, for the texts of prompts."""
        return {"issue": self._matter.issue} if self._matter.issue else {}

    def since(self) -> dict[Measure, float | None]:
        """From when on a hold and a detour grow; None while there is none."""
        hold = self._agent_ends if self._announced else None
        return {Measure.HOLD: hold, Measure.DETOUR: self._matter.detour_since}

    def word(self, word: Word) -> None:
        """The next word that has settled."""
        if word.speaker is Speaker.AGENT:
            if word.start - self._agent_ends > HOLD_ENDS:
                self._announced = False
            self._agent_ends = max(self._agent_ends, word.end)
        self._paces[word.speaker].take(word)
        self._floor.take(word)
        self._phases.word(word)
        self._matter.word(word)

    def settle(self, speaker: Speaker, words: Sequence[Word]) -> None:
        """An utterance has ended: its words as they were in truth."""
        self._paces[speaker].settle(words)
        self._floor.settle(speaker, words)
        if speaker is Speaker.CUSTOMER:
            self._matter.settle(words)

    def cue(self, cued: Cued) -> None:
        """A cue was said."""
        self._phases.cue(cued)
        self._matter.cue(cued)
        if cued.name is CueName.HOLD and cued.because.speaker is Speaker.AGENT:
            self._announced = True

    def loud(self, loudness: Loudness) -> bool:
        """How loud a voice was in a stretch of sound; says whether that changes the signals."""
        return self._levels[loudness.speaker].take(loudness)

    def signals(self, phase: Phase | None, mode: Mode) -> Signals:
        """What is measured now, all but what grows with time; the phase and the mode as they are
        told, because words may not be known by which a phase is found.
        """
        customer, agent = self._paces[Speaker.CUSTOMER], self._paces[Speaker.AGENT]
        spoken = customer.speaking_time + agent.speaking_time
        known = spoken >= SHARE_FROM
        over = self._floor.at_once()
        length = over.length if over else 0.0
        by_agent = over is not None and over.by is Speaker.AGENT
        return Signals(
            talk_over=length,
            customer_talk_over=0.0 if by_agent else length,
            agent_talk_over=length if by_agent else 0.0,
            customer_turn=self._floor.turn(Speaker.CUSTOMER),
            agent_turn=self._floor.turn(Speaker.AGENT),
            customer_share=100.0 * customer.speaking_time / spoken if known else None,
            agent_share=100.0 * agent.speaking_time / spoken if known else None,
            customer_pace=customer.now,
            agent_pace=agent.now,
            customer_usual=customer.usual,
            agent_usual=agent.usual,
            customer_level=self._levels[Speaker.CUSTOMER].over_usual,
            agent_level=self._levels[Speaker.AGENT].over_usual,
            phase=phase,
            mode=mode,
        )
