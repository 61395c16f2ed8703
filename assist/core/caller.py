"""The caller's name, as they give it, for as long as the call lasts.

It is caught from the customer's own words only, and cautiously: what stands where a name would must
be one ("this is ridiculous" names nobody), a name that is an everyday word too needs a plain cue,
and a word that only sounds like a name counts behind "my name is" alone. Nothing here is kept:
when the call ends, the name goes with it.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz, process

from assist.core.alike import COMMON
from assist.core.given_names import GIVEN, SURNAMES, WORDS_TOO
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
_ALIKE = 85
_USED_ALIKE = 87
_SHORTEST = 4
_LETTERS = {
    **{letter: letter for letter in "abcdefghijklmnopqrstuvwxyz"},
    "bee": "b",
    "sea": "c",
    "see": "c",
    "dee": "d",
    "gee": "g",
    "jay": "j",
    "kay": "k",
    "el": "l",
    "em": "m",
    "en": "n",
    "oh": "o",
    "pea": "p",
    "queue": "q",
    "are": "r",
    "ess": "s",
    "tea": "t",
    "tee": "t",
    "you": "u",
    "why": "y",
    "zed": "z",
    "zee": "z",
}
_SURE_LETTERS = 3
"""How many of a spelled name's letters must have been heard as letters, not as words like them."""

_TITLES = {
    "mister": "Mr",
    "mr": "Mr",
    "missus": "Mrs",
    "mrs": "Mrs",
    "miss": "Miss",
    "ms": "Ms",
    "doctor": "Dr",
    "dr": "Dr",
}
_FIRM = ("my name is", "my name's", "the name is", "the name's", "my first name is")
_PLAIN = ("this is", "i am", "i'm", "call me", "you're speaking to", "you're talking to")
_ITS = ("it's", "it is", "this is", "here is", "here's")
_HERE = frozenset(("here", "speaking", "calling"))
_LEADS_IN = frozenset(
    "yes yeah sure oh okay hi hello well um uh er it's its i'm is it this".split()
)
_NEVER = (COMMON - GIVEN) | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday spelled spelt wrong correct still missing first last private changed listed under back later "
    "calling registered different misspelled sir madam".split()
)
_ASKS = (
    *("your name", "your full name", "your first name", "am i speaking", "am i talking", "a name"),
    *("i call you", "name please", "have the pleasure"),
)
_SPELLS = ("spell", "spelled", "spelt", "spelling", "name")


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
        if _ends_with(self._agent, _ASKS) or text in ("spell", "spelled", "spelt"):
            self._asked_at = word.end
            self._since_asked = []
        if self.name and _is_called(text, self.name):
            self.used = True

    def _customer_says(self, text: str, word: Word) -> None:
        self._said.append(text)
        asked = word.start - self._asked_at
        if asked <= _SPELLS_WITHIN:
            self._since_asked.append(text)
        said = tuple(self._said)
        firm = _named(said, _FIRM, sure=True) or _here(said)
        spelled = "" if firm else _spelled(said, asked <= _SPELLS_WITHIN)
        plain = _named(said, _PLAIN, sure=False)
        if not plain and asked <= _ANSWERS_WITHIN:
            plain = _answer(self._since_asked)
        before = self.name
        self._take(firm or spelled, plain)
        if self.name and not before:
            self._given_at = word.end

    def _take(self, firm: str, plain: str) -> None:
        """A firm name goes before one that was only likely; otherwise the first one stays."""
        longer = bool(firm) and firm.casefold().startswith(self.name.casefold())
        if firm and (not self._firm or longer):
            self.used = self.used and firm == self.name
            self.name, self._firm = firm, True
        elif plain and not self.name:
            self.name = plain


def _ends_with(said: Sequence[str], phrases: Sequence[str]) -> bool:
    text = " " + " ".join(said)
    return any(text.endswith(f" {phrase}") for phrase in phrases)


def _named(said: tuple[str, ...], cues: Sequence[str], sure: bool) -> str:
    """The name that the last word is, straight behind a cue, or behind a cue and a title."""
    word, before = said[-1], said[:-1]
    if before and before[-1] in _TITLES and _ends_with(before[:-1], (*_FIRM, *_PLAIN)):
        known = word in SURNAMES or word in GIVEN
        return f"{_TITLES[before[-1]]} {word.capitalize()}" if known else ""
    if not _ends_with(before, cues):
        return ""
    if sure:
        return _sounds_named(word)
    return word.capitalize() if word in GIVEN - WORDS_TOO else ""


def _here(said: tuple[str, ...]) -> str:
    """The name in "it's Maria here" and "Maria Jones speaking"."""
    if said[-1] not in _HERE:
        return ""
    for back in (2, 3):
        names = said[-back:-1]
        if len(names) == back - 1 and names[0] in GIVEN and names[0] not in _NEVER:
            before = said[:-back]
            if _ends_with(before, _ITS) or (not before and said[-1] == "speaking"):
                return names[0].capitalize()
    return ""


def _answer(since_asked: Sequence[str]) -> str:
    """A name as the first thing that is said behind the question for it."""
    told = [word for word in since_asked if word not in _LEADS_IN]
    if len(told) == 1 and told[0] in GIVEN and told[0] not in _NEVER:
        return told[0].capitalize()
    return ""


def _spelled(said: tuple[str, ...], asked: bool) -> str:
    """The name that the last letters spell, where they are a name's."""
    run: list[str] = []
    for word in reversed(said):
        if word.rstrip(".") not in _LETTERS:
            break
        run.append(word.rstrip("."))
    before = said[: len(said) - len(run)]
    sure = sum(len(word) == 1 for word in run)
    if sure < _SURE_LETTERS or not (asked or any(word in _SPELLS for word in before)):
        return ""
    for start in range(len(run) - _SURE_LETTERS + 1):
        name = "".join(_LETTERS[word] for word in reversed(run[: len(run) - start]))
        if name in GIVEN:
            return name.capitalize()
    return ""


@lru_cache(maxsize=256)
def _sounds_named(word: str) -> str:
    """The name that a word is, or sounds like; nothing where it is neither."""
    if word in _NEVER:
        return ""
    if word in GIVEN:
        return word.capitalize()
    if len(word) < _SHORTEST:
        return ""
    same = sorted(name for name in GIVEN if name[0] == word[0] and sound(name) == sound(word))
    for names in (same, [name for name in GIVEN if name[0] == word[0]]):
        found = process.extractOne(word, sorted(names), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if found:
            return str(found[0]).capitalize()
    return ""


def _is_called(word: str, name: str) -> bool:
    """Whether this word of the agent's is the caller's name, as well as it may be heard."""
    called = name.split()[-1].casefold()
    bare = word.removesuffix("'s")
    return bare == called or (
        len(bare) >= _SHORTEST and bare[0] == called[0] and fuzz.ratio(bare, called) >= _USED_ALIKE
    )
