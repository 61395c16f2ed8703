"""The words of a phrasebank: every key, what may stand behind it, and what it means.

The reader knows the keys by these tables and the JSON Schema is made from them, so an editor
offers and refuses what the reader does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from assist.core.caller import CUSTOMER_NAME, NameUse
from assist.core.cards import Kind, Priority
from assist.core.signals import Mode, Phase


class Form(Enum):
    """What may stand behind a key."""

    TEXT = auto()
    TEXTS = auto()
    LENGTH = auto()
    SCORE = auto()
    COUNT = auto()
    FLAG = auto()
    CHOICE = auto()
    CHOICES = auto()
    LIMIT = auto()
    PATTERNS = auto()
    SAID = auto()
    GROUP = auto()
    UNLESS = auto()
    FIELDS = auto()
    LISTS = auto()
    LENGTHS = auto()
    PROMPTS = auto()
    OVERRIDES = auto()
    ITEMS = auto()
    CHECKLISTS = auto()
    POINTS = auto()
    POINTED = auto()
    WEIGHTS = auto()
    WEIGHS = auto()
    CHECKLIST_OVERRIDES = auto()


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `of` are the choices of a CHOICE, `under` the keys of FIELDS, `unit` that of a
    LIMIT; with `usual`, the limit may be so many percent over or under what is usual.
    """

    form: Form
    tells: str
    of: tuple[str, ...] = ()
    under: "Mapping[str, Key] | None" = None
    unit: str = ""
    least: int = 1
    usual: bool = False


Keys = Mapping[str, Key]

WEIGHS = "customer_weighs"
"""The condition that goes by weights."""

MOST_POINTS = 100
"""The most that a phrase may count, for or against."""

YES_OR_NO = ("true", "yes", "false", "no")
MOST = 100
"""The most that may be counted, of anything."""

PATTERN: Keys = {
    "says": Key(Form.TEXT, "What may be said."),
    "strictness": Key(Form.SCORE, "How well the words must fit this pattern, 60 to 100."),
    "deliberate": Key(Form.FLAG, "Yes, this pattern is meant to be so short."),
    "even_if_denied": Key(
        Form.FLAG, 'Meet it in a denial too: "it\'s not working" meets "it\'s working".'
    ),
}

_WITHIN = Key(Form.LENGTH, "How long ago at most, such as 30s or 2m.")

HAS_SAID: Keys = {
    "any": Key(Form.PATTERNS, "What may have been said."),
    "within": Key(
        Form.LENGTH, "How long ago at most, such as 30s. Without it, at any time in the call."
    ),
}

HAS_NOT_SAID: Keys = {
    **HAS_SAID,
    "after": Key(
        Form.LENGTH,
        "Wait this long from what stands beside it (alone: from the beginning of the call). "
        "If none of this has been said by then, the prompt shows.",
    ),
}

IN_CALL: Keys = {
    "from": Key(Form.LENGTH, "Not before the call is this old."),
    "until": Key(Form.LENGTH, "Not once the call is this old."),
}

REPEATED: Keys = {
    "times": Key(Form.COUNT, "How often it must have happened, 2 or more.", least=2),
    "within": _WITHIN,
}

SAYS: Keys = {
    "customer_says": Key(Form.PATTERNS, "The customer says one of these."),
    "agent_says": Key(Form.PATTERNS, "The agent says one of these."),
    "anyone_says": Key(Form.PATTERNS, "Either of them says one of these."),
}

_REPEATED = Key(
    Form.FIELDS,
    "What stands beside it must have been said this often: {times: 3, within: 60s}.",
    under=REPEATED,
)

THEN: Keys = {
    **SAYS,
    "repeated": _REPEATED,
    "within": Key(Form.LENGTH, "How soon after it at the latest; 10s if nothing is said."),
}

_OVER_UNDER = ("over", "under")


def _length(tells: str) -> Key:
    return Key(Form.LIMIT, tells, of=("over",), unit="s")


