"""The tree of phrases against the slow scorer that explains: the same hits, the same scores."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assist.core.explained import Hearing, explained
from assist.core.fold import fold
from assist.core.matcher import Ear, Hit, PhraseTree
from assist.core.patterns import Gap, Phrase, Said, Slot, Step, read_pattern
from assist.core.words import Speaker, Word

PLAIN = (
    "the is my to not no refund refunds refunded cancel canceled contract contrast fund re "
    "sign in signin account a count"
).split()
HEARD = [*PLAIN, "um", "parcel", "contracts", "can", "sell", "nothing", "accountt", "it", "very"]


def steps() -> st.SearchStrategy[Step]:
    said = st.sampled_from(PLAIN).map(Said)
    prefix = st.sampled_from(["refund", "contr", "sign"]).map(lambda head: Said(head, True))
    gap = st.integers(1, 3).map(Gap)
    return st.one_of(said, said, said, said, prefix, gap, st.just(Slot("name")))


def _well_formed(drawn: list[Step]) -> bool:
    """As `read_pattern` leaves them: no gap at an end, none beside another, some word to hear."""
    gaps = [isinstance(step, Gap) for step in drawn]
    beside = any(one and other for one, other in pairwise(gaps))
    says = any(isinstance(step, Said) for step in drawn)
    return says and not gaps[0] and not gaps[-1] and not beside


phrases = st.lists(steps(), min_size=1, max_size=7).filter(_well_formed).map(tuple)
texts = st.lists(st.sampled_from(HEARD), min_size=1, max_size=12)


def said(text: list[str], apart: float = 0.1) -> list[Word]:
    pace = 0.3 + apart
    return [
        Word(Speaker.CUSTOMER, token, place * pace, place * pace + 0.3)
        for place, token in enumerate(text)
    ]


def tree_of(listened: Iterable[Phrase], least: int = 60) -> PhraseTree:
    return PhraseTree((phrase, least) for phrase in listened)


def hits_of(listened: list[Phrase], text: list[str], least: int = 60) -> list[list[Hit]]:
    """The hits that each word of a text completes."""
    ear = Ear(tree_of(listened, least))
    return [ear.hear(word, place) for place, word in enumerate(said(text))]


TAKES_TWO_WAYS = read_pattern("refund the contract", {}).phrases
"""Heard "refund the is my to contract": the cheaper way to "the" has no word too many left."""


@example(list(TAKES_TWO_WAYS), "refund the is my to contract".split(), 60)
@given(st.lists(phrases, min_size=1, max_size=4), texts, st.sampled_from([60, 80, 100]))
def test_the_tree_finds_what_the_reference_finds(
    listened: list[Phrase], text: list[str], least: int
) -> None:
    tokens = [token for word in text for token in fold(word)]
    found = [{hit.phrase: hit.score for hit in hits} for hits in hits_of(listened, tokens, least)]
    for number, phrase in enumerate(listened):
        ends = Hearing(phrase).ends(tokens)
        for place in range(len(tokens)):
            best = ends[place].score if place in ends else 0
            expected = best if best >= least else None
            assert found[place].get(number) == expected, (place, phrase)


@given(
    st.lists(st.tuples(phrases, st.sampled_from([60, 75, 92, 100])), min_size=1, max_size=4),
    texts,
)
def test_what_is_asked_of_one_phrase_is_nothing_to_another(
    listened: list[tuple[Phrase, int]], text: list[str]
) -> None:
    tokens = [token for word in text for token in fold(word)]
    found = scores(PhraseTree(listened), tokens)
    alone = [scores(PhraseTree([one]), tokens) for one in listened]
    for place, hits in enumerate(found):
        each = {(number, score) for number, one in enumerate(alone) for _, score in one[place]}
        assert hits == each


@given(
    st.lists(phrases, min_size=1, max_size=5),
    st.lists(st.booleans(), min_size=5, max_size=5),
    st.lists(phrases, max_size=4),
    texts,
)
def test_a_changed_tree_finds_what_a_new_one_finds(
    old: list[Phrase], kept: list[bool], added: list[Phrase], text: list[str]
) -> None:
    before = tree_of(old)
    gone = [(number, phrase) for number, phrase in enumerate(old) if not kept[number]]
    tree = before.changed(gone, [(phrase, 60) for phrase in added])
    numbers = [number for number in range(len(old)) if kept[number]]
    numbers += range(len(old), len(old) + len(added))
    fresh = tree_of([*old, *added][number] for number in numbers)
    expected = [{(numbers[phrase], score) for phrase, score in one} for one in scores(fresh, text)]
    assert scores(tree, text) == expected
    assert scores(before, text) == scores(tree_of(old), text)


def scores(tree: PhraseTree, text: list[str]) -> list[set[tuple[int, int]]]:
    ear = Ear(tree)
    heard = (ear.hear(word, place) for place, word in enumerate(said(text)))
    return [{(hit.phrase, hit.score) for hit in hits} for hits in heard]


@given(phrases)
def test_a_phrase_said_exactly_scores_a_hundred(phrase: Phrase) -> None:
    text = [
        "parcel" if isinstance(step, Slot) else step.token
        for step in phrase
        if not isinstance(step, Gap)
    ]
    [hit, *_] = [hit for hit in hits_of([phrase], text)[-1] if hit.phrase == 0]
    assert (hit.score, hit.negated) == (100, False)
    assert [word for _, word in hit.slots] == [word for word in text if word == "parcel"]


@given(
    phrases.filter(lambda phrase: not isinstance(phrase[0], Slot)),
    st.lists(st.sampled_from("so well the is it that we you okay".split()), max_size=30),
    st.lists(st.sampled_from("so well the is it that we you okay".split()), max_size=5),
)
def test_a_phrase_is_found_among_common_words(
    phrase: Phrase, before: list[str], after: list[str]
) -> None:
    said_exactly = [
        "parcel" if isinstance(step, Slot) else step.token
        for step in phrase
        if not isinstance(step, Gap)
    ]
    found = hits_of([phrase], [*before, *said_exactly, *after])
    scores = [hit.score for hit in found[len(before) + len(said_exactly) - 1]]
    assert scores == [100]


@pytest.mark.parametrize(
    ("pattern", "text", "scores"),
    [
        ("where is my refund", "where is my refund", [100]),
        ("where is my refund", "well where is my refund then", [100]),
        ("where is my refund", "where's my refund", [100]),
        ("where is my refund", "where my refund", [84]),
        ("where is my refund", "where was my refund", [79]),
        ("where is my refund", "where is my big refund", [89]),
        ("where is my refund", "where is my little refund", [94]),
        ("where is my refund", "where is my re fund", [100]),
        ("where is my refund", "where is my refunds", [95]),
        ("where is my refund", "where is my friend", []),
        ("where is my refund", "refund my is where", []),
        ("my refund", "the refund", [78]),
        ("cancel my contract", "can sell my con tracked", [95]),
        ("i want to speak to your supervisor about the delivery", "i want to speak to your supermarket about the delivery", [87]),
        ("sign in please", "signin please", [100]),
        ("signin please", "sign in please", [100]),
        ("my deeshoor please", "my dees hoor please", [100]),
        ("sign* in please", "signing in please", [100]),
        ("cancell* my contract", "cancelled my contract", [100]),
        ("on hold for *3 hours", "on hold for about two hours", [100]),
        ("on hold for *3 hours", "on hold hours", [88]),
        ("on hold for *1 hours", "on hold for very very long hours", [87]),
        ("a * [really] * contract", "a b c d e f contract", [100]),
        ("is cancel* contract", "cancelled contract", [87]),
    ],
)  # fmt: skip
def test_what_a_phrase_scores(pattern: str, text: str, scores: list[int]) -> None:
    listened = list(read_pattern(pattern, {}).phrases)
    found = [hit.score for hits in hits_of(listened, text.split(), 75) for hit in hits]
    assert sorted(set(found), reverse=True)[:1] == scores


@pytest.mark.parametrize(
    ("pattern", "text", "negated"),
    [
        ("i am upset", "i am upset", False),
        ("i am upset", "i'm not upset", True),
        ("i am upset", "no i am upset", False),
        ("a problem", "that is not a problem", True),
        ("a problem", "no it is a problem", False),
        ("big problem", "no big problem", True),
        ("big problem", "i never said it is because there is a big problem", False),
        ("no problem", "no problem", False),
        ("not working", "it is not working", False),
        ("my name is", "not that my name is", False),
    ],
)
def test_what_a_negation_undoes(pattern: str, text: str, negated: bool) -> None:
    found = hits_of(list(read_pattern(pattern, {}).phrases), text.split())
    [hit] = [hit for hits in found for hit in hits]
    assert hit.negated is negated


def test_a_slot_catches_no_common_word_and_no_negation() -> None:
    [phrase] = read_pattern("my name is {name}", {}).phrases
    assert hits_of([phrase], "my name is not the".split())[-1] == []
    [hit] = hits_of([phrase], "my name is O'Brien".split())[-1]
    assert hit.slots == (("name", "O'Brien"),)


@pytest.mark.parametrize(("pattern", "text"), [("my refund", "my refund"), ("problem", "prob lem")])
def test_a_long_pause_ends_a_phrase_and_a_word(pattern: str, text: str) -> None:
    listened = read_pattern(pattern, {}).phrases
    for apart, count in ((1.9, 1), (2.1, 0)):
        ear = Ear(tree_of(listened, 80))
        words = enumerate(said(text.split(), apart))
        assert len([hit for place, word in words for hit in ear.hear(word, place)]) == count


def test_an_explanation_says_what_each_word_cost() -> None:
    [phrase] = read_pattern("where is my refund", {}).phrases
    found = explained(phrase, "well wear is the my re fund")
    assert found is not None
    parts = [(part.wanted, part.heard, round(part.cost, 2)) for part in found.parts]
    assert parts == [
        ("where", "wear", 0.02),
        ("is", "is", 0.0),
        ("", "the", 0.12),
        ("my", "my", 0.0),
        ("refund", "re fund", 0.0),
    ]
    assert found.score == int(100 * (1 - (0.05 * 0.35 + 0.12) / 2.3)) == 94


def test_a_hit_knows_its_places() -> None:
    [phrase] = read_pattern("where is my refund", {}).phrases
    [hit] = [
        hit for hits in hits_of([phrase], "well um where's my re fund".split()) for hit in hits
    ]
    assert (hit.first, hit.last) == (2, 5)
