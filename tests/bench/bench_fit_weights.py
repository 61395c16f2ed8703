"""What do a customer's words weigh, per kind of prompt? Prints the `weights:` block of a phrasebank.

Reads labelled utterances as bench_coach does. For each kind a logistic regression with an L1 penalty
says how much likelier a coach wants such a prompt once a phrase was said: of one or two words, of every
word that begins alike (`cancel*`), or any of a list of words that mean much the same (`{anger}`, of
phrasebanks/thesaurus.yaml), which counts for those too that are in no labelled utterance. What a coach
merely allows counts for a quarter. The weights are rounded to tenths of log odds. The same files give
the same block.
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
from assist.core.reading import read_phrasebanks
from assist.core.weighing import LONGEST, Scales

THESAURUS = Path(__file__).parents[2] / "phrasebanks" / "thesaurus.yaml"

_ALLOWED = 0.25
"""What an utterance counts whose coach would allow such a prompt but not ask for it. With 1 as many are
found, and half as many cards again come up."""

_RARE = 5
_SWEEPS = 400
_STILL = 0.005
_TENTHS = 10
_ENDINGS = "s es ed d er ers ing ings ly edly ingly ment ments ation ations ion ions".split()
_SHORTEST_HEAD = 4
_LEAST = 3
"""Points that are worth a place in the file; those of less were a third of it, and made no difference."""

_NAMED = re.compile(r"\[\w+\]")


PENALTIES = {
    "empathy": 1.0,
    "next_step": 1.2,
    "calm": 1.2,
    "recognition": 1.0,
    "cue": 1.0,
    "rapport": 1.0,
}
"""How hard a kind's weights are pressed to nothing, as did best on utterances left out of the fit. Of the other
kinds there are too few to fit anything."""

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
    """One utterance: its folded words, and the kinds that a coach asks for and those that one allows."""

    tokens: tuple[str, ...]
    required: frozenset[str]
    acceptable: frozenset[str]

    def wants(self, kind: str) -> tuple[float, float]:
        """Whether a prompt of the kind is right, 0 or 1, and what the utterance counts for that."""
        if kind in self.required:
            return 1.0, 1.0
        return (1.0, _ALLOWED) if kind in self.acceptable else (0.0, 1.0)


def read(paths: Iterable[Path]) -> list[Said]:
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    return [
        Said(
            fold(_NAMED.sub(" ", row["text"])),
            frozenset(row["required"]),
            frozenset(row["acceptable"]),
        )
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


def thesaurus() -> Scales:
    """The lists of words that mean much the same, each as if it counted one point."""
    text = THESAURUS.read_text("utf-8")
    names = ", ".join(f'"{{{name}}}"' for name in yaml.safe_load(text)["shared_lists"])
    each = f"weights: {{all: {{points: {{1: [{names}]}}}}}}"
    phrasebanks = read_phrasebanks([("lists", text), ("all", each)])
    if phrasebanks.problems:
        sys.exit("\n".join(map(str, phrasebanks.problems)))
    return Scales(phrasebanks.banks[1].weights)


def listed(tokens: Sequence[str], lists: Scales) -> set[str]:
    """The lists of which something was said."""
    spans = (tokens[max(0, end - LONGEST) : end] for end in range(1, len(tokens) + 1))
    return {told for span in spans for _, told, _, _ in lists.counts(span)}


def phrases(tokens: Sequence[str], head_of: Mapping[str, str]) -> set[str]:
    told = [token if may_weigh(token) else "" for token in tokens]
    pairs = {
        f"{one} {two}" for one, two in pairwise(told) if one and two and not {one, two} <= PLAIN
    }
    return pairs | {head_of.get(one, one) for one in told if one and one not in PLAIN}


def columns(said: Sequence[Said]) -> dict[str, Rows]:
    """For each phrase or list that is not rare the utterances with it."""
    lists = thesaurus()
    head_of = heads({token for one in said for token in one.tokens if may_weigh(token)})
    rows: dict[str, list[int]] = defaultdict(list)
    for row, one in enumerate(said):
        for phrase in phrases(one.tokens, head_of) | listed(one.tokens, lists):
            rows[phrase].append(row)
    return {one: np.array(rows[one]) for one in sorted(rows) if len(rows[one]) >= _RARE}


def fit(rows_of: Columns, right: Floats, counts: Floats, penalty: float) -> tuple[float, Weights]:
    """The log odds before a word is said, and the phrases' weights that are not nothing.

    One weight after the other goes to the lowest point of a parabola that lies above the loss, so
    no step leads uphill. After each round over all, five go over those only that are in play.
    """
    start, weights, margin = 0.0, dict.fromkeys(rows_of, 0.0), np.zeros(len(right))
    curves = {phrase: float(counts[rows].sum()) / 4 for phrase, rows in rows_of.items()}

    def wrong(rows: Rows | slice) -> float:
        return float((counts[rows] * (1 / (1 + np.exp(-margin[rows])) - right[rows])).sum())

    for sweep in range(_SWEEPS):
        everything = sweep % 6 == 0
        step = -wrong(slice(None)) / (counts.sum() / 4)
        start, most = start + step, abs(step)
        margin += step
        for phrase, rows in rows_of.items():
            old = weights[phrase]
            if not (everything or old):
                continue
            curve = curves[phrase]
            aim = old * curve - wrong(rows)
            new = float(np.sign(aim) * max(abs(aim) - penalty, 0.0) / curve)
            if new != old:
                margin[rows] += new - old
                weights[phrase], most = new, max(most, abs(new - old))
        if everything and most < _STILL:
            break
    return start, {phrase: one for phrase, one in weights.items() if one}


def fit_all(said: Sequence[Said]) -> dict[str, tuple[int, dict[str, int]]]:
    """Per kind the points before a word is said, and those of the phrases."""
    every = columns(said)
    found = {}
    for kind, penalty in PENALTIES.items():
        right, counts = np.array([one.wants(kind) for one in said]).T
        start, weights = fit(every, right, counts, penalty)
        points = {phrase: round(weight * _TENTHS) for phrase, weight in weights.items()}
        telling = {phrase: many for phrase, many in points.items() if abs(many) >= _LEAST}
        found[kind] = round(start * _TENTHS), telling
    return found


def quoted(phrase: str) -> str:
    """As YAML needs it: a bare `no` or `on` would be a truth, not a word."""
    return phrase if isinstance(yaml.safe_load(phrase), str) else f'"{phrase}"'


def block(kind: str, begins_at: int, points: Mapping[str, int]) -> Iterator[str]:
    yield f"  {kind}:"
    yield f"    begins_at: {begins_at}"
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