def _pace(whose: str) -> Key:
    tells = f"How fast {whose} speaks: over 180 wpm, or over usual by 20%."
    return Key(Form.LIMIT, tells, of=_OVER_UNDER, unit="wpm", usual=True)


def _level(whose: str) -> Key:
    tells = f"How much louder than usual {whose} speaks: over 6 dB."
    return Key(Form.LIMIT, tells, of=_OVER_UNDER, unit="dB")


def _share(whose: str) -> Key:
    tells = f"How much of all the talking {whose} has done: over 80%."
    return Key(Form.LIMIT, tells, of=_OVER_UNDER, unit="%")


LIMITS: Keys = {
    "silence": _length("Nobody has said a word for so long: over 8s."),
    "hold": _length("The customer has been on hold for so long: over 45s."),
    "detour": _length("The talk has been away from what the call is about for so long: over 1m."),
    "talk_over": _length("Both have been speaking at once for so long: over 2s."),
    "customer_talk_over": _length(
        "The customer has been speaking into the agent's words: over 2s."
    ),
    "agent_talk_over": _length("The agent has been speaking into the customer's words: over 2s."),
    "customer_turn": _length("The customer has had the word for so long: over 1m."),
    "agent_turn": _length("The agent has had the word for so long: over 1m."),
    "customer_share": _share("the customer"),
    "agent_share": _share("the agent"),
    "customer_pace": _pace("the customer"),
    "agent_pace": _pace("the agent"),
    "customer_level": _level("the customer"),
    "agent_level": _level("the agent"),
}

CONDITIONS: Keys = {
    **SAYS,
    "customer_has_said": Key(
        Form.SAID, "The customer has said one of these in this call.", under=HAS_SAID
    ),
    "customer_has_not_said": Key(
        Form.SAID, "The customer has said none of these in this call.", under=HAS_NOT_SAID
    ),
    "agent_has_said": Key(
        Form.SAID, "The agent has said one of these in this call.", under=HAS_SAID
    ),
    "agent_has_not_said": Key(
        Form.SAID, "The agent has said none of these in this call.", under=HAS_NOT_SAID
    ),
    "repeated": _REPEATED,
    "then": Key(
        Form.FIELDS,
        "What must follow on what stands beside it: {agent_says: …, within: 10s}.",
        under=THEN,
    ),
    **LIMITS,
    "phase": Key(
        Form.CHOICES,
        "How far the call has come. Where nothing else could, coming into it makes the prompt show.",
        of=tuple(Phase),
    ),
    WEIGHS: Key(
        Form.WEIGHS,
        "What the customer says in one breath weighs so much: {empathy: over 15}. "
        "What words count is said under weights.",
    ),
    CUSTOMER_NAME: Key(
        Form.CHOICES,
        "Whether the customer has given their name, and the agent used it. "
        "Where nothing else could, its coming to be so makes the prompt show.",
        of=tuple(NameUse),
    ),
    "mode": Key(Form.CHOICES, "What the call is for.", of=tuple(Mode)),
    "in_call": Key(Form.FIELDS, "How old the call is: {from: 1m, until: 10m}.", under=IN_CALL),
    "all_of": Key(Form.GROUP, "All of these conditions hold."),
    "any_of": Key(Form.GROUP, "At least one of these conditions holds."),
    "none_of": Key(Form.GROUP, "None of these conditions holds."),
}

EXAMPLES: Keys = {
    "shows": Key(Form.TEXTS, "The prompt must show when this is said."),
    "stays_silent": Key(Form.TEXTS, "The prompt must not show when this is said."),
}

