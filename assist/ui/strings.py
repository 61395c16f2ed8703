"""Every word that the window says by itself, in one place, each through Qt's translation."""

from PySide6.QtCore import QCoreApplication

from assist.core.cards import Hearing, Kind
from assist.core.words import Speaker

CONTEXT = "overlay"

NAME = "Agent Assist"
USED = "Used"
NOT_NOW = "Not now"
NEVER_AGAIN = "Never show this again"
USED_TIP = "I used this"
NOT_NOW_TIP = "Not now: put this card away"
RESET_POSITION = "Reset position"
SHOW_OVERLAY = "Show the overlay"
HIDE_OVERLAY = "Hide the overlay"
QUIT = "Quit Agent Assist"

KINDS: dict[Kind, str] = {
    Kind.EMPATHY: "Empathy",
    Kind.CALM: "Stay calm",
    Kind.NEXT_STEP: "Next step",
    Kind.CLARITY: "Clarity",
    Kind.CUE: "Cue",
    Kind.TONE: "Tone",
    Kind.CLOSING: "Closing",
    Kind.RAPPORT: "Rapport",
    Kind.RECOGNITION: "Recognition",
}

SIDES: dict[Speaker, str] = {
    Speaker.CUSTOMER: "Customer",
    Speaker.AGENT: "You",
}

HEARINGS: dict[Hearing, str] = {
    Hearing.WAITING: "waiting for sound",
    Hearing.HEARD: "heard",
    Hearing.QUIET: "quiet",
    Hearing.LOST: "sound lost",
}

LISTENING = "Listening to both sides"
ONE_SIDE_LOST = "One side of the call is not heard"
NOT_HEARING = "Not hearing the call"


def said(text: str) -> str:
    """The text in the agent's language."""
    return QCoreApplication.translate(CONTEXT, text)


def side_said(speaker: Speaker, hearing: Hearing) -> str:
    """For a tooltip or a screen reader: "Customer: heard"."""
    return f"{said(SIDES[speaker])}: {said(HEARINGS[hearing])}"
