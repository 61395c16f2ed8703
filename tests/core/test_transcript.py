"""One side's words: how a changing belief settles, and what the final result still says."""

from hypothesis import given
from hypothesis import strategies as st

from assist.core.transcript import Settled, Transcript
from assist.core.words import Heard, Speaker, Word

CUSTOMER = Speaker.CUSTOMER


def partial(words: str, at: float) -> Heard:
    return Heard(CUSTOMER, tuple(words.split()), at)


def final(words: str, at: float, begins: float | None = None) -> Heard:
    """A final result; with `begins`, its words are 0.3 s long from there on."""
    said = tuple(words.split())
    times = (
        tuple((begins + 0.3 * n, begins + 0.3 * n + 0.3) for n in range(len(said)))
        if begins
        else ()
    )
    return Heard(CUSTOMER, said, at, True, times)


def texts(settled: Settled) -> str:
    return " ".join(word.text for word in settled.words)


def settled_by(*beliefs: Heard) -> list[str]:
    transcript = Transcript(CUSTOMER, settles_after=0.1, last_settles_after=0.1)
    return [texts(transcript.hear(belief)) for belief in beliefs]


def test_a_word_settles_when_it_has_stood_long_enough() -> None:
    assert settled_by(partial("where", 1.0), partial("where", 1.05), partial("where", 1.1)) == [
        "",
        "",
        "where",
    ]


def test_the_last_word_takes_longer() -> None:
    transcript = Transcript(CUSTOMER, settles_after=0.05, last_settles_after=0.15)
    transcript.hear(partial("where is", 1.0))
    assert texts(transcript.hear(partial("where is", 1.05))) == "where"
    assert texts(transcript.hear(partial("where is", 1.10))) == ""
    assert texts(transcript.hear(partial("where is", 1.15))) == "is"


def test_a_word_that_changes_begins_to_wait_again() -> None:
    assert settled_by(
        partial("where", 1.0), partial("wear", 1.08), partial("wear", 1.16), partial("wear", 1.19)
    ) == ["", "", "", "wear"]


def test_what_follows_a_changed_word_waits_again_too() -> None:
    assert settled_by(
        partial("where is my", 1.0), partial("where was my", 1.08), partial("where was my", 1.12)
    ) == ["", "", "where"]


def test_the_last_word_waits_again_where_one_before_it_changed() -> None:
    transcript = Transcript(CUSTOMER, settles_after=0.05, last_settles_after=0.15)
    transcript.hear(partial("where is my", 1.0))
    assert texts(transcript.hear(partial("where was my", 1.1))) == "where"
    assert texts(transcript.hear(partial("where was my", 1.2))) == "was"
    assert texts(transcript.hear(partial("where was my", 1.25))) == "my"


def test_the_final_result_settles_the_rest() -> None:
    assert settled_by(partial("where is", 1.0), final("where is my refund", 1.05)) == [
        "",
        "where is my refund",
    ]


def test_settled_words_stay_where_the_final_result_disagrees() -> None:
    beliefs = [partial("wear is", 1.0), partial("wear is", 1.2), final("where is it", 1.5)]
    assert settled_by(*beliefs) == ["", "wear is", "it"]


def test_a_word_put_in_before_the_settled_ones_moves_nothing() -> None:
    beliefs = [partial("is my", 1.0), partial("is my", 1.2), partial("where is my refund", 1.3)]
    assert settled_by(*beliefs, final("where is my refund", 1.5)) == ["", "is my", "", "refund"]


def test_a_word_taken_out_before_the_settled_ones_moves_nothing() -> None:
    beliefs = [partial("oh where is my", 1.0), partial("oh where is my", 1.2)]
    assert settled_by(*beliefs, final("where is my refund", 1.5)) == [
        "",
        "oh where is my",
        "refund",
    ]


def test_an_empty_partial_result_takes_back_what_waits_but_nothing_settled() -> None:
    beliefs = [partial("yes", 1.0), partial("yes no", 1.1), partial("", 1.15)]
    assert settled_by(*beliefs, partial("yes no", 1.2), partial("yes no", 1.3)) == [
        "",
        "yes",
        "",
        "",
        "no",
    ]


def test_an_empty_final_result_ends_the_utterance() -> None:
    transcript = Transcript(CUSTOMER)
    assert transcript.hear(final("", 0.5)).ended
    transcript.hear(partial("yes", 1.0))
    assert transcript.speaking
    assert transcript.hear(final("", 1.05)).words == ()
    assert not transcript.speaking


def test_an_utterance_begins_anew_after_a_final_result() -> None:
    assert settled_by(
        final("where is", 1.0), partial("where is", 2.0), partial("where is", 2.2)
    ) == [
        "where is",
        "",
        "where is",
    ]


def test_places_count_through_the_call() -> None:
    transcript = Transcript(CUSTOMER)
    assert transcript.hear(final("one two", 1.0)).first == 0
    assert transcript.hear(final("three", 2.0)).first == 2
    assert transcript.hear(final("", 3.0)).first == 3
    assert transcript.hear(final("four", 4.0)).first == 3


