"""The last lines heard."""

from assist.core.peek import LINES, LONGEST, Peek
from assist.core.words import Heard, Speaker

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT


def test_a_line_grows_while_it_is_said() -> None:
    peek = Peek()
    peek.hear(Heard(CUSTOMER, ("where",), 1.0))
    peek.hear(Heard(CUSTOMER, ("where", "is"), 1.2))
    assert list(peek.lines) == [(CUSTOMER, "where is")]
    peek.hear(Heard(AGENT, ("one", "moment"), 1.4))
    peek.hear(Heard(CUSTOMER, ("where", "is", "it"), 1.6, final=True))
    assert list(peek.lines) == [(AGENT, "one moment"), (CUSTOMER, "where is it")]
    peek.hear(Heard(CUSTOMER, ("hello",), 3.0))
    assert [text for _, text in peek.lines] == ["one moment", "where is it", "hello"]


def test_a_belief_that_came_to_nothing_leaves() -> None:
    peek = Peek()
    peek.hear(Heard(CUSTOMER, ("the",), 1.0))
    peek.hear(Heard(CUSTOMER, (), 1.5, final=True))
    assert list(peek.lines) == []


def test_only_the_end_of_the_last_lines_is_kept() -> None:
    peek = Peek()
    for number in range(3 * LINES):
        peek.hear(Heard(AGENT, ("word",) * 100 + (str(number),), number, final=True))
    assert len(peek.lines) == LINES
    assert all(len(text) <= LONGEST for _, text in peek.lines)
    assert peek.lines[-1][1].endswith(f" {3 * LINES - 1}")


def test_nothing_is_left_of_a_call_that_is_over() -> None:
    peek = Peek()
    peek.hear(Heard(CUSTOMER, ("where", "is"), 1.2))
    peek.forget()
    assert list(peek.lines) == []
    peek.hear(Heard(CUSTOMER, ("hello",), 9.0))
    assert list(peek.lines) == [(CUSTOMER, "hello")]
