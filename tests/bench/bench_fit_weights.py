"""What do a customer's words weigh, per kind of prompt? Prints the `weights:` block of a phrasebank.

Reads labelled utterances as bench_coach does. For each kind a logistic regression with an L1 penalty
says how much likelier a coach allows such a prompt once a phrase was said: of one or two words, or of
every word that begins alike (`cancel*`). Of all phrases the most telling few are kept, fitted
anew without the others, and rounded to tenths of log odds. The same files give the same block.
Run: python packaging/dev.py bench fit_weights -- LABELLED.jsonl …
"""

import json
import re
import sys
import textwrap
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from assist.core.fold import fold, number_words

KEPT = 900
"""So many weights in all: twice as many win nothing, two thirds of them lose half a hundredth of recall."""
_RARE = 5
_SWEEPS = 400
_STILL = 0.005
_TENTHS = 10
_ENDINGS = "s es ed d er ers ing ings ly edly ingly ment ments ation ations ion ions".split()
_SHORTEST_HEAD = 4
_NAMED = re.compile(r"\[\w+\]")


@dataclass(frozen=True)
class Fit:
    """How hard a kind's weights are pressed to nothing, and the sum under which its prompts wait."""

    penalty: float
    holds_back: int


FITS = {
    "empathy": Fit(1.7, -12),
    "next_step": Fit(2.5, -25),
    "calm": Fit(2.0, -25),
    "recognition": Fit(2.0, -30),
}
"""For the other kinds weights won next to nothing on new words, or held back (cues) what was due."""

# They tell how long somebody talks and in what style, not what they want: they count in pairs only.
PLAIN = frozenset(
    "a am an and as at be by for i in is it of on or so that the this to with".split()
)

# What is written and never said, names of companies and places, numbers and days (chance), and
# swearing (prompts of its own look after that).
NEVER = frozenset(
    """
    aa advize agt airways america american americanairlines asap ass atl atlanta aus austin auto avgeek
    badcustomerservice badservice battles bc bday bdl bestairline bestairlines biz bna bos boston bs
    btw buf buffalo bwi california cancun cc charlotte chicago cleveland clt cmh co com conf cont crap cs
    cust customerservice cx dal dallas damn dc dca delta den denver dept dfw diego diff dividend dm dmed
    dms dragons dulles dumb destinationdragons epicfail etc ewr fa faa fb fleek fleets flightation
    flightations flightd flighted flightlation flightlations flightled flightling flightr fll florida flt
    flts freaking fuck fucked fucking fyi gd goddamn hell houston hr hrs http https iad iah id imagine
    info intl jan jb jblu jet jetblue jfk la las lauderdale lax lga logan lol london luv manchester mco
    mdw mech mia miami mileageplus min mins miss missus mister mold mr mrs msg nashville nc newark
    neveragain nonstop nothappy notcool ny nyc omg ord orlando oscar oscars palm paris passbook phl
    philadelphia philly phoenix phx pic piss pissed pit pls plz pm portland ppl pr puerto raleigh rd rdu re
    reagan reflight rep reps res rock rsw rt san screw screwed sea seattle sfo shit shitty smh southwest
    southwestair st stupid stl suck sucked sucks svc sw swa tampa texas thankyou tho thru thx tix tmrw
    tpa tsa tweet tweets twitter ua ual uk unfriendlyskies united unitedairlines unitedsucks ur us usair
    usairways usairwaysfail usairwayssucks va vegas via virgin washington waterbury worstairlineever wtf
    xoxo ya yall yo yr yrs yyz
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december feb dollars pounds euros percent thousand
    """.split()
) | {
    word for number in (*range(10, 101), 0, *range(2, 10)) for word in number_words(number).split()
} - {"one"}

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Columns = Mapping[str, Rows]
Weights = dict[str, float]


@dataclass(frozen=True)
class Said:
    """One utterance: its folded words, and the kinds that a coach allows."""

    tokens: tuple[str, ...]
    allowed: frozenset[str]


def read(paths: Iterable[Path]) -> list[Said]:
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    return [
        Said(fold(_NAMED.sub(" ", row["text"])), frozenset((*row["required"], *row["acceptable"])))
        for row in rows
    ]


def may_weigh(token: str) -> bool:
    return token not in NEVER and (len(token) > 1 or token in PLAIN)


def heads(words: Collection[str]) -> dict[str, str]:
    """For a word the `head*` that stands for it, where all words that begin so are forms of one."""
    beginning: dict[str, set[str]] = defaultdict(set)
    for word in words:
        for cut in range(_SHORTEST_HEAD, len(word) + 1):
            beginning[word[:cut]].add(word[cut:])
    found: dict[str, str] = {}
    for head in sorted(beginning, key=lambda one: (len(one), one), reverse=True):
        rests = beginning[head]
        if len(rests) > 1 and rests & {"", "e"} and rests <= {"", "e", *_ENDINGS}:
            found |= {head + rest: f"{head}*" for rest in rests}
    return found


