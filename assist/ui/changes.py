"""When two pictures are the same to the eye, and when two cards are the same showing of a card."""

from dataclasses import replace

from assist.core.cards import Card, Picture
from assist.ui.resting import LATE


def is_same_card(one: Card | None, other: Card | None) -> bool:
    """The same showing of the same card: serials begin anew with each call."""
    if one is None or other is None:
        return one is other
    return (one.serial, one.prompt, one.shown_at) == (other.serial, other.prompt, other.shown_at)


def visible_part(picture: Picture) -> Picture:
    """What changes the drawing; levels do not: a meter in the corner of the eye distracts."""
    return replace(
        picture,
        at=0.0,
        customer=replace(picture.customer, level=0.0, peak=0.0),
        agent=replace(picture.agent, level=0.0, peak=0.0),
        behind=float(round(picture.behind)) if picture.behind >= LATE else 0.0,
    )
