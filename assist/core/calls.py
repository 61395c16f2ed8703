"""Where a call begins and where it ends, told from who talks and who is quiet.

Feed it what both sides say, the sound on the customer's side and the passing of time; it answers
with `Begins` and `Ends`. The customer's words are strong evidence of a call, the agent's alone are
weak: a cough or a word to a colleague begins nothing. A quiet ends a call sooner after a goodbye
and much later after "please hold". The defaults were chosen by `tests/bench/bench_calls.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assist.core.sayings_of_calls import GOODBYES, GREETINGS, HOLDS, says
from assist.core.words import Heard, Speaker

_GREETS_WITHIN = 8
"""Words: a greeting stands at the beginning of what the agent says."""

_PARTS_WITHIN = 8
"""Words: a goodbye stands at the end."""

_GOES_ON_FROM = 6
"""Words without a goodbye from which what is said after one takes the call on."""

_SIDES_ANSWER_WITHIN = 10.0
"""Seconds between two utterances that still belong together, before there is a call."""

_HELD_BACK_FOR = 30.0
"""Seconds of talk before the evidence was enough that still belong to the call."""

_NOT_AGAIN_FOR = 2.0
"""Seconds after an end by hand in which the last words of that call begin no other."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which quiet ends a call, in seconds, and what talk begins one, in words.

    `ends_after`: of quiet on both sides. `ends_after_goodbye`: after somebody took leave.
    `held_for`: after "please hold", or while something without words, such as music, sounds on the
    customer's side. `new_after`: of quiet, from which a greeting by the agent begins another call.
    `customer_words`: in one utterance of the customer's; `agent_words`: from the agent alone, within
    some seconds; where both talk, `both_words` from the customer will do. `begins_by_itself`: False leaves beginnings to the
    agent and to the softphone.
    """

    ends_after: float = 20.0
    ends_after_goodbye: float = 6.0
    held_for: float = 300.0
    new_after: float = 5.0
    customer_words: int = 3
    both_words: int = 1
    agent_words: int = 60
    begins_by_itself: bool = True


@dataclass(frozen=True, slots=True)
class Begins:
    """A call begins, at this moment of listening; what was said since then belongs to it."""

    at: float


@dataclass(frozen=True, slots=True)
class Ends:
    """The call ended at this moment, when the last word of it had been said."""

    at: float


Change = Begins | Ends


@dataclass(slots=True)
class _Said:
    """An utterance between calls: when it began and last grew, and its words."""

    speaker: Speaker
    since: float
    until: float
    words: tuple[str, ...]
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class _Turn:
    """What the agent is saying in a call: since when, and when a word had been heard before."""

    since: float
    talked_at: float


@dataclass(slots=True)
class Calls:
    """Follows one headset through the day. All moments are seconds of listening."""

    bounds: Bounds = field(default_factory=Bounds)
    going_on: bool = False
    customer_is_heard: bool = True
    """Whether there is a customer's side at all; without one the agent's words are all there is."""
    _by_hand: bool = False
    _now: float = float("-inf")
    _talked_at: float = float("-inf")
    _sounded_at: float = float("-inf")
    _said_goodbye: bool = False
    _is_held: bool = False
    _deaf_until: float = float("-inf")
    _saying: set[Speaker] = field(default_factory=set)
    _over: set[Speaker] = field(default_factory=set)
    """Sides whose present words belong to a call that was ended by hand."""
    _before: list[_Said] = field(default_factory=list)
    _turn: _Turn | None = None

    @property
    def talked_at(self) -> float:
        """When the last word was heard; minus infinity before the first."""
        return self._talked_at

    def hear(self, heard: Heard) -> list[Change]:
        """Take a recogniser's newest belief, partial or final."""
        changes = self.until(heard.at)
        is_over = self._is_over(heard)
        if not heard.words or is_over:
            return changes
        if self.going_on:
            changes += self._is_another(heard)
        if not self.going_on:
            return changes + self._perhaps_begins(heard)
        self._follow(heard)
        return changes

    def sounds(self, speaker: Speaker, at: float) -> None:
        """There is something that may be a voice on this side."""
        if speaker is Speaker.CUSTOMER:
            self._sounded_at = max(self._sounded_at, at)

    def until(self, at: float) -> list[Change]:
        """Let time pass until `at`."""
        self._now = max(self._now, at)
        if not self.going_on or at - self._talked_at < self._quiet_needed(at):
            return []
        return self._end()

    def begin(self, at: float) -> list[Change]:
        """The agent or the softphone says so. What they end themselves a short quiet does not."""
        changes: list[Change] = self._end() if self.going_on else []
        self._by_hand = True
        self._over.clear()
        return [*changes, *self._begin(at)]

    def end(self, at: float) -> list[Change]:
        """The agent or the softphone says so."""
        self._over = set(self._saying)
        if not self.going_on:
            return []
        self._deaf_until = at + _NOT_AGAIN_FOR
        self._talked_at = max(self._talked_at, at)
        return self._end()

    def _is_over(self, heard: Heard) -> bool:
        """Whether these words are the last ones of a call that was ended by hand."""
        if not self.going_on and heard.at < self._deaf_until:
            self._over.add(heard.speaker)
        is_over = heard.speaker in self._over
        if heard.final:
            self._over.discard(heard.speaker)
        (self._saying.discard if heard.final else self._saying.add)(heard.speaker)
        return is_over

    # While a call goes on

    def _follow(self, heard: Heard) -> None:
        # Words of a side that is recognised late are heard now: they are no quiet.
        self._talked_at = max(self._talked_at, heard.at, self._now)
        if says(heard.words[-_PARTS_WITHIN:], GOODBYES):
            self._said_goodbye = True
        elif len(heard.words) >= _GOES_ON_FROM:
            self._said_goodbye = False
        if says(heard.words, HOLDS):
            self._is_held = True
        elif len(heard.words) >= self.bounds.customer_words:
            self._is_held = False

    def _quiet_needed(self, at: float) -> float:
        bounds = self.bounds
        if self._by_hand or self._is_held:
            return bounds.held_for
        if self._said_goodbye:
            return bounds.ends_after_goodbye
        if at - self._sounded_at < bounds.ends_after:
            return bounds.held_for
        return bounds.ends_after

    def _is_another(self, heard: Heard) -> list[Change]:
        """The agent greets after a quiet: the call before ended unnoticed."""
        if heard.speaker is not Speaker.AGENT:
            return []
        turn = self._turn or _Turn(heard.at, self._talked_at)
        self._turn = None if heard.final else turn
        quiet = turn.since - turn.talked_at
        if quiet < self.bounds.new_after or self._by_hand or not _greets(heard):
            return []
        self._talked_at = turn.talked_at
        ended = self._end()
        self._before = [_Said(heard.speaker, turn.since, heard.at, ())]
        return ended

    def _end(self) -> list[Change]:
        self.going_on = self._by_hand = self._said_goodbye = self._is_held = False
        self._before.clear()
        self._turn = None
        return [Ends(self._talked_at)]

    # While there is none

    def _perhaps_begins(self, heard: Heard) -> list[Change]:
        if not self.bounds.begins_by_itself:
            return []
        self._keep(heard)
        if _greets(heard):
            return self._begin(self._before[-1].since, heard)
        if self._is_call():
            return self._begin(self._first_of_it(), heard)
        return []

    def _keep(self, heard: Heard) -> None:
        """What is said before there is a call: the last seconds only."""
        since = heard.times[0][0] if heard.times else heard.at
        mine = [one for one in self._before if one.speaker is heard.speaker and not one.is_over]
        said = mine[-1] if mine else _Said(heard.speaker, since, heard.at, ())
        if mine:
            self._before.remove(said)
        self._before.append(said)
        said.since, said.until = min(said.since, since), heard.at
        said.words, said.is_over = heard.words, heard.final
        kept_from = heard.at - max(_HELD_BACK_FOR, 2 * _SIDES_ANSWER_WITHIN)
        self._before = [one for one in self._before if one.until >= kept_from]

    def _is_call(self) -> bool:
        customer, agent = self._longest_of(Speaker.CUSTOMER), self._longest_of(Speaker.AGENT)
        bounds = self.bounds
        if not self.customer_is_heard:
            return agent >= bounds.customer_words
        return (
            customer >= bounds.customer_words
            or (customer >= bounds.both_words and agent >= bounds.customer_words)
            or self._all_of(Speaker.AGENT) >= bounds.agent_words
        )

    def _longest_of(self, speaker: Speaker) -> int:
        """Words of one utterance: a line that rings is now and then taken for a word or two."""
        latest = self._before[-1].until - _SIDES_ANSWER_WITHIN
        recent = [one for one in self._before if one.speaker is speaker and one.until >= latest]
        return max((len(one.words) for one in recent), default=0)

    def _all_of(self, speaker: Speaker) -> int:
        return sum(len(one.words) for one in self._before if one.speaker is speaker)

    def _first_of_it(self) -> float:
        """Where the talk that led to the call began: back to a pause in which nobody answered."""
        latest, *before = sorted(self._before, key=lambda said: said.until, reverse=True)
        began = latest.since
        for one in before:
            if began - one.until > _SIDES_ANSWER_WITHIN:
                break
            began = min(began, one.since)
        return began

    def _begin(self, at: float, heard: Heard | None = None) -> list[Change]:
        self.going_on = True
        self._said_goodbye = self._is_held = False
        self._before.clear()
        self._talked_at = max(self._talked_at, at)
        if heard is not None:
            self._follow(heard)
        return [Begins(at)]


def _greets(heard: Heard) -> bool:
    is_agent = heard.speaker is Speaker.AGENT
    return is_agent and says(heard.words[:_GREETS_WITHIN], GREETINGS)


def held_back(heard: Sequence[Heard], at: float) -> list[Heard]:
    """Of what was heard before a call, as much as may still belong to one."""
    return [one for one in heard if at - one.at <= _HELD_BACK_FOR]
