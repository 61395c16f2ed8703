"""Measures the overlay under a virtual screen: signal to painted card, and processor time at rest.

Run it with `python -m tests.ui.measure_overlay`; it prints one line for each number.
"""

from statistics import quantiles

from tests.screens import open_screen
from tests.ui.driven import Driven, driven_overlay

CARDS = 200


def main() -> None:
    with open_screen(composited=True) as screen, driven_overlay(screen) as overlay:
        overlay.say("cards", count=CARDS, every=0.02)
        overlay.until("done", "cards", within=120)
        print(latencies(overlay))
        overlay.say("processor", seconds=10)
        print(f"a card up: {overlay.until('done', 'processor')['used']:.2%} of a core")
        overlay.events.clear()
        overlay.say("rest", notices=[])
        overlay.say("processor", seconds=10)
        print(f"at rest: {overlay.until('done', 'processor')['used']:.2%} of a core")


def latencies(overlay: Driven) -> str:
    painted = {event["painted"]: event["at"] for event in overlay.told("painted")}
    took = [(painted[event["sent"]] - event["at"]) * 1000 for event in overlay.told("sent")]
    cuts = quantiles(took, n=100)
    return (
        f"worker's picture to painted card, {len(took)} cards: "
        f"p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, max {max(took):.1f} ms"
    )


if __name__ == "__main__":
    main()
