"""Reading one prompt from its lines: those where it stands, and those that overrides change."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from assist.core.cards import Kind, Priority
from assist.core.conditions import (
    Line,
    Lines,
    caught,
    lines_on,
    phases_start,
    read_conditions,
    read_unless,
    read_until,
    speakers_of,
    starts,
)
from assist.core.filling import without_options
from assist.core.language import ALSO, CALL_SLOTS, EXAMPLES, MOST, OVERRIDE, PROMPT, SAYS
from assist.core.page import Faulty, Page
from assist.core.patterns import names_in
from assist.core.phrasebank import (
    BOTH,
    AllOf,
    AnyOf,
    Condition,
    Done,
    Example,
    Prompt,
    Says,
    says_in,
    says_of,
)
from assist.core.problems import Severity, nearest
from assist.core.words import Speaker
from assist.core.yaml_tree import Fields, Node

_STAYS_FOR = 8.0
_AGAIN_AFTER = 60.0
_AT_MOST = 3
_MOST_WORDS = 16
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Written:
    """A prompt as it is written: in the bank of that name, on that line of that page, these lines."""

    page: Page
    bank: str
    line: int
    found: Lines
    done: str = ""
    """The item of a checklist that makes the prompt needless, if it reminds of one."""
    mistyped: bool = False
    """Whether one of its keys is none: it may be the one that was to make the prompt show."""

    @property
    def source(self) -> str:
        """Where its text is written: where it stands, or the override that changed its text."""
        show = self.found.get("show")
        changed = show is not None and show.page.file != self.page.file
        return f"{show.page.file}:{show.node.line}" if show and changed else self.stands

    @property
    def noted(self) -> int:
        """How many problems there are on the pages of its lines."""
        pages = (self.page, *(line.page for line in self.found.values()))
        return sum(len(page.problems) for page in {id(page): page for page in pages}.values())

    @property
    def stands(self) -> str:
        return f"{self.page.file}:{self.line}"


def written_prompt(page: Page, node: Node, bank: str) -> Written:
    """A prompt's lines. Raises Faulty where there are none, or one that it must have is missing."""
    noted = len(page.problems)
    found = page.fields(node, PROMPT, "a prompt")
    mistyped = len(page.problems) > noted
    missing = [key for key in ("id", "kind", "show") if key not in found]
    for key in missing:
        page.note(node.line, f'"{key}" is missing', f'Add a line "{key}: …"')
    if missing:
        raise Faulty
    return Written(page, bank, node.line, lines_on(page, found), mistyped=mistyped)


def overridden(written: Written, page: Page, node: Fields) -> Written | None:
    """The prompt with the lines of an override, which stand on `page`; None where it is off.

    Raises Faulty where the override cannot be read.
    """
    changed = page.fields(node, OVERRIDE, "an override")
    if page.flag(changed.pop("off", None)):
        return None
    more = changed.pop("also", None)
    changed.pop("id", None)
    if not changed and more is None:
        mend = 'Write the lines that differ under it, or "off: true"'
        page.note(node.line, "this override changes nothing", mend)
        raise Faulty
    found = {**written.found, **lines_on(page, changed)}
    for key, value in page.fields(more, ALSO, '"also"').items() if more else ():
        line = found.get(key)
        if line is None and key in SAYS:
            mend = f'Write "{key}:" in the override, with all that it should hold'
            page.note(value.line, f'the prompt has no line "{key}" to add to', mend)
            raise Faulty
        added = (page, value)
        found[key] = replace(line, also=(*line.also, added)) if line else Line(*added)
    return replace(written, found=found)


def read_prompt(written: Written) -> Prompt:
    """The prompt. What is wrong in it is noted on the pages of its lines, all of it."""
    found = written.found
    never: Condition = AnyOf(())
    strict = _value(
        found, "strictness", written.page.strictness, lambda at, node: at.score(node, 0)
    )
    when = _when(written, strict)
    speakers = speakers_of(when)
    kinds = [kind.value for kind in Kind]
    prompt = Prompt(
        id=_value(found, "id", "", Page.text),
        bank=written.bank,
        kind=_value(found, "kind", Kind.CUE, lambda at, node: Kind(at.choice(node, kinds, "kind"))),
        show=_value(found, "show", "", Page.text),
        detail=_value(found, "detail", "", Page.text),
        priority=_value(found, "priority", Priority.NORMAL, Page.priority),
        when=when,
        unless=_any(
            found,
            "unless",
            lambda at, node: read_unless(at, node, speakers or BOTH, strict),
            never,
        ),
        until=_until(written, strict),
        stays_for=_value(found, "stays_for", _STAYS_FOR, lambda at, node: at.length(node, 0)),
        waits_for=_value(found, "waits_for", None, lambda at, node: at.length(node, 0)),
        again_after=_value(found, "again_after", _AGAIN_AFTER, lambda at, node: at.length(node, 0)),
        at_most=_at_most(found),
        quiet_after=_value(found, "quiet_after", (), _quiet_after),
        examples=tuple(_examples(found, speakers)),
        source=written.source,
        begins_gentle=bool(
            _value(found, "begins", "", lambda at, node: at.choice(node, ("gentle",), "beginning"))
        ),
        keeps_moment=_value(found, "keeps_moment", False, Page.flag),
        hurries=_value(found, "hurries", False, Page.flag),
        spares_calm_calls=_value(
            found, "spare_calm_calls", written.page.spares_calm_calls, Page.flag
        ),
        heeds_weights=_value(found, "heed_weights", written.page.heeds_weights, Page.flag),
        quiet_after_kind=_value(
            found, "quiet_after_its_kind", 0.0, lambda at, node: at.length(node, 0)
        ),
    )
    needed = names_in(without_options(prompt.show)) | names_in(without_options(prompt.detail))
    prompt = replace(prompt, of_the_call=needed & CALL_SLOTS.keys())
    show = found["show"]
    _check_slots(show.page, prompt, show.node.line)
    _check_length(show.page, prompt, show.node.line)
    return prompt


