"""Folding: however a word is written or recognised, it becomes the same tokens."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assist.core.fold import FILLERS, fold, heads_of, number_words

SAME = """
Where's my refund?          | where is my refund
WHERE IS MY REFUND          | where is my refund
I can't                     | i can not
I cannot                    | i can not
I can’t                     | i can not
won't                       | will not
shan't                      | shall not
ain't                       | is not
didn't                      | did not
couldn't've                 | could not have
I'd've                      | i would have
I'm                         | i am
we're                       | we are
they've                     | they have
she'll                      | she will
he'd                        | he would
it's                        | it is
what's that                 | what is that
let's                       | let us
John's                      | johns
my boss's desk              | my bosss desk
o'clock                     | oclock
rock 'n' roll               | rock n roll
gonna                       | going to
gotta                       | got to
dunno                       | do not know
gimme                       | give me
yeah                        | yes
yep, yup                    | yes yes
ok                          | okay
cos                         | because
um, I uh want               | i want
hmm                         |
Uh-huh                      |
...                         |
45                          | forty five
0                           | zero
19                          | nineteen
100                         | one hundred
1905                        | one thousand nine hundred five
999999                      | nine hundred ninety nine thousand nine hundred ninety nine
1234567                     | one two three four five six seven
007                         | zero zero seven
£20                         | pounds twenty
20%                         | twenty percent
$5 or €6                    | dollars five or euros six
4G                          | four g
apologise                   | apologize
apologised                  | apologized
organisation                | organization
analyse                     | analyze
colour                      | color
favourite                   | favorite
your hours                  | your hours
four hours                  | four hours
cancelled                   | canceled
travelling                  | traveling
called                      | called
telling                     | telling
cheque                      | check
the centre                  | the center
mum                         | mom
e-mail                      | e mail
caf\u00e9                   | caf\u00e9
stra\u00dfe                 | strasse
x\u00b2                     | x\u00b2
"""
PAIRS = [line.split("|") for line in SAME.strip().splitlines()]


@pytest.mark.parametrize(("written", "folded"), PAIRS, ids=lambda text: text.strip())
def test_what_is_written_folds_to_its_tokens(written: str, folded: str) -> None:
    assert list(fold(written.strip())) == folded.split()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I've not been told", "i have not been told"),
        ("don't apologise", "do not apologize"),
        ("it's £15", "it is pounds fifteen"),
        ("You're cancelling?!", "you are canceling"),
        ("who’s", "who is"),
    ],
)
def test_two_ways_to_write_the_same_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("can", "can't"),
        ("advise", "advice"),
        ("refund", "refunds"),
        ("his", "he is"),
        ("no", "know"),
    ],
)
def test_words_of_different_meaning_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("number", [0, 7, 13, 20, 21, 99, 100, 101, 999, 1000, 12_345, 999_999])
def test_a_number_in_words_folds_like_its_digits(number: int) -> None:
    assert fold(str(number)) == fold(number_words(number)) == tuple(number_words(number).split())


@given(st.text())
@example("shouldn't've")
@example("u'm o'k can't've um'd")
@example("x² ½ ٣")
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    tokens = fold(text)
    assert fold(" ".join(tokens)) == tokens


ENGLISH = st.lists(
    st.sampled_from(
        "can't won't i'm it's cancelled colour 45 um okay £ % organise's ll'd 's".split()
    ),
    max_size=6,
).map(" ".join)


@given(ENGLISH)
def test_folding_english_twice_changes_nothing(text: str) -> None:
    assert fold(" ".join(fold(text))) == fold(text)


FORMS = (
    "cancelled cancellation cancellations installing installed apologising apologised organisation analysed "
    "colour colours favourite labelled traveller raised promises refunding enrolled behaviour"
).split()


@given(st.sampled_from(FORMS), st.integers(3, 12))
def test_a_word_begins_as_it_is_written(word: str, cut: int) -> None:
    """ "apologis*" meets "apologising", although that is folded to "apologizing"."""
    [token] = fold(word)
    assert token.startswith(heads_of(fold(word[:cut])[0]))


@given(st.text(), st.text())
def test_a_text_folds_word_by_word(one: str, other: str) -> None:
    assert fold(f"{one} {other}") == fold(one) + fold(other)


@given(st.text())
def test_tokens_are_plain_words(text: str) -> None:
    for token in fold(text):
        assert token
        assert token == token.casefold()
        assert not any(letter.isspace() or letter in "'’.,!?" for letter in token)
        assert token not in FILLERS
