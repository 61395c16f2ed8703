"""The pattern language of phrasebanks: what people may say, written on one line.

    (waiting|on hold) *3 [two] hour*        I can't {problem} my {account}

`(a|b)` one of these; `[a]` may be left out; `{wait}` any entry of the list of that name, or,
where there is no such list, a slot that catches one word; `*` up to three words between, `*5`
up to five; `cancel*` every word that begins so. A pattern is expanded into plain phrases, each a
sequence of steps; how well one meets what was heard is `assist.core.matcher`'s business.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, product
from typing import NamedTuple

from assist.core.fold import fold, heads_of

MOST_PHRASES = 2000
"""The bound on what one pattern may expand to; a pattern beyond it is refused."""

_GAP = 3
_WIDEST_GAP = 12
_LONGEST = 60
"""Steps in one phrase: more than anybody says in a breath, and few enough to build quickly."""

_DEEPEST = 10
"""Brackets within brackets, and lists within lists."""


class Said(NamedTuple):
    """One folded word; with `open_ended`, every word that begins with it."""

    token: str
    open_ended: bool = False


class Gap(NamedTuple):
    """Up to `most` words of any kind."""

    most: int


class Slot(NamedTuple):
    """One word of any kind, caught under a name."""

    name: str


Step = Said | Gap | Slot
Phrase = tuple[Step, ...]


class PatternError(ValueError):
    """A pattern that cannot be read: what is wrong in it, and what to do."""

    def __init__(self, what: str, mend: str, phrases: int = 0) -> None:
        """`phrases`: how many were made of it before it was given up."""
        super().__init__(f"{what}. {mend}")
        self.what = what
        self.mend = mend
        self.phrases = phrases


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as written, the phrases that it stands for, and the slots that it catches."""

    text: str
    phrases: tuple[Phrase, ...]
    slots: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Text:
    words: str


@dataclass(frozen=True, slots=True)
class _Name:
    name: str


@dataclass(frozen=True, slots=True)
class _Choice:
    branches: tuple["_Sequence", ...]


_Part = _Text | _Name | _Choice | Said | Gap
_Sequence = tuple[_Part, ...]

_LEXEME = re.compile(
    r"(?P<open>[(\[])|(?P<close>[)\]])|(?P<bar>\|)|\{(?P<name>[^{}]*)\}|(?P<brace>[{}])"
    r"|(?<![^\s(\[|])\*(?P<gap>\d*)(?=[\s)\]|]|$)|(?P<word>[^\s()\[\]{}|]+)"
)
_NEEDLESS = re.compile(rb"^\x01|\x01\x01|\x01\Z")
_LANGUAGE = re.compile(r"[()\[\]{}|*]")
_CLOSES = {"(": ")", "[": "]"}


def read_pattern(text: str, lists: Mapping[str, Sequence[str]]) -> Pattern:
    """Read and expand one pattern.

    `lists` gives the entries of each list by name; an entry may use the language itself.
    Raises PatternError for one that cannot be read, that says nothing, or that stands for more
    than MOST_PHRASES phrases.
    """
    if not _LANGUAGE.search(text):
        return _read_plain(text)
    phrases = tuple(islice(_Expansion(text, lists).of(_parse(text), ()), MOST_PHRASES + 1))
    if len(phrases) > MOST_PHRASES:
        raise PatternError(
            f"{text!r} stands for more than {MOST_PHRASES} phrases",
            "Split it into several patterns",
            MOST_PHRASES,
        )
    if not phrases:
        raise PatternError(f"{text!r} uses a list that is empty", "Write entries into the list")
    steps = set(chain.from_iterable(phrases))
    spoken = tuple(dict.fromkeys(_trimmed(phrases, steps)))
    wordless = {step for step in steps if not isinstance(step, Said)}
    if any(map(wordless.issuperset, spoken)):
        raise PatternError(f"{text!r} can be met by no word at all", "Add a word to listen for")
    slots = frozenset(step.name for step in steps if isinstance(step, Slot))
    return Pattern(text, spoken, slots)


