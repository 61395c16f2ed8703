"""Words that the speech model does not know, and patterns that can therefore never be heard.

A recogniser writes only words of its own list. A wanted word that is not on it can still be met by
a word that is spelled or sounds nearly so, or by two that make it up; where a pattern has a word
for which there is none of these, nobody's saying it will ever make its prompt show.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from rapidfuzz import fuzz, process

from assist.core.alike import weight
from assist.core.checks.places import WORD, Places, place_of
from assist.core.explained import explained
from assist.core.fold import FILLERS, fold
from assist.core.patterns import Pattern, Phrase, Said, Slot
from assist.core.phrasebank import Phrasebank, Prompt, Says, says_in
from assist.core.problems import Problem, Severity, shortly
from assist.core.sounds import sound

_CLOSEST = 3
_TOLD = 8
_SEEMS_CLOSE = 65
_CAUGHT = "zebedee"
"""A word for a slot to catch."""


@dataclass(frozen=True, slots=True)
class Ears:
    """What is known of a speech model's words.

    `knows` says of one word whether the model can hear it; `words` are all that it knows, as far
    as it tells. With `demonstration` nobody means to use it for real calls.
    """

    name: str
    knows: Callable[[str], bool]
    words: Sequence[str] = ()
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class _Unknown:
    """A word of a prompt's patterns that the model does not know."""

    prompt: Prompt
    word: str
    file: str
    line: int


def unheard(
    prompts: Sequence[Prompt], places: Places, ears: Ears, every_word: bool = False
) -> Iterator[Problem]:
    """What the model cannot hear: each pattern that is lost by it, and the words it does not know,
    one line a file or, with `every_word`, one a word and prompt.

    With a demonstration model these are notes, since a bank is not written for it.
    """
    vocabulary = _Vocabulary(ears, places)
    unknown: list[_Unknown] = []
    for prompt in prompts:
        for says in says_in(prompt):
            for pattern in says.patterns:
                lost = vocabulary.lost(says, pattern)
                if lost:
                    yield _never(prompt, pattern, lost, places, vocabulary)
        for word in vocabulary.unknown(prompt):
            unknown.append(_Unknown(prompt, word, *places.of_word(prompt, word)))
    if vocabulary.gave_up and prompts:
        yield _gave_up(*place_of(prompts[0]), ears)
    yield from _each(unknown, vocabulary) if every_word else _by_file(unknown, ears)


def unheard_weights(banks: Sequence[Phrasebank], places: Places, ears: Ears) -> Iterator[Problem]:
    """The words of weights and of their lists that the model does not know: they never count.

    One line for each of the weights, and a note for the lists of a file, where others stand beside.
    """
    vocabulary = _Vocabulary(ears, places)
    for file, weights in [(bank.file, one) for bank in banks for one in bank.weights]:
        missed: dict[str, list[list[str]]] = {}
        for phrase, told in weights.phrases():
            missed.setdefault(told, []).append(vocabulary.unknown_in(phrase))
        never = chain.from_iterable(each for each in missed.values() if all(each))
        words = list(dict.fromkeys(chain.from_iterable(never)))
        if words:
            what = _does_not_know(ears, [*map(vocabulary.as_written, words)], "these weights")
            mend = "They never count: add words that it knows"
            where, severity = f'weights "{weights.name}"', _severity(ears)
            yield Problem(file, weights.line, where, what, mend, severity)
    for bank in banks:
        unknown = {word: line for line, one in bank.listed for word in vocabulary.unknown_in(one)}
        if unknown:
            what = _does_not_know(ears, [*map(vocabulary.as_written, unknown)], "these lists")
            mend = "They never count; the other words of their lists do"
            yield Problem(bank.file, min(unknown.values()), "", what, mend, Severity.NOTE)


def _severity(ears: Ears) -> Severity:
    return Severity.NOTE if ears.demonstration else Severity.WARNING


def _does_not_know(ears: Ears, words: Sequence[str], of: str) -> str:
    told = ", ".join(words[:_TOLD]) + (", …" if len(words) > _TOLD else "")
    count = "one word" if len(words) == 1 else f"{len(words)} words"
    return f"the speech model {ears.name} does not know {count} of {of}: {told}"


