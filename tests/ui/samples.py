"""Cards such as an agent would see, one of each kind, for tests and pictures of the overlay."""

from assist.core.cards import Because, Card, Hearing, Kind, Picture, Priority, Side
from assist.core.words import Speaker
from assist.ui.strings import DEMONSTRATION as DEMONSTRATION

SAYINGS: dict[Kind, tuple[str, str, str]] = {
    Kind.EMPATHY: (
        "Say what three weeks of waiting has meant for them, then own it.",
        "",
        "where is my refund i have been waiting for three weeks",
    ),
    Kind.CALM: (
        "They are upset with the situation, not with you. Breathe, slow down.",
        "Let them finish. Then one calm sentence about what you will do now.",
        "this is ridiculous you people are useless",
    ),
    Kind.NEXT_STEP: ("Tell them who does what, and by when.", "", "so what happens now"),
    Kind.CLARITY: (
        "Say it again in plain words, one step at a time.",
        "",
        "i don't understand what you mean by provisioning",
    ),
    Kind.CUE: (
        "They may leave. Ask what would make staying worth it.",
        "Two things you can offer: the smaller plan, or a pause of three months.",
        "i want to cancel my contract",
    ),
    Kind.TONE: ("You are talking faster than usual. Slower helps.", "", ""),
    Kind.CLOSING: (
        "Sum up: refund today, text tomorrow, your name if anything is missing.",
        "Then a warm goodbye.",
        "okay thank you for your help",
    ),
    Kind.RAPPORT: ("Her name is Maria. Use it once.", "", "my name is maria"),
    Kind.RECOGNITION: (
        "Accept the apology warmly; no need to go back to it.",
        "",
        "i'm sorry i shouted at you earlier",
    ),
}


def card_of(
    kind: Kind = Kind.EMPATHY,
    serial: int = 1,
    show: str | None = None,
    detail: str | None = None,
    words: str | None = None,
    priority: Priority = Priority.NORMAL,
    speaker: Speaker = Speaker.CUSTOMER,
    source: str = "phrasebanks/billing.yaml:3",
) -> Card:
    """A card of this kind that shows from 10 s to 18 s of the call."""
    sample = SAYINGS[kind]
    texts = [
        default if given is None else given
        for given, default in zip((show, detail, words), sample, strict=True)
    ]
    because = Because(speaker, texts[2], 8.9, 9.8, 96, "refund")
    return Card(
        serial, "refund", "billing", kind, priority, texts[0], texts[1], source, because, 10.0, 18.0
    )


def picture_of(
    card: Card | None = None,
    notices: tuple[str, ...] = (),
    customer: Hearing = Hearing.HEARD,
    agent: Hearing = Hearing.QUIET,
    at: float = 12.0,
) -> Picture:
    return Picture(at, card, (), Side(customer, -20.0, -12.0), Side(agent, -60.0, -48.0), notices)


EARLIER = (card_of(Kind.CALM, 3), card_of(Kind.CUE, 2), card_of(Kind.TONE, 1))
CHECKLIST = (("Sum up", True), ("Next step", True), ("Anything else?", False), ("Goodbye", False))