def test_the_final_result_corrects_estimated_times() -> None:
    transcript = Transcript(CUSTOMER, 0.1, 0.1)
    transcript.hear(final("well", 0.5, begins=0.1))
    transcript.hear(partial("where is", 1.0))
    transcript.hear(partial("where is", 1.2))
    ended = transcript.hear(final("where is my", 1.5, begins=0.6))
    assert {place: round(start, 2) for place, (start, _) in ended.corrected.items()} == {
        1: 0.6,
        2: 0.9,
    }
    assert [(word.text, round(word.start, 2)) for word in ended.words] == [("my", 1.2)]
    assert [word.text for word in ended.final] == ["where", "is", "my"]
    assert ended.misheard == frozenset()


def test_what_settled_wrongly_is_told_at_the_end() -> None:
    transcript = Transcript(CUSTOMER, 0.1, 0.1)
    transcript.hear(partial("wear is", 1.0))
    transcript.hear(partial("wear is", 1.2))
    ended = transcript.hear(final("where is it", 1.5, begins=0.5))
    assert ended.misheard == {0}
    assert [word.text for word in ended.final] == ["where", "is", "it"]


def test_words_that_come_in_a_burst_do_not_run_ahead_of_the_sound() -> None:
    transcript = Transcript(CUSTOMER, 0.1, 0.1)
    burst = " ".join(["word"] * 40)
    transcript.hear(partial(burst, 1.0))
    words = transcript.hear(partial(burst, 1.2)).words
    assert len(words) == 40
    assert max(word.end for word in words) <= 1.0


def test_an_estimate_does_not_reach_into_the_utterance_before() -> None:
    transcript = Transcript(CUSTOMER, 0.1, 0.1)
    transcript.hear(final("thanks", 2.0, begins=1.7))
    transcript.hear(partial("bye", 2.05))
    assert transcript.hear(partial("bye", 2.2)).words[0].start >= 2.0


# Properties

words = st.lists(st.sampled_from("a b c where is my refund".split()), max_size=7).map(tuple)


@st.composite
def beliefs(draw: st.DrawFn) -> list[Heard]:
    """Any sequence of partial and final results, as wild as a recogniser never is."""
    heard: list[Heard] = []
    at = 0.0
    for said, wait, last, timed in draw(
        st.lists(st.tuples(words, st.integers(0, 8), st.booleans(), st.booleans()), max_size=12)
    ):
        times = tuple((at + 0.02 * n, at + 0.02 * n + 0.02) for n in range(len(said)))
        at += 0.05 * wait + 0.02 * len(said)
        heard.append(Heard(CUSTOMER, said, at, last, times if last and timed else ()))
    return heard


@given(beliefs())
def test_settled_words_only_ever_grow(heard: list[Heard]) -> None:
    transcript = Transcript(CUSTOMER)
    count = 0
    utterance: list[Word] = []
    for belief in heard:
        settled = transcript.hear(belief)
        assert settled.first == count
        count += len(settled.words)
        utterance.extend(settled.words)
        if not belief.final:
            assert transcript.utterance == tuple(utterance)
        else:
            utterance.clear()
        assert settled.ended is belief.final


@given(beliefs())
def test_the_final_result_is_covered(heard: list[Heard]) -> None:
    """What settles at the end is the final result's own end, and all of it where nothing had."""
    transcript = Transcript(CUSTOMER)
    for belief in heard:
        before = [word.text for word in transcript.utterance]
        new = [word.text for word in transcript.hear(belief).words]
        if not belief.final:
            continue
        covered = len(belief.words) - len(new)
        assert list(belief.words[covered:]) == new
        best = min(distance(before, belief.words[:cut]) for cut in range(len(belief.words) + 1))
        assert distance(before, belief.words[:covered]) == best


def distance(one: list[str], other: tuple[str, ...]) -> int:
    if not one or not other:
        return len(one) + len(other)
    return min(
        distance(one[:-1], other) + 1,
        distance(one, other[:-1]) + 1,
        distance(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )


@given(beliefs())
def test_no_word_ends_after_it_was_heard_or_begins_after_it_ends(heard: list[Heard]) -> None:
    transcript = Transcript(CUSTOMER)
    for belief in heard:
        for word in transcript.hear(belief).words:
            assert 0 <= word.start <= word.end <= belief.at + 1e-9


@given(beliefs())
def test_corrections_and_mishearings_have_their_places(heard: list[Heard]) -> None:
    transcript = Transcript(CUSTOMER)
    began = 0
    for belief in heard:
        settled = transcript.hear(belief)
        assert all(began <= place < settled.first for place in settled.corrected)
        assert all(0 <= place < len(settled.final) for place in settled.misheard)
        if belief.final:
            began = settled.first + len(settled.words)
