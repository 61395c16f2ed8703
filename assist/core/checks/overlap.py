"""Patterns that another one of the same list makes needless: whatever meets them meets it, too.

Only what is certain is told: a pattern is covered when every phrase that it stands for holds a
phrase of another one, word for word, however long its gaps are.
"""

from collections.abc import Iterable, Iterator, Sequence

from assist.core.alike import NEGATORS
from assist.core.checks.places import Places
from assist.core.patterns import Gap, Pattern, Phrase, Said, Slot
from assist.core.phrasebank import AnyOf, Condition, Prompt, Says, parts_of
from assist.core.problems import Problem, Severity, shortly

Entry = tuple[Says, Pattern]
_MOST_COMPARED = 200_000
"""How many pairs of phrases of one list are compared: more only stand in a list that is out of hand."""

_ANY = "\x00any"
"""Stands for a word that nobody wrote into a pattern."""


def covered_patterns(prompts: Sequence[Prompt], places: Places) -> Iterator[Problem]:
    """A warning for each pattern that may be taken out and nothing changes."""
    for prompt in prompts:
        for condition in (prompt.when, prompt.unless, prompt.until):
            for entries in _lists(condition):
                yield from _covered(prompt, entries, places)


def _covered(prompt: Prompt, entries: list[Entry], places: Places) -> Iterator[Problem]:
    index = _Index(entries)
    for entry in reversed(entries):
        other = index.covers(entry)
        if other is None:
            continue
        index.take_out(entry)
        text, wide = entry[1].text, other[1].text
        what, mend = f"{shortly(text)} stands twice in this list", "Keep one of them"
        if text != wide:
            also = f"whoever says it also says {shortly(wide)} of the same list"
            what = f"{shortly(text)} is not needed: {also}"
            mend = "Take it out, or take the wider one out if that one says too much"
        place = places.of_text(prompt, text, last=text == wide)
        yield Problem(*place, f'prompt "{prompt.id}"', what, mend, Severity.WARNING)


def _lists(condition: Condition) -> Iterator[list[Entry]]:
    """The patterns any of which will do, list by list."""
    match condition:
        case Says():
            yield [(condition, pattern) for pattern in condition.patterns]
        case AnyOf(parts):
            flat = [part for part in parts if isinstance(part, Says)]
            for group in _alike(flat):
                yield [(says, pattern) for says in group for pattern in says.patterns]
            others = (part for part in parts if not isinstance(part, Says))
            yield from (one for part in others for one in _lists(part))
        case _:
            yield from (one for part in parts_of(condition) for one in _lists(part))


def _alike(every: Iterable[Says]) -> list[list[Says]]:
    groups: dict[object, list[Says]] = {}
    for says in every:
        groups.setdefault((says.speakers, says.within, says.starts), []).append(says)
    return list(groups.values())


class _Index:
    """The phrases of one list, by their first word."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._gone: set[int] = set()
        self._left = _MOST_COMPARED
        self._words: dict[str, list[tuple[Phrase, Entry]]] = {}
        self._others: list[tuple[Phrase, Entry]] = []
        for entry in entries:
            for phrase in entry[1].phrases:
                first = phrase[0]
                exact = isinstance(first, Said) and not first.open_ended
                if isinstance(first, Said) and exact:
                    self._words.setdefault(first.token, []).append((phrase, entry))
                else:
                    self._others.append((phrase, entry))

    def take_out(self, entry: Entry) -> None:
        self._gone.add(id(entry))

    def covers(self, entry: Entry) -> Entry | None:
        """An entry that is met wherever this one is; none where there is not one for every phrase."""
        first: Entry | None = None
        for phrase in entry[1].phrases:
            for tokens in _renderings(phrase):
                other = self._met(tokens, entry)
                if other is None:
                    return None
                first = first or other
        return first

    def _met(self, tokens: list[str], entry: Entry) -> Entry | None:
        says, pattern = entry
        for start, token in enumerate(tokens):
            begun: list[tuple[Phrase, Entry]] = [*self._words.get(token, ()), *self._others]
            self._left -= len(begun)
            if self._left < 0:
                return None
            for phrase, other in begun:
                if other is entry or id(other) in self._gone:
                    continue
                if other[0].strictness > says.strictness or other[1].slots != pattern.slots:
                    continue
                if says.denied_too and not other[0].denied_too:
                    continue
                if _meets(phrase, tokens, start) and not _denies(phrase, tokens):
                    return other
        return None


def _renderings(phrase: Phrase) -> Iterator[list[str]]:
    """The phrase as it may be said, at its shortest and at its longest."""
    for fullest in (False, True):
        tokens: list[str] = []
        for step in phrase:
            match step:
                case Gap(most):
                    tokens += [_ANY] * most if fullest else []
                case Slot(name):
                    tokens.append(f"\x00{name}")
                case Said(token, open_ended):
                    tokens.append(token + "\x00" * open_ended)
        yield tokens


def _meets(phrase: Phrase, tokens: Sequence[str], start: int) -> bool:
    """Whether the phrase is said from this token on, word for word."""
    ways = {start}
    for step in phrase:
        after: set[int] = set()
        for at in ways:
            if isinstance(step, Gap):
                after.update(range(at, min(at + step.most, len(tokens)) + 1))
            elif at < len(tokens) and _is(step, tokens[at]):
                after.add(at + 1)
        ways = after
    return bool(ways)


def _is(step: Said | Slot, token: str) -> bool:
    if isinstance(step, Slot):
        return token == f"\x00{step.name}"
    return token.startswith(step.token) if step.open_ended else token == step.token


def _denies(phrase: Phrase, tokens: Iterable[str]) -> bool:
    """Whether there is a negation among the words that the phrase does not ask for."""
    asked = {step.token for step in phrase if isinstance(step, Said)}
    return any(token in NEGATORS and token not in asked for token in tokens)
