"""Cues: words that tell how far a call has come. Phrasebanks say which words; here is what they tell."""

from dataclasses import dataclass
from enum import StrEnum

from assist.core.cards import Because


class CueName(StrEnum):
    """What a cue tells. The first five are of the phases; see `assist.core.phases`."""

    OPENING = "opening"
    FINDING_OUT = "finding_out"
    SOLVING = "solving"
    WINDING_UP = "winding_up"
    CLOSING = "closing"
    ANOTHER_MATTER = "another_matter"
    ISSUE = "issue"
    HOLD = "hold"
    SMALL_TALK = "small_talk"
    GREETING = "greeting"


@dataclass(frozen=True, slots=True)
class Cued:
    """A cue was said."""

    name: CueName
    because: Because
