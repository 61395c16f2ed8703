"""Every word that some phrase listens for, and which of them something heard may be.

What was heard is compared with all of them once, when it comes up for the first time, and the
answer is kept: a place in the tree of phrases only has to look which of those may follow there.
"""

from collections.abc import Sequence
from typing import TypeVar

from assist.core.alike import (
    COMMON,
    HOMOPHONES,
    LEAST_ALIKE,
    LEAST_ALIKE_JOINED,
    MOST_ALIKE,
    MOST_GUESSED,
    NEGATORS,
    SHORTEST_PART,
    SURE,
    Stretch,
    alike,
    one_word,
    two_words,
)
from assist.core.familiar import stem
from assist.core.spellings import Spellings, nearest

_REMEMBERS = 32768
_REMEMBERS_GUESSES = 1024

_MOST = 0.5
"""What part of all words is compared by itself: for more, comparing with all is worth keeping."""


Likes = tuple[tuple[tuple[str, ...], float], ...]
"""Words, one or two for one, and how alike something is to them."""

Known = TypeVar("Known")


class Vocabulary:
    """The words, and the pairs of words that follow each other. It stays as it is."""

    def __init__(
        self, tokens: set[str], pairs: set[tuple[str, str]], before: "Vocabulary | None" = None
    ) -> None:
        """`before`: a vocabulary that has none of these, all of which this one has too."""
        self._tokens: set[str] = tokens | before._tokens if before else tokens
        self._same: dict[str, list[Stretch]] = _copied(before._same) if before else {}
        self._forms: dict[str, list[Stretch]] = _copied(before._forms) if before else {}
        long = [one for one in map(one_word, sorted(tokens)) if one.long and one.guessable]
        self._long: dict[str, str] = dict(before._long) if before else {}
        self._long |= {one.spelled: one.key for one in long}
        self._every = list(self._long)
        spelled, sounds = (before._spelled, before._sounds) if before else (None, None)
        self._spelled: Spellings = Spellings([one.spelled for one in long], spelled)
        self._sounds: Spellings = Spellings([one.key for one in long], sounds)
        for token in sorted(tokens):
            self._forms.setdefault(stem(token), []).append(one_word(token))
        for one in long:
            self._list(one)
        self._learn_pairs(pairs)
        self._likes: dict[Stretch, Likes] = {}
        self._guessed: dict[Stretch, dict[str, float]] = {}

    def _learn_pairs(self, pairs: set[tuple[str, str]]) -> None:
        for one, other in sorted(pairs):
            if one in NEGATORS or other in NEGATORS or (one in COMMON and other in COMMON):
                continue
            pair = two_words(one, other)
            if pair.long:
                self._list(pair)

    def _list(self, stretch: Stretch) -> None:
        """By its sound and by its letters, which may be split where that changes the sound."""
        for key in {stretch.key, stretch.spelled}:
            self._same.setdefault(key, []).append(stretch)

    def like(self, heard: Stretch) -> Likes:
        """The wanted words that it is alike enough to without guessing; not the same ones."""
        found = self._likes.get(heard)
        if found is None:
            found = _remembered(self._likes, _REMEMBERS, heard, self._like(heard))
        return found

    def _like(self, heard: Stretch) -> Likes:
        if not heard.guessable:
            return ()
        found: dict[tuple[str, ...], float] = {}
        if len(heard.words) == 1:
            for homophone in HOMOPHONES.get(heard.spelled, ()):
                if homophone in self._tokens:
                    found[(homophone,)] = MOST_ALIKE
            for form in self._forms.get(stem(heard.spelled), ()):
                found[form.words] = alike(heard, form, first=True)
        if heard.long:
            same = (*self._same.get(heard.key, ()), *self._same.get(heard.spelled, ()))
            for wanted in (*same, *self._nearly(heard)):
                found[wanted.words] = alike(heard, wanted, first=True)
        found.pop(heard.words, None)
        return tuple((words, alike) for words, alike in found.items() if alike >= SURE)

    def _nearly(self, heard: Stretch) -> list[Stretch]:
        """What is nearly the same to the eye or to the ear; a familiar word is not nearly another."""
        if len(heard.words) > 1 or heard.familiar:
            return []
        near = (*self._spelled.near(heard.spelled, SURE), *self._sounds.near(heard.key, SURE))
        return [one_word(self._every[number]) for number, _ in near]

    def guesses(self, heard: Stretch, wanted: set[str]) -> dict[str, float]:
        """Which of the wanted words it may be guessed as, and how alike they are; maybe others too.

        They are long and guessable; that they are confusable with what was heard is not looked at.
        """
        joined = len(heard.words) > 1
        parts_say_too_little = joined and (
            min(map(len, heard.words)) < SHORTEST_PART or len({*heard.words}) == 1
        )
        if parts_say_too_little or not (heard.long and heard.telling and heard.guessable):
            return {}
        if len(wanted) > len(self._every) * _MOST:
            found = self._guessed.get(heard)
            if found is None:
                every = self._guesses_of_all(heard)
                found = _remembered(self._guessed, _REMEMBERS_GUESSES, heard, every)
            return found
        among = [token for token in wanted if token in self._long]
        least = _least(heard)
        return _best_of(
            among,
            nearest(heard.spelled, among, least),
            nearest(heard.key, [self._long[token] for token in among], least),
        )

    def _guesses_of_all(self, heard: Stretch) -> dict[str, float]:
        least = _least(heard)
        return _best_of(
            self._every,
            self._spelled.near(heard.spelled, least),
            self._sounds.near(heard.key, least),
        )


def _remembered(among: dict[Stretch, Known], most: int, heard: Stretch, known: Known) -> Known:
    """Remember what is known of it: a few thousand words come up again and again."""
    if len(among) >= most:
        among.clear()
    among[heard] = known
    return known


def _least(heard: Stretch) -> float:
    return LEAST_ALIKE_JOINED if len(heard.words) > 1 else LEAST_ALIKE


def _best_of(tokens: Sequence[str], *near: Sequence[tuple[int, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for ones in near:
        for place, like in ones:
            guessed = min(like, MOST_GUESSED)
            if guessed > found.get(tokens[place], 0.0):
                found[tokens[place]] = guessed
    return found


def _copied(listed: dict[str, list[Stretch]]) -> dict[str, list[Stretch]]:
    return {key: list(stretches) for key, stretches in listed.items()}
