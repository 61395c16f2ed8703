"""All settings, by section. What nobody has chosen is as it stands here.

To add a setting, add a line. Its name, form and purpose are in docs/settings.md, too, which
`assist.settings.page` writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from assist.audio.frames import ENDS_AFTER
from assist.core.board import Attention
from assist.core.calls import Bounds
from assist.core.signals import Mode
from assist.settings.forms import Choice, Count, Keys, Length, Names, Paths, Score, Switch, Words
from assist.settings.keys import Key, key, keys_of
from assist.ui.combos import DEFAULTS, Action
from assist.ui.options import Options

DEVICE = Words('a device\'s name or a part of it ("assist devices" lists them), or ""')
MODEL = Words('a model\'s name or folder, or ""')


@dataclass(frozen=True, slots=True)
class Sound:
    """Where each side of the call is heard."""

    customer: str = key(
        DEVICE, "", "The customer: what the headset plays. Nothing chosen: the default one."
    )
    agent: str = key(DEVICE, "", "The agent: the microphone. Nothing chosen: the default one.")


@dataclass(frozen=True, slots=True)
class Speech:
    """How sound becomes words."""

    model: str = key(
        MODEL, "", "The speech model. Nothing chosen: the one that ships with the program."
    )
    pause: float = key(
        Length(0.3, 2.0), ENDS_AFTER, "How long a voice must pause until a sentence is over."
    )


@dataclass(frozen=True, slots=True)
class Phrasebanks:
    """Which prompts there are."""

    paths: tuple[Path, ...] = key(Paths(), (), "Phrasebanks on top of the installed ones.")
    strictness: int = key(
        Score(),
        0,
        "How well words must fit, instead of what the files say. Nothing chosen: as they say.",
    )


@dataclass(frozen=True, slots=True)
class Calls:
    """What the calls are, and when one begins and ends."""

    mode: Mode = key(Choice(Mode), Mode.SERVICE, "What the calls are for.")
    starts_by_itself: bool = key(Switch(), True, "A call begins when there is talk after quiet.")
    ends_after: float = key(
        Length(5.0, 600.0),
        Bounds().ends_after,
        "How long both sides must be quiet until the call is over.",
    )


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of the agent's attention the cards may take."""

    gap: float = key(
        Length(1.0, 60.0),
        Attention().gap,
        "The least time between two cards; half of it to one of another kind.",
    )
    a_minute: int = key(Count(1, 20), Attention().a_minute, "The most cards in a minute.")


@dataclass(frozen=True, slots=True)
class Hotkeys:
    """Keys that work whatever window has the keyboard."""

    used: str = key(Keys(), DEFAULTS[Action.USED], "I used this card.")
    not_now: str = key(Keys(), DEFAULTS[Action.NOT_NOW], "Put this card away.")
    never_again: str = key(Keys(), DEFAULTS[Action.NEVER_AGAIN], "Never show this prompt again.")
    why: str = key(Keys(), DEFAULTS[Action.WHY], "Why this card shows.")
    show_hide: str = key(Keys(), DEFAULTS[Action.SHOW_HIDE], "Hide the overlay, or show it.")
    pause: str = key(Keys(), DEFAULTS[Action.PAUSE], "Pause listening, or go on.")
    call: str = key(Keys(), DEFAULTS[Action.CALL], "A call begins here, or ends.")
    mode: str = key(Keys(), DEFAULTS[Action.MODE], "Change between service and sales.")


@dataclass(frozen=True, slots=True)
class Prompts:
    """What the agent has said of single prompts."""

    never_again: tuple[str, ...] = key(Names(), (), "Prompts that never show. For nobody's eyes.")


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments in which a customer thanked the agent; on this computer, for the agent alone."""

    keep: bool = key(Switch(), True, "Keeps when it was.")
    words: bool = key(Switch(), False, "Keeps the customer's words with it.")


@dataclass(frozen=True, slots=True)
class Program:
    """The program itself."""

    start_with_computer: bool = key(Switch(), False, "Starts when the agent logs in.")
    first_start_done: bool = key(Switch(), False, "The first steps have been shown.")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is chosen, as it holds now."""

    sound: Sound = field(default_factory=Sound)
    speech: Speech = field(default_factory=Speech)
    phrasebanks: Phrasebanks = field(default_factory=Phrasebanks)
    calls: Calls = field(default_factory=Calls)
    attention: Budget = field(default_factory=Budget)
    overlay: Options = field(default_factory=Options)
    hotkeys: Hotkeys = field(default_factory=Hotkeys)
    prompts: Prompts = field(default_factory=Prompts)
    moments: Moments = field(default_factory=Moments)
    program: Program = field(default_factory=Program)

    def value(self, name: str) -> object:
        """Of a setting by its full name, such as "speech.pause"."""
        section, _, one = name.partition(".")
        return getattr(getattr(self, section), one)


SECTIONS: Mapping[str, type] = {one.name: one.default_factory for one in fields(Settings)}  # type: ignore[misc]
"""Each section's dataclass, in the order in which the settings are shown."""

KEYS: Mapping[str, Key] = {
    str(one): one for name, facts in SECTIONS.items() for one in keys_of(name, facts)
}
"""Each setting by its full name."""


def settings_of(values: Mapping[str, Any]) -> Settings:
    """Settings with these values, by full name; all others are the defaults."""
    sections: dict[str, Any] = {}
    for name, facts in SECTIONS.items():
        own = {one.name: values[str(one)] for one in keys_of(name, facts) if str(one) in values}
        sections[name] = facts(**own)
    return Settings(**sections)
