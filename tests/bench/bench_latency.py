"""From the end of a word in the sound to its card on the screen, in the running program.

The demo call is played into a virtual headset, both sides at once; `assist run` hears it, shows
its overlay on a virtual screen, and keeps in its journal how long each card took. Beside it stands
how soon a bare Vosk recogniser has the same word in its plain partial results, of the same sound in
50 ms blocks; and how soon the core has the match. A card may have to wait, for example until the
agent has finished a sentence: those that did not are counted apart.
Run: python packaging/dev.py bench latency
"""

import math
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from until_it_listens import wait_until_it_listens

from assist.audio.files import frames_of, open_call
from assist.audio.frames import Frame
from assist.banks import load_banks
from assist.core.board import Attention
from assist.core.call import Call
from assist.core.cards import Because
from assist.core.events import Event, Shown, Timed
from assist.core.rulebook import Rulebook
from assist.core.words import Speaker
from assist.demo import FIRST, demo_call
from assist.replay import replay_recording, with_true_times
from assist.speech.decoder import Decoder
from assist.speech.models import SpeechModel, find_model
from assist.speech.recogniser import Recogniser
from tests.cli.conftest import home_environment
from tests.headset import split_sides, virtual_headset
from tests.screens import open_screen

PROMISED = (0.4, 0.75)
AT_ONCE = 0.06
"""Seconds between match and card from which the card is said to have waited: one block and a bit."""


@dataclass(frozen=True)
class Delays:
    """Seconds after the end of the last word of one card's words."""

    prompt: str
    painted: float
    recogniser: float
    match: float
    waited: float


def play_live(call: Path, folder: Path) -> list[tuple[str, float]]:
    """The prompts of a live run and their latencies, in the order in which they came."""
    with virtual_headset() as headset, open_screen() as screen:
        sound = {name: headset.env[name] for name in ("PULSE_SERVER", "PULSE_COOKIE")}
        env = home_environment(folder) | sound
        env |= {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        # Nothing is measured while the steps of the first start are gone through.
        chosen = folder / "config" / "agent-assist" / "settings.toml"
        chosen.parent.mkdir(parents=True, exist_ok=True)
        chosen.write_text("[program]\nfirst_start_done = true\n", "utf-8")
        program = subprocess.Popen(
            [sys.executable, "-m", "assist", "run"], env=env, stderr=subprocess.PIPE, text=True
        )
        wait_until_it_listens(program)
        customer, agent = split_sides(call, folder)
        headset.play(customer=customer, agent=agent).wait()
        time.sleep(3.0)
        program.send_signal(signal.SIGTERM)
        program.wait(15)
    with closing(sqlite3.connect(folder / "data/agent-assist/journal.db")) as journal:
        return journal.execute(
            "SELECT prompt, latency FROM events WHERE event = 'prompt' ORDER BY at"
        ).fetchall()


def first_sights(model: SpeechModel, frames: Iterable[Frame]) -> list[tuple[float, float]]:
    """The end of each word, and how much later it is first seen in plain partial results."""
    sights: list[tuple[float, float]] = []
    seen: dict[tuple[int, str], float] = {}
    decoder: Decoder | None = None
    for frame in frames:
        decoder = decoder or Decoder(model, frame.rate)
        if decoder.feed(frame):
            said = decoder.end()
            for place, (text, (_, end)) in enumerate(zip(said.words, said.times, strict=True)):
                sights.append((end, seen.get((place, text), frame.end) - end))
            seen.clear()
            continue
        for place, text in enumerate(decoder.belief()):
            seen.setdefault((place, text), frame.end)
    return sights


def matches(
    model: SpeechModel, rulebook: Rulebook, frames: Iterable[Frame]
) -> list[tuple[str, float, float]]:
    """Each prompt, when its words ended, and when the core had the match: nothing makes it wait."""
    call = Call(rulebook, Attention(gap=0.0, urgent_gap=0.0, a_minute=1_000_000))
    recogniser = Recogniser(model, Speaker.CUSTOMER)
    events: list[Event] = []
    for frame in frames:
        for heard in recogniser.hear(frame):
            events += call.hear(heard)
        events += call.tick(frame.end)
    ends = {one.serial: one.because.end for one in events if isinstance(one, Timed)}
    return [
        (one.card.prompt, ends.get(one.card.serial, one.card.because.end), one.at)
        for one in events
        if isinstance(one, Shown)
    ]


def expected(
    model: SpeechModel, rulebook: Rulebook, call: Path
) -> list[tuple[float, Because, str]]:
    """The cards of the replayed call, when each came up and why."""
    events = with_true_times(replay_recording(open_call(call), rulebook, model))
    return [(one.at, one.card.because, one.card.prompt) for one in events if isinstance(one, Shown)]


def measure(
    model: SpeechModel,
    call: Path,
    live: Sequence[tuple[str, float]],
    customer: Sequence[Frame],
    sights: Sequence[tuple[float, float]],
) -> list[Delays]:
    """What is known of each live card that also comes up in the replay, on a customer's word."""
    rulebook = Rulebook(load_banks().banks)
    matched = matches(model, rulebook, customer)
    cards = [one for one in expected(model, rulebook, call) if one[1].speaker is Speaker.CUSTOMER]
    found: list[Delays] = []
    for prompt, painted in live:
        card = next((one for one in cards if one[2] == prompt), None)
        if card is None or painted is None:
            print(
                f"not compared: {prompt}, painted {painted} s after (no card of the customer's words)"
            )
            continue
        cards.remove(card)
        shown_at, because, _ = card
        _, own = min(sights, key=lambda one: abs(one[0] - because.end))
        same = [one for one in matched if one[0] == prompt and abs(one[1] - because.end) < 0.2]
        matched_at = same[0][2] if same else math.nan
        found.append(Delays(prompt, painted, own, matched_at - because.end, shown_at - matched_at))
    return found


def line(what: str, seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    if not ordered:
        return f"{what:44s} none"
    late = ordered[math.ceil(0.95 * len(ordered)) - 1]
    return f"{what:44s} {len(ordered):3d}   {statistics.median(ordered):.2f} s   {late:.2f} s"


def main() -> None:
    call = demo_call(FIRST)
    with tempfile.TemporaryDirectory() as folder:
        live = play_live(call, Path(folder))
    model = SpeechModel(find_model())
    customer = [one for one in frames_of(open_call(call)) if one.speaker is Speaker.CUSTOMER]
    sights = first_sights(model, customer)
    found = measure(model, call, live, customer, sights)
    print("card                      painted   recogniser   match   waited")
    for one in found:
        print(
            f"{one.prompt:24s} {one.painted:7.2f} s {one.recogniser:8.2f} s "
            f"{one.match:7.2f} s {one.waited:6.2f} s"
        )
    at_once = [one for one in found if one.waited < AT_ONCE]
    print(f"\n{'after the end of the last word':44s} cards median  95 %")
    print(line("painted, all cards", [one.painted for one in found]))
    print(line("painted, cards that did not have to wait", [one.painted for one in at_once]))
    known = [one.match for one in found if not math.isnan(one.match)]
    print(line("matched in the core", known))
    print(line("seen in the recogniser's partial results", [one.recogniser for one in found]))
    own = [delay for _, delay in sights]
    print(line("the same of every word of the customer", own))
    if at_once:
        ratio = statistics.median(one.painted for one in at_once) / statistics.median(own)
        print(f"painted at once / the recogniser's delay to any word: {ratio:.2f} in the median")
    print(f"promised: median {PROMISED[0]} s, 95 % {PROMISED[1]} s")


if __name__ == "__main__":
    main()
