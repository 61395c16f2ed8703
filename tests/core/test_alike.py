"""How alike two words are, and how much a word says."""

import pytest

from assist.core.alike import COMMON, COMMON_WEIGHT, CONTENT_WEIGHT, NEGATORS, Vocabulary, weight
from assist.core.fold import fold


def vocabulary(words: str, heads: str = "") -> Vocabulary:
    return Vocabulary(frozenset(words.split()), frozenset(heads.split()))


def test_a_common_word_says_less_than_a_rare_one() -> None:
    assert weight("the") == COMMON_WEIGHT < CONTENT_WEIGHT == weight("refund")


def test_a_negation_is_never_common() -> None:
    assert not NEGATORS & COMMON


def test_common_words_and_negations_are_their_own_tokens() -> None:
    """A list that holds a word which folding never gives would never be met."""
    assert {word for word in COMMON | NEGATORS if fold(word) != (word,)} == set()


@pytest.mark.parametrize(
    ("heard", "wanted"),
    [("refunds", "refund"), ("contrast", "contract"), ("canceled", "cancel"), ("refund", "refund")],
)
def test_a_word_may_be_one_like_it(heard: str, wanted: str) -> None:
    assert [token for token, _ in vocabulary(wanted).like(heard)] == [wanted]


@pytest.mark.parametrize(
    ("heard", "wanted"),
    [("friend", "refund"), ("cansell", "cancel"), ("nit", "not"), ("hat", "that"), ("were", "where"), ("them", "theme"),
     ("never", "fever"), ("fever", "never"), ("cat", "cats")],
)  # fmt: skip
def test_a_word_is_not_taken_for_another(heard: str, wanted: str) -> None:
    assert vocabulary(wanted).like(heard) == ()


def test_the_word_itself_comes_first_and_whole() -> None:
    like = vocabulary("refund refunds refunded").like("refunds")
    assert like[0] == ("refunds", 1.0)
    assert dict(like).keys() == {"refunds", "refund", "refunded"}
    assert all(0.8 <= alike < 1 for _, alike in like[1:])


def test_two_words_written_as_one_are_taken_apart() -> None:
    assert vocabulary("sign in").pieces("signin") == ("sign", "in")


@pytest.mark.parametrize(
    ("words", "heads", "heard"),
    [
        ("sign in signin", "", "signin"),
        ("sign in", "sign", "signin"),
        ("sign", "", "signin"),
        ("a b", "", "ab"),
    ],
)
def test_a_word_stays_whole_where_it_is_wanted_whole(words: str, heads: str, heard: str) -> None:
    assert vocabulary(words, heads).pieces(heard) is None
