"""The last lines heard, for an agent who wants to see them: in memory only, gone with the call.

Nothing here is an event, so no journal, replay or log can hold it.
"""

from assist.core.words import Heard, Speaker

LINES = 4
LONGEST = 160
"""Characters of a line: the end of what was said counts."""

Lines = tuple[tuple[Speaker, str], ...]


class Peek:
    """The newest lines, the oldest of them first; a line grows while it is being said."""

    def __init__(self) -> None:
        self._lines: list[tuple[Speaker, str]] = []
        self._growing: set[Speaker] = set()

    @property
    def lines(self) -> Lines:
        return tuple(self._lines)

    def hear(self, heard: Heard) -> None:
        """Take a recogniser's newest belief, partial or final."""
        if heard.speaker in self._growing:
            self._drop_last_of(heard.speaker)
        self._growing.discard(heard.speaker)
        if not heard.words:
            return
        self._lines.append((heard.speaker, " ".join(heard.words)[-LONGEST:]))
        del self._lines[:-LINES]
        if not heard.final:
            self._growing.add(heard.speaker)

    def forget(self) -> None:
        """The call is over."""
        self._lines.clear()
        self._growing.clear()

    def _drop_last_of(self, speaker: Speaker) -> None:
        for place in reversed(range(len(self._lines))):
            if self._lines[place][0] is speaker:
                del self._lines[place]
                return
