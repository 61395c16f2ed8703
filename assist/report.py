"""A report of replayed calls as one HTML page: what was said, and the cards where they came up.

The page stands alone: no script, nothing fetched. What was said is in it, so the file is for this
user alone; whatever comes from a call or a phrasebank is text and never markup.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from assist.compared import Change, Difference
from assist.core.cards import Card, Kind
from assist.core.events import Event, Shown, Utterance, Withdrawn
from assist.faults import Fault

_COLOURS = {
    Kind.EMPATHY: "#a04090",
    Kind.CALM: "#2a7f9e",
    Kind.NEXT_STEP: "#2f7d3b",
    Kind.CLARITY: "#3a5fb8",
    Kind.CUE: "#a86a00",
    Kind.TONE: "#4f6f7a",
    Kind.CLOSING: "#5a7a1c",
    Kind.RAPPORT: "#9a4a3a",
    Kind.RECOGNITION: "#6b55a8",
}
_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2.2rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: start; vertical-align: top; padding: .2rem .6rem .2rem 0; }
th { border-bottom: 1px solid #8888; font-weight: 600; }
.at { white-space: nowrap; font-variant-numeric: tabular-nums; opacity: .7; width: 4.5rem; }
.who { width: 6rem; opacity: .7; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
.card { border-inline-start: .35rem solid var(--kind); padding: .15rem .6rem; margin: .15rem 0; }
.card b { display: block; } .small { font-size: .85em; opacity: .75; }
.lost { text-decoration: line-through; }
.change { font-weight: 600; }
"""


@dataclass(frozen=True, slots=True)
class ReportedCall:
    """One call as it was followed: by name, with what differs where two versions were compared."""

    name: str
    events: tuple[Event, ...]
    differences: tuple[Difference, ...] = ()

    @property
    def lasts_for(self) -> float:
        """Seconds until the end of what was said last."""
        return max((one.end for one in self.events if isinstance(one, Utterance)), default=0.0)


def write_report(path: Path, calls: Sequence[ReportedCall], about: Sequence[str]) -> None:
    """Write the page; `about` says in plain lines what was replayed. Raises Fault."""
    try:
        path.touch(mode=0o600)
        with path.open("w", encoding="utf-8") as page:
            page.writelines(f"{line}\n" for line in _page(calls, about))
    except OSError as error:
        what = error.strerror or "it cannot be written"
        raise Fault(str(path), what, "name another file with --report") from error


def _page(calls: Sequence[ReportedCall], about: Sequence[str]) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    yield '<meta http-equiv="Content-Security-Policy" '
    yield "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<title>Replayed calls</title><style>{_STYLE}</style></head><body>"
    yield "<h1>What an agent would have seen</h1>"
    for line in about:
        yield f"<p class=small>{escape(line)}</p>"
    yield from _overview(calls)
    if any(call.differences for call in calls):
        yield from _changes(calls)
    for call in calls:
        yield from _call(call)
    yield "</body></html>"


def _overview(calls: Sequence[ReportedCall]) -> Iterator[str]:
    cards = [card for call in calls for card in _cards(call.events)]
    minutes = sum(call.lasts_for for call in calls) / 60
    each = f", one in {minutes * 60 / len(cards):.0f} seconds" if cards else ""
    yield f"<p>{_count(calls, 'call')}, {minutes:.1f} minutes, {_count(cards, 'prompt')}{each}.</p>"
    kinds = {card.prompt: card.kind for card in cards}
    rows = [
        (prompt, kinds[prompt], count, sum(_shows(call, prompt) for call in calls))
        for prompt, count in Counter(card.prompt for card in cards).most_common()
    ]
    if rows:
        yield "<table><tr><th>Prompt<th>Kind<th class=number>Shown<th class=number>In calls</tr>"
        for prompt, kind, count, among in rows:
            yield f"<tr><td>{escape(prompt)}<td>{_plain(kind)}"
            yield f"<td class=number>{count}<td class=number>{among}</tr>"
        yield "</table>"


def _shows(call: ReportedCall, prompt: str) -> bool:
    return any(card.prompt == prompt for card in _cards(call.events))


def _changes(calls: Sequence[ReportedCall]) -> Iterator[str]:
    yield "<h2>What differs</h2><table><tr><th>Prompt"
    yield "".join(f"<th class=number>{one.sign} {one.value}" for one in Change) + "</tr>"
    counts = Counter((one.card.prompt, one.change) for call in calls for one in call.differences)
    for prompt in sorted({prompt for prompt, _ in counts}):
        numbers = "".join(f"<td class=number>{counts[prompt, one] or ''}" for one in Change)
        yield f"<tr><td>{escape(prompt)}{numbers}</tr>"
    yield "</table>"


def _call(call: ReportedCall) -> Iterator[str]:
    yield f"<h2>{escape(call.name)}</h2><table>"
    changes = {id(one.now): one for one in call.differences if one.now}
    rows = [row for event in call.events if (row := _row(event, changes))]
    rows += [
        (one.at, _card_row(one.before, one))
        for one in call.differences
        if one.change is Change.LOST and one.before
    ]
    yield from (line for _, line in sorted(rows, key=lambda row: row[0]))
    yield "</table>"


def _row(event: Event, changes: dict[int, Difference]) -> tuple[float, str] | None:
    match event:
        case Utterance(_, speaker, start, _, text):
            said = f"<td class=who>{escape(speaker)}<td>{escape(text)}</tr>"
            return start, f"<tr><td class=at>{_clock(start)}{said}"
        case Shown(at, card):
            return at, _card_row(card, changes.get(id(card)))
        case Withdrawn(at, card, why):
            text = f"({escape(card.prompt)} leaves: {escape(why)})"
            return at, f"<tr><td class=at>{_clock(at)}<td><td class=small>{text}</tr>"
        case _:
            return None


def _card_row(card: Card, difference: Difference | None) -> str:
    lost = difference is not None and difference.change is Change.LOST
    because = f" because of “{escape(card.because.words)}”" if card.because.words else ""
    score = f", {card.because.score} of 100" if card.because.words else ""
    return (
        f"<tr><td class=at>{_clock(card.shown_at)}<td class='who change'>{_told(difference)}"
        f"<td><div class=card style='--kind:{_COLOURS[card.kind]}'>"
        f"<b{' class=lost' if lost else ''}>{escape(card.show)}</b>"
        f"<span class=small>{_plain(card.kind)}: {escape(card.prompt)}{because}{score}; "
        f"{escape(card.source)}</span></div></tr>"
    )


def _told(difference: Difference | None) -> str:
    if difference is None:
        return ""
    told = f"{difference.change.sign} {difference.change.value}"
    if difference.change is Change.MOVED:
        later = difference.later_by
        told += f" {abs(later):.1f} s {'later' if later > 0 else 'earlier'}"
    return told


def _cards(events: Iterable[Event]) -> list[Card]:
    return [event.card for event in events if isinstance(event, Shown)]


def _count(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _plain(kind: Kind) -> str:
    return kind.value.replace("_", " ")


def _clock(at: float) -> str:
    minutes, seconds = divmod(max(0.0, at), 60)
    return f"{int(minutes)}:{seconds:04.1f}"
