"""What the settings window says. What a setting is for stands with the setting itself."""

from assist.settings.sections import KEYS

PAGES = {
    "sound": "Sound",
    "speech": "Speech",
    "phrasebanks": "Phrasebanks",
    "calls": "Calls",
    "attention": "Attention",
    "overlay": "Overlay",
    "hotkeys": "Keys",
    "prompts": "Never again",
    "moments": "Moments",
    "program": "Program",
}

LABELS = {
    "sound.customer": "Customer",
    "sound.agent": "You",
    "speech.model": "Speech model",
    "speech.pause": "Pause after a sentence",
    "phrasebanks.paths": "More phrasebanks",
    "phrasebanks.strictness": "Strictness",
    "calls.mode": "Kind of calls",
    "calls.starts_by_itself": "Calls begin by themselves",
    "calls.ends_after": "Quiet that ends a call",
    "attention.gap": "Time between two cards",
    "attention.a_minute": "Cards in a minute",
    "overlay.layout": "Layout",
    "overlay.theme": "Colours",
    "overlay.language": "Language",
    "overlay.text_scale": "Size of the text",
    "overlay.opacity": "Solidity",
    "overlay.reduced_motion": "Less motion",
    "overlay.click_through": "Let clicks through",
    "overlay.above_full_screen": "Above full screens",
    "overlay.on_every_desktop": "On every desktop",
    "overlay.gauge": "Pace of speech",
    "overlay.transcript": "Last lines heard",
    "hotkeys.used": "Used",
    "hotkeys.not_now": "Not now",
    "hotkeys.never_again": "Never show this again",
    "hotkeys.why": "Why?",
    "hotkeys.show_hide": "Show or hide",
    "hotkeys.pause": "Pause listening",
    "hotkeys.call": "A call begins or ends here",
    "hotkeys.mode": "Service or sales",
    "prompts.never_again": "Prompts that never show",
    "moments.keep": "Keep moments of thanks",
    "moments.words": "Keep the words, too",
    "program.start_with_computer": "Start when I log in",
}

SAYS_ALL = (
    "overlay.theme",
    "overlay.language",
    "overlay.text_scale",
    *(name for name in LABELS if name.startswith("hotkeys.")),
)
"""Labels that need no further word on the screen; screen readers have it all the same."""

HIDDEN = ("program.first_start_done",)
"""The program's own notes: nothing that anybody chooses."""

LANGUAGES = {
    "system": "Like the system",
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
}

TITLE = "Settings of Agent Assist"
PAGES_NAME = "Pages"
CLOSE = "Close"
DEFAULT_DEVICE = "The default one"
NO_DEVICE = "None: leave this side out"
EMBEDDED_MODEL = "The one that ships with the program"
CHOOSE_FOLDER = "Choose a folder …"
ADD_FOLDER = "Add a folder …"
ADD_FILE = "Add a file …"
REMOVE = "Remove"
SHOW_AGAIN = "Show again"
NO_NEVER_AGAIN = "None. What you never want to see again stands here, and can be taken back."
AS_WRITTEN = "as they are written"
NO_KEY = "none"
PRESS_KEYS = "Press the keys …"
KEY_HOW = "Enter to change, Delete for none, Escape to leave it"
LOCKED = "Set by your IT department: {file}"
FOR_THIS_RUN = "Set by the command line, for this run"
SET_BY_IT = "{setting} (set by IT)"
SET_FOR_THIS_RUN = "{setting} (set for this run)"
SET_TWICE = "{keys} is set twice: choose another for one of them."


def every() -> frozenset[str]:
    """All texts that a translation must have."""
    texts = [value for name, value in globals().items() if name.isupper()]
    found = {one for one in texts if isinstance(one, str)}
    for table in (PAGES, LABELS, LANGUAGES):
        found |= set(table.values())
    return frozenset(found | {key.about for name, key in KEYS.items() if name not in HIDDEN})
