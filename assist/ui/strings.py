"""Every word that the window says by itself, in one place, each through Qt's translation."""

from PySide6.QtCore import QCoreApplication

from assist.core.cards import Hearing, Kind
from assist.core.signals import Mode
from assist.core.words import Speaker
from assist.troubles import SENTENCES
from assist.ui import first_words, settings_words
from assist.ui.options import Layout, ThemeChoice

CONTEXT = "overlay"
UNTRANSLATED = ("CONTEXT", "NAME", "SENTENCES", "UNTRANSLATED")

NAME = "Agent Assist"
USED = "Used"
NOT_NOW = "Not now"
NEVER_AGAIN = "Never show this again"
USED_TIP = "I used this"
NOT_NOW_TIP = "Not now: put this card away"
WHY = "Why?"
WHY_TIP = "Why this card shows: the words, the pattern and where it is written"
UNDO = "Undo"
UNDO_TIP = "Let this prompt show again"
RESET_POSITION = "Reset position"
CLICK_THROUGH = "Let clicks through"
SHOW_OVERLAY = "Show the overlay"
HIDE_OVERLAY = "Hide the overlay"
PAUSE = "Pause listening"
GO_ON = "Go on listening"
QUIT = "Quit Agent Assist"
LAYOUT = "Layout"
THEME = "Colours"
TEXT_SIZE = "Size of the text"
EARLIER = "Earlier cards"

LISTEN = "Start listening"
STOP_LISTENING = "Stop listening"
CALL_BOUND = "A call begins or ends here"
MODE = "Kind of calls"
PHRASEBANKS = "Phrasebanks"
OPEN_BANKS = "Open my phrasebanks' folder"
SHOW_PROBLEMS = "Show what is wrong"
NO_PROBLEMS = "Nothing is wrong with them"
PAST_CALLS = "Last calls"
PROBLEMS = "What is wrong in the phrasebanks"
NO_CALLS = "No call yet"
A_CALL = "{when}, {lasted}, {prompts} prompts"
ONE_CALL = "{when}, {lasted}, {prompts} prompt"
SETTINGS = "Settings …"
HELP = "Help"

MODES: dict[Mode, str] = {
    Mode.SERVICE: "Service",
    Mode.SALES: "Sales",
}

MUTED = "This prompt will not show again."
HEARD_AS = "Heard:"
PATTERN = "Pattern:"
SCORE = "Score: {score} of 100"
PAUSED = "Paused: nothing is heard"
BEHIND = "{seconds} s behind"
NEW_CARD = "{kind}: {show}"
CALL_OVER = "Call over, {length} minutes"
GENTLE = "A gentle call: nothing hurries"
LEAVE_GENTLE = "Like any other call"
LEAVE_GENTLE_TIP = "Prompts as in any other call, until this one ends"
PROMPTS_SHOWN = "Prompts shown: {shown}. Used: {used}."

LAYOUTS: dict[Layout, str] = {
    Layout.COMPACT: "Compact",
    Layout.CARD: "Card",
    Layout.COLUMN: "Column",
}

THEMES: dict[ThemeChoice, str] = {
    ThemeChoice.SYSTEM: "Like the system",
    ThemeChoice.LIGHT: "Light",
    ThemeChoice.DARK: "Dark",
    ThemeChoice.CONTRAST: "High contrast",
}

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

PHASES: dict[str, str] = {
    "opening": "Opening",
    "finding_out": "Finding out",
    "solving": "Solving",
    "closing": "Closing",
}

LISTENING = "Listening to both sides"
ONE_SIDE_LOST = "One side of the call is not heard"
NOT_HEARING = "Not hearing the call"
SOUND_TROUBLES = dict(enumerate(SENTENCES))
DEMONSTRATION = (
    "Demonstration model: it knows synthetic voices only. "
    "For real calls install a real one: assist models install."
)


def said(text: str) -> str:
    """The text in the agent's language."""
    return QCoreApplication.translate(CONTEXT, text)


def told(text: str, **facts: object) -> str:
    """The same, with facts put in where the text has their names in braces."""
    return said(text).format(**facts)


def phase_said(phase: str) -> str:
    """A phase that we know by its name, any other as it is."""
    return said(PHASES[phase]) if phase in PHASES else phase


def notice_said(notice: str) -> str:
    """A notice that we know, any other as it is: many hold a name or a number."""
    return said(notice) if notice in (DEMONSTRATION, *SENTENCES) else notice


def every() -> frozenset[str]:
    """All texts that a translation must have."""
    found: set[str] = set()
    for name, value in globals().items():
        if name.isupper() and name not in UNTRANSLATED:
            found.update([value] if isinstance(value, str) else value.values())
    return frozenset(found) | first_words.every() | settings_words.every()


def side_said(speaker: Speaker, hearing: Hearing) -> str:
    """For a tooltip or a screen reader: "Customer: heard"."""
    return f"{said(SIDES[speaker])}: {said(HEARINGS[hearing])}"
