"""What a screen reader is told, without ever taking the keyboard."""

from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from assist.core.cards import Card, Picture, Priority
from assist.core.words import Speaker
from assist.ui import strings
from assist.ui.strings import notice_said, said, side_said, told
from assist.ui.text import plain


@dataclass(frozen=True, slots=True)
class Description:
    """The window in words; `tip` is for the pointer."""

    name: str
    description: str
    tip: str


def describe(picture: Picture, card: Card | None) -> Description:
    sides: tuple[str, ...] = (
        side_said(Speaker.CUSTOMER, picture.customer.hearing),
        side_said(Speaker.AGENT, picture.agent.hearing),
    )
    detail = (plain(card.detail),) if card and card.detail else ()
    if picture.paused:
        sides = (said(strings.PAUSED),)
    return Description(
        name=plain(card.show) if card else strings.NAME,
        description=". ".join(
            one.rstrip(".") for one in (*detail, *sides, *map(notice_said, picture.notices))
        ),
        tip="" if card else "\n".join(sides),
    )


def announce_card(window: QObject, card: Card) -> None:
    """Have a new card spoken: at the next pause, or at once if it is urgent."""
    if not QAccessible.isActive():
        return
    kind = said(strings.KINDS[card.kind])
    words = told(strings.NEW_CARD, kind=kind, show=plain(card.show))
    event = QAccessibleAnnouncementEvent(window, words)
    politeness = QAccessible.AnnouncementPoliteness
    is_urgent = card.priority is Priority.URGENT
    event.setPoliteness(politeness.Assertive if is_urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)
