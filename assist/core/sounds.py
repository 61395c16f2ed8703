"""How a word sounds, roughly: a short key in which words that are said alike look alike.

Consonants that a telephone line or a recogniser mixes up share a letter (b and p, d and t, s and
z), vowels keep only whether they are said in front ("i"), open ("a") or at the back ("o"):
"there" and "their" are both "TiR", "can sell" and "cancel" both "KaNSiL". Made for English
spelling; a word of another language gets a key that is as good as its spelling is regular.
"""

import re
from functools import lru_cache

_ODD = {
    "answer": "aNSR", "are": "aR", "because": "PiKoS", "been": "PiN", "come": "KoM",
    "does": "ToS", "done": "ToN", "eight": "aT", "enough": "iNoF", "get": "KiT", "gift": "KiFT",
    "girl": "KiRL", "give": "KiF", "hour": "oR", "hours": "oRS", "island": "iLaNT",
    "laugh": "LaF", "of": "oF", "once": "WoNS", "one": "WoN", "our": "oR", "people": "PiPL",
    "rough": "RoF", "said": "SiT", "says": "SiS", "some": "SoM", "their": "TiR", "they": "Ta",
    "though": "To", "through": "TRo", "tough": "ToF", "two": "To", "was": "WoS", "were": "WiR",
    "what": "WoT", "who": "Ho", "whom": "HoM", "whose": "HoS", "woman": "WoMaN", "women": "WiMiN",
}  # fmt: skip
"""Words whose spelling misleads."""

_SPELLINGS = (
    (r"^(?:kn|gn|pn)", "N"),
    (r"^wr|^rh", "R"),
    (r"^ps|^x", "S"),
    (r"^wh", "W"),
    (r"sch", "SK"),
    (r"tch|ch|sh|(?<=.)(?:ti|ci|ssi|si)(?=[oae])", "C"),
    (r"ph", "F"),
    (r"th", "T"),
    (r"(?:air|are|eir)(?=s?$)", "iR"),
    (r"igh", "i"),
    (r"gh(?=t|$)", ""),
    (r"gh|ck|k|c(?![eiy])", "K"),
    (r"c", "S"),
    (r"qu", "KW"),
    (r"q", "K"),
    (r"x", "KS"),
    (r"dg(?=[eiy])|(?<=.)g(?=[ey])|^g(?=e[eno]|y|in|ia)|j", "C"),
    (r"g", "K"),
    (r"mb$|mn$", "M"),
    (r"(?<=[td])ed$", "iT"),
    (r"(?<=[^aeioutd])ed$", "T"),
    (r"(?<=[^aeiou])es$", "S"),
    (r"(?<=[aeiouy].)e$|(?<=[aeiouy]..)e$", ""),
    (r"b|p", "P"),
    (r"d|t", "T"),
    (r"f|v", "F"),
    (r"s|z", "S"),
    (r"l", "L"),
    (r"m", "M"),
    (r"n", "N"),
    (r"r", "R"),
    (r"(?<![aeiou])w", "W"),
    (r"^y", "Y"),
    (r"^h|(?<=[^aeioustpcgrw])h(?=[aeiou])", "H"),
    (r"au|aw|oa|oe|oo|ou|ow|ew|ue|eu|o|u(?![iy])", "o"),
    (r"ai|ay|ei(?=gh|n)|ey|ea(?=k)|a", "a"),
    (r"ee|ea|ie|ei|ui|uy|e|i|u|y", "i"),
    (r"\w", ""),
)
_SPELLED = re.compile("|".join(f"(?P<s{n}>{spelled})" for n, (spelled, _) in enumerate(_SPELLINGS)))
_VOWELS = frozenset("aio")


@lru_cache(maxsize=65536)
def sound(token: str) -> str:
    """The key of one folded word; a word without any known letter is its own key."""
    if token in _ODD:
        return _ODD[token]
    found = (_SPELLINGS[int(match.lastgroup[1:])][1] for match in _SPELLED.finditer(token) if match.lastgroup)  # fmt: skip
    return _run_together("".join(found)) or token


@lru_cache(maxsize=65536)
def _run_together(sounds: str) -> str:
    """A sound said twice is heard once, and so are two vowels side by side."""
    out = ""
    for one in sounds:
        if not out or not (one == out[-1] or (one in _VOWELS and out[-1] in _VOWELS)):
            out += one
    return out


def joined(one: str, other: str) -> str:
    """The key of two words said in one breath, from the keys of both."""
    return _run_together(one + other)
