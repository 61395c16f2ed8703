"""The caller's name, as they give it, for as long as the call lasts.

It is caught from the customer's own words (`assist.core.name_heard`); an agent who at once thanks them
by a name much like it has heard it better than a recogniser. A name that is an everyday word too is
used where it stands as a name: "I will" does not use Will's. Nothing here is kept: when the call
ends, the name goes with it.
"""

from collections import deque
from collections.abc import Mapping
from enum import StrEnum

from rapidfuzz import fuzz

from assist.core.given_names import GIVEN, SURNAMES, WORDS_TOO
from assist.core.name_heard import (
    HESITATIONS,
    answer,
    ends_with,
    introduced,
    likely,
    spelled,
    unsaid,
)
from assist.core.sounds import sound
from assist.core.words import Speaker, Word

CUSTOMER_NAME = "customer_name"
"""What prompts call it: {customer_name}."""

UNUSED_AFTER = 20.0
"""Seconds behind the giving of a name for which the agent is left to use it unasked."""

_REMEMBERS = 14
_ANSWERS_WITHIN = 6.0
"""Seconds behind the agent's question in which a name alone is an answer."""

_SPELLS_WITHIN = 15.0
_USED_ALIKE = 87
_SHORTEST = 4
_PUT_RIGHT_WITHIN = 15.0
"""Seconds behind the giving of a name in which the agent may say it back as they have heard it."""

_PUT_RIGHT_ALIKE = 50
_ADDRESSING = frozenset("thanks okay right hello hi lovely great alright so sorry well".split())
_BEFORE_A_WORD = frozenset(
    "i you we they he she it that this there who what which a an the your my our his her their its "
    "in on of to for by with from at as not never or if will would can could may might shall should "
    "must be is are was".split()
)
"""What stands before a word that is no name, though it might be one: "the bill"."""

_SAID_ALIKE = tuple(
    frozenset(names.split())
    for names in (
        "sean shaun shawn|jon john|geoff jeff|catherine katherine kathryn|stephen steven|claire clare"
        "|sara sarah|ann anne|graham graeme|carl karl|marc mark|teresa theresa|philip phillip"
    ).split("|")
)
_ASKS = (
    *(
        "your name",
        "your full name",
        "your first name",
        "your surname",
        "your last name",
        "am i speaking",
        "am i talking",
        "a name",
    ),
    *("i call you", "name please", "have the pleasure"),
)


class NameUse(StrEnum):
    """What is known of the caller's name: `UNUSED` is one that the agent has had time to use and
    has not, `KNOWN` one that was given, used or not.
    """

    UNKNOWN = "unknown"
    KNOWN = "known"
    UNUSED = "unused"
    USED = "used"


class Caller:
    """Listens to both sides for the caller's name, and for the agent using it."""

    def __init__(self) -> None:
        self.name = ""
        self.used = False
        self._given_at = 0.0
        self._firm = False
        self._said: deque[str] = deque(maxlen=_REMEMBERS)
        self._agent: deque[str] = deque(maxlen=_REMEMBERS)
        self._asked_at = float("-inf")
        self._since_asked: list[str] = []

    @property
    def caught(self) -> Mapping[str, str]:
        """The name, for the texts of prompts; nothing while it is not known."""
        return {CUSTOMER_NAME: self.name} if self.name else {}

    def is_so(self, uses: frozenset[NameUse], now: float) -> bool:
        """Whether one of these is so at this second of the call."""
        if not self.name:
            return NameUse.UNKNOWN in uses
        if NameUse.KNOWN in uses or (self.used and NameUse.USED in uses):
            return True
        waited = now - self._given_at >= UNUSED_AFTER
        return NameUse.UNUSED in uses and not self.used and waited

    @property
    def unused_from(self) -> float:
        """When the name will have been left unused for long enough, if it still is by then."""
        is_open = bool(self.name) and not self.used
        # A little later, because sums of moments may be off.
        return self._given_at + UNUSED_AFTER + 1e-6 if is_open else float("inf")

    def hear(self, word: Word) -> None:
        """Take the next settled word of either side."""
        text = word.text.casefold().replace("’", "'").strip(".,;:!?")
        if word.speaker is Speaker.AGENT:
            self._agent_says(text, word)
        else:
            self._customer_says(text, word)

    def _agent_says(self, text: str, word: Word) -> None:
        self._agent.append(text)
        if ends_with(self._agent, _ASKS) or text in ("spell", "spelled", "spelt"):
            self._asked_at = word.end
            self._since_asked = []
        if self.name and not self.used:
            self._put_right(text, word)
            self.used = _is_called(text, self.name) and _as_a_name(tuple(self._agent))

    def _put_right(self, text: str, word: Word) -> None:
        """Take the name as the agent says it back, who hears better than a recogniser."""
        soon = word.start - self._given_at <= _PUT_RIGHT_WITHIN
        if soon and text in GIVEN - WORDS_TOO and _addressed(tuple(self._agent)[:-1]):
            known = self.name.casefold()
            other = not _sounds_the_same(text, known)
            if other and fuzz.ratio(text, known) >= _PUT_RIGHT_ALIKE:
                self.name = text.capitalize()

    def _customer_says(self, text: str, word: Word) -> None:
        if text in HESITATIONS:
            return
        self._said.append(text)
        asked = word.start - self._asked_at
        if asked <= _SPELLS_WITHIN:
            self._since_asked.append(text)
        said = tuple(self._said)
        firm = introduced(said)
        letters = "" if firm else spelled(said, asked <= _SPELLS_WITHIN)
        plain = likely(said)
        if not plain and asked <= _ANSWERS_WITHIN:
            plain = answer(self._since_asked)
            if not self._firm and unsaid(self._since_asked):
                self.name = ""
        before = self.name
        surname = letters.casefold() in SURNAMES - GIVEN
        self._take(firm or ("" if surname else letters), plain or letters)
        if self.name and not before:
            self._given_at = word.end

    def _take(self, firm: str, plain: str) -> None:
        """A firm name goes before one that was only likely; otherwise the first one stays."""
        if firm and (not self._firm or self._goes_on_as(firm)):
            self.used = self.used and firm == self.name
            self.name, self._firm = firm, True
        elif plain and not self._firm and (not self.name or self._goes_on_as(plain)):
            self.name = plain

    def _goes_on_as(self, name: str) -> bool:
        """Whether this is the same name, only longer: "Mrs Margaret" becomes "Mrs Jones"."""
        title, _, given = self.name.partition(" ")
        half = name.startswith(f"{title} ") and given.casefold() in GIVEN - SURNAMES
        return half or name.casefold().startswith(self.name.casefold())


def _is_called(word: str, name: str) -> bool:
    """Whether this word of the agent's is the caller's name, as well as it may be heard."""
    called = name.split()[-1].casefold()
    bare = word.removesuffix("'s")
    if _sounds_the_same(bare, called):
        return True
    alike = len(bare) >= _SHORTEST and bare[0] == called[0]
    return alike and fuzz.ratio(bare, called) >= _USED_ALIKE


def _sounds_the_same(one: str, other: str) -> bool:
    return sound(one) == sound(other) or any({one, other} <= names for names in _SAID_ALIKE)


def _as_a_name(said: tuple[str, ...]) -> bool:
    """Whether the last word is one that can only be a name, or stands as one."""
    if said[-1] not in WORDS_TOO or _addressed(said[:-1]):
        return True
    return said[-2:-1] == () or said[-2] not in _BEFORE_A_WORD


def _addressed(before: tuple[str, ...]) -> bool:
    return before[-2:] == ("thank", "you") or bool(before and before[-1] in _ADDRESSING)
