"""Events as people and programs read them: one line each, in time order."""

import json
from typing import Any

from assist.compared import Change, Difference
from assist.core.cards import Because, Card
from assist.core.events import (
    Answered,
    Dropped,
    Event,
    Expired,
    Gentle,
    Opened,
    PhaseBegan,
    Shown,
    Thanked,
    Ticked,
    Timed,
    Utterance,
    Withdrawn,
)

_TOLD = {
    Change.GAINED: "did not come up before",
    Change.LOST: "came up before",
    Change.MOVED: "came at another moment before",
    Change.REWORDED: "read differently before",
}


def json_line(call: str, event: Event) -> str | None:
    """One event as a JSON object on one line; None for those that are no event to an outsider.

    The first three keys of each are `call`, `event` and `at`, seconds of call time.
    """
    fields = _fields(event)
    if fields is None:
        return None
    name, values = fields
    line: dict[str, Any] = {"call": call, "event": name}
    if not isinstance(event, Utterance):
        line["at"] = _seconds(event.at)
    return json.dumps(line | values, ensure_ascii=False)


def _fields(event: Event) -> tuple[str, dict[str, Any]] | None:
    match event:
        case Shown(at, card):
            return "prompt", {
                "prompt": card.prompt,
                "bank": card.bank,
                "kind": card.kind,
                "show": card.show,
                "because": _because(card.because),
                "latency": _seconds(at - card.because.end),
            }
        case Utterance():
            return "heard", {
                "speaker": event.speaker,
                "start": _seconds(event.start),
                "end": _seconds(event.end),
                "text": event.text,
            }
        case Thanked(_, prompt, words):
            return "thanked", {"prompt": prompt, "words": words}
        case Gentle(_, prompt):
            return "gentle", {"gentle": bool(prompt), "prompt": prompt or None}
        case Opened(_, checklist):
            return "checklist", {"checklist": checklist, "item": None, "done": False}
        case Ticked(_, checklist, item, show, because):
            done = {"checklist": checklist, "item": item, "done": True, "show": show}
            return "checklist", {**done, "because": _because(because)}
        case Expired(_, card):
            return "expired", {"prompt": card.prompt, "bank": card.bank}
        case Withdrawn(_, card, why):
            return "withdrawn", {"prompt": card.prompt, "bank": card.bank, "why": why}
        case Answered(_, card, answer):
            return answer.value, {"prompt": card.prompt, "bank": card.bank}
        case Dropped(_, prompt, bank, why):
            return "dropped", {"prompt": prompt, "bank": bank, "why": why}
        case PhaseBegan(_, phase):
            return "phase", {"phase": phase}
        case Timed():
            return None


def _because(because: Because) -> dict[str, Any]:
    return {
        "speaker": because.speaker,
        "words": because.words,
        "start": _seconds(because.start),
        "end": _seconds(because.end),
        "score": because.score,
    }


def plain_line(event: Event) -> str | None:
    """One event for a person; None for what they would not care to see."""
    match event:
        case Utterance():
            return f"{_clock(event.start)}  {event.speaker:>8}  {event.text}"
        case Shown(at, card):
            return f"{_clock(at)}  {'▶':>8}  {card.show}   [{_why(card)}]"
        case Ticked(at, checklist, _, show, _):
            return f"{_clock(at)}  {'✓':>8}  {show}   [{checklist}]"
        case Withdrawn(at, card, why):
            return f"{_clock(at)}  {'◁':>8}  {card.prompt} leaves: {why}"
        case PhaseBegan(at, phase):
            return f"{_clock(at)}  {'·':>8}  {phase.replace('_', ' ')}"
        case _:
            return None


def difference_line(one: Difference) -> str:
    """What differs from the version before, for a person."""
    told = f"{_clock(one.at)}  {one.change.sign:>8}  {one.card.prompt} {_TOLD[one.change]}"
    if one.change is Change.MOVED:
        told += f" by {abs(one.later_by):.1f} s ({'later' if one.later_by > 0 else 'earlier'})"
    if one.change is Change.REWORDED and one.before:
        told += f": “{one.before.show}”"
    if one.change is Change.LOST:
        told += f": {one.card.show}   [{_why(one.card)}]"
    return told


def json_difference(call: str, one: Difference) -> str:
    """The same as a JSON object on one line: `gained`, `lost`, `moved` or `reworded`."""
    line: dict[str, Any] = {"call": call, "event": one.change, "at": _seconds(one.at)}
    line |= {"prompt": one.card.prompt, "bank": one.card.bank, "show": one.card.show}
    if one.before and one.now:
        line["before"] = {"at": _seconds(one.before.shown_at), "show": one.before.show}
    return json.dumps(line, ensure_ascii=False)


def _why(card: Card) -> str:
    """A card's kind, name and evidence; what no words brought up has none."""
    words = card.because.words
    return f"{card.kind}: {card.prompt}" + (f", “{words}” {card.because.score}" if words else "")


def _clock(at: float) -> str:
    minutes, seconds = divmod(max(0.0, at), 60)
    return f"{int(minutes):2d}:{seconds:04.1f}"


def _seconds(value: float) -> float:
    return round(value, 2)
