"""The board: which one card is up. Attention is the budget, so most of what it does is refuse.

One card at a time, a quiet gap, a limit a minute, nothing stale, nothing over the agent's own
sentence unless it is urgent. What cannot be shown in time is dropped, never queued.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf

from assist.core.advice import Match
from assist.core.calm import OF_TROUBLE, Calm
from assist.core.cards import Answer, Card, Kind, Priority
from assist.core.events import Answered, Dropped, Event, Expired, Shown, Timed, Withdrawn
from assist.core.filling import filled
from assist.core.gentle import hurries
from assist.core.phrasebank import Prompt
from assist.core.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Attention:
    """How much of the agent's attention the cards may take. Lengths are seconds.

    `gap` from one card's coming to the next one's, half of it to one of another kind: what a
    customer says in one breath may ask for both; `urgent_gap` the same for urgent ones; `stale`
    how long a prompt may wait for its moment; `a_minute` the most cards in any minute, a third of
    them kept for what is of high priority; urgent ones come beside. `gentle_gap` is the gap in a
    gentle call.

    In a calm call (`assist.core.calm`) what asks to be spared there has less still: cards come for
    `burst` after the first, from then on one in `calm`, and one of a kind in `calm`.
    """

    gap: float = 4.0
    urgent_gap: float = 1.5
    stale: float = 2.0
    a_minute: int = 6
    gentle_gap: float = 12.0
    burst: float = 20.0
    calm: float = 60.0

    def most_in_a_minute(self, coming: Priority) -> float:
        """How many cards a minute may have, this one among them."""
        if coming is Priority.URGENT:
            return inf
        return self.a_minute if coming is Priority.HIGH else self.a_minute - self.a_minute // 3


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A prompt that waits for its moment, and what keeps it: nothing if it is free to show."""

    match: Match
    since: float
    why: str = "it came too late"