PROMPT: Keys = {
    "id": Key(Form.TEXT, "Its name, used by nothing else: late-refund."),
    "kind": Key(Form.CHOICE, "What the prompt is for; its colour goes by it.", of=tuple(Kind)),
    "show": Key(Form.TEXT, "What the agent reads, about twelve words. {name} shows a caught word."),
    "detail": Key(Form.TEXT, "One more short sentence, smaller."),
    "priority": Key(
        Form.CHOICE,
        "Which prompt goes first. Only urgent ones come up while the agent speaks.",
        of=tuple(one.name.lower() for one in Priority),
    ),
    **CONDITIONS,
    "unless": Key(Form.UNLESS, "What keeps it away: look-alikes just said, or conditions."),
    "until_agent_says": Key(
        Form.PATTERNS, "The agent has done it: the card leaves, and stays away for 30 seconds."
    ),
    "stays_for": Key(Form.LENGTH, "How long the card stays; 8s if nothing is said."),
    "waits_for": Key(
        Form.LENGTH, "How long it may wait for the agent to pause; 2s if nothing is said."
    ),
    "again_after": Key(Form.LENGTH, "How soon it may show again; 60s if nothing is said."),
    "at_most": Key(Form.COUNT, "How often it may show in one call; 3 if nothing is said."),
    "once_per_call": Key(Form.FLAG, "Show it only once in a call."),
    "quiet_after": Key(Form.LENGTHS, "Stay silent after another prompt: {long-wait: 30s}."),
    "quiet_after_its_kind": Key(
        Form.LENGTH, "Stay silent so long after any card of the same kind."
    ),
    "strictness": Key(Form.SCORE, "How well words must fit its patterns, 60 to 100."),
    "begins": Key(
        Form.CHOICE,
        "From its words on, the call is a gentle one: no hurry, no sales, longer quiet.",
        of=("gentle",),
    ),
    "keeps_moment": Key(
        Form.FLAG, "Its words are thanks: they become a moment, kept for the agent alone."
    ),
    "hurries": Key(Form.FLAG, "It presses on: it never shows in a gentle call."),
    "spare_calm_calls": Key(Form.FLAG, "While nobody is upset, it comes seldom."),
    "heed_weights": Key(Form.FLAG, "It waits while the customer's words speak against its kind."),
    "examples": Key(Form.FIELDS, "Words that assist check tries on the prompt.", under=EXAMPLES),
}

ALSO: Keys = {key: PROMPT[key] for key in (*SAYS, "unless", "until_agent_says", "examples")}

OVERRIDE: Keys = {
    **{key: one for key, one in PROMPT.items() if key != "id"},
    "id": Key(Form.TEXT, "Which prompt of an earlier layer is changed."),
    "off": Key(Form.FLAG, "Never show this prompt."),
    "also": Key(Form.FIELDS, "What is added to its lists, which stay as they are.", under=ALSO),
}

TICKS: Keys = {
    "ticks": Key(Form.TEXTS, "The item must be ticked when this is said."),
    "stays_open": Key(Form.TEXTS, "The item must not be ticked when this is said."),
}

REMINDER: Keys = {key: one for key, one in PROMPT.items() if key not in ("id", "until_agent_says")}

ITEM: Keys = {
    "id": Key(Form.TEXT, "Its name within the checklist: next-step."),
    "show": Key(Form.TEXT, "What the agent reads, a few words."),
    **{key: PROMPT[key] for key in (*SAYS, "in_call", "phase", "mode", "unless", "strictness")},
    "reminder": Key(
        Form.FIELDS,
        "A prompt that shows while this is not done, and leaves when it is. "
        "Let it come only when the moment is about to pass.",
        under=REMINDER,
    ),
    "examples": Key(Form.FIELDS, "Words that assist check tries on the item.", under=TICKS),
}

CHECKLIST: Keys = {
    "id": Key(Form.TEXT, "Its name: closing."),
    **CONDITIONS,
    "strictness": Key(Form.SCORE, "How well words must fit its patterns, 60 to 100."),
    "items": Key(Form.ITEMS, "What is to be done, in the order in which it is listed."),
}

OFF = Key(Form.FLAG, "Leave it out.")
ITEM_OVERRIDE: Keys = {**ITEM, "off": OFF}
CHECKLIST_OVERRIDE: Keys = {**CHECKLIST, "off": OFF}