def phrases(tokens: Sequence[str], head_of: Mapping[str, str]) -> set[str]:
    told = [token if may_weigh(token) else "" for token in tokens]
    pairs = {
        f"{one} {two}" for one, two in pairwise(told) if one and two and not {one, two} <= PLAIN
    }
    return pairs | {head_of.get(one, one) for one in told if one and one not in PLAIN}


def columns(said: Sequence[Said]) -> dict[str, Rows]:
    """For each phrase that is not rare the utterances with it."""
    head_of = heads({token for one in said for token in one.tokens if may_weigh(token)})
    rows: dict[str, list[int]] = defaultdict(list)
    for row, one in enumerate(said):
        for phrase in phrases(one.tokens, head_of):
            rows[phrase].append(row)
    return {one: np.array(rows[one]) for one in sorted(rows) if len(rows[one]) >= _RARE}


def fit(rows_of: Columns, allowed: Floats, penalty: float) -> tuple[float, Weights]:
    """The log odds before a word is said, and the phrases' weights that are not nothing.

    One weight after the other goes to the lowest point of a parabola that lies above the loss, so
    no step leads uphill. After each round over all, five go over those only that are in play.
    """
    start, weights, margin = 0.0, dict.fromkeys(rows_of, 0.0), np.zeros(len(allowed))

    def wrong(rows: Rows | slice) -> float:
        return float((1 / (1 + np.exp(-margin[rows])) - allowed[rows]).sum())

    for sweep in range(_SWEEPS):
        everything = sweep % 6 == 0
        step = -wrong(slice(None)) / (len(allowed) / 4)
        start, most = start + step, abs(step)
        margin += step
        for phrase, rows in rows_of.items():
            old = weights[phrase]
            if not (everything or old):
                continue
            curve = len(rows) / 4
            aim = old * curve - wrong(rows)
            new = float(np.sign(aim) * max(abs(aim) - penalty, 0.0) / curve)
            if new != old:
                margin[rows] += new - old
                weights[phrase], most = new, max(most, abs(new - old))
        if everything and most < _STILL:
            break
    return start, {phrase: one for phrase, one in weights.items() if one}


def fit_all(said: Sequence[Said], kept: int = KEPT) -> dict[str, tuple[int, dict[str, int]]]:
    """Per kind the points before a word is said, and the points of the phrases kept."""
    every = columns(said)
    allowed = {kind: np.array([float(kind in one.allowed) for one in said]) for kind in FITS}
    telling: dict[tuple[str, str], float] = {}
    for kind, how in FITS.items():
        for phrase, weight in fit(every, allowed[kind], how.penalty)[1].items():
            telling[kind, phrase] = abs(weight) * len(every[phrase]) ** 0.5
    best = set(sorted(telling, key=telling.__getitem__, reverse=True)[:kept])
    found = {}
    for kind, how in FITS.items():
        only = {phrase: rows for phrase, rows in every.items() if (kind, phrase) in best}
        start, weights = fit(only, allowed[kind], how.penalty)
        points = {phrase: round(weight * _TENTHS) for phrase, weight in weights.items()}
        found[kind] = round(start * _TENTHS), {one: many for one, many in points.items() if many}
    return found


def quoted(phrase: str) -> str:
    """As YAML needs it: a bare `no` or `on` would be a truth, not a word."""
    return phrase if isinstance(yaml.safe_load(phrase), str) else f'"{phrase}"'


def block(kind: str, begins_at: int, points: Mapping[str, int]) -> Iterator[str]:
    yield f"  {kind}:"
    yield f"    begins_at: {begins_at}"
    yield f"    holds_back: {FITS[kind].holds_back}"
    yield "    points:"
    for many in sorted(set(points.values()), key=lambda one: (-abs(one), -one)):
        alike = ", ".join(quoted(one) for one in sorted(points) if points[one] == many)
        yield textwrap.fill(
            f"{many}: [{alike}]",
            100,
            initial_indent=" " * 6,
            subsequent_indent=" " * 8,
            break_on_hyphens=False,
        )


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit("name the files of labelled utterances: bench fit_weights -- LABELLED.jsonl …")
    print("weights:")
    for kind, (begins_at, points) in fit_all(read(map(Path, sys.argv[1:]))).items():
        print("\n".join(block(kind, begins_at, points)))


if __name__ == "__main__":
    main()
