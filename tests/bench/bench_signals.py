"""What is measured of recorded calls, a line every few seconds: to be read by somebody who listens.

Prints the signals, the phases and the hold-ups of talk as a live call measures them.
Run: python packaging/dev.py bench signals -- RECORDING…
"""

import sys
from pathlib import Path

from bench_coach import rulebook

from assist.core.call import Call
from assist.core.events import PhaseBegan
from assist.core.signals import Loudness, Signals
from assist.core.words import Heard, Speaker
from assist.replay import open_recording, sensed_in
from assist.speech.models import SpeechModel, find_model

_EVERY = 10.0
_HEADER = (
    "    at  phase        pace c/a     usual c/a    level c/a dB  share  turn c/a   silence  hold"
)


def row(at: float, signals: Signals) -> str:
    def told(value: float | None, digits: int = 0) -> str:
        return "-" if value is None else f"{value:.{digits}f}"

    def both(one: float | None, other: float | None, digits: int = 0) -> str:
        return f"{told(one, digits)}/{told(other, digits)}"

    s = signals
    return (
        f"{at:6.1f}  {s.phase or '-':<11}  {both(s.customer_pace, s.agent_pace):<11}  "
        f"{both(s.customer_usual, s.agent_usual):<11}  "
        f"{both(s.customer_level, s.agent_level, 1):<12}  {told(s.agent_share):<5}  "
        f"{both(s.customer_turn, s.agent_turn):<9}  {told(s.silence, 1):<7}  {told(s.hold, 1)}"
    )


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit("name recordings: bench signals -- RECORDING…")
    book, model = rulebook(), SpeechModel(find_model())
    for name in sys.argv[1:]:
        print(f"{name}\n{_HEADER}")
        _measure(Path(name), Call(book), model)


def _measure(path: Path, call: Call, model: SpeechModel) -> None:
    next_at, was = _EVERY, 0.0
    recording = open_recording([path], (Speaker.CUSTOMER, Speaker.AGENT))
    for one in sensed_in(recording, model):
        match one:
            case Heard():
                events = call.hear(one)
            case Loudness():
                events = call.loud(one)
            case at:
                events = call.tick(at)
        for event in events:
            if isinstance(event, PhaseBegan):
                print(f"{event.at:6.1f}  {event.phase}")
        over = call.signals.talk_over or 0.0
        if over >= 1.0 > was:
            who = "agent" if call.signals.agent_talk_over else "customer"
            print(f"{call.at:6.1f}  the {who} speaks into the other's words")
        was = over
        if call.at >= next_at:
            print(row(call.at, call.signals))
            next_at += _EVERY
    print(f"issue: {call.caught.get('issue', '-')}\nusual pace: {call.habit}\n")


if __name__ == "__main__":
    main()