class Board:
    """Decides which card is up, from what the rules ask for and what the moment allows."""

    def __init__(self, attention: Attention) -> None:
        self.card: Card | None = None
        self.match: Match | None = None
        self.earlier: tuple[Card, ...] = ()
        self.gentle = False
        """Whether the call is a gentle one: no hurry, and longer quiet."""
        self.calm = Calm()
        self.speaks_against: Callable[[Prompt], str] = lambda prompt: ""
        """Why the customer's words of just now speak against a prompt, in a few words."""
        self.sells = False
        """Whether the call is there to sell: what it needs is not spared in it."""
        self._attention = attention
        self._waiting: list[_Waiting] = []
        self._shown_at: dict[str, list[float]] = {}
        self._kind_at: dict[Kind, float] = {}
        self._minute: deque[float] = deque()
        self._newest_at = float("-inf")
        self._serial = 0
        self._muted: frozenset[str] = frozenset()

    def offer(self, matches: Sequence[Match], at: float) -> list[Event]:
        """Prompts that are called for now. They show at the next `step` that allows it."""
        events: list[Event] = []
        for match in matches:
            if match.prompt.id in self._muted or self._known(match.prompt):
                continue
            self.calm.asked(match.prompt, at)
            why = self._refuses(match.prompt, at)
            if why:
                events.append(_dropped(match.prompt, at, why))
            else:
                self._waiting.append(_Waiting(match, at))
        return events

    def _known(self, prompt: Prompt) -> bool:
        """Whether the prompt is up or waits already: its words go on, nothing new is asked."""
        up = self.card is not None and self.card.prompt == prompt.id
        return up or any(waiting.match.prompt.id == prompt.id for waiting in self._waiting)

    def _refuses(self, prompt: Prompt, at: float) -> str:
        """Why a prompt may not show again now, in a few words; nothing if it may."""
        if self.gentle and hurries(prompt):
            return "nothing hurries in a gentle call"
        shown = self._shown_at.get(prompt.id, [])
        if len(shown) >= prompt.at_most:
            return "shown often enough in this call"
        if shown and at - shown[-1] < prompt.again_after:
            return "shown a moment ago"
        if at - self._kind_at.get(prompt.kind, -inf) < prompt.quiet_after_kind:
            return "quiet after another one of its kind"
        for other, length in prompt.quiet_after:
            if any(at - then < length for then in self._shown_at.get(other, [])):
                return f"quiet after {other}"
        return ""

    def adopt(self, rulebook: Rulebook) -> None:
        """Go on with other phrasebanks: what waits waits as it is written there, or no longer."""
        self._waiting = [
            replace(one, match=replace(one.match, prompt=rulebook.by_id[one.match.prompt.id]))
            for one in self._waiting
            if one.match.prompt.id in rulebook.by_id
        ]

    def be_gentle(self, at: float) -> list[Event]:
        """The call is a gentle one from now on; a card that hurries leaves."""
        self.gentle = True
        if self.match is None or not hurries(self.match.prompt):
            return []
        return self.withdraw(frozenset({self.match.prompt.id}), at, "nothing hurries from here on")

    def withdraw(self, prompts: frozenset[str], at: float, why: str) -> list[Event]:
        """Take back these prompts, whether they are up or wait."""
        if not prompts:
            return []
        gone = [one.match.prompt for one in self._waiting if one.match.prompt.id in prompts]
        self._waiting = [one for one in self._waiting if one.match.prompt.id not in prompts]
        events: list[Event] = [_dropped(prompt, at, why) for prompt in gone]
        if self.card and self.card.prompt in prompts:
            events.append(Withdrawn(at, self.card, why))
            self._clear()
        return events

    def answer(self, serial: int, answer: Answer, at: float) -> list[Event]:
        """What the agent said of a card; "never again" holds from now on."""
        known = (self.card, *self.earlier) if self.card else self.earlier
        card = next((card for card in known if card.serial == serial), None)
        if card is None:
            return []
        if answer is Answer.NEVER_AGAIN:
            self.mute(self._muted | {card.prompt})
        if card is self.card:
            self._clear()
        return [Answered(at, card, answer)]

    def attend(self, attention: Attention) -> None:
        """Go by this budget from now on."""
        self._attention = attention

    def mute(self, prompts: frozenset[str]) -> None:
        """Show these no more, and no others than these. Nothing tells of it: that is the agent's
        own affair.
        """
        self._muted = prompts
        self._waiting = [one for one in self._waiting if one.match.prompt.id not in prompts]

    def unmute(self, serial: int) -> None:
        """The agent takes "never again" back for the prompt of this card."""
        known = (self.card, *self.earlier) if self.card else self.earlier
        self._muted -= {card.prompt for card in known if card.serial == serial}

    def retime(self, timed: Timed) -> None:
        """Put the true times of its words on a card that is still known."""
        if self.card and self.card.serial == timed.serial:
            self.card = replace(self.card, because=timed.because)
        self.earlier = tuple(
            replace(card, because=timed.because) if card.serial == timed.serial else card
            for card in self.earlier
        )

    def step(self, at: float, agent_speaks: bool) -> list[Event]:
        """Let time pass until `at`: a card leaves, the best waiting prompt comes up."""
        events: list[Event] = []
        if self.card and at >= self.card.leaves_at:
            events.append(Expired(at, self.card))
            self._clear()
        events += self._thin_out(at, agent_speaks)
        free = [one for one in self._waiting if not one.why]
        if best := max(free, key=_rank, default=None):
            self._waiting.remove(best)
            events += self._show(best.match, at)
        return events

    def due(self, after: float) -> float:
        """The next moment at which time alone may bring up what waits, or takes the card away."""
        gaps = {self._gap_to(one.match.prompt) for one in self._waiting}
        dues = [self._newest_at + gap for gap in gaps]
        dues += [self.card.leaves_at] if self.card else []
        return min((due for due in dues if due > after), default=inf)

    def _thin_out(self, at: float, agent_speaks: bool) -> list[Event]:
        """Drop what has waited too long or may no longer show; note what keeps the rest."""
        events: list[Event] = []
        kept: list[_Waiting] = []
        for waiting in self._waiting:
            prompt = waiting.match.prompt
            why = self._refuses(prompt, at)
            if not why and at - waiting.since > self._waits_for(prompt):
                why = waiting.why or "another prompt went first"
            if why:
                events.append(_dropped(prompt, at, why))
            else:
                kept.append(replace(waiting, why=self._hinders(prompt, at, agent_speaks)))
        self._waiting = kept
        return events

    def _waits_for(self, prompt: Prompt) -> float:
        return self._attention.stale if prompt.waits_for is None else prompt.waits_for

    def _hinders(self, prompt: Prompt, at: float, agent_speaks: bool) -> str:
        """What in this moment keeps a prompt from showing, in a few words; nothing if it may."""
        attention = self._attention
        urgent = prompt.priority is Priority.URGENT
        while self._minute and at - self._minute[0] >= 60:
            self._minute.popleft()
        if agent_speaks and not urgent:
            return "the agent was speaking"
        if self._keeps_its_place(prompt, at):
            return "a card of higher priority was up"
        if len(self._minute) >= attention.most_in_a_minute(prompt.priority):
            return "there were enough cards in this minute"
        if at - self._newest_at < self._gap_to(prompt) - _ROUNDING:
            return "another card had just come up"
        if why := self.speaks_against(prompt):
            return why
        return self._spares(prompt, at)

    def _keeps_its_place(self, prompt: Prompt, at: float) -> bool:
        """Whether the card that is up must not give way: one of another kind may, once read."""
        card = self.card
        if card is None or card.priority <= prompt.priority:
            return False
        if card.kind is prompt.kind or (card.kind in OF_TROUBLE and prompt.kind is Kind.RAPPORT):
            return True
        return at - card.shown_at < self._gap_to(prompt) - _ROUNDING

    def _gap_to(self, prompt: Prompt) -> float:
        attention = self._attention
        if prompt.priority is Priority.URGENT:
            return attention.urgent_gap
        if self.gentle:
            return max(attention.gap, attention.gentle_gap)
        other = self.card is not None and self.card.kind is not prompt.kind
        return attention.gap / 2 if other else attention.gap

    def _spares(self, prompt: Prompt, at: float) -> str:
        if self.sells or self.gentle:
            return ""
        return self.calm.spares(prompt, at, self._attention.burst, self._attention.calm)

    def _show(self, match: Match, at: float) -> list[Event]:
        prompt = match.prompt
        events: list[Event] = [Expired(at, self.card)] if self.card else []
        self._clear()
        self._serial += 1
        self.card = Card(
            serial=self._serial,
            prompt=prompt.id,
            bank=prompt.bank,
            kind=prompt.kind,
            priority=prompt.priority,
            show=filled(prompt.show, match.slots),
            detail=filled(prompt.detail, match.slots),
            source=prompt.source,
            because=match.because,
            shown_at=at,
            leaves_at=at + prompt.stays_for,
        )
        self.match = match
        self._shown_at.setdefault(prompt.id, []).append(at)
        self._kind_at[prompt.kind] = at
        self._minute.append(at)
        self.calm.shown(prompt, at, self._attention.calm)
        self._newest_at = at
        return [*events, Shown(at, self.card)]

    def _clear(self) -> None:
        if self.card:
            self.earlier = (self.card, *self.earlier)[:_REMEMBERS]
        self.card = None
        self.match = None


_REMEMBERS = 5
_ROUNDING = 1e-6
"""What adding and taking away times may be wrong by, in seconds."""


def _rank(waiting: _Waiting) -> tuple[int, int, float]:
    match = waiting.match
    return (match.prompt.priority, match.because.score, waiting.since)


def _dropped(prompt: Prompt, at: float, why: str) -> Dropped:
    return Dropped(at, prompt.id, prompt.bank, why)
