"""Is it hearing well? Looked at every few seconds, and told quietly once it is sure.

One look proves nothing: a shout clips, a muted microphone is silent, nothing plays between calls.
A trouble is told when enough of the last looks found it, and taken back when none of them did; that
a side gives no sound at all is taken back at the first sound.
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assist.audio.checks import Finding, Trouble
from assist.core.words import Speaker
from assist.hearing import SideState
from assist.troubles import BLEED, CLIPPING, MUTE_MICROPHONE, NO_CUSTOMER, SAME_SOUND

LOOKS_EVERY = 3.0
"""Seconds; a look sees the last five."""

REMEMBERED = 12
SPEAKS_FROM = -40.0
"""dBFS that a voice's peaks reach at a microphone."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A trouble is told when it was found in `needed` of the last `of` looks."""

    sentence: str
    needed: int
    of: int


RULES: Mapping[tuple[Speaker, Trouble], Rule] = {
    (Speaker.AGENT, Trouble.EXACT_ZEROS): Rule(MUTE_MICROPHONE, 6, 6),
    (Speaker.CUSTOMER, Trouble.EXACT_ZEROS): Rule(NO_CUSTOMER, 8, REMEMBERED),
    (Speaker.CUSTOMER, Trouble.CLIPPING): Rule(CLIPPING[Speaker.CUSTOMER], 3, 6),
    (Speaker.AGENT, Trouble.CLIPPING): Rule(CLIPPING[Speaker.AGENT], 3, 6),
    (Speaker.AGENT, Trouble.BLEED): Rule(BLEED, 3, REMEMBERED),
    (Speaker.CUSTOMER, Trouble.SAME_SOUND): Rule(SAME_SOUND, 2, 4),
}
_Kind = tuple[Speaker, Trouble]


class Looks:
    """The last looks, and what they say together."""

    def __init__(self) -> None:
        self._looks: deque[frozenset[_Kind]] = deque(maxlen=REMEMBERED)
        self._told: set[_Kind] = set()

    def take(self, found: Sequence[Finding], states: Mapping[Speaker, SideState]) -> list[str]:
        """Take one more; gives back every sentence to be told now."""
        self._forget(_heard_again(found, states))
        self._looks.append(frozenset(_counted(found, states)))
        for kind, rule in RULES.items():
            times = sum(kind in look for look in list(self._looks)[-rule.of :])
            if times >= rule.needed:
                self._told.add(kind)
            elif not times:
                self._told.discard(kind)
        missing = [str(one.why_not) for one in states.values() if one.is_missing()]
        return missing + [rule.sentence for kind, rule in RULES.items() if kind in self._told]

    def _forget(self, kinds: set[_Kind]) -> None:
        self._looks = deque((look - kinds for look in self._looks), self._looks.maxlen)


def _heard_again(found: Sequence[Finding], states: Mapping[Speaker, SideState]) -> set[_Kind]:
    """One sound disproves that there is none."""
    silent = {one.side for one in found if one.trouble is Trouble.EXACT_ZEROS}
    heard = {side for side, state in states.items() if state.device is not None} - silent
    return {(side, Trouble.EXACT_ZEROS) for side in heard}


def _counted(found: Sequence[Finding], states: Mapping[Speaker, SideState]) -> set[_Kind]:
    """What counts: nothing plays on the customer's side between calls, and while nobody talks."""
    kinds = {(one.side, one.trouble) for one in found if one.side in states}
    agent = states.get(Speaker.AGENT)
    if agent is None or agent.meter.peak < SPEAKS_FROM:
        kinds.discard((Speaker.CUSTOMER, Trouble.EXACT_ZEROS))
    return {kind for kind in kinds if states[kind[0]].device is not None}


class Heard(Protocol):
    """What is looked at: a live hearing."""

    def states(self) -> dict[Speaker, SideState]: ...

    def checks(self) -> tuple[Finding, ...]: ...


class Checkup:
    """Looks on a thread of its own, because a look takes longer than a picture may wait."""

    def __init__(
        self, hearing: Heard, tell: Callable[[str], None], every: float = LOOKS_EVERY
    ) -> None:
        """`tell` gets all sentences as one, on this thread, whenever they change; "" for none."""
        self._hearing = hearing
        self._tell = tell
        self._every = every
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkup", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()

    def _run(self) -> None:
        looks, told = Looks(), ""
        while not self._stopping.wait(self._every):
            says = "\n".join(looks.take(self._hearing.checks(), self._hearing.states()))
            if says != told:
                told = says
                self._tell(says)