CUES: Keys = {
    "opening": Key(Form.FIELDS, "What is said when a call begins.", under=SAYS),
    "finding_out": Key(
        Form.FIELDS, "What is said while the matter is being found out.", under=SAYS
    ),
    "solving": Key(Form.FIELDS, "What is said while the matter is being solved.", under=SAYS),
    "winding_up": Key(
        Form.FIELDS,
        "What ends a call where both say it, or where nothing follows: thanks.",
        under=SAYS,
    ),
    "closing": Key(Form.FIELDS, "What is only said when a call ends: goodbye.", under=SAYS),
    "another_matter": Key(
        Form.FIELDS, "What begins another matter behind the first: one more thing.", under=SAYS
    ),
    "issue": Key(Form.FIELDS, "How a customer begins to say what the call is about.", under=SAYS),
    "hold": Key(Form.FIELDS, "What puts the customer on hold, or asks for a moment.", under=SAYS),
    "small_talk": Key(Form.FIELDS, "What is not about anything a call is for.", under=SAYS),
    "greeting": Key(Form.FIELDS, "How a calm customer begins: good morning.", under=SAYS),
}

WEIGHTS: Keys = {
    "begins_at": Key(Form.POINTS, "The points before a word is said; 0 if nothing is said."),
    "points": Key(
        Form.POINTED,
        'What words and shared lists count: {12: [lost, no reply, "{anger}"], -9: [thank*]}.',
    ),
}

CALL_SLOTS: Keys = {
    "issue": Key(Form.TEXT, "What the call is about, in the customer's first words for it."),
    CUSTOMER_NAME: Key(Form.TEXT, "The customer's name, as they have given it."),
}
"""What {…} in a text may show besides what its own patterns catch: what the call itself has caught."""

BETWEEN: Keys = {
    "after_a_hard_call": Key(
        Form.TEXTS,
        "With {day}, and {thanks} in square brackets: a customer's thanks come back.",
    ),
    "fresh_ears": Key(Form.TEXTS, "After several calls about the same, before the next."),
    "recognition": Key(Form.TEXTS, "What you want your team to hear now and then."),
}

PHRASEBANK: Keys = {
    "topic": Key(Form.TEXT, "What the prompts are about; the file's name if nothing is said."),
    "about": Key(Form.TEXT, "A note for people."),
    "language": Key(Form.TEXT, "The language of its patterns, as en or de; English if unsaid."),
    "include": Key(
        Form.TEXTS, "Files whose lists and prompts are used here too: [../company/lists.yaml]."
    ),
    "strictness": Key(Form.SCORE, "How well words must fit, 60 to 100, for the whole file."),
    "spare_calm_calls": Key(Form.FLAG, "While nobody is upset, its prompts come seldom."),
    "heed_weights": Key(
        Form.FLAG,
        "Its prompts wait while the customer's words speak against their kind.",
    ),
    "weights": Key(
        Form.WEIGHTS, "What words count for or against a kind of prompt, by the kind or any name."
    ),
    "lists": Key(Form.LISTS, "Words that patterns of this file use as {name}."),
    "shared_lists": Key(Form.LISTS, "Words that patterns of every file may use as {name}."),
    "extend_lists": Key(Form.LISTS, "What is added to a list of an earlier layer."),
    "replace_lists": Key(Form.LISTS, "What a list of an earlier layer is from here on."),
    "cues": Key(
        Form.FIELDS,
        "What tells how far a call has come, added to what other files say.",
        under=CUES,
    ),
    "prompts": Key(Form.PROMPTS, "The prompts."),
    "overrides": Key(Form.OVERRIDES, "Changes to prompts of earlier layers, by their id."),
    "between_calls": Key(
        Form.FIELDS, "Lines for the quiet after a call, one at most and mostly none.", under=BETWEEN
    ),
    "checklists": Key(Form.CHECKLISTS, "What is easily forgotten; items tick themselves."),
    "checklist_overrides": Key(
        Form.CHECKLIST_OVERRIDES, "Changes to checklists of earlier layers, by their id."
    ),
}
