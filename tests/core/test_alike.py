"""How alike two stretches of talk are, and how much a word says."""

import pytest

from assist.core.alike import (
    COMMON,
    COMMON_WEIGHT,
    EVERYDAY_WEIGHT,
    MOST_ALIKE,
    NEGATORS,
    RARE_WEIGHT,
    SURE,
    Stretch,
    alike,
    one_word,
    two_words,
    weight,
)
from assist.core.fold import fold
from assist.core.sounds import sound
from assist.core.vocabulary import Vocabulary


def stretch(text: str) -> Stretch:
    words = text.split()
    return two_words(*words) if len(words) == 2 else one_word(*words)


def test_a_rare_word_says_more_than_an_everyday_one_and_that_more_than_a_common_one() -> None:
    assert weight("the") == COMMON_WEIGHT < EVERYDAY_WEIGHT == weight("think")
    assert EVERYDAY_WEIGHT < RARE_WEIGHT == weight("refund")


def test_a_negation_is_never_common() -> None:
    assert not NEGATORS & COMMON


def test_common_words_and_negations_are_their_own_tokens() -> None:
    """A list that holds a word which folding never gives would never be met."""
    assert {word for word in COMMON | NEGATORS if fold(word) != (word,)} == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [("there", "their"), ("contract", "contracked"), ("bill", "bil"), ("cancel", "cansell"), ("write", "right")],
)  # fmt: skip
def test_words_that_are_said_alike_have_the_same_key(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("heard", "wanted"),
    [("refunds", "refund"), ("canceled", "cancels"), ("wear", "where"), ("buy", "by"), ("their", "there"),
     ("tried", "try"), ("weird", "wierd"), ("rebill", "rebil"), ("can sell", "cancel"), ("con tracked", "contract")],
)  # fmt: skip
def test_a_word_surely_is_one_like_it(heard: str, wanted: str) -> None:
    assert SURE <= alike(stretch(heard), stretch(wanted), first=True) <= MOST_ALIKE


@pytest.mark.parametrize(("heard", "wanted"), [("re fund", "refund"), ("signin", "sign in")])
def test_words_split_or_joined_are_the_same(heard: str, wanted: str) -> None:
    assert alike(stretch(heard), stretch(wanted), first=True) == 1.0


@pytest.mark.parametrize(
    ("heard", "wanted"),
    [("friend", "refund"), ("hurt", "hard"), ("think", "thick"), ("greed", "great"), ("trying", "dying"),
     ("code", "cold"), ("flight", "light"), ("wasting", "waiting"), ("her money", "hermione")],
)  # fmt: skip
def test_a_guess_is_less_than_sure_and_never_begins_a_phrase(heard: str, wanted: str) -> None:
    assert 0 < alike(stretch(heard), stretch(wanted), first=False) < SURE
    assert alike(stretch(heard), stretch(wanted), first=True) == 0.0


@pytest.mark.parametrize(
    ("heard", "wanted"),
    [("nit", "not"), ("knot", "not"), ("know", "no"), ("hat", "that"), ("were", "there"), ("them", "theme"),
     ("never", "fever"), ("fever", "never"), ("not able", "notable"), ("it is", "dies"),
     ("unhappy", "happy"), ("able", "unable"), ("like", "dislike"), ("correct", "incorrect"), ("themes", "them"),
     ("told", "too old"), ("the two", "died to"), ("soon", "sue in"), ("lost my", "lost me"), ("rude", "in road")],
)  # fmt: skip
def test_a_word_is_not_taken_for_another(heard: str, wanted: str) -> None:
    assert alike(stretch(heard), stretch(wanted), first=False) == 0.0


@pytest.mark.parametrize("heard", "refunds wear contracked friend cansell the not".split())
def test_the_vocabulary_finds_what_is_surely_alike(heard: str) -> None:
    words = "refund refunds where their contract cancel not fund".split()
    found = dict(Vocabulary(set(words), set()).like(one_word(heard)))
    each = {word: alike(one_word(heard), one_word(word), first=True) for word in words}
    assert found == {(word,): like for word, like in each.items() if like and word != heard}
