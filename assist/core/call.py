"""One call, from words to cards: the whole of the core behind one small door.

Feed it what the recognisers hear and the passing of time; it gives back what happened. The same
words at the same times always give the same events, so a live call, a replayed recording and a
transcript agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assist.core.advice import Advice
from assist.core.board import Attention, Board
from assist.core.cards import Answer, Because, Card
from assist.core.checklists import Checklists, Row
from assist.core.course import Course
from assist.core.cues import Cued, CueName
from assist.core.events import Event, Gentle, PhaseBegan, Shown, Thanked, Timed, Utterance
from assist.core.rulebook import Rulebook
from assist.core.rules import Rules
from assist.core.signals import Loudness, Mode, Phase, Signals
from assist.core.transcript import Settled, Transcript
from assist.core.words import Heard, Speaker, Word

_PAUSE_ENDS_SENTENCE = 0.6
"""Seconds without a new word after which the agent is taken to have finished a sentence."""


_ONE_MOMENT_FOR = 60.0
"""Seconds within which thanks belong to the same moment."""


@dataclass(frozen=True, slots=True)
class _Untimed:
    """A card whose words still have estimated times, and the places of those words."""

    serial: int
    because: Because
    first: int
    last: int


class Call:
    """One call. Not thread-safe: it has one owner."""

    def __init__(
        self,
        rulebook: Rulebook,
        attention: Attention | None = None,
        mode: Mode = Mode.SERVICE,
        usual_pace: float | None = None,
    ) -> None:
        """`usual_pace`: the agent's in earlier calls, in words a minute, where it is known."""
        self.at = 0.0
        self._course = Course(usual_pace)
        self._rules = Rules(rulebook, self._notice)
        self._mode = mode
        self._sensed: Signals | None = None
        self._phase: Phase | None = None
        self._tell_signals()
        self._checklists = Checklists(rulebook)
        self._board = Board(attention or Attention())
        self._board.sells = mode is Mode.SALES
        self._board.speaks_against = self._rules.speaks_against
        self._left_gentle = False
        self._thanked_at = float("-inf")
        self._transcripts = {one: Transcript(one) for one in Speaker}
        self._grew_at = {one: float("-inf") for one in Speaker}
        self._belief: dict[Speaker, tuple[str, ...]] = dict.fromkeys(Speaker, ())
        self._utterance_from = dict.fromkeys(Speaker, 0)
        self._words: dict[Speaker, list[Word]] = {one: [] for one in Speaker}
        self._untimed: list[_Untimed] = []

    @property
    def card(self) -> Card | None:
        """The card that is up now."""
        return self._board.card

    @property
    def earlier(self) -> tuple[Card, ...]:
        """The cards before it, newest first."""
        return self._board.earlier

    @property
    def checklist(self) -> tuple[Row, ...]:
        """The checklist that is up: each item as it is listed, and whether it is done."""
        return self._checklists.rows(self._rules.phase)

    @property
    def gentle(self) -> bool:
        """Whether this is a gentle call (`assist.core.gentle`)."""
        return self._board.gentle

    def leave_gentle(self) -> list[Event]:
        """The agent says that this call is like any other, from now on to its end."""
        was, self._board.gentle = self._board.gentle, False
        self._left_gentle = True
        return [Gentle(self.at)] if was else []

    def hear(self, heard: Heard) -> list[Event]:
        """Take a recogniser's newest belief, partial or final."""
        events = self.tick(heard.at)
        if heard.words != self._belief[heard.speaker]:
            self._belief[heard.speaker] = heard.words
            if heard.words and not heard.final:
                self._grew_at[heard.speaker] = heard.at
                self._rules.sound(heard.at, heard.speaker)
        settled = self._transcripts[heard.speaker].hear(heard)
        for offset, word in enumerate(settled.words):
            events += self._take(word, settled.first + offset)
        if settled.ended:
            self._belief[heard.speaker] = ()
            self._correct(heard.speaker, settled)
            events += self._follow(self._rules.reread(settled.final, settled.misheard))
        events += self._step()
        if settled.ended:
            events += self._end_utterance(heard.speaker, settled.final)
        return events + self.tick(heard.at) if settled.words else events

    def say(self, word: Word) -> list[Event]:
        """Take a word that is certain and timed, as from a written transcript."""
        events = self.tick(word.start)
        self._rules.sound(word.end, word.speaker)
        events += self.tick(word.end)
        self._grew_at[word.speaker] = word.end
        events += self._take(word, len(self._words[word.speaker]))
        return events + self.tick(self.at) + self._step()

    def tick(self, at: float) -> list[Event]:
        """Let call time pass until `at` seconds. Time never goes back.

        What falls due on the way (a silence that has grown too long) happens at its own moment.
        """
        events: list[Event] = []
        for moment, advice in self._rules.until(max(self.at, at)):
            events += self._wait(moment)
            self.at = moment
            events += self._follow(advice) + self._step()
        return self._phase_began() + events

    def _wait(self, until: float) -> list[Event]:
        """What the board does by itself before that moment."""
        events: list[Event] = []
        while (due := self._due()) < until:
            self.at = due
            events += self._step()
        return events

    def _due(self) -> float:
        pause = self._grew_at[Speaker.AGENT] + _PAUSE_ENDS_SENTENCE
        board = self._board.due(self.at)
        return min(pause, board) if pause > self.at else board

    @property
    def signals(self) -> Signals:
        """What is known of this moment besides the words."""
        return self._rules.signals

    @property
    def caught(self) -> Mapping[str, str]:
        """What the call has caught by itself, such as its issue."""
        return self._course.caught

    @property
    def habit(self) -> float | None:
        """The agent's pace over this call and those before it, in words a minute."""
        return self._course.habit

    def sense(self, signals: Signals) -> list[Event]:
        """Take these for what is measured from now on, as far as they are known; what grows with
        time, and the mode, stay the call's own.
        """
        self._sensed = signals
        self._tell_signals()
        return self.tick(self.at)

    def loud(self, loudness: Loudness) -> list[Event]:
        """Take how loud a voice was in a stretch of sound."""
        if not self._course.loud(loudness):
            return []
        self._tell_signals()
        return self.tick(loudness.at)

    def set_mode(self, mode: Mode) -> None:
        """What the call is for, from now on."""
        self._mode = mode
        self._board.sells = mode is Mode.SALES
        self._tell_signals()

    def _notice(self, cued: Cued) -> None:
        self._course.cue(cued)
        if cued.name is CueName.GREETING:
            self._board.calm.greeted(cued.because.end)
        self._tell_signals()

    def _tell_signals(self) -> None:
        """Tell the rules what is measured now."""
        phase = self._course.phase if self._rules.rulebook.cues else None
        signals = self._course.signals(phase, self._mode)
        if self._sensed is not None:
            signals = replace(signals.with_known(self._sensed), mode=self._mode)
        self._rules.signals = signals
        self._rules.caught = self._course.caught
        for measure, since in self._course.since().items():
            self._rules.grows(measure, since)

    def _phase_began(self) -> list[Event]:
        phase = self._rules.phase
        if phase is None or phase is self._phase:
            return []
        self._phase = phase
        return [PhaseBegan(self.at, phase)]

    def attend(self, attention: Attention) -> None:
        """Go by this budget from now on."""
        self._board.attend(attention)

    def mute(self, prompts: frozenset[str]) -> None:
        """Never show these prompts, by id, and no others but these; no event tells of it."""
        self._board.mute(prompts)

    def adopt(self, rulebook: Rulebook) -> None:
        """Go on with another rulebook. Nothing shows by it and a card that is up stays: what has
        been said, how often each prompt was shown and what the agent answered stay known.
        """
        rules = Rules(rulebook, self._notice)
        rules.carry_on(self._rules, self._spoken())
        self._rules = rules
        self._board.adopt(rulebook)
        self._board.speaks_against = rules.speaks_against
        self._checklists.adopt(rulebook)
        self._tell_signals()

    def _spoken(self) -> list[tuple[Word, int]]:
        """Every settled word of the call, as it ended, with its place in its speaker's words."""
        placed = [(word, place) for said in self._words.values() for place, word in enumerate(said)]
        return sorted(placed, key=lambda one: one[0].end)

    def unmute(self, serial: int) -> None:
        """The agent takes "never again" back for the card with this serial."""
        self._board.unmute(serial)

    def answer(self, serial: int, answer: Answer) -> list[Event]:
        """What the agent said of the card with this serial; unknown serials are let pass."""
        return self._board.answer(serial, answer, self.at)

    def _step(self) -> list[Event]:
        speaks = self.at - self._grew_at[Speaker.AGENT] < _PAUSE_ENDS_SENTENCE
        events = self._board.step(self.at, speaks)
        shown = [event.card for event in events if isinstance(event, Shown)]
        match = self._board.match
        if not shown or match is None or match.places is None:
            return events
        untimed = _Untimed(shown[0].serial, match.because, *match.places)
        self._untimed.append(untimed)
        speaker = match.because.speaker
        if untimed.last < self._utterance_from[speaker]:
            events += self._retime(speaker)
        return events

    def _take(self, word: Word, place: int) -> list[Event]:
        self._words[word.speaker].append(word)
        self._course.word(word)
        self._tell_signals()
        events = self._follow(self._rules.hear(word, place))
        return self._phase_began() + events

    def _grow_gentle(self, advice: Advice) -> list[Event]:
        begins = [one.prompt.id for one in advice.matches if one.prompt.begins_gentle]
        if not begins or self._left_gentle or self._board.gentle:
            return []
        return [Gentle(self.at, begins[0]), *self._board.be_gentle(self.at)]

    def _thanks(self, advice: Advice) -> list[Event]:
        """Thanks for one thing are often said twice: they are one moment."""
        thanks = [one for one in advice.matches if one.prompt.keeps_moment]
        if not thanks or self.at - self._thanked_at < _ONE_MOMENT_FOR:
            return []
        self._thanked_at = self.at
        return [Thanked(self.at, thanks[0].prompt.id, thanks[0].because.words)]

    def _follow(self, advice: Advice) -> list[Event]:
        return [
            *self._thanks(advice),
            *self._grow_gentle(advice),
            *self._checklists.take(advice.done, self.at),
            *self._board.withdraw(advice.said, self.at, "the agent has said it"),
            *self._board.withdraw(advice.undone, self.at, "what was said next undid it"),
            *self._board.offer(advice.matches, self.at),
        ]

    def end_utterance(self, speaker: Speaker) -> list[Event]:
        """The speaker has paused: what they `say`-d since the last pause is an utterance."""
        return self._end_utterance(speaker, self._words[speaker][self._utterance_from[speaker] :])

    def _end_utterance(self, speaker: Speaker, words: Sequence[Word]) -> list[Event]:
        events = self._retime(speaker)
        self._utterance_from[speaker] = len(self._words[speaker])
        self._course.settle(speaker, words)
        self._tell_signals()
        if words:
            text = " ".join(word.text for word in words)
            events.append(Utterance(self.at, speaker, words[0].start, words[-1].end, text))
        return events

    def _correct(self, speaker: Speaker, settled: Settled) -> None:
        words = self._words[speaker]
        for place, (start, end) in settled.corrected.items():
            words[place] = replace(words[place], start=start, end=end)

    def _retime(self, speaker: Speaker) -> list[Event]:
        """The cards that this speaker's words brought up, with the words' true times."""
        words = self._words[speaker]
        events: list[Event] = []
        for one in [one for one in self._untimed if one.because.speaker is speaker]:
            self._untimed.remove(one)
            start, end = words[one.first].start, words[one.last].end
            timed = Timed(self.at, one.serial, replace(one.because, start=start, end=end))
            self._board.retime(timed)
            events.append(timed)
        return events
