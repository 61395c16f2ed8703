"""Which prompts these words would show, and why; with --explain also why not the others.

Words alone are one thing that --speaker says. Lines that begin with "customer:" or "agent:" are a
small call, each TEXT or line of standard input one turn; "[1m 30s]" before a line is its moment.
On standard input an empty line begins another call, and lines without a speaker are tried alone.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from assist.cli.options import add_json, add_phrasebanks, load_rulebook
from assist.core.advice import Match
from assist.core.events import Dropped, Event, Shown
from assist.core.examples import called_for, events_of
from assist.core.explained import Part
from assist.core.phrasebank import Prompt
from assist.core.problems import on_one_line
from assist.core.rulebook import Rulebook
from assist.core.signals import Mode, Signals
from assist.core.turns import Turn, TurnError, names_speaker, read_turns
from assist.core.weighing import Breath
from assist.core.why import Silent, last_breath, why_silent, words_of_match
from assist.core.words import Speaker
from assist.faults import Fault

_MOST_SILENT = 5


@dataclass(frozen=True, slots=True)
class _Tried:
    """A small call that was tried: what it calls for, in the order in which the agent sees it."""

    matches: tuple[Match, ...]
    shown_at: dict[str, float]
    dropped: dict[str, str]
    silent: tuple[Silent, ...] = ()
    breath: Breath | None = None
    """What the customer said last, weighed, where it is to be explained."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", metavar="TEXT", nargs="+", help="what is said; '-' reads lines")
    parser.add_argument(
        "--speaker", choices=[one.value for one in Speaker], default="customer", help="who says it"
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="also tell the prompts that came near, what kept them silent, and each word's score",
    )
    parser.add_argument(
        "--mode",
        choices=[one.value for one in Mode],
        default="service",
        help="what the call is for",
    )
    add_phrasebanks(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 whether or not a prompt shows: that none does is an answer too."""
    calls = list(_calls(arguments.words, Speaker(arguments.speaker)))
    rulebook = load_rulebook(arguments)
    signals = Signals(mode=Mode(arguments.mode))
    for number, turns in enumerate(calls):
        tried = _try(rulebook, turns, signals, arguments.explain)
        if arguments.json:
            print(json.dumps(_json(tried, arguments.explain), ensure_ascii=False))
            continue
        if len(calls) > 1:
            print("\n" * bool(number) + "> " + on_one_line(" / ".join(one.text for one in turns)))
        _tell(tried, arguments.explain, len(turns) > 1)
    return 0


# What is tried


def _calls(words: Sequence[str], speaker: Speaker) -> Iterator[list[Turn]]:
    """The small calls that were given. Raises Fault for a line that cannot be read."""
    if words == ["-"]:
        for block in "\n".join(sys.stdin.read().splitlines()).split("\n\n"):
            lines = [line for line in block.split("\n") if line.strip()]
            for text in [block] if any(map(names_speaker, lines)) else lines:
                yield _turns(text, speaker)
    elif any(map(names_speaker, words)):
        yield _turns("\n".join(words), speaker)
    else:
        yield _turns(" ".join(words), speaker)


def _turns(text: str, speaker: Speaker) -> list[Turn]:
    try:
        return read_turns(text, speaker)
    except TurnError as error:
        mend = error.mend[:1].lower() + error.mend[1:].removesuffix("?")
        raise Fault(f"line {error.row + 1} of the words", error.what, mend) from error


def _try(rulebook: Rulebook, turns: Sequence[Turn], signals: Signals, explain: bool) -> _Tried:
    called = called_for(rulebook, turns, signals)
    events = events_of(rulebook, turns, signals)
    shown = _shown(events)
    dropped = {event.prompt: event.why for event in events if isinstance(event, Dropped)}
    matches = sorted(
        called.matches,
        key=lambda one: (
            shown.get(one.prompt.id, float("inf")),
            -one.prompt.priority,
            -one.because.score,
        ),
    )
    silent: list[Silent] = []
    if explain:
        showing = frozenset(one.prompt.id for one in matches)
        silent = why_silent(rulebook, turns, signals, showing, _MOST_SILENT)
    breath = last_breath(rulebook, turns) if explain else None
    return _Tried(tuple(matches), shown, dropped, tuple(silent), breath)


def _shown(events: Sequence[Event]) -> dict[str, float]:
    """When each card first came up."""
    shown: dict[str, float] = {}
    for event in events:
        if isinstance(event, Shown):
            shown.setdefault(event.card.prompt, event.at)
    return shown


# What is told


def _tell(tried: _Tried, explain: bool, with_times: bool) -> None:
    if not tried.matches:
        print("no prompt")
    for match in tried.matches:
        prompt, because = match.prompt, match.because
        at = tried.shown_at.get(prompt.id)
        moment = f"   at {at:.1f} s" if with_times and at is not None else ""
        print(prompt.show if at is not None else f"(not seen) {prompt.show}")
        print(f"    {prompt.kind}: {prompt.id}   {prompt.source}{moment}")
        if because.words:
            met = f'"{because.words}" meets "{because.pattern}"'
            print(f"    because {met} ({because.score} of 100)")
        else:
            print(f"    because of {because.pattern}")
        if at is None:
            print(f"    called for, but {tried.dropped.get(prompt.id, 'another card was up')}")
        if explain:
            _tell_words(words_of_match(prompt, because))
    if explain:
        _tell_silent(tried.silent)
        _tell_weights(tried.breath)


def _tell_silent(silent: Sequence[Silent]) -> None:
    if not silent:
        print("\nNo other prompt comes near.")
        return
    print("\nNear, but silent:")
    for one in silent:
        print(f"  {one.prompt.id}   {one.prompt.source}")
        print(f'    nearest pattern "{on_one_line(one.pattern)}"')
        for reason in one.reasons:
            print(f"    {on_one_line(reason)}")
        _tell_words(one.words)


def _tell_weights(breath: Breath | None) -> None:
    """A line for each of the weights for which something counted in the customer's last breath."""
    weighed = [name for name in breath.scales.weights if breath.counted(name)] if breath else []
    if breath is None or not weighed:
        return
    print("\nWhat the customer said last weighs:")
    for name in sorted(weighed, key=lambda one: -(breath.points(one) or 0)):
        begins = breath.scales.weights[name].begins_at or 0
        counted = ", ".join(map(str, breath.counted(name)))
        print(f"  {breath.points(name):4} {name}: begins at {begins}, {counted}")


def _tell_words(words: Sequence[Part]) -> None:
    """A table: what the pattern wants, what was heard for it, how alike, and what that costs."""
    if not words:
        return
    wide = max(6, *(len(one.wanted or "(none)") for one in words))
    heard = max(5, *(len(one.heard or "(none)") for one in words))
    print(f"      {'wanted':<{wide}}  {'heard':<{heard}}  alike  costs")
    for one in words:
        alike = f"{one.alike:5.0%}" if one.wanted and one.heard else "     "
        wanted, said = one.wanted or "(none)", one.heard or "(none)"
        print(f"      {wanted:<{wide}}  {said:<{heard}}  {alike}  {one.cost:5.2f}")


def _json(tried: _Tried, explain: bool) -> list[dict[str, object]]:
    """The prompts that are called for, the card that shows first in front; then, where it is to be
    explained, those that stay silent.
    """
    found = [_called(match, tried, explain) for match in tried.matches]
    return found + [_kept_silent(one) for one in tried.silent]


def _called(match: Match, tried: _Tried, explain: bool) -> dict[str, object]:
    prompt, because = match.prompt, match.because
    at = tried.shown_at.get(prompt.id)
    told: dict[str, object] = {
        "prompt": prompt.id,
        "bank": prompt.bank,
        "kind": prompt.kind,
        "show": prompt.show,
        "shows": at is not None,
        "because": {
            "speaker": because.speaker,
            "words": because.words,
            "pattern": because.pattern,
            "score": because.score,
        },
        "source": prompt.source,
    }
    if at is not None:
        told["at"] = round(at, 2)
    else:
        told["why_not"] = [tried.dropped.get(prompt.id, "another card was up")]
    if explain:
        told["words"] = [asdict(one) for one in words_of_match(prompt, because)]
        told["weighs"] = _weighed(tried.breath, prompt)
    return told


def _weighed(breath: Breath | None, prompt: Prompt) -> dict[str, object] | None:
    """What the customer's last breath weighs for the prompt's kind, by the words that count."""
    points = breath.points(prompt.kind.value) if breath else None
    if breath is None or points is None:
        return None
    counted = [
        {"counts": one.told, "points": one.points, "words": one.said}
        for one in breath.counted(prompt.kind.value)
    ]
    return {"points": points, "counted": counted}


def _kept_silent(one: Silent) -> dict[str, object]:
    return {
        "prompt": one.prompt.id,
        "bank": one.prompt.bank,
        "kind": one.prompt.kind,
        "show": one.prompt.show,
        "shows": False,
        "why_not": list(one.reasons),
        "nearest": {"pattern": one.pattern, "score": one.score, "needed": one.needed},
        "source": one.prompt.source,
        "words": [asdict(fit) for fit in one.words],
    }