def _when(written: Written, strict: int) -> Condition:
    noted = written.noted
    always: Condition = AllOf(())
    when = _tried(lambda: read_conditions(written.found, strict, starting=True), always)
    when = when if starts(when) else phases_start(when)
    if not starts(when) and written.noted == noted and not written.mistyped:
        mend = 'Add "customer_says:" with what a customer may say'
        written.page.note(written.line, "nothing can make this prompt show", mend)
    return when


def _until(written: Written, strict: int) -> Condition:
    never: Condition = AnyOf(())
    until = _any(
        written.found, "until_agent_says", lambda at, node: read_until(at, node, strict), never
    )
    return AnyOf((Done(written.done), until)) if written.done else until


def _tried(read: Callable[[], Value], otherwise: Value) -> Value:
    """What `read` gives, or `otherwise` where it is faulty: the reading goes on."""
    try:
        return read()
    except Faulty:
        return otherwise


def _value(found: Lines, key: str, otherwise: Value, read: Callable[[Page, Node], Value]) -> Value:
    line = found.get(key)
    return otherwise if line is None else _tried(lambda: read(line.page, line.node), otherwise)


def _any(
    found: Lines, key: str, read: Callable[[Page, Node], Condition], never: Condition
) -> Condition:
    """What stands behind a key, or anything that is added to it."""
    line = found.get(key)
    if line is None:
        return never
    places = ((line.page, line.node), *line.also)
    parts = [_tried(lambda: read(*place), never) for place in places]  # noqa: B023 - called at once
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def _at_most(found: Lines) -> int:
    if _value(found, "once_per_call", False, Page.flag):
        return 1
    return _value(found, "at_most", _AT_MOST, lambda at, node: at.number(node, 1, MOST))


def _quiet_after(page: Page, node: Node) -> tuple[tuple[str, float], ...]:
    if not isinstance(node, Fields):
        mend = 'Write "other-prompt: 30s" under it'
        page.note(node.line, '"quiet_after" needs the ids of prompts', mend)
        raise Faulty
    page.mentions += [(page.where, key) for key, _ in node.fields]
    return tuple((key.text, page.length(value, 0.0)) for key, value in node.fields)


def _examples(found: Lines, speakers: frozenset[Speaker]) -> Iterable[Example]:
    line = found.get("examples")
    speaker = Speaker.AGENT if speakers == {Speaker.AGENT} else Speaker.CUSTOMER
    for page, node in ((line.page, line.node), *line.also) if line else ():
        try:
            fields: Mapping[str, Node] = page.fields(node, EXAMPLES, '"examples"')
        except Faulty:
            continue
        for key in EXAMPLES:
            for item in page.items(fields.get(key)):
                text = _tried(lambda: page.text(item), "")  # noqa: B023 - called at once
                if text:
                    yield Example(text, key == "shows", speaker, item.line, page.file)


def _check_slots(page: Page, prompt: Prompt, line: int) -> None:
    """A name in braces must be a list, or be caught and shown: else it is a slip of the pen."""
    shown = _shown_names(prompt) - CALL_SLOTS.keys()
    named = _slots_of(says_in(prompt))
    told = _slots_of(says_of(prompt.when))
    for name in sorted(named - shown):
        mend = nearest(name, list(page.lists), f'Write the list "{name}", or show {{{name}}}')
        at = page.slots.get(name, line)
        page.note(at, f"there is no list {{{name}}}, and no text shows it", mend)
    for name in sorted(shown - told):
        mend = nearest(name, sorted(told), f"Catch it in a pattern, or take {{{name}}} out")
        page.note(line, f"{{{name}}} is shown but no pattern catches it", mend)
    for name in sorted((shown & told) - caught(prompt.when)):
        mend = "Catch it in every pattern, or write a prompt of their own for the others"
        page.note(line, f"{{{name}}} is shown but not every pattern catches it", mend)


def _shown_names(prompt: Prompt) -> frozenset[str]:
    return frozenset(names_in(prompt.show)) | frozenset(names_in(prompt.detail))


def _slots_of(every: Iterable[Says]) -> frozenset[str]:
    patterns = [pattern for says in every for pattern in says.patterns]
    return frozenset(slot for pattern in patterns for slot in pattern.slots)


def _check_length(page: Page, prompt: Prompt, line: int) -> None:
    count = len(prompt.show.split())
    if count > _MOST_WORDS:
        what = f"{count} words are too many to read at a glance"
        page.note(line, what, f"Say it in {_MOST_WORDS} words or fewer", Severity.WARNING)