def _read_plain(text: str) -> Pattern:
    """A pattern without any sign of the language: the words as they are."""
    phrase = tuple(_said(token) for token in fold(text))
    if not phrase:
        raise PatternError(f"{text!r} can be met by no word at all", "Add a word to listen for")
    if len(phrase) > _LONGEST:
        raise PatternError(f"{text!r} is too long", "Say it in fewer words")
    return Pattern(text, (phrase,), frozenset())


@lru_cache(maxsize=65536)
def _said(token: str) -> Said:
    return Said(token)


@lru_cache(maxsize=16384)
def names_in(text: str) -> frozenset[str]:
    """The names in braces that a pattern uses, whether list or slot; none if it cannot be read."""
    return frozenset(match["name"].strip() for match in _LEXEME.finditer(text) if match["name"])


def _trimmed(phrases: Iterable[Phrase], steps: Iterable[Step]) -> Iterable[Phrase]:
    """The phrases, which are made of these steps, without needless gaps. Few have any."""
    gaps = {step for step in steps if isinstance(step, Gap)}
    if not gaps:
        return phrases
    marked = ((phrase, bytes(map(gaps.__contains__, phrase))) for phrase in phrases)
    return (_trim(phrase) if _NEEDLESS.search(marks) else phrase for phrase, marks in marked)


def _trim(phrase: Phrase) -> Phrase:
    """Gaps at either end ask for nothing; gaps side by side are one."""
    steps: list[Step] = []
    for step in phrase:
        if isinstance(step, Gap) and steps and isinstance(steps[-1], Gap):
            steps[-1] = Gap(steps[-1].most + step.most)
        elif steps or not isinstance(step, Gap):
            steps.append(step)
    return tuple(steps[:-1] if steps and isinstance(steps[-1], Gap) else steps)


def _parse(text: str) -> _Sequence:
    lexemes = list(_LEXEME.finditer(text))
    parts, rest = _parse_sequence(text, lexemes, 0, 0)
    if rest < len(lexemes):
        _refuse_stray(text, lexemes[rest])
    return parts


def _refuse_stray(text: str, lexeme: re.Match[str]) -> None:
    if lexeme["bar"]:
        raise PatternError(
            f"{text!r} has '|' outside of brackets", 'Write "(this|that)" around the choices'
        )
    opener = {")": "(", "]": "["}[lexeme[0]]
    raise PatternError(f"{text!r}: '{opener}' is missing", f'Open every "{lexeme[0]}" that closes')


def _parse_sequence(
    text: str, lexemes: list[re.Match[str]], place: int, depth: int
) -> tuple[_Sequence, int]:
    parts: list[_Part] = []
    while place < len(lexemes):
        lexeme = lexemes[place]
        if lexeme["close"] or lexeme["bar"]:
            break
        if lexeme["open"]:
            choice, place = _parse_choice(text, lexemes, place, depth + 1)
            parts.append(choice)
        else:
            part, place = _parse_one(text, lexeme), place + 1
            before = parts[-1] if parts else None
            if isinstance(part, _Text) and isinstance(before, _Text):
                parts[-1] = _Text(f"{before.words} {part.words}")
            else:
                parts.append(part)
    return tuple(parts), place


def _parse_choice(
    text: str, lexemes: list[re.Match[str]], place: int, depth: int
) -> tuple[_Choice, int]:
    if depth > _DEEPEST:
        raise PatternError(f"{text!r} has too many brackets in brackets", "Use a list instead")
    opener = lexemes[place]["open"]
    branches: list[_Sequence] = [()] if opener == "[" else []
    while True:
        branch, place = _parse_sequence(text, lexemes, place + 1, depth)
        if not branch:
            raise PatternError(
                f"{text!r} has an empty choice in its brackets", "Write words on both sides of '|'"
            )
        branches.append(branch)
        if place == len(lexemes) or (lexemes[place]["close"] not in (None, _CLOSES[opener])):
            raise PatternError(
                f"{text!r}: '{_CLOSES[opener]}' is missing", f'Close every "{opener}" that you open'
            )
        if lexemes[place]["close"]:
            return _Choice(tuple(branches)), place + 1


