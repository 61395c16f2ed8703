"""Every state that an agent can meet, to be drawn: for golden pictures and for the page of them.

`python -m tests.ui.states` draws them all anew: look at each before you keep it.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from assist.core.cards import Answer, Card, Hearing, Kind, Picture, Priority, Summary
from assist.core.words import Speaker
from assist.troubles import LET_GO
from assist.ui import fonts
from assist.ui.language import Tongue
from assist.ui.offscreen import offscreen_app, save_picture
from assist.ui.options import Language, Layout, Options, ThemeChoice
from assist.ui.overlay import Overlay
from tests.ui.samples import CHECKLIST, DEMONSTRATION, EARLIER, card_of, picture_of

GOLDEN = Path(__file__).with_name("golden")
PAGE = Path(__file__).parents[2] / "docs" / "pictures"
SCALES = (1.0, 1.5, 2.0)
THEMES = (ThemeChoice.DARK, ThemeChoice.LIGHT)
DESKTOP = QColor("#74879b")
FONT = "DejaVu Sans"
"""The golden pictures are drawn in this font, which comes with every desktop's fontconfig."""

LONG = (
    "Acknowledge the extraordinary inconvenience, apologise sincerely, "
    "then explain exactly what happens next, who does it and when they will hear from us again."
)

Pose = Callable[[Overlay], object]


@dataclass(frozen=True)
class State:
    """A picture, how the overlay is set, and what the agent did with it."""

    picture: Picture
    options: Options = field(default_factory=Options)
    pose: Pose | None = None
    language: Language = Language.ENGLISH
    is_right_to_left: bool = False


def still(card: Card) -> Card:
    """The same with so much time that its line does not move while it is drawn."""
    return replace(card, shown_at=-3e5, leaves_at=7e5)


def showing(card: Card) -> Picture:
    return picture_of(still(card))


CARD = showing(card_of(Kind.EMPATHY, 4))
CLOSING = replace(CARD, card=still(card_of(Kind.CLOSING, 4)), phase="closing", checklist=CHECKLIST)
RESTING = picture_of(None)
PEEK = (
    (Speaker.AGENT, "thank you for calling how can i help you"),
    (Speaker.CUSTOMER, LONG.lower()),
    (Speaker.AGENT, "let me look"),
)
STATES: dict[str, State] = {
    "card": State(CARD),
    "card-with-detail": State(showing(card_of(Kind.CUE))),
    "card-of-the-agents-words": State(
        showing(card_of(Kind.CALM, words="you have to calm down", speaker=Speaker.AGENT))
    ),
    "urgent": State(showing(card_of(Kind.CALM, priority=Priority.URGENT))),
    "too-long": State(showing(card_of(Kind.NEXT_STEP, show=LONG, detail=LONG, words=LONG))),
    "stack": State(replace(CARD, earlier=EARLIER)),
    "stack-unfolded": State(replace(CARD, earlier=EARLIER), pose=Overlay.toggle_stack),
    "why": State(CARD, pose=Overlay.toggle_why),
    "never-again": State(
        replace(CARD, card=None),
        pose=lambda overlay: (
            (overlay.draw(CARD), overlay.answer(Answer.NEVER_AGAIN)) and overlay.draw(RESTING)
        ),
    ),
    "closing": State(CLOSING),
    "compact": State(CARD, Options(layout=Layout.COMPACT)),
    "compact-full": State(replace(CLOSING, earlier=EARLIER), Options(layout=Layout.COMPACT)),
    "column": State(CARD, Options(layout=Layout.COLUMN)),
    "column-full": State(replace(CLOSING, earlier=EARLIER), Options(layout=Layout.COLUMN)),
    "resting": State(RESTING),
    "resting-pointed-at": State(
        replace(RESTING, earlier=EARLIER, phase="solving"),
        pose=lambda overlay: overlay._hover(True),
    ),
    "gauge": State(replace(RESTING, gauge=0.2), Options(gauge=True)),
    "gauge-pointed-at": State(
        replace(RESTING, gauge=-0.1, phase="solving"),
        Options(gauge=True),
        pose=lambda overlay: overlay._hover(True),
    ),
    "resting-closing": State(replace(RESTING, phase="closing", checklist=CHECKLIST)),
    "notice": State(picture_of(None, (DEMONSTRATION,))),
    "lost": State(picture_of(None, customer=Hearing.LOST)),
    "gentle": State(replace(CARD, gentle=True)),
    "gentle-closing": State(replace(CLOSING, gentle=True, earlier=EARLIER)),
    "gentle-pointed-at": State(
        replace(RESTING, gentle=True), pose=lambda overlay: overlay._hover(True)
    ),
    "summary": State(
        replace(RESTING, summary=Summary(372.0, shown=5, used=2, checklist=CHECKLIST))
    ),
    "peek": State(replace(CARD, peek=PEEK)),
    "peek-resting": State(replace(RESTING, peek=PEEK)),
    "paused": State(Picture(paused=True)),
    "paused-with-notice": State(Picture(paused=True, notices=(LET_GO,))),
    "behind": State(replace(RESTING, behind=3.0)),
    "contrast": State(CLOSING, Options(theme=ThemeChoice.CONTRAST)),
    "text-at-200": State(CARD, Options(text_scale=2.0)),
    "see-through": State(CARD, Options(opacity=0.6)),
    "german": State(replace(CLOSING, earlier=EARLIER), language=Language.GERMAN),
    "spanish": State(replace(CLOSING, earlier=EARLIER), language=Language.SPANISH),
    "right-to-left": State(replace(CLOSING, earlier=EARLIER), is_right_to_left=True),
}
FEW = (
    "gauge",
    "gauge-pointed-at",
    "gentle-closing",
    "gentle-pointed-at",
    "paused-with-notice",
    "peek",
    "peek-resting",
    "contrast",
    "text-at-200",
    "see-through",
    "german",
    "spanish",
    "right-to-left",
)
"""At one scale and in one theme: they show something else."""


