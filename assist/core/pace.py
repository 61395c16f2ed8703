"""How fast one side speaks: words a minute of speaking time, and what is usual for that side.

*Speaking time* runs from the beginning of a word to its end, and on through a pause of up to
`PAUSE` seconds between two words; longer pauses do not count. So a slow thinker who speaks fast is
fast, and holding the line does not slow anybody down.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assist.core.words import Word

PAUSE = 0.6
"""Seconds between two words through which somebody is still speaking."""

WINDOW = 15.0
"""Seconds of speaking time that the pace is measured over."""

KNOWN_FROM = 8.0
"""Seconds of speaking time before there is a pace: in fewer, single words decide it."""

USUAL_FROM = 30.0
"""Seconds of speaking time, before the window, after which this call alone says what is usual."""

EARLIER_COUNTS_FOR = 300.0
"""Seconds of speaking time that the usual pace of earlier calls counts for."""


class Pace:
    """One side's words, each with the speaking time that it took."""

    def __init__(self, earlier: float | None = None) -> None:
        """`earlier`: the usual pace of earlier calls, in words a minute, where it is known."""
        self._earlier = earlier
        self._spoken = _Spoken()
        self._before_utterance: _Spoken | None = None

    @property
    def speaking_time(self) -> float:
        """Seconds for which this side has spoken so far."""
        return self._spoken.before + self._spoken.within

    def take(self, word: Word) -> None:
        """The next word that has settled; its times may still be estimates."""
        if self._before_utterance is None:
            self._before_utterance = self._spoken.copy()
        self._spoken.add(word)

    def settle(self, words: Sequence[Word] = ()) -> None:
        """The utterance has ended: its words as they were in truth, in place of those taken."""
        if words and self._before_utterance is not None:
            self._spoken = self._before_utterance
            for word in words:
                self._spoken.add(word)
        self._before_utterance = None

    @property
    def now(self) -> float | None:
        """Words a minute over the last `WINDOW` seconds of speaking time."""
        within = self._spoken.within
        return 60.0 * len(self._spoken.window) / within if within >= KNOWN_FROM else None

    @property
    def usual(self) -> float | None:
        """Words a minute over all speaking time before the window.

        What earlier calls have shown counts with it, as if it were `EARLIER_COUNTS_FOR` seconds of
        this one; without it, nothing is usual before `USUAL_FROM` seconds.
        """
        return self._mean(self._spoken.words_before, self._spoken.before)

    @property
    def habit(self) -> float | None:
        """The same with the window in it: what the next call may take as usual."""
        spoken = self._spoken
        return self._mean(spoken.words_before + len(spoken.window), self.speaking_time)

    def _mean(self, words: int, seconds: float) -> float | None:
        if self._earlier is None:
            return 60.0 * words / seconds if seconds >= USUAL_FROM else None
        words_earlier = self._earlier / 60.0 * EARLIER_COUNTS_FOR
        return 60.0 * (words + words_earlier) / (seconds + EARLIER_COUNTS_FOR)


@dataclass(slots=True)
class _Spoken:
    """`window`: the speaking time of each word in it, `within` their sum; `before`: what has left it."""

    window: deque[float] = field(default_factory=deque)
    within: float = 0.0
    words_before: int = 0
    before: float = 0.0
    ends: float = float("-inf")

    def copy(self) -> "_Spoken":
        return replace(self, window=self.window.copy())

    def add(self, word: Word) -> None:
        goes_on = word.start - self.ends <= PAUSE
        took = max(0.0, word.end - (self.ends if goes_on else word.start))
        self.ends = max(self.ends, word.end)
        self.window.append(took)
        self.within += took
        while self.within - self.window[0] >= WINDOW:
            left = self.window.popleft()
            self.within -= left
            self.before += left
            self.words_before += 1