def _never(
    prompt: Prompt, pattern: Pattern, lost: str, places: Places, vocabulary: "_Vocabulary"
) -> Problem:
    ears = vocabulary.ears
    what = (
        f"{shortly(pattern.text)} can never be heard: "
        f'the speech model {ears.name} does not know "{lost}"'
    )
    severity = Severity.ERROR
    mend = f"Say it with words that it knows. {vocabulary.closest(lost)}".strip()
    if ears.demonstration:
        severity = Severity.NOTE
        mend = "A real model most likely knows it: see assist models, and check with --model"
    place = places.of_text(prompt, pattern.text)
    return Problem(*place, f'prompt "{prompt.id}"', what, mend, severity)


def _gave_up(file: str, line: int, ears: Ears) -> Problem:
    what = f"not every pattern was compared with the words of the speech model {ears.name}"
    mend = "It does not know so many of them: check fewer files at a time, or with another model"
    return Problem(file, line, "", what, mend, Severity.NOTE)


def _each(unknown: Sequence[_Unknown], vocabulary: "_Vocabulary") -> Iterator[Problem]:
    ears = vocabulary.ears
    severity = _severity(ears)
    for one in unknown:
        what = f'the speech model {ears.name} does not know "{one.word}"'
        mend = vocabulary.closest(one.word) or "Give another way to say it beside it"
        yield Problem(one.file, one.line, f'prompt "{one.prompt.id}"', what, mend, severity)


def _by_file(unknown: Sequence[_Unknown], ears: Ears) -> Iterator[Problem]:
    files: dict[str, list[_Unknown]] = {}
    for one in unknown:
        files.setdefault(one.file, []).append(one)
    for file, every in files.items():
        words = list(dict.fromkeys(one.word for one in every))
        what = _does_not_know(ears, words, "these patterns")
        mend = "See each with its line and the closest words that it knows: assist check --words"
        yield Problem(file, min(one.line for one in every), "", what, mend, _severity(ears))


_TRIED = 30
"""Phrases of a pattern that are tried."""

_MOST_EFFORT = 30_000
"""Explaining takes as long as the square of the phrase. The shipped phrasebanks take a fraction of
this, which is under a second; what comes after it in a bloated file is taken as heard.
"""


