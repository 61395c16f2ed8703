import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from assist.ui.text import ELLIPSIS, balanced, cut, ending, fit, plain

WIDTHS = st.integers(3, 60)
LINES = st.integers(1, 6)
SENTENCES = st.text("abcdefgh ,.'", min_size=1, max_size=300).map(plain).filter(bool)


def wide(text: str) -> float:
    """A typewriter: every letter is one unit wide."""
    return float(len(text))


def letters(text: str) -> str:
    return text.replace(" ", "")


@given(SENTENCES, WIDTHS, LINES)
def test_no_line_is_wider_than_its_place(text: str, width: int, lines: int) -> None:
    for fitting in (fit, balanced, ending):
        fitted = fitting(text, width, lines, wide)
        assert 1 <= len(fitted) <= lines
        assert all(line and wide(line) <= width for line in fitted)


@given(SENTENCES, WIDTHS, LINES)
def test_what_was_cut_says_so_and_nothing_else_is_lost(text: str, width: int, lines: int) -> None:
    for fitting in (fit, balanced):
        joined = "".join(map(letters, fitting(text, width, lines, wide)))
        if joined.endswith(ELLIPSIS):
            assert letters(text).startswith(joined.removesuffix(ELLIPSIS))
        else:
            assert joined == letters(text)


@given(st.lists(st.text("abc", min_size=1, max_size=8), min_size=1, max_size=60), LINES)
def test_a_cut_never_goes_through_a_word_that_fits_a_line(words: list[str], lines: int) -> None:
    shown = " ".join(fit(" ".join(words), 20, lines, wide)).removesuffix(ELLIPSIS)
    kept = shown.split(" ")
    assert kept == words[: len(kept)]


def test_a_word_longer_than_a_line_is_broken() -> None:
    assert fit("abcdefghij k", 4, 5, wide) == ("abcd", "efgh", "ij k")


def test_lines_are_about_equally_long() -> None:
    text = "tell them who does what and by when it is done"
    assert fit(text, 40, 4, wide)[-1] == "is done"
    assert balanced(text, 40, 4, wide) == ("tell them who does what", "and by when it is done")


def test_the_end_of_what_was_heard_counts() -> None:
    text = "hello i bought a kettle and i want to know where is my refund"
    assert ending(text, 24, 1, wide, "“…", "”") == ("“…where is my refund”",)
    assert ending("my refund", 24, 1, wide, "“…", "”") == ("“…my refund”",)


def test_a_single_word_too_wide_is_cut_inside() -> None:
    assert cut("abcdefgh", 5, wide) == "abcd…"


def test_control_and_bidirectional_characters_are_dropped() -> None:
    sly = "Pay\u202e now\u2066 \x1b[31mor\x07 else\u200b\ufeff\u00ad\x00\u2028never\ud800"
    assert plain(sly) == "Pay now [31mor else never"


def test_markup_stays_what_it_is() -> None:
    assert plain("<b>bold</b> &amp;\n\t[link](x)") == "<b>bold</b> &amp; [link](x)"


def test_marks_do_not_climb_into_the_line_above() -> None:
    assert len(plain("e" + "\u0301" * 50)) == 4


def test_scripts_that_need_joiners_keep_them() -> None:
    assert plain("می\u200cخواهم") == "می\u200cخواهم"


@given(st.text(max_size=3000))
def test_whatever_comes_in_is_one_plain_line(text: str) -> None:
    shown = plain(text)
    assert shown == " ".join(shown.split(" ")).strip()
    assert all(
        unicodedata.category(letter)[0] != "C" or letter in "\u200c\u200d" for letter in shown
    )
    assert plain(shown) == shown
