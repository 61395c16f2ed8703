"""What an agent reads: whether it can be read at a glance, and whether it is what it seems to be."""

import unicodedata
from collections.abc import Iterator, Sequence

from assist.core.checks.places import Places, place_of
from assist.core.conditions import speakers_of
from assist.core.phrasebank import Prompt, Repeated, Sensed, moments_of
from assist.core.problems import Problem, Severity
from assist.core.signals import Measure

_HARMLESS = frozenset("\u200c\u200d\n")
"""Invisible, but part of how emoji and some scripts are written; and the end of a line."""

_INVISIBLE = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))

_FIRST_LOOK = 1.0
_A_WORD = 0.25
"""Seconds until a card is noticed, and for each of its words: 240 words a minute, silent reading
of plain English (Brysbaert 2019, doi 10.1016/j.jml.2019.104047)."""


def unreadable(prompts: Sequence[Prompt], places: Places) -> Iterator[Problem]:
    """Texts with characters that do not show as they are written, cards that leave too soon, and
    prompts whose showing no example proves.
    """
    for prompt in prompts:
        where = f'prompt "{prompt.id}"'
        for key, text in (("id", prompt.id), ("show", prompt.show), ("detail", prompt.detail)):
            strange = strange_character(text, on_one_line=key == "id")
            if strange:
                what = f'"{key}" holds {strange}'
                mend = "Type the text again; copying it from a document brings such characters in"
                yield Problem(*places.of_key(prompt, key), where, what, mend)
        yield from _leaves_too_soon(prompt, places, where)
        if not any(example.shows for example in prompt.examples) and _can_be_tried(prompt):
            mend = 'Write under "examples: shows:" what somebody would say; assist check tries it'
            what = "no example proves that it shows"
            yield Problem(*place_of(prompt), where, what, mend, Severity.WARNING)


def _can_be_tried(prompt: Prompt) -> bool:
    """Whether words and their moments can make it show; no example has a pace or a level."""
    sensed = [one.measure for one in moments_of(prompt.when) if isinstance(one, Sensed)]
    beyond_words = [one for one in sensed if one is not Measure.SILENCE]
    told = any(isinstance(one, Repeated) for one in moments_of(prompt.when))
    return bool(speakers_of(prompt.when)) or not (beyond_words or told)


def strange_character(text: str, on_one_line: bool = False) -> str:
    """The first character that no reader can see or that turns the text around, in words; or ""."""
    for character in text:
        harmless = character in _HARMLESS and not (on_one_line and character == "\n")
        if unicodedata.category(character) in _INVISIBLE and not harmless:
            name = unicodedata.name(character, "a control character").lower()
            return f"a character that cannot be seen: {name} (U+{ord(character):04X})"
    return ""


def _leaves_too_soon(prompt: Prompt, places: Places, where: str) -> Iterator[Problem]:
    needed = _FIRST_LOOK + _A_WORD * len(prompt.show.split())
    if prompt.stays_for < needed:
        what = f"it stays for {prompt.stays_for:g} s, too short to read {len(prompt.show.split())} words"
        mend = f'Write "stays_for: {int(needed + 1)}s" or more, or show fewer words'
        place = places.of_key(prompt, "stays_for")
        yield Problem(*place, where, what, mend, Severity.WARNING)
