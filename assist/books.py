"""What is kept of calls: the journal, the agent's moments and their usual pace.

Nothing is kept of a trial. All of it returns at once, and for one thread, the desk's.
"""

from datetime import UTC, datetime

from assist.core.between import Thanks
from assist.core.events import Event, Thanked
from assist.faults import Fault
from assist.journal import Journal
from assist.moments import Moments
from assist.terms import Terms
from assist.usual_pace import UsualPace


class Books:
    """Any of the three may be missing. `trial` is set while the agent only tries how it goes."""

    def __init__(
        self,
        journal: Journal | None = None,
        moments: Moments | None = None,
        usual_pace: UsualPace | None = None,
    ) -> None:
        self._journal = journal
        self._moments = moments
        self._usual_pace = usual_pace
        self.trial = False

    @property
    def fault(self) -> Fault | None:
        """Why the journal cannot be written now."""
        return self._journal.fault if self._journal else None

    @property
    def usual_pace(self) -> float | None:
        """The agent's, in words a minute, where it is known."""
        return self._usual_pace.wpm if self._usual_pace else None

    def begin(self, model: str) -> None:
        """A call begins, heard with this speech model."""
        if journal := self._open_journal:
            journal.begin(model)

    def note(self, event: Event, terms: Terms) -> None:
        """Keep what may be kept of this, by these terms."""
        if isinstance(event, Thanked):
            self._keep_moment(event, terms)
        if journal := self._open_journal:
            journal.note(event)

    def latency(self, serial: int, seconds: float | None) -> None:
        """How long this card took, if that is known."""
        journal = self._open_journal
        if journal and seconds is not None:
            journal.latency(serial, seconds)

    def end(self, lasted: float, habit: float | None) -> None:
        """The call ended after so many seconds; `habit` is the agent's pace in it."""
        if journal := self._open_journal:
            journal.end(lasted)
        if self._usual_pace and not self.trial:
            self._usual_pace.keep(habit)

    def newest_thanks(self) -> Thanks | None:
        """Read from the file each time: what the agent has deleted does not come back."""
        try:
            newest = self._moments.newest() if self._moments else None
        except Fault:
            return None
        return Thanks(f"{newest.at:%x}", newest.words) if newest else None

    @property
    def _open_journal(self) -> Journal | None:
        return None if self.trial else self._journal

    def _keep_moment(self, thanked: Thanked, terms: Terms) -> None:
        """For the agent alone; the customer's words only where the agent wants that."""
        if self._moments and terms.keeps_moments and not self.trial:
            words = thanked.words if terms.keeps_words else ""
            self._moments.keep(datetime.now(UTC), thanked.prompt, words)
