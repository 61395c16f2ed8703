"""Where calls begin and end: who talks, who is quiet, and what is said last."""

from hypothesis import given
from hypothesis import strategies as st

from assist.core.calls import Begins, Bounds, Calls, Change, Ends, held_back
from assist.core.words import Heard, Speaker

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT


class Day:
    """What is said, and where calls were found in it."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.calls = Calls(bounds or Bounds())
        self.changes: list[Change] = []

    def say(self, at: float, speaker: Speaker, words: str) -> "Day":
        """A whole utterance that begins at this moment, three words a second."""
        said = words.split()
        for count in range(1, len(said) + 1):
            heard = Heard(speaker, tuple(said[:count]), at + count / 3)
            self.changes += self.calls.hear(heard)
        times = tuple((at + n / 3, at + (n + 1) / 3) for n in range(len(said)))
        end = at + len(said) / 3 + 0.5
        self.changes += self.calls.hear(Heard(speaker, tuple(said), end, True, times))
        return self

    def sounds(self, start: float, end: float, speaker: Speaker = CUSTOMER) -> "Day":
        """Something without words, such as music."""
        for step in range(round(end - start) * 4):
            self.calls.sounds(speaker, start + step / 4)
            self.wait(start + step / 4)
        return self

    def wait(self, until: float) -> "Day":
        self.changes += self.calls.until(until)
        return self

    def begins(self) -> list[int]:
        return [round(one.at) for one in self.changes if isinstance(one, Begins)]

    def ends(self) -> list[int]:
        return [round(one.at) for one in self.changes if isinstance(one, Ends)]


def test_the_customers_words_begin_a_call() -> None:
    assert Day().say(7, CUSTOMER, "i want to cancel").begins() == [7]


def test_a_call_begins_with_the_agents_words_before_the_customers() -> None:
    day = Day().say(5, AGENT, "hello there who is it").say(8, CUSTOMER, "yes hello it is me")
    assert day.begins() == [5]


def test_a_greeting_begins_a_call_at_once() -> None:
    day = Day().say(3, AGENT, "good morning how can i help you")
    assert day.begins() == [3]


def test_a_word_from_the_line_is_no_call() -> None:
    assert not Day().say(5, CUSTOMER, "the who").wait(30).begins()


def test_a_word_with_a_colleague_is_no_call() -> None:
    day = Day().say(5, AGENT, "are you coming to lunch later").say(12, AGENT, "yes at one i think")
    assert not day.begins()


def test_what_was_said_long_before_does_not_belong_to_the_call() -> None:
    day = Day().say(5, AGENT, "are you coming to lunch later")
    assert day.say(28, CUSTOMER, "hello is somebody there").begins() == [28]


def test_a_side_that_is_recognised_late_does_not_cut_a_call() -> None:
    day = Day().wait(50).say(5, CUSTOMER, "i want to cancel it now").say(8, AGENT, "why is that")
    assert (day.begins(), day.ends()) == ([5], [])
    assert day.wait(70.1).ends() == [50]


def test_the_agent_alone_begins_a_call_only_after_long_talk() -> None:
    day = Day()
    for turn in range(9):
        day.say(5 + 4 * turn, AGENT, "and then we went on to the next one there")
    assert day.begins() == [5]


def test_without_a_customers_side_the_agents_words_are_enough() -> None:
    day = Day()
    day.calls.customer_is_heard = False
    assert day.say(5, AGENT, "yes i can see it").begins() == [5]


def test_a_line_that_rings_is_no_call() -> None:
    day = Day()
    for ring, taken_for in enumerate(("noon", "the end", "the end", "the noon")):
        day.say(5 + 3 * ring, CUSTOMER, taken_for)
    assert not day.wait(60).begins()


def test_quiet_on_both_sides_ends_a_call() -> None:
    day = Day(Bounds(ends_after=30.0)).say(5, CUSTOMER, "i want to cancel it now").wait(36.9)
    assert not day.ends()
    assert day.wait(37.6).ends() == [8]
    assert not day.calls.going_on


def test_after_a_goodbye_a_short_quiet_ends_it() -> None:
    day = Day().say(5, CUSTOMER, "i want to cancel it").say(9, AGENT, "okay goodbye")
    assert day.wait(17).ends() == [10]


def test_a_goodbye_that_is_taken_back_does_not() -> None:
    day = Day().say(5, CUSTOMER, "okay thank you goodbye")
    day.say(8, CUSTOMER, "oh no wait i have one more question").wait(30)
    assert not day.ends()


def test_a_hold_does_not_end_a_call() -> None:
    day = Day().say(5, CUSTOMER, "where is my order").say(8, AGENT, "please hold the line")
    day.wait(240)
    assert not day.ends()
    assert day.say(241, AGENT, "thank you for waiting i can see it now").begins() == [5]
    assert day.wait(300).ends() == [244]


def test_a_hold_that_never_ends_does_end() -> None:
    day = Day().say(5, CUSTOMER, "where is my order").say(8, AGENT, "please hold the line")
    assert day.wait(320).ends() == [10]


def test_music_on_the_customers_side_does_not_end_a_call() -> None:
    day = Day().say(5, CUSTOMER, "where is my order please").sounds(8, 200)
    assert not day.ends()
    assert day.wait(240).ends() == [7]


def test_a_greeting_after_a_quiet_begins_another_call() -> None:
    day = Day().say(5, CUSTOMER, "where is my order please")
    day.say(20, AGENT, "thank you for calling how can i help")
    assert (day.begins(), day.ends()) == ([5, 20], [7])


def test_what_began_by_hand_outlasts_a_quiet_and_ends_by_hand() -> None:
    day = Day()
    day.changes += day.calls.begin(3.0)
    day.say(5, AGENT, "goodbye").wait(60)
    assert (day.begins(), day.ends()) == ([3], [])
    day.changes += day.calls.end(61.0)
    assert day.ends() == [61]


def test_the_last_words_of_a_call_ended_by_hand_begin_no_other() -> None:
    day = Day().say(5, CUSTOMER, "where is my order please")
    day.changes += day.calls.end(9.0)
    assert day.say(9.5, CUSTOMER, "okay thank you bye").begins() == [5]
    assert day.say(20, CUSTOMER, "i want to cancel").begins() == [5, 20]


def test_calls_begin_by_hand_only_where_that_was_chosen() -> None:
    day = Day(Bounds(begins_by_itself=False)).say(5, CUSTOMER, "i want to cancel it today")
    assert not day.begins()
    assert len(day.calls.begin(20.0)) == 1


def test_an_end_without_a_call_is_none() -> None:
    assert Calls().end(5.0) == []


def test_of_what_was_said_before_a_call_only_the_last_is_kept() -> None:
    old, new = Heard(AGENT, ("well",), 5.0), Heard(AGENT, ("hello",), 55.0)
    assert held_back([old, new], 60.0) == [new]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Speaker)),
            st.lists(st.sampled_from("hello i am goodbye please hold the bye".split()), max_size=9),
            st.floats(0, 90),
            st.booleans(),
        ),
        max_size=40,
    )
)
def test_beginnings_and_ends_take_turns_and_time_never_goes_back(
    said: list[tuple[Speaker, list[str], float, bool]],
) -> None:
    calls, at = Calls(), 0.0
    changes: list[Change] = []
    for speaker, words, pause, final in said:
        at += pause
        changes += calls.hear(Heard(speaker, tuple(words), at, final))
    changes += calls.until(at + 1000)
    kinds = [isinstance(one, Begins) for one in changes]
    assert kinds == [place % 2 == 0 for place in range(len(kinds))]
    assert len(kinds) % 2 == 0
    moments = [one.at for one in changes]
    assert moments == sorted(moments)
