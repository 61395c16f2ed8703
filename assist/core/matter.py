"""What the call is about, in the customer's own words, and whether the talk has left it.

The *issue* is what the customer says from the first cue of an issue on ("I'm calling about …") to
the end of that utterance, cut at a word. Its telling words are those that are not among the
commonest.

A *detour* begins with small talk and ends when either side says a telling word of the issue, or a
cue of finding out, solving, holding or closing. It is known from `SMALL_TALK_CUES` cues of small
talk on, so that a word about the weather is none.
"""

from collections.abc import Sequence

from assist.core.alike import COMMON, EVERYDAY
from assist.core.cues import Cued, CueName
from assist.core.fold import fold
from assist.core.words import Speaker, Word

ISSUE_WORDS = 14
"""Words of the issue that are kept at most."""

ISSUE_LEAST = 4
"""Words that it must have: "I want to" alone says nothing."""

SMALL_TALK_CUES = 3
"""Cues of small talk without a word of the matter between them, from which on it is a detour."""

_NEAR = 1.0
"""Seconds by which the time of a word may have been estimated wrongly."""

_LETTERS = 4


class Matter:
    """Follows what the call is about. `issue` is empty until the customer has said it."""

    def __init__(self) -> None:
        self.issue = ""
        self._telling: frozenset[str] = frozenset()
        self._cue: Cued | None = None
        self._small_talk: list[float] = []

    @property
    def detour_since(self) -> float | None:
        """When the talk left the matter; None while it has not."""
        talked = self.issue and len(self._small_talk) >= SMALL_TALK_CUES
        return self._small_talk[0] if talked else None

    def word(self, word: Word) -> None:
        """A word of either side: one of the issue's own leads back to it."""
        if self._small_talk and not self._telling.isdisjoint(fold(word.text)):
            self._small_talk.clear()

    def cue(self, cued: Cued) -> None:
        """A cue was said."""
        if cued.name is CueName.SMALL_TALK:
            self._small_talk.append(cued.because.end)
        else:
            self._small_talk.clear()
        by_customer = cued.because.speaker is Speaker.CUSTOMER
        if cued.name is CueName.ISSUE and by_customer and not self.issue:
            first = self._cue is None or cued.because.start < self._cue.because.start
            self._cue = cued if first else self._cue

    def settle(self, words: Sequence[Word]) -> None:
        """An utterance of the customer's has ended: it may be the one that said the issue."""
        cue, self._cue = self._cue, None
        if cue is None or not words or words[-1].end < cue.because.start - _NEAR:
            return
        said = [word.text for word in words[_place(words, cue) :]]
        if len(said) < ISSUE_LEAST:
            return
        self.issue = " ".join(said[:ISSUE_WORDS]) + ("…" if len(said) > ISSUE_WORDS else "")
        tokens = {token for text in said for token in fold(text)}
        telling = {one for one in tokens if len(one) >= _LETTERS}
        self._telling = frozenset(telling - COMMON - EVERYDAY)


def _place(words: Sequence[Word], cue: Cued) -> int:
    """Where in the utterance the cue begins; its time may have been an estimate."""
    first = cue.because.words.split()[0] if cue.because.words else ""

    def apart(place: int) -> tuple[bool, float]:
        return words[place].text != first, abs(words[place].start - cue.because.start)

    return min(range(len(words)), key=apart)
