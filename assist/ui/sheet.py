"""A sheet that is filled from its top downwards: text, shapes and buttons, each below the last.

Promise: no line is wider than its place, no two of them overlap, and the sheet is as high as
what was put on it. The size of text scales everything, so that at 200 % a card has the same
lines as at 100 %.
"""

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize

from assist.core.cards import Because, Card, Hearing, Picture
from assist.core.words import Speaker
from assist.ui.fonts import Letters, Text
from assist.ui.look import Control, Line, Look, Mark, Sign, Step
from assist.ui.strings import SIDES, phase_said, said
from assist.ui.text import ELLIPSIS, ending, fit, plain

STRIPE = 5.0
GLYPH, BUTTON, BOX = 18.0, 26.0, 12.0
SIDE, STATE = 13.0, 10.0
RADIUS = 14.0
LAYER = 5.0
"""How much of an earlier card looks out below the present one."""
HEARD_WORDS = 200
"""Characters of a quote that are looked at: its end is what met the pattern."""

Fitting = Callable[..., tuple[str, ...]]


class Sheet:
    """Sizes that go in are logical pixels at 100 % text size; what comes out is scaled."""

    def __init__(self, letters: Letters, width: float, left: float, right: float) -> None:
        self.letters = letters
        self.s = letters.scale
        self.width = width * self.s
        self.left, self.right = left * self.s, (width - right) * self.s
        self.y = 0.0
        self.lines: list[Line] = []
        self.steps: list[Step] = []
        self.earlier: list[Sign] = []
        self.rules: list[QRectF] = []
        self.controls: list[tuple[Control, QRect]] = []

    @property
    def room(self) -> float:
        return self.right - self.left

    def skip(self, height: float) -> None:
        self.y += height * self.s

    def rule(self) -> None:
        """A hairline, with a little air."""
        self.skip(7)
        self.rules.append(QRectF(self.left, self.y, self.room, 1))
        self.skip(7)

    def add(
        self,
        text: Text,
        fitting: Fitting,
        words: str,
        lines: int,
        left: float | None = None,
        right: float | None = None,
    ) -> None:
        """Words between `left` and `right` (scaled; the sheet's own margins unless given)."""
        x = self.left if left is None else left
        width = (self.right if right is None else right) - x
        self.set(text, fitting(words, width, lines, partial(self.letters.wide, text)), x)

    def set(self, text: Text, fitted: Sequence[str], x: float) -> None:
        leading = self.letters.leading(text)
        for words in fitted:
            middle = self.y + leading / 2
            self.lines.append(self.line(text, words, x, middle))
            self.y += leading

    def line(self, text: Text, words: str, x: float, middle: float) -> Line:
        """A line of text whose letters stand around this height."""
        half = (self.letters.ascent(text) - self.letters.descent(text)) / 2
        return Line(text, words, x, middle + half)

    def quote(self, because: Because, right: float, height: float, lines: int) -> None:
        """The end of the words heard, in the middle of at least this height (scaled)."""
        words = plain(because.words[-HEARD_WORDS:])
        wide, width = partial(self.letters.wide, Text.QUOTE), right - self.left
        fitted = ending(words, width, lines, wide, opening(because), "”") if words else ()
        top, needed = self.y, len(fitted) * self.letters.leading(Text.QUOTE)
        self.y = top + max(0.0, (height - needed) / 2)
        self.set(Text.QUOTE, fitted, self.left)
        self.y = top + max(height, needed)

    def press(self, control: Control, right: float, y: float, words: str = "") -> float:
        """A button that ends at `right`; gives back where it begins."""
        size = round(BUTTON * self.s)
        wide = ceil(self.letters.wide(Text.BUTTON, words) + 40 * self.s) if words else size
        self.controls.append((control, QRect(round(right) - wide, round(y), wide, size)))
        return float(round(right) - wide)

    def earlier_cards(self, cards: Sequence[Card], right: float | None = None) -> None:
        """One line for each."""
        for card in cards:
            box, height = 13 * self.s, 21 * self.s
            y = self.y + height / 2
            self.earlier.append(Sign(card.kind, QRectF(self.left, y - box / 2, box, box)))
            x = self.left + box + 8 * self.s
            end = self.right if right is None else right
            wide = partial(self.letters.wide, Text.EARLIER)
            shown = fit(plain(card.show), end - x, 1, wide)
            self.lines += [self.line(Text.EARLIER, words, x, y) for words in shown]
            self.y += height

    def look(self, **more: Any) -> Look:  # noqa: ANN401 - the fields of a Look
        """What is on the sheet, with whatever else the look has."""
        size = QSize(ceil(self.width), ceil(self.y))
        facts: dict[str, Any] = {
            "panel": QRectF(0, 0, size.width(), size.height()),
            "radius": RADIUS * self.s,
            "lines": (*more.pop("lines", ()), *self.lines),
            "steps": tuple(self.steps),
            "earlier": tuple(self.earlier),
            "rules": tuple(self.rules),
            "controls": tuple(self.controls),
        }
        return Look(size, scale=self.s, **(facts | more))