def golden_names() -> Iterator[tuple[str, ThemeChoice, float]]:
    for name, state in STATES.items():
        if name in FEW:
            chosen = state.options.theme
            yield name, chosen if chosen is ThemeChoice.CONTRAST else ThemeChoice.DARK, 1.0
        else:
            yield from ((name, theme, scale) for theme in THEMES for scale in SCALES)


def golden_path(name: str, theme: ThemeChoice, scale: float) -> Path:
    return GOLDEN / f"{name}-{theme.value}-{scale:.0%}.png".replace("%", "")


def drawn(name: str, theme: ThemeChoice, scale: float) -> QImage:
    """The state on a plain desktop, `scale` pixels to one."""
    state = STATES[name]
    with _as_it_is(state):
        overlay = _overlay(state, theme)
        size = overlay.size()
        image = QImage(size * scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        image.fill(DESKTOP)
        overlay.render(image, QPoint(0, 0), renderFlags=QWidget.RenderFlag.DrawChildren)
        overlay.deleteLater()
    return _flat(image)


def _flat(image: QImage) -> QImage:
    """With fewer shades, so that its PNG is small."""
    # RGB32 holds four bytes to a pixel; each keeps its five highest bits.
    shades = np.frombuffer(image.constBits(), np.uint8) & 0xF8
    width, height = image.width(), image.height()
    return QImage(shades.tobytes(), width, height, QImage.Format.Format_RGB32).copy()


def _overlay(state: State, theme: ThemeChoice) -> Overlay:
    overlay = Overlay(replace(state.options, theme=theme))
    overlay.draw(state.picture)
    if state.pose is not None:
        state.pose(overlay)
    return overlay


@contextmanager
def _as_it_is(state: State) -> Iterator[None]:
    """In the state's language and direction, and in the font of the golden pictures."""
    families, fonts.FAMILIES[:] = list(fonts.FAMILIES), [FONT]
    tongue = Tongue()
    tongue.speak(state.language)
    if state.is_right_to_left:
        QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        yield
    finally:
        tongue.speak(Language.ENGLISH)
        fonts.FAMILIES[:] = families


def main() -> None:
    offscreen_app()
    GOLDEN.mkdir(exist_ok=True)
    for name, theme, scale in golden_names():
        path = str(golden_path(name, theme, scale))
        drawn(name, theme, scale).save(path, "PNG", 0)  # type: ignore[call-overload]
    for name, state in STATES.items():
        with _as_it_is(state):
            chosen = state.options.theme
            is_contrast = chosen is ThemeChoice.CONTRAST
            options = replace(state.options, theme=chosen if is_contrast else ThemeChoice.DARK)
            save_picture(state.picture, PAGE / f"overlay-{name}.png", 1.5, options, state.pose)
    light = Options(theme=ThemeChoice.LIGHT)
    save_picture(STATES["stack"].picture, PAGE / "overlay-light.png", 1.5, light)


if __name__ == "__main__":
    sys.exit(main())
