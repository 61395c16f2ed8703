"""Events as people and programs read them: one line each, in time order."""

import json
from typing import Any

from assist.core.events import (
    Answered,
    Dropped,
    Event,
    Expired,
    Shown,
    Timed,
    Utterance,
    Withdrawn,
)


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
            because = {
                "speaker": card.because.speaker,
                "words": card.because.words,
                "start": _seconds(card.because.start),
                "end": _seconds(card.because.end),
                "score": card.because.score,
            }
            return "prompt", {
                "prompt": card.prompt,
                "bank": card.bank,
                "kind": card.kind,
                "show": card.show,
                "because": because,
                "latency": _seconds(at - card.because.end),
            }
        case Utterance():
            return "heard", {
                "speaker": event.speaker,
                "start": _seconds(event.start),
                "end": _seconds(event.end),
                "text": event.text,
            }
        case Expired(_, card):
            return "expired", {"prompt": card.prompt, "bank": card.bank}
        case Withdrawn(_, card, why):
            return "withdrawn", {"prompt": card.prompt, "bank": card.bank, "why": why}
        case Answered(_, card, answer):
            return answer.value, {"prompt": card.prompt, "bank": card.bank}
        case Dropped(_, prompt, bank, why):
            return "dropped", {"prompt": prompt, "bank": bank, "why": why}
        case Timed():
            return None


def plain_line(event: Event) -> str | None:
    """One event for a person; None for what they would not care to see."""
    match event:
        case Utterance():
            return f"{_clock(event.start)}  {event.speaker:>8}  {event.text}"
        case Shown(at, card):
            words = f"“{card.because.words}” {card.because.score}"
            return f"{_clock(at)}  {'▶':>8}  {card.show}   [{card.kind}: {card.prompt}, {words}]"
        case Withdrawn(at, card, why):
            return f"{_clock(at)}  {'◁':>8}  {card.prompt} leaves: {why}"
        case _:
            return None


def _clock(at: float) -> str:
    minutes, seconds = divmod(max(0.0, at), 60)
    return f"{int(minutes):2d}:{seconds:04.1f}"


def _seconds(value: float) -> float:
    return round(value, 2)
