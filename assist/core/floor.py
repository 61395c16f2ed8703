"""Who speaks and for how long: turns, talking at once, and whose talk it is.

A *spell* is a stretch of one side's words with no pause longer than `PAUSE` between them. While
both sides' spells go on they *talk at once*. The one whose spell began first had the *floor*; the
other one speaks into it. It ends when one of them stops, so its length is that of the stretch in
which the two spells overlap.

A *turn* goes on through the other side's "yes" and "I see": only more than `ASIDE` words in one
spell take it over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assist.core.words import Speaker, Word

PAUSE = 0.6
"""Seconds between two words of a spell at most."""

ASIDE = 2
"""Words that do not take the turn over."""


@dataclass(slots=True)
class _Spell:
    start: float
    end: float
    words: int

    def goes_on(self, at: float) -> bool:
        """Whether a word that starts then is still of this spell."""
        return at - self.end <= PAUSE


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Both spoke at once: `by` began while the other one had the floor."""

    by: Speaker
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


class Floor:
    """Follows both sides' words. Each side's come in order; the sides' may be a little apart."""

    def __init__(self) -> None:
        self._spells: dict[Speaker, _Spell] = {}
        self._turn: Speaker | None = None
        self._turn_from = 0.0
        self._turn_to = 0.0

    def take(self, word: Word) -> None:
        """The next word of one side."""
        spell = self._spells.get(word.speaker)
        if spell is None or not spell.goes_on(word.start):
            spell = self._spells[word.speaker] = _Spell(word.start, word.end, 0)
        spell.end = max(spell.end, word.end)
        spell.words += 1
        if self._turn is not word.speaker and (self._turn is None or spell.words > ASIDE):
            self._turn, self._turn_from = word.speaker, spell.start
        if self._turn is word.speaker:
            self._turn_to = spell.end

    def settle(self, speaker: Speaker, words: Sequence[Word]) -> None:
        """The utterance that has just ended, with its true times: they are those of its spell."""
        spell = self._spells.get(speaker)
        if spell is None or not words or words[-1].end < spell.start:
            return
        begins = len(words) - 1
        while begins and words[begins].start - words[begins - 1].end <= PAUSE:
            begins -= 1
        whole = begins > 0 or spell.words <= len(words)
        start = words[begins].start if whole else spell.start
        self._spells[speaker] = _Spell(start, words[-1].end, spell.words)

    def at_once(self) -> AtOnce | None:
        """The talking at once that goes on, as far as the words of both sides have come."""
        customer, agent = (self._spells.get(one) for one in (Speaker.CUSTOMER, Speaker.AGENT))
        if not (customer and agent) or abs(customer.end - agent.end) > PAUSE:
            return None
        start, end = max(customer.start, agent.start), min(customer.end, agent.end)
        by = Speaker.AGENT if agent.start > customer.start else Speaker.CUSTOMER
        return AtOnce(by, start, end) if end > start else None

    def turn(self, speaker: Speaker) -> float | None:
        """Seconds of the turn that this side has now; 0 while the other has it."""
        if self._turn is None:
            return None
        return self._turn_to - self._turn_from if self._turn is speaker else 0.0
