"""What people say where a call begins, pauses and ends: greetings, goodbyes, "please hold".

Short lists on purpose: each phrase is one that hardly means anything else, and a call is bounded
by its quiet where none of them is said. Words are as a recogniser writes them.
"""

from collections.abc import Mapping, Sequence

Phrases = Mapping[str, Sequence[tuple[str, ...]]]
"""The rest of each phrase, by its first word."""


def _phrases(*lines: str) -> Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in ", ".join(lines).split(", "):
        first, *rest = phrase.split()
        found.setdefault(first, []).append(tuple(rest))
    return found


GREETINGS = _phrases(
    "thank you for calling, thanks for calling, how can i help, how may i help, can i help you",
    "how can i assist, how may i assist, you are through to, you're through to",
    "wie kann ich ihnen helfen, was kann ich für sie tun, danke für ihren anruf",
    "en qué puedo ayudarle, en qué le puedo ayudar, gracias por llamar",
)
"""By the agent."""

GOODBYES = _phrases(
    "goodbye, good bye, bye, bye bye, have a good, have a great, have a lovely, have a nice",
    "auf wiederhören, wiederhören, auf wiedersehen, tschüss, schönen tag, schönen abend",
    "adiós, hasta luego, que tenga",
)
"""By either side."""

HOLDS = _phrases(
    "please hold, hold on, hold the line, put you on hold, place you on hold, hold for a",
    "bear with me, one moment, just a moment, a moment please, one second, just a second",
    "one minute, just a minute, a minute please",
    "einen moment, einen augenblick, bleiben sie dran",
    "un momento, un segundo, no cuelgue, espere por favor",
)
"""By either side."""


def says(words: Sequence[str], phrases: Phrases) -> bool:
    """Whether one of the phrases is among these words."""
    return any(
        tuple(words[start : start + len(rest) + 1])[1:] == rest
        for start, word in enumerate(words)
        for rest in phrases.get(word, ())
    )
