"""A call told as a timeline: what was said, and the prompts where they came up."""

import textwrap
from collections.abc import Iterable

from assist.core.cards import Kind
from assist.core.events import Event, PhaseBegan, Shown, Utterance, Withdrawn

WIDTH = 92
_COLOURS = {
    Kind.EMPATHY: 35,
    Kind.CALM: 36,
    Kind.NEXT_STEP: 32,
    Kind.CLARITY: 34,
    Kind.CUE: 33,
    Kind.TONE: 36,
    Kind.CLOSING: 32,
    Kind.RAPPORT: 35,
    Kind.RECOGNITION: 33,
}


class Timeline:
    """Turns events, as they happen, into lines of text.

    A prompt comes up while its words are still being said; it is told after them.
    """

    def __init__(self, colours: bool) -> None:
        self._colours = colours
        self._held: list[str] = []

    def lines(self, event: Event) -> list[str]:
        """The lines that can be told now."""
        told = self._lines(event)
        if isinstance(event, Utterance):
            return told + self.rest()
        self._held += told
        return []

    def rest(self) -> list[str]:
        """The lines that are still held back, when nothing more is said."""
        held, self._held = self._held, []
        return held

    def _lines(self, event: Event) -> list[str]:
        match event:
            case Utterance(speaker=speaker, start=start, text=text):
                return _said(f"{clock(start)}  {speaker:>8}  ", text)
            case Shown(at, card):
                label = self._coloured(f"▌ {card.kind.replace('_', ' ')}", card.kind)
                pad = " " * 19
                told = [f"{clock(at)}{pad[5:]}{label}  {self._bold(card.show)}"]
                if card.because.words:
                    mark = self._coloured("▌", card.kind)
                    told.append(f"{pad}{mark} because of “{card.because.words}”")
                return told
            case PhaseBegan(at, phase):
                return [f"{clock(at)}{' ' * 14}· {phase.replace('_', ' ')}"]
            case Withdrawn(at, card, why):
                return [f"{clock(at)}{' ' * 14}  ({card.prompt} leaves: {why})"]
            case _:
                return []

    def _coloured(self, text: str, kind: Kind) -> str:
        return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if self._colours else text

    def _bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self._colours else text


def summary(events: Iterable[Event], call_for: float, took: float) -> str:
    """One sentence about the whole call; both lengths are seconds."""
    cards = [event.card for event in events if isinstance(event, Shown)]
    kinds = len({card.kind for card in cards})
    return (
        f"{len(cards)} prompts of {kinds} kinds in a call of {clock(call_for).strip()} minutes, "
        f"heard and drawn in {took:.0f} seconds."
    )


def clock(at: float) -> str:
    """Minutes and seconds of call time, five characters wide: " 1:04"."""
    minutes, seconds = divmod(int(max(0.0, at)), 60)
    return f"{minutes:2d}:{seconds:02d}"


def _said(head: str, text: str) -> list[str]:
    indent = " " * len(head)
    return textwrap.wrap(text, WIDTH, initial_indent=head, subsequent_indent=indent)
