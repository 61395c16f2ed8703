"""Folding: the same word, however it is written or recognised, becomes the same tokens.

What was heard and what a phrasebank wants are folded by the same rules and only then compared,
so a rule may be blunt ("promise" becomes "promize") as long as no two words of different
meaning meet in it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

FILLERS = frozenset({"ah", "eh", "er", "erm", "hm", "hmm", "huh", "mhm", "mm", "uh", "um"})

_WHOLE = {
    "ain't": "is not",
    "can't": "can not",
    "cannot": "can not",
    "cant": "can not",
    "cause": "because",
    "cos": "because",
    "cuz": "because",
    "didnt": "did not",
    "doesnt": "does not",
    "dont": "do not",
    "dunno": "do not know",
    "gimme": "give me",
    "gonna": "going to",
    "gotta": "got to",
    "im": "i am",
    "isnt": "is not",
    "its": "it is",
    "ive": "i have",
    "kinda": "kind of",
    "let's": "let us",
    "lemme": "let me",
    "ok": "okay",
    "shan't": "shall not",
    "thats": "that is",
    "wanna": "want to",
    "wasnt": "was not",
    "whats": "what is",
    "won't": "will not",
    "wont": "will not",
    "y'all": "you all",
    "yep": "yes",
    "yeah": "yes",
    "yup": "yes",
}
_ENDINGS = {
    "n't": "not",
    "'m": "am",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'d": "would",
}
_IS_AFTER = frozenset(
    "it that what where who how there here he she name when why this everything nothing".split()
)
_BRITISH = (
    (re.compile(r"is(e|ed|es|er|ing|ation|ations)$"), r"iz\1", 6),
    (re.compile(r"ys(e|ed|es|ing)$"), r"yz\1", 6),
    (re.compile(r"our(s|ed|ing|ite|able|al)?$"), r"or\1", 6),
    (re.compile(r"ll(ed|ing|er)$"), r"l\1", 8),
)
_SPELLED = {
    "centre": "center",
    "cheque": "check",
    "cheques": "checks",
    "defence": "defense",
    "fulfil": "fulfill",
    "grey": "gray",
    "licence": "license",
    "mum": "mom",
    "programme": "program",
    "theatre": "theater",
    "tyre": "tire",
}
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_TOKEN = re.compile(r"\d+|%|£|\$|€|[^\W\d_]+(?:'[^\W\d_]+)*")
_SIGNS = {"%": "percent", "£": "pounds", "$": "dollars", "€": "euros"}


def number_words(number: int) -> str:
    """The words for a whole number from 0 to 999,999, as a caller says them: 45 is "forty five"."""
    if number < 20:
        return _UNITS[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _TENS[tens] + (f" {_UNITS[rest]}" if rest else "")
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    head, rest = divmod(number, size)
    return f"{number_words(head)} {name}" + (f" {number_words(rest)}" if rest else "")


@lru_cache(maxsize=65536)
def fold(text: str) -> tuple[str, ...]:
    """The tokens of one word or a whole text, in order.

    Case, punctuation, accents on apostrophes and fillers go; contractions, digits and British
    spellings are written out: ``fold("I can't find 2 cheques")`` is
    ``("i", "can", "not", "find", "two", "checks")``. A text of fillers alone gives ``()``.
    """
    plain = text.casefold().replace("\u2019", "'").replace("\u02bc", "'")
    tokens: list[str] = []
    for token in _TOKEN.findall(plain):
        tokens.extend(_fold_token(token))
    return tuple(tokens)


@lru_cache(maxsize=65536)
def _fold_token(token: str) -> tuple[str, ...]:
    return tuple(_fold_apart(token))


def _fold_apart(token: str) -> Sequence[str]:
    if token in FILLERS:
        return []
    if token in _WHOLE:
        return _WHOLE[token].split()
    if token.isdecimal():
        return _fold_digits(token)
    if token in _SIGNS:
        return [_SIGNS[token]]
    for ending, word in _ENDINGS.items():
        if token.endswith(ending) and len(token) > len(ending):
            return [*_fold_token(token[: -len(ending)]), word]
    head, mark, tail = token.partition("'")
    if mark and tail == "s":
        return [head, "is"] if head in _IS_AFTER else _fold_token(head + "s")
    return _fold_token(token.replace("'", "")) if mark else [american(token)]


def _fold_digits(digits: str) -> list[str]:
    if len(digits) > 6 or (len(digits) > 1 and digits[0] == "0"):
        return [_UNITS[int(digit)] for digit in digits]
    return number_words(int(digits)).split()


def american(word: str) -> str:
    """The American spelling of a British one, by rule: "apologised" is "apologized"."""
    if word in _SPELLED:
        return _SPELLED[word]
    for ending, replacement, shortest in _BRITISH:
        if len(word) >= shortest:
            word = ending.sub(replacement, word)
    return word


def heads_of(head: str) -> tuple[str, ...]:
    """What the folded words begin with that begin with `head` as written.

    Spelling rules reach back into a word: "cancell" also stands for "canceled" (cancelled),
    "apologis" for "apologizing".
    """
    heads = {head}
    for ending in _WORD_ENDINGS:
        form = american(head + ending)
        if form.endswith(ending):
            heads.add(form[: -len(ending)])
    longer = {one for one in heads if any(one != two and one.startswith(two) for two in heads)}
    return tuple(sorted(heads - longer))


_WORD_ENDINGS = sorted(
    {
        whole[cut:]
        for whole in "ed es er ing ations able al ite ours".split()
        for cut in range(len(whole))
    }
)