def marks_of(picture: Picture, right: float, middle: float, s: float) -> tuple[Mark, ...]:
    """The customer's and the agent's mark, in this order, ending at `right`."""
    step = (SIDE + 3 + STATE) * s
    sides = ((Speaker.CUSTOMER, picture.customer), (Speaker.AGENT, picture.agent))
    marks: list[Mark] = []
    for place, (speaker, side) in enumerate(sides):
        x = right - (2 - place) * step - (1 - place) * 11 * s
        whose = QRectF(x, middle - SIDE * s / 2, SIDE * s, SIDE * s)
        state = QRectF(whose.right() + 3 * s, middle - STATE * s / 2, STATE * s, STATE * s)
        marks.append(Mark(speaker, side.hearing, whose, state))
    return tuple(marks)


def are_both_heard(picture: Picture) -> bool:
    fine = (Hearing.HEARD, Hearing.QUIET)
    return picture.customer.hearing in fine and picture.agent.hearing in fine


def opening(because: Because) -> str:
    """What stands before the words heard: they are a piece of what was said."""
    quoted = f"“{ELLIPSIS}"
    if because.speaker is Speaker.CUSTOMER:
        return quoted
    return f"{said(SIDES[because.speaker])}: {quoted}"


def strip(sheet: Sheet, picture: Picture, right: float) -> None:
    """The call's phase and the closing checklist in one thin line, which ends at `right`.

    Where not all steps have room with their names, the first that is open keeps its name.
    """
    height = 20 * sheet.s
    y, x = sheet.y + height / 2, sheet.left
    sheet.y += height
    if phase := plain(phase_said(picture.phase)):
        fitted = fit(phase, (right - x) / 2.5, 1, partial(sheet.letters.wide, Text.PHASE))
        sheet.lines.append(sheet.line(Text.PHASE, fitted[0], x, y))
        x += sheet.letters.wide(Text.PHASE, fitted[0]) + 12 * sheet.s
    _steps(sheet, picture.checklist, x, right, y)


def column_of_steps(sheet: Sheet, picture: Picture) -> None:
    """The same, one below the other."""
    if phase := plain(phase_said(picture.phase)):
        sheet.add(Text.PHASE, fit, phase, 1)
        sheet.skip(3)
    for name, is_done in picture.checklist:
        height = 19 * sheet.s
        y = sheet.y + height / 2
        _step(sheet, plain(name), is_done, sheet.left, sheet.right, y)
        sheet.y += height


def _steps(
    sheet: Sheet, steps: Sequence[tuple[str, bool]], x: float, right: float, y: float
) -> None:
    names = [plain(name) for name, _ in steps]
    gap = 12 * sheet.s
    room = right - x - len(steps) * (BOX + 5) * sheet.s - gap * max(0, len(steps) - 1)
    wides = [sheet.letters.wide(Text.STEP, name) for name in names]
    is_open = next((place for place, (_, is_done) in enumerate(steps) if not is_done), -1)
    for place, (_, is_done) in enumerate(steps):
        named = sum(wides) <= room or place == is_open
        rest = (len(steps) - place - 1) * (BOX + 6) * sheet.s
        x = _step(sheet, names[place] if named else "", is_done, x, right - rest, y)
        x += gap if named else 6 * sheet.s


def _step(sheet: Sheet, name: str, is_done: bool, x: float, right: float, y: float) -> float:
    """One step from `x` on; gives back where it ends."""
    size = BOX * sheet.s
    sheet.steps.append(Step(is_done, QRectF(x, y - size / 2, size, size)))
    x += size
    start = x + 5 * sheet.s
    if not name or right - start < 20 * sheet.s:
        return x
    fitted = fit(name, right - start, 1, partial(sheet.letters.wide, Text.STEP))
    sheet.lines.append(sheet.line(Text.STEP, fitted[0], start, y))
    return start + sheet.letters.wide(Text.STEP, fitted[0])
