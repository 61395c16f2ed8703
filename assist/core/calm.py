"""Calm calls: what an agent is spared in a call that goes its way.

Only prompts that ask for it are held back (`spare_calm_calls` in a phrasebank), as those that ship
do: what a team lead writes shows where its words are said. It goes by the course of the call, never
by a single sentence. A call is calm until its prompts ask for empathy or calm more than once, or
once with high priority; gentle calls and sales calls are not held to it. What is urgent always
passes, or of high priority and no mere next step, and what more than the customer's words of a
moment calls for: a silence, a pace, what was never said.
"""

from math import inf

from assist.core.cards import Kind, Priority
from assist.core.phrasebank import Prompt, is_weighed, of_customer_alone

OF_TROUBLE = frozenset({Kind.EMPATHY, Kind.CALM})
"""The kinds that a calm call does not ask for."""

_ANSWERED_ANYWAY = frozenset({Kind.NEXT_STEP, Kind.CUE, Kind.CLARITY, Kind.RAPPORT, Kind.EMPATHY})
"""What the agent hears without a card in what a calm customer tells, and answers as ever."""

_WANTED_ANYWAY = frozenset({Kind.NEXT_STEP, Kind.CLARITY})

_TELLS_FOR = 40.0
"""Seconds for which a customer who has greeted tells what they call for."""

_UNDER_WAY = 15.0
"""Seconds after which a call that began calmly needs a second sign before a card."""

_SIGN_LASTS = 20.0
"""Seconds for which a prompt that is called for is a sign beside another."""

_ONE_BREATH = 10.0
"""Seconds within which what is called for is taken to be of the same breath."""

_TROUBLE_LASTS = 120.0
"""Seconds for which a call is not calm after the last sign of trouble."""


class Calm:
    """Follows one call. Times are seconds of call time."""

    def __init__(self) -> None:
        self._signs: dict[str, tuple[float, bool]] = {}
        self._asked: dict[str, float] = {}
        self._greeted_at = -inf
        self._began_at = -inf
        self._newest_at = -inf
        self._kind_at: dict[Kind, float] = {}
        self._shown: set[str] = set()

    def greeted(self, at: float) -> None:
        """The customer has said good morning: what they tell now is what they call for."""
        self._greeted_at = at

    def asked(self, prompt: Prompt, at: float) -> None:
        """A prompt is called for, whether it shows or not. What words weigh is no sign of its own
        beside the prompt that the same words call for.
        """
        if is_weighed(prompt) and any(at - then < _ONE_BREATH for then in self._asked.values()):
            return
        self._asked[prompt.id] = at
        if prompt.kind in OF_TROUBLE:
            self._signs[prompt.id] = (at, prompt.priority >= Priority.HIGH)

    def shown(self, prompt: Prompt, at: float, every: float) -> None:
        """A card came up; in a calm call one comes `every` so many seconds."""
        if at - self._newest_at >= every:
            self._began_at = at
        self._newest_at = self._kind_at[prompt.kind] = at
        self._shown.add(prompt.id)

    def spares(self, prompt: Prompt, at: float, burst: float, every: float) -> str:
        """Why a calm call spares the agent this prompt, in a few words; nothing if it does not.

        Cards may come for `burst` seconds after the first, then one `every` so many, and so many
        after one of its kind. Once the call is under way, one sign alone is not enough. In a call
        that is not calm, only half of `every` after one of its kind is kept free. What has shown
        before comes again by its own rules; with `every` 0 nothing is spared.
        """
        if (
            not every
            or _passes(prompt)
            or prompt.id in self._shown
            or not of_customer_alone(prompt)
        ):
            return ""
        since_its_kind = at - self._kind_at.get(prompt.kind, -inf)
        if self._troubled(at):
            return "one of its kind had just come up" if since_its_kind < every / 2 else ""
        if at - self._greeted_at < _TELLS_FOR and prompt.kind in _ANSWERED_ANYWAY:
            return "the customer was calmly telling why they call"
        if at >= _UNDER_WAY and prompt.kind in _ANSWERED_ANYWAY and self._alone(prompt, at):
            return "the call is calm, and this was the only sign"
        if since_its_kind < every:
            return "the call is calm, and one of its kind had come up"
        if at - self._began_at >= burst and at - self._newest_at < every:
            return "the call is calm, and there had been cards"
        return ""

    def _alone(self, prompt: Prompt, at: float) -> bool:
        """Whether no other prompt was called for lately."""
        return all(one == prompt.id or at - then > _SIGN_LASTS for one, then in self._asked.items())

    def _troubled(self, at: float) -> bool:
        """Whether there has been more than one sign of trouble lately, or a plain one."""
        lately = [plain for then, plain in self._signs.values() if at - then < _TROUBLE_LASTS]
        return len(lately) > 1 or any(lately)


def _passes(prompt: Prompt) -> bool:
    """Whether no calm holds it back: its phrasebank does not ask for that, or it matters too much.
    A next step and plainer words are wanted in calm calls too, however high they stand beside others.
    """
    least = Priority.URGENT if prompt.kind in _WANTED_ANYWAY else Priority.HIGH
    return not prompt.spares_calm_calls or prompt.priority >= least