def _parse_one(text: str, lexeme: re.Match[str]) -> _Part:
    if lexeme["brace"]:
        raise PatternError(f"{text!r} has a lone '{lexeme['brace']}'", "Write lists as {name}")
    if lexeme["name"] is not None:
        return _parse_name(text, lexeme["name"].strip())
    if lexeme["gap"] is not None:
        return _parse_gap(text, lexeme["gap"])
    word = lexeme["word"]
    if "*" not in word:
        return _Text(word)
    head = fold(word[:-1])
    if not word.endswith("*") or "*" in word[:-1] or len(head) != 1 or len(head[0]) < 3:
        raise PatternError(
            f"{text!r}: '{word}' is not understood",
            'Write "cancel*" for word forms (three letters or more), " * " for words between',
        )
    heads = [Said(one, open_ended=True) for one in heads_of(head[0])]
    return heads[0] if len(heads) == 1 else _Choice(tuple((one,) for one in heads))


def _parse_name(text: str, name: str) -> _Name:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise PatternError(
            f"{text!r}: '{{{name}}}' is not a name", "Use small letters, digits and _"
        )
    return _Name(name)


def _parse_gap(text: str, digits: str) -> Gap:
    most = int(digits[:4]) if digits else _GAP
    if not 1 <= most <= _WIDEST_GAP:
        raise PatternError(
            f"{text!r}: '*{digits}' is out of range", f"Allow 1 to {_WIDEST_GAP} words between"
        )
    return Gap(most)


class _Expansion:
    """The expanding of one pattern. Each list is expanded once, however often it is named."""

    def __init__(self, text: str, lists: Mapping[str, Sequence[str]]) -> None:
        self._text = text
        self._lists = lists
        self._expanded: dict[str, tuple[Phrase, ...]] = {}

    def of(self, parts: _Sequence, within: tuple[str, ...]) -> Iterator[Phrase]:
        """The phrases of these parts; `within` are the lists that they stand in."""
        options = [tuple(islice(self._part(part, within), MOST_PHRASES + 1)) for part in parts]
        combinations: Iterator[tuple[Phrase, ...]] = product(*options)
        if sum(max(map(len, option), default=0) for option in options) > _LONGEST:
            combinations = self._short(combinations)
        elif len(options) == 1:
            return iter(options[0])
        return map(tuple, map(chain.from_iterable, combinations))

    def _short(self, combinations: Iterable[tuple[Phrase, ...]]) -> Iterator[tuple[Phrase, ...]]:
        """The same, as long as none is too long."""
        for combination in combinations:
            if sum(map(len, combination)) > _LONGEST:
                raise PatternError(f"{self._text!r} is too long", "Say it in fewer words")
            yield combination

    def _part(self, part: _Part, within: tuple[str, ...]) -> Iterator[Phrase]:
        match part:
            case Said() | Gap():
                yield (part,)
            case _Text(words):
                yield tuple(_said(token) for token in fold(words))
            case _Choice(branches):
                for branch in branches:
                    yield from self.of(branch, within)
            case _Name(name) if name not in self._lists:
                yield (Slot(name),)
            case _Name(name):
                yield from self._list(name, within)

    def _list(self, name: str, within: tuple[str, ...]) -> tuple[Phrase, ...]:
        if name in within:
            raise PatternError(f"the list '{name}' contains itself", "Take it out of its own list")
        if len(within) == _DEEPEST:
            raise PatternError(f"{self._text!r} goes through too many lists", "Use fewer of them")
        if name not in self._expanded:
            inside = (*within, name)
            entries = (
                phrase for entry in self._lists[name] for phrase in self.of(_parse(entry), inside)
            )
            self._expanded[name] = tuple(islice(entries, MOST_PHRASES + 1))
        return self._expanded[name]
