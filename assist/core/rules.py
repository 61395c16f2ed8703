"""The rules of one call: which prompts the words just settled ask for.

A `Rulebook` is what the phrasebanks say, made ready once; `Rules` follows one call through it.
"""

from collections.abc import Sequence
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
    """A prompt that should show, why, and what its slots caught.

    `places` are the first and last of its words in the speaker's call while their times are
    estimates; there are none where the times are true.
    """

    prompt: Prompt
    because: Because
    places: tuple[int, int] | None
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

    because: Because
    places: tuple[int, int] | None
    slots: tuple[tuple[str, str], ...]


class Rulebook:
    """All prompts of some phrasebanks, their phrases gathered into one tree a speaker."""

    def __init__(self, banks: Sequence[Phrasebank]) -> None:
        self.banks = tuple(banks)
        self.prompts = tuple(prompt for bank in banks for prompt in bank.prompts)
        self.by_id = {prompt.id: prompt for prompt in self.prompts}
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
        hits = self._ears[word.speaker].hear(word, place)
        return self._advise(self._touch(word.speaker, hits, words), word.end)

    def reread(self, final: Sequence[Word], misheard: frozenset[int]) -> Advice:
        """Take an utterance as it was heard in the end, where that differs from what settled.

        Only what needs one of the `misheard` words (places in `final`) is new; what the settled
        words have met already is not met again.
        """
        if not misheard:
            return Advice()
        speaker = final[0].speaker
        ear = Ear(self.rulebook.trees[speaker])
        hits = [hit for place, word in enumerate(final) for hit in ear.hear(word, place)]
        new = [hit for hit in hits if not misheard.isdisjoint(range(hit.first, hit.last + 1))]
        touched = self._touch(speaker, new, dict(enumerate(final)), reread=True)
        return self._advise(touched, final[-1].end)

    def _touch(
        self, speaker: Speaker, hits: list[Hit], words: dict[int, Word], reread: bool = False
    ) -> dict[str, list[Says]]:
        """Keep the best new evidence of each `Says`; give back what is new, by prompt."""
        best: dict[int, tuple[_Listener, Hit]] = {}
        for hit in hits:
            listener = self.rulebook.listeners[speaker][hit.phrase]
            says = listener.says
            if hit.score < says.strictness or (hit.negated and not says.denied_too):
                continue
            if id(says) not in best or best[id(says)][1].score < hit.score:
                best[id(says)] = (listener, hit)
        touched: dict[str, list[Says]] = {}
        for listener, hit in best.values():
            because = _because(speaker, listener.pattern.text, hit, words)
            before = self._last.get(id(listener.says))
            if reread and before and before.because.end > because.start:
                continue
            places = None if reread else (hit.first, hit.last)
            self._last[id(listener.says)] = _Last(because, places, hit.slots)
            touched.setdefault(listener.prompt.id, []).append(listener.says)
        return touched

    def _advise(self, touched: dict[str, list[Says]], now: float) -> Advice:
        matches: list[Match] = []
        said: set[str] = set()
        undone: set[str] = set()
        for prompt_id, news in touched.items():
            prompt = self.rulebook.by_id[prompt_id]
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
        last = max((self._last[id(says)] for says in starting), key=lambda one: one.because.score)
        return Match(prompt, last.because, last.places, self._caught(prompt, last, now))

    def _caught(self, prompt: Prompt, last: _Last, now: float) -> tuple[tuple[str, str], ...]:
        """What the slots of all that makes the prompt show have caught, the newest of each name."""
        others = [self._last[id(says)] for says in says_of(prompt.when) if self._true(says, now)]
        others.sort(key=lambda one: one.because.end)
        return tuple(dict(slot for one in (*others, last) for slot in one.slots).items())

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


def _because(speaker: Speaker, pattern: str, hit: Hit, words: dict[int, Word]) -> Because:
    spoken = [words[place] for place in range(hit.first, hit.last + 1) if place in words]
    text = " ".join(word.text for word in spoken)
    return Because(speaker, text, spoken[0].start, spoken[-1].end, hit.score, pattern)
