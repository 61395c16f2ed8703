"""Text that fits: clean it, wrap it, and cut it at a word when there is too much of it.

Promise: no line that comes out is wider than asked (as measured by the caller), no line holds a
control or bidirectional character, and a text that was cut ends (or begins) with an ellipsis.
Nothing here knows Qt: the width of a text is a function that the caller hands in.
"""

import unicodedata
from collections.abc import Callable

Width = Callable[[str], float]
"""How wide a text is when drawn, in the caller's unit."""

ELLIPSIS = "…"
LONGEST = 2000
"""Characters that are looked at at all: more could never be shown."""
BALANCE = 40
"""Lines are as even as the width over this: finer costs time at each card and nobody sees it."""
MARKS_IN_A_ROW = 3
"""Accents on one letter. More of them would climb into the line above."""
JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiners: Persian and Indian scripts are misspelt without them."""


def plain(text: str) -> str:
    """The text as one line of visible characters, with single spaces."""
    kept: list[str] = []
    marks = 0
    for letter in text[:LONGEST]:
        category = unicodedata.category(letter)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category[0] == "Z" or letter in "\t\n\r\v\f\x85":
            kept.append(" ")
        elif (category[0] != "C" or letter in JOINERS) and marks <= MARKS_IN_A_ROW:
            kept.append(letter)
    return " ".join("".join(kept).split())


def fit(text: str, width: float, lines: int, wide: Width) -> tuple[str, ...]:
    """The text in at most that many lines, cut at a word with an ellipsis if it is too long."""
    words = _breakable(text, width, wide)
    fitted: list[str] = []
    while words and len(fitted) < lines:
        count = _words_that_fit(words, width, wide)
        fitted.append(" ".join(words[:count]))
        words = words[count:]
    if words and fitted:
        fitted[-1] = cut(f"{fitted[-1]} {words[0]}", width, wide)
    return tuple(fitted)


def balanced(text: str, width: float, lines: int, wide: Width) -> tuple[str, ...]:
    """Like `fit`, with lines of about the same length, so that no word stands alone at the end."""
    fitted = fit(text, width, lines, wide)
    if len(fitted) < 2 or fitted[-1].endswith(ELLIPSIS):
        return fitted
    low, high = width / 2, width
    while high - low > width / BALANCE:
        middle = (low + high) / 2
        narrower = fit(text, middle, len(fitted), wide)
        if _same_words(narrower, fitted):
            fitted, high = narrower, middle
        else:
            low = middle
    return fitted


def cut(text: str, width: float, wide: Width) -> str:
    """The beginning of the text that fits in one line, with an ellipsis after its last word."""
    if wide(text) <= width:
        return text
    words = text.split(" ")
    while len(words) > 1:
        words.pop()
        shorter = " ".join(words).rstrip(".,;:–—-") + ELLIPSIS
        if wide(shorter) <= width:
            return shorter
    return _cut_inside(words[0], width, wide)


def ending(
    text: str, width: float, lines: int, wide: Width, before: str = "", after: str = ""
) -> tuple[str, ...]:
    """The end of the text, as much as fits between `before` and `after`: of words heard, the
    last ones count.
    """
    words = text.split(" ")
    fitted = balanced(f"{before}{text}{after}", width, lines, wide)
    while len(words) > 1 and fitted[-1].endswith(ELLIPSIS):
        words.pop(0)
        fitted = balanced(f"{before}{' '.join(words)}{after}", width, lines, wide)
    return fitted


def _same_words(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return " ".join(one) == " ".join(other) and len(one) == len(other)


def _words_that_fit(words: list[str], width: float, wide: Width) -> int:
    count = 1
    while count < len(words) and wide(" ".join(words[: count + 1])) <= width:
        count += 1
    return count


def _breakable(text: str, width: float, wide: Width) -> list[str]:
    """Its words, with those that are wider than a line broken where the line ends."""
    words: list[str] = []
    for word in text.split(" "):
        while len(word) > 1 and wide(word) > width:
            size = _letters_that_fit(word, width, wide)
            words.append(word[:size])
            word = word[size:]
        if word:
            words.append(word)
    return words


def _letters_that_fit(word: str, width: float, wide: Width) -> int:
    size = 1
    while size < len(word) and wide(word[: size + 1]) <= width:
        size += 1
    return size


def _cut_inside(word: str, width: float, wide: Width) -> str:
    while len(word) > 1 and wide(word + ELLIPSIS) > width:
        word = word[:-1]
    return word + ELLIPSIS
