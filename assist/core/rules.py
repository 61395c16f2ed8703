"""The rules of one call: which prompts the words just settled ask for.

A `Rulebook` is what the phrasebanks say, made ready once; `Rules` follows one call through it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assist.core.cards import Because
from assist.core.matcher import ENOUGH, Ear, Hit, PhraseTree
from assist.core.patterns import Pattern, Phrase
from assist.core.phrasebank import (
    AllOf,
    AnyOf,
    Condition,
    InCall,
    NoneOf,
    Phrasebank,
    Prompt,
    Says,
    says_in,
    says_of,
)
from assist.core.words import Speaker, Word

_REMEMBERS = 256
"""Words of each speaker that evidence may reach back to."""


@dataclass(frozen=True, slots=True)
class Match:
    """A prompt that should show, why, and what its slots caught."""

    prompt: Prompt
    because: Because
    first: int
    last: int
    slots: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """What new words lead to: prompts to show, and ids of prompts that no longer apply.

    `said` are those that the agent has now said of their own accord, `undone` those whose
    `unless` has come true behind them.
    """

    matches: tuple[Match, ...] = ()
    said: frozenset[str] = frozenset()
    undone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Listener:
    """One pattern of one `Says`, and the prompts that depend on it."""

    says: Says
    pattern: Pattern
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class _Last:
    """The newest evidence that a `Says` has in this call."""

    hit: Hit
    because: Because


class Rulebook:
    """All prompts of some phrasebanks, their phrases gathered into one tree a speaker."""

    def __init__(self, banks: Sequence[Phrasebank]) -> None:
        self.banks = tuple(banks)
        self.prompts = tuple(prompt for bank in banks for prompt in bank.prompts)
        self.listeners: dict[Speaker, list[_Listener]] = {speaker: [] for speaker in Speaker}
        phrases: dict[Speaker, list[Phrase]] = {speaker: [] for speaker in Speaker}
        least = ENOUGH
        for prompt in self.prompts:
            for says in says_in(prompt):
                least = min(least, says.strictness)
                for listener in (_Listener(says, pattern, prompt) for pattern in says.patterns):
                    for speaker in says.speakers:
                        phrases[speaker].extend(listener.pattern.phrases)
                        self.listeners[speaker] += [listener] * len(listener.pattern.phrases)
        self.trees = {speaker: PhraseTree(phrases[speaker], least) for speaker in Speaker}


class Rules:
    """What has been said in one call, as far as the rulebook asks for it."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._ears = {speaker: Ear(rulebook.trees[speaker]) for speaker in Speaker}
        self._last: dict[int, _Last] = {}
        self._words: dict[Speaker, dict[int, Word]] = {speaker: {} for speaker in Speaker}

    def hear(self, word: Word, place: int) -> Advice:
        """Take the next settled word; `place` is its place in the speaker's call."""
        words = self._words[word.speaker]
        words[place] = word
        words.pop(place - _REMEMBERS, None)
        touched: dict[str, tuple[Prompt, list[Says]]] = {}
        for listener, last in self._heard(word, place):
            self._last[id(listener.says)] = last
            touched.setdefault(listener.prompt.id, (listener.prompt, []))[1].append(listener.says)
        return self._advise(touched, word.end)

    def _heard(self, word: Word, place: int) -> Iterator[tuple[_Listener, _Last]]:
        """The best new evidence for each `Says` that this word completes."""
        best: dict[int, tuple[_Listener, Hit]] = {}
        for hit in self._ears[word.speaker].hear(word, place):
            listener = self.rulebook.listeners[word.speaker][hit.phrase]
            says = listener.says
            if hit.score < says.strictness or (hit.negated and not says.denied_too):
                continue
            if id(says) not in best or best[id(says)][1].score < hit.score:
                best[id(says)] = (listener, hit)
        for listener, hit in best.values():
            yield listener, _Last(hit, self._because(word.speaker, listener.pattern.text, hit))

    def _because(self, speaker: Speaker, pattern: str, hit: Hit) -> Because:
        words = self._words[speaker]
        spoken = [words[place] for place in range(hit.first, hit.last + 1) if place in words]
        text = " ".join(word.text for word in spoken)
        return Because(speaker, text, spoken[0].start, spoken[-1].end, hit.score, pattern)

    def _advise(self, touched: dict[str, tuple[Prompt, list[Says]]], now: float) -> Advice:
        matches: list[Match] = []
        said: set[str] = set()
        undone: set[str] = set()
        for prompt, news in touched.values():
            if any(says is new for says in says_of(prompt.until) for new in news):
                said.add(prompt.id)
            elif self._true(prompt.unless, now):
                undone.add(prompt.id)
            else:
                match = self._match(prompt, news, now)
                matches += [match] if match else []
        return Advice(tuple(matches), frozenset(said), frozenset(undone))

    def _match(self, prompt: Prompt, news: list[Says], now: float) -> Match | None:
        """The prompt, where what is new in `when` makes it true and the agent has not said it."""
        starting = [says for says in news if says.starts]
        if not starting or not self._true(prompt.when, now):
            return None
        if self._true(prompt.until, now):
            return None
        last = max((self._last[id(says)] for says in starting), key=lambda one: one.hit.score)
        return Match(prompt, last.because, last.hit.first, last.hit.last, last.hit.slots)

    def _true(self, condition: Condition, now: float) -> bool:
        match condition:
            case Says():
                last = self._last.get(id(condition))
                return last is not None and now - last.because.end <= condition.within
            case InCall(start, until):
                return start <= now < until
            case AllOf(parts):
                return all(self._true(part, now) for part in parts)
            case AnyOf(parts):
                return any(self._true(part, now) for part in parts)
            case NoneOf(parts):
                return not any(self._true(part, now) for part in parts)