class _Vocabulary:
    """What the model knows of the words that patterns want, with the folding undone."""

    def __init__(self, ears: Ears, places: Places) -> None:
        self.ears = ears
        self._sorted = sorted(ears.words)
        self._by_sound: dict[str, list[str]] = {}
        for word in self._sorted:
            self._by_sound.setdefault(sound(word), []).append(word)
        self._written = _as_written(places)
        self._effort = 0
        self.knows = cache(self._knows)
        self._stand_in = cache(self._likest)

    @property
    def gave_up(self) -> bool:
        """Whether something was taken as heard because looking closer would take too long."""
        return self._effort > _MOST_EFFORT

    def _knows(self, token: str, open_ended: bool) -> bool:
        """Whether the model knows the token in any of the ways in which it is written or folded."""
        for word in (token, *self._written.get(token, ())):
            if self.ears.knows(word) or (open_ended and self._begins_one(word)):
                return True
        # A model without a list cannot say whether any of its words begins so.
        return (open_ended and not self._sorted) or self._is_two(token)

    def _begins_one(self, head: str) -> bool:
        place = bisect_left(self._sorted, head)
        return place < len(self._sorted) and self._sorted[place].startswith(head)

    def _is_two(self, token: str) -> bool:
        """Whether two known words make it up: "charge back" is heard as "chargeback"."""
        cuts = ((token[:cut], token[cut:]) for cut in range(3, len(token) - 2))
        return any(self.ears.knows(one) and self.ears.knows(other) for one, other in cuts)

    def unknown(self, prompt: Prompt) -> list[str]:
        """The words of a prompt's patterns that the model does not know, each once, as written."""
        steps = {
            (step.token, step.open_ended): None
            for says in says_in(prompt)
            for pattern in says.patterns
            for phrase in pattern.phrases
            for step in phrase
            if isinstance(step, Said) and step.token not in FILLERS
        }
        return [
            self.as_written(token)
            for token, open_ended in steps
            if not self.knows(token, open_ended)
        ]

    def unknown_in(self, phrase: str) -> list[str]:
        """The tokens of a folded phrase that the model does not know; the last may end with *."""
        return [
            token
            for token in phrase.split()
            if not self.knows(token.removesuffix("*"), token.endswith("*"))
        ]

    def as_written(self, token: str) -> str:
        return min(self._written.get(token, (token,)), key=lambda word: (len(word), word))

    def lost(self, says: Says, pattern: Pattern) -> str:
        """The word for want of which no phrase of the pattern can be heard; "" where one can.

        Of its phrases those are tried in which the unknown words say least.
        """
        missing = ""
        wanting = sorted((self._wanting(one), place) for place, one in enumerate(pattern.phrases))
        for _, place in wanting[:_TRIED]:
            word = self._lost_in(pattern.phrases[place], says.strictness)
            if not word:
                return ""
            missing = missing or word
        return missing

    def _wanting(self, phrase: Phrase) -> float:
        """What share of a phrase's weight the model does not know."""
        said = [step for step in phrase if isinstance(step, Said)]
        lost = [weight(one.token) for one in said if not self.knows(one.token, one.open_ended)]
        return sum(lost) / sum(weight(one.token) for one in said)

    def _lost_in(self, phrase: Phrase, strictness: int) -> str:
        """The first word for want of which this phrase can never be heard; "" where it can be.

        It cannot where the words that the model knows, each the nearest to the one that is
        wanted, do not reach the score.
        """
        lost = ""
        nearest: list[str] = []
        for step in phrase:
            if isinstance(step, Said):
                known = self.knows(step.token, step.open_ended)
                lost = lost or ("" if known else step.token)
                nearest.append(step.token if known else self._stand_in(step.token))
            elif isinstance(step, Slot):
                nearest.append(_CAUGHT)
        self._effort += len(phrase) ** 2 if lost else 0
        if not lost or self._effort > _MOST_EFFORT:
            return ""
        best = explained(phrase, " ".join(nearest))
        return "" if best and best.score >= strictness else self.as_written(lost)

    def _likest(self, token: str) -> str:
        """The known word that a recogniser could write for an unknown one; "" if there is none.

        Where the model does not list its words, there may be one that is the same to the ear.
        """
        if not self._sorted:
            return token
        spelled = process.extract(token, self._sorted, scorer=fuzz.ratio, limit=_CLOSEST)
        near = [*self._by_sound.get(sound(token), ()), *(one[0] for one in spelled)]
        scored = [(word, explained((Said(token),), word)) for word in near]
        met = [(one.score, word) for word, one in scored if one]
        return max(met)[1] if met else max(spelled, key=lambda one: one[1])[0] if spelled else ""

    def closest(self, word: str) -> str:
        """The known words that a reader may have meant, by spelling and by sound, in a sentence."""
        token = word.casefold()
        spelled = process.extract(
            token, self._sorted, scorer=fuzz.ratio, score_cutoff=_SEEMS_CLOSE, limit=_CLOSEST
        )
        sounding = self._by_sound.get(sound(token), [])[:_CLOSEST]
        close = list(dict.fromkeys([*sounding, *(one[0] for one in spelled)]))[: _CLOSEST + 1]
        if not close:
            return ""
        return "Closest words that it knows: " + ", ".join(f'"{one}"' for one in close)


def _as_written(places: Places) -> Mapping[str, set[str]]:
    """In which ways each folded word is written in the files: "promize" is "promise"."""
    written: dict[str, set[str]] = {}
    for file in places.files():
        for text in places.written_in(file):
            for word in WORD.findall(text.text.casefold().replace("\u2019", "'")):
                for token in fold(word):
                    written.setdefault(token, set()).add(word)
    return written
