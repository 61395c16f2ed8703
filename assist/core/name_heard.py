"""A name in what somebody says of themselves: said, spelled, or answered when asked for it.

Cautious: what stands where a name would must be one, a name that is an everyday word too needs a
plain cue, and a word that only sounds like a name counts behind "my name is" alone. Each function
takes the last words in small letters, the newest last, and gives the name or nothing.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from assist.core.alike import COMMON
from assist.core.familiar import FAMILIAR
from assist.core.given_names import GIVEN, SURNAMES, WORDS_TOO
from assist.core.sounds import sound

_ALIKE = 85
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
_FIRM = (
    *("my name is", "my name's", "the name is", "the name's", "my first name is"),
    *("my name it's", "my name it is", "my full name is"),
)
_PLAIN = (
    *("this is", "i am", "i'm", "call me"),
    *("you're speaking to", "you're talking to", "you're speaking with", "you are speaking to"),
)
_CALLED = ("can call me", "people call me", "everyone calls me", "everybody calls me")
_ITS = ("it's", "it is", "this is", "here is", "here's")
_HERE = frozenset("here speaking calling".split())
_FROM_HERE = _HERE | frozenset("from i i'm i've my and".split())
"""What goes on behind "this is Mark" where Mark is a name."""

_IS_MY_NAME = (("is", "my", "name"), ("is", "the", "name"))
_LEADS_IN = frozenset(
    "yes yeah yep sure certainly oh okay hi hiya hello hey well it's its i'm is it this that's good "
    "morning afternoon evening there of course name name's my the".split()
)
_NO_ANSWER = frozenset("you it be the a to not that we they have do i'm".split())
"""What goes on behind "will" or "may" where it is no name."""

HESITATIONS = frozenset("um uh er erm uhm hmm".split())
_NEVER = (COMMON - GIVEN) | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday spelled spelt wrong correct still "
    "missing first last private changed listed under back later calling registered different "
    "misspelled sir madam".split()
)
_MONTHS = frozenset("april may june august".split())
_SPELLS = ("spell", "spelled", "spelt", "spelling", "name")


def ends_with(said: Sequence[str], phrases: Sequence[str]) -> bool:
    """Whether the last words are one of these phrases."""
    text = " " + " ".join(said)
    return any(text.endswith(f" {phrase}") for phrase in phrases)


def introduced(said: tuple[str, ...]) -> str:
    """The name that somebody plainly gives as their own."""
    word, before = said[-1], said[:-1]
    if titled := _titled(said):
        cued = ends_with(before[: -titled.span], (*_FIRM, *_PLAIN))
        return titled.name if cued else ""
    if ends_with(before, _FIRM):
        return _sounds_named(word)
    if ends_with(before, _CALLED) and word in GIVEN - _NEVER - _MONTHS - {"will"}:
        return word.capitalize()
    if said[-3:] in _IS_MY_NAME and len(said) > 3 and said[-4] in GIVEN - _NEVER:
        return said[-4].capitalize()
    return _here(said)


def likely(said: tuple[str, ...]) -> str:
    """The name that somebody seems to give as their own; a plain one goes before it."""
    word, before = said[-1], said[:-1]
    if titled := _titled(said):
        return titled.name if _all_lead_in(before[: -titled.span]) and len(before) > 1 else ""
    if ends_with(before, _FIRM) and word in SURNAMES:
        return word.capitalize()
    if ends_with(before, _PLAIN) or (ends_with(before, _ITS) and _all_lead_in(before)):
        return word.capitalize() if word in GIVEN - WORDS_TOO else ""
    return _named_and_on(said)


def _named_and_on(said: tuple[str, ...]) -> str:
    """The name in "hello, this is Mark and I …", one that may also be a mere word."""
    if len(said) < 3 or not ends_with(said[:-2], ("this is",)):
        return ""
    name, on = said[-2:]
    goes_on = on in SURNAMES or (on in _FROM_HERE and _all_lead_in(said[:-2]))
    return name.capitalize() if goes_on and name in WORDS_TOO & GIVEN else ""


class _Titled(NamedTuple):
    """A name behind a title, and how many words before its last one belong to it."""

    name: str
    span: int


def _titled(said: tuple[str, ...]) -> _Titled | None:
    """The name that the last words are: "Mrs Jones", also as "Mrs Margaret Jones"."""
    word = said[-1]
    for count in (1, 2):
        title, between = said[-count - 1 : -count], said[-count:-1]
        if title and title[0] in _TITLES and GIVEN.issuperset(between):
            known = word in SURNAMES or (count == 1 and word in GIVEN)
            return _Titled(f"{_TITLES[title[0]]} {word.capitalize()}", count) if known else None
    return None


def _all_lead_in(said: Sequence[str]) -> bool:
    return all(word in _LEADS_IN for word in said)


def _here(said: tuple[str, ...]) -> str:
    """The name in "it's Maria here" and "Maria Jones speaking"."""
    if said[-1] not in _HERE:
        return ""
    for back in (2, 3):
        names, before = said[-back:-1], said[:-back]
        if len(names) == back - 1 and (ends_with(before, _ITS) or _all_lead_in(before)):
            if names[0] in GIVEN and names[0] not in _NEVER:
                return names[0].capitalize()
            if titled := _titled(names):
                return titled.name
    return ""


def answer(since_asked: Sequence[str]) -> str:
    """A name as the first thing that is said behind the question for it."""
    told = tuple(word for word in since_asked if word not in _LEADS_IN)
    if len(told) == 1 and told[0] in (GIVEN | (SURNAMES - FAMILIAR)) - _NEVER:
        return told[0].capitalize()
    titled = _titled(told) if len(told) in (2, 3) else None
    return titled.name if titled and titled.span == len(told) - 1 else ""


def unsaid(since_asked: Sequence[str]) -> bool:
    """Whether an answer goes on so that its first word was none: "will you …"."""
    told = [word for word in since_asked if word not in _LEADS_IN]
    return len(told) == 2 and told[0] in WORDS_TOO and told[1] in _NO_ANSWER


def spelled(said: tuple[str, ...], asked: bool) -> str:
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
        if name in GIVEN or name in SURNAMES:
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
