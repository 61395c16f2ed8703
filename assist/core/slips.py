"""What is wrong with a line that YAML cannot read, for somebody who has never heard of YAML.

YAML stops where it can go no further, which is often behind the slip and never names it. The usual
slips of a hand that writes patterns are looked for in the line itself and in the one above.
"""

import re
from dataclasses import dataclass

_DASH = re.compile(r"\s*-[^\s\-\d]")
_KEY_AND_TEXT = re.compile(r"\s*(?:- )?[a-z_]+:[^\s:/]")
_KEY = re.compile(r"\s*(?:- +)?[a-z_]+:(?:\s|$)")
_BEGINNING = re.compile(r"\s*(?:- +)*(?:[a-z_]+: +)?")
_COLON_INSIDE = "mapping values are not allowed in this context"
_MISFIT = (
    "this line does not fit under the one above",
    "Give it as many spaces at its beginning as the lines that it belongs to",
)
_OPEN_QUOTE = ("a quote is opened and not closed", "Close the quote")
_NO_COLON = ("a ':' is missing", 'Write it behind the first word, as in "show: …"')
_OPEN_LIST = (
    "what is opened here with '[' or '{' is not closed, or a ',' is missing in it",
    'Close it, or put a text that begins so in "quotes"',
)
_BEGUN_ABOVE = (_OPEN_QUOTE, _NO_COLON, _OPEN_LIST)
_PLAINLY = {
    _COLON_INSIDE: ("a ':' stands inside a text", 'Put the text in "quotes"'),
    "found unexpected end of stream": _OPEN_QUOTE,
    "could not find expected ':'": _NO_COLON,
    "did not find expected ',' or ']'": _OPEN_LIST,
    "did not find expected ',' or '}'": _OPEN_LIST,
    "did not find expected key": _MISFIT,
    "did not find expected '-' indicator": _MISFIT,
}

OPENED = frozenset(one for one, told in _PLAINLY.items() if told in _BEGUN_ABOVE)
"""Problems that YAML meets far behind the line in which they begin."""


@dataclass(frozen=True, slots=True)
class Slip:
    """In which line (from 0), what is wrong, and the mend."""

    line: int
    what: str
    mend: str


def slip_at(lines: list[str], line: int, column: int, problem: str) -> Slip:
    """The slip behind YAML's `problem`, which it met at this line and column, both from 0."""
    line = min(line, max(0, len(lines) - 1))
    above = next((row for row in range(line - 1, -1, -1) if lines[row].strip()), line)
    for row in (line, above):
        found = _missing_space(lines[row]) if row < len(lines) else None
        if found:
            return Slip(row, *found)
    told = _PLAINLY.get(problem)
    if told == _OPEN_LIST:
        return Slip(line, *told)
    if told == _MISFIT and _opens_quote(lines[above]):
        return Slip(above, *_OPEN_QUOTE)
    found = _begins_badly(lines[line]) if line < len(lines) else None
    if found:
        return Slip(line, *found)
    if problem == _COLON_INSIDE and above < line and _first_colon(lines[line], column):
        return Slip(above, *_NO_COLON)
    if told:
        return Slip(line, *told)
    what = f"YAML cannot read this line ({problem})"
    return Slip(line, what, "Compare it with the lines around it")


def _missing_space(line: str) -> tuple[str, str] | None:
    if _DASH.match(line):
        return "a space is missing behind the '-'", 'Write it as "- …"'
    if _KEY_AND_TEXT.match(line):
        return "a space is missing behind the ':'", 'Write it as "show: …"'
    return None


def _begins_badly(line: str) -> tuple[str, str] | None:
    """A tab, or a text that only quotes make one."""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return "a tab stands where spaces belong", "Indent with spaces"
    text = _text_in(line)
    if text[:1] in ("'", '"') and _goes_on_behind(text):
        mend = "Put quotes around the whole text, and use “these” within it"
        return "a text ends at its second quote, and this one goes on", mend
    if text[:1] in tuple("[{") and not text.endswith((",", "]", "}", "[", "{")):
        return _wants_quotes(text)
    return _wants_quotes(text) if text[:1] in tuple("*&!%@`|>?") else None


def _text_in(line: str) -> str:
    """What stands behind the dash or the key."""
    begun = _BEGINNING.match(line)
    return line[begun.end() :].strip() if begun else ""


def _opens_quote(line: str) -> bool:
    text = _text_in(line)
    return text[:1] in ("'", '"') and text.count(text[0]) == 1


def _wants_quotes(text: str) -> tuple[str, str]:
    what = f"a text that begins with '{text[0]}' stands without quotes"
    return what, f'Put quotes around all of it, as in "{text[0]}…"'


def _goes_on_behind(text: str) -> bool:
    """Whether something stands behind the second quote that no list or field would have there."""
    second = text.find(text[0], 1)
    return second > 0 and text[second + 1 :].lstrip()[:1] not in ("", ",", "]", "}", ":", "#")


def _first_colon(line: str, column: int) -> bool:
    """Whether the ':' at this column is the one of a key that begins the line."""
    key = _KEY.match(line)
    return key is not None and ":" not in line[:column]
