"""What was chosen of calls: by whoever uses the computer, or for them."""

from dataclasses import dataclass, field

from assist.core.board import Attention
from assist.core.calls import Bounds
from assist.core.signals import Mode


@dataclass(frozen=True, slots=True)
class Terms:
    """Another choice holds at once, also for the call that is on.

    `muted` are the ids of the prompts that never show; `keeps_moments` whether thanks are kept for
    the agent, `keeps_words` with the customer's words. `ends_after` is for how many seconds both
    sides must be quiet until the call is over; `starts_by_itself` whether words begin a call;
    `transcript` whether the agent sees the last lines heard.
    """

    attention: Attention = field(default_factory=Attention)
    mode: Mode = Mode.SERVICE
    muted: frozenset[str] = frozenset()
    keeps_moments: bool = True
    keeps_words: bool = False
    ends_after: float = Bounds().ends_after
    starts_by_itself: bool = True
    transcript: bool = False

    @property
    def bounds(self) -> Bounds:
        """Where a call begins and ends by these terms."""
        return Bounds(ends_after=self.ends_after, begins_by_itself=self.starts_by_itself)
