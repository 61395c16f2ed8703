"""Reading phrasebanks: from YAML text to prompts, with every problem found and none skipped.

A prompt with an error is left out and the rest of the file goes on, so that one slip never
silences a topic.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assist.core.cards import Kind, Priority
from assist.core.conditions import (
    CONDITIONS,
    caught,
    read_conditions,
    read_unless,
    read_until,
    starters,
)
from assist.core.page import Faulty, Page
from assist.core.patterns import names_in
from assist.core.phrasebank import (
    BOTH,
    AllOf,
    AnyOf,
    Condition,
    Example,
    Phrasebank,
    Prompt,
    Says,
    says_in,
    says_of,
)
from assist.core.problems import Problem, Severity, nearest
from assist.core.words import Speaker
from assist.core.yaml_tree import Fields, Node, Text, read_tree

_TOP = ("topic", "about", "strictness", "lists", "shared_lists", "prompts")
_PROMPT = (
    *("id", "kind", "show", "detail", "priority"),
    *CONDITIONS,
    *("unless", "until_agent_says", "stays_for", "again_after", "at_most", "once_per_call"),
    *("quiet_after", "strictness", "examples"),
)
_STAYS_FOR = 8.0
_AGAIN_AFTER = 60.0
_AT_MOST = 3
_MOST_WORDS = 16
_LIST_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Read:
    """What reading some files gave: the banks without their faulty prompts, and the problems."""

    banks: tuple[Phrasebank, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep something out."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)


def read_phrasebanks(files: Iterable[tuple[str, str]]) -> Read:
    """Read phrasebank files, given as (file name, text).

    Lists under `shared_lists` of any file serve them all; a file's own `lists` go before them.
    Never raises for what stands in a text.
    """
    pages: list[Page] = []
    problems: list[Problem] = []
    for file, text in files:
        tree = read_tree(text, file)
        if isinstance(tree, Problem):
            problems.append(tree)
        elif isinstance(tree, Fields):
            pages.append(Page(file, tree))
        else:
            mend = 'Begin it with "topic: …" and "prompts:"'
            problems.append(Problem(file, tree.line, "", "this is not a phrasebank", mend))
    shared = {name: one for page in pages for name, one in _lists(page, "shared_lists").items()}
    seen: dict[str, str] = {}
    banks = tuple(_bank(page, shared, seen) for page in pages)
    _check_mentions(pages)
    problems += [problem for page in pages for problem in page.problems]
    return Read(banks, tuple(sorted(problems, key=lambda one: (one.file, one.line))))


def _bank(page: Page, shared: Mapping[str, Sequence[str]], seen: dict[str, str]) -> Phrasebank:
    stem = re.split(r"[/\\]", page.file)[-1].rsplit(".", 1)[0]
    prompts: list[Prompt] = []
    name = stem
    try:
        page.where = "the file's first lines"
        top = page.fields(page.tree, _TOP, "a phrasebank")
        name = page.text(top["topic"]) if "topic" in top else stem
        page.lists = {**shared, **_lists(page, "lists")}
        page.strictness = page.score(top.get("strictness"), page.strictness)
    except Faulty:
        return Phrasebank(name, page.file, ())
    if not page.items(top.get("prompts")) and "shared_lists" not in top:
        page.note(page.tree.line, "there are no prompts here", 'Write them under "prompts:"')
    for node in page.items(top.get("prompts")):
        prompt = _prompt(page, node, name)
        if prompt is not None and _is_new(page, prompt, node.line, seen):
            prompts.append(prompt)
    return Phrasebank(name, page.file, tuple(prompts))


def _lists(page: Page, key: str) -> dict[str, list[str]]:
    node = next((value for name, value in page.tree.fields if name.text == key), None)
    if node is None:
        return {}
    page.where = key
    if not isinstance(node, Fields):
        page.note(node.line, "lists need names", 'Write "name: [one, two]" under it')
        return {}
    found: dict[str, list[str]] = {}
    for name, entries in node.fields:
        page.where = f'list "{name.text}"'
        if not _LIST_NAME.fullmatch(name.text):
            page.note(name.line, "this is not a name", "Use small letters, digits and _")
        elif name.text in found:
            page.note(name.line, "this list stands twice", "Keep one of them")
        else:
            found[name.text] = page.texts(entries)
    return found


def _is_new(page: Page, prompt: Prompt, line: int, seen: dict[str, str]) -> bool:
    if prompt.id in seen:
        what = f'the id "{prompt.id}" is used at {seen[prompt.id]} too'
        page.note(line, what, "Give each prompt an id of its own")
        return False
    seen[prompt.id] = f"{page.file}:{line}"
    return True


def _prompt(page: Page, node: Node, bank: str) -> Prompt | None:
    """The prompt, or nothing where there is an error anywhere in it."""
    before = len(page.problems)
    page.where = "a prompt"
    if isinstance(node, Fields):
        names = [
            value.text for key, value in node.fields if key.text == "id" and isinstance(value, Text)
        ]
        page.where = f'prompt "{names[0]}"' if names else "a prompt"
        page.ids.update(names)
    try:
        prompt = _read_prompt(page, node, bank)
    except Faulty:
        return None
    faults = [one for one in page.problems[before:] if one.severity is Severity.ERROR]
    return None if faults else prompt


def _read_prompt(page: Page, node: Node, bank: str) -> Prompt:
    found = page.fields(node, _PROMPT, "a prompt")
    missing = [key for key in ("id", "kind", "show") if key not in found]
    for key in missing:
        page.note(node.line, f'"{key}" is missing', f'Add a line "{key}: …"')
    if missing:
        raise Faulty
    tried = page.tried
    never: Condition = AnyOf(())
    always: Condition = AllOf(())
    strict = tried(lambda: page.score(found.get("strictness"), page.strictness), page.strictness)
    before = len(page.problems)
    when = tried(lambda: read_conditions(page, found, strict, starts=True), always)
    speakers = starters(when)
    if not speakers and len(page.problems) == before:
        mend = 'Add "customer_says:" with what a customer may say'
        page.note(node.line, "nothing can make this prompt show", mend)
    kinds = [kind.value for kind in Kind]
    prompt = Prompt(
        id=tried(lambda: page.text(found["id"]), ""),
        bank=bank,
        kind=tried(lambda: Kind(page.choice(found["kind"], kinds, "kind")), Kind.CUE),
        show=tried(lambda: page.text(found["show"]), ""),
        detail=tried(lambda: page.text(found["detail"]), "") if "detail" in found else "",
        priority=tried(lambda: page.priority(found.get("priority")), Priority.NORMAL),
        when=when,
        unless=tried(
            lambda: read_unless(page, found.get("unless"), speakers or BOTH, strict), never
        ),
        until=tried(lambda: read_until(page, found.get("until_agent_says"), strict), never),
        stays_for=tried(lambda: page.length(found.get("stays_for"), _STAYS_FOR), _STAYS_FOR),
        again_after=tried(
            lambda: page.length(found.get("again_after"), _AGAIN_AFTER), _AGAIN_AFTER
        ),
        at_most=tried(lambda: _at_most(page, found), _AT_MOST),
        quiet_after=tried(lambda: _quiet_after(page, found.get("quiet_after")), ()),
        examples=tried(lambda: _examples(page, found.get("examples"), speakers), ()),
        source=f"{page.file}:{node.line}",
    )
    _check_slots(page, prompt, found["show"].line)
    _check_length(page, prompt, found["show"].line)
    return prompt


def _at_most(page: Page, found: dict[str, Node]) -> int:
    if page.flag(found.get("once_per_call")):
        return 1
    return page.number(found["at_most"], 1, 100) if "at_most" in found else _AT_MOST


def _quiet_after(page: Page, node: Node | None) -> tuple[tuple[str, float], ...]:
    if node is None:
        return ()
    if not isinstance(node, Fields):
        mend = 'Write "other-prompt: 30s" under it'
        page.note(node.line, '"quiet_after" needs the ids of prompts', mend)
        raise Faulty
    page.mentions += [(page.where, key) for key, _ in node.fields]
    return tuple((key.text, page.length(value, 0.0)) for key, value in node.fields)


def _check_mentions(pages: Sequence[Page]) -> None:
    """Whether there are the prompts that others name. They may stand in any of the files."""
    ids = sorted(frozenset[str]().union(*(page.ids for page in pages)))
    for page in pages:
        for where, key in page.mentions:
            if key.text not in ids:
                page.where = where
                mend = nearest(key.text, ids, "Name the id of a prompt")
                what = f'there is no prompt "{key.text}"'
                page.note(key.line, what, mend, Severity.WARNING)


def _examples(page: Page, node: Node | None, speakers: frozenset[Speaker]) -> tuple[Example, ...]:
    if node is None:
        return ()
    found = page.fields(node, ("shows", "stays_silent"), '"examples"')
    speaker = Speaker.AGENT if speakers == {Speaker.AGENT} else Speaker.CUSTOMER
    return tuple(
        Example(page.text(item), key == "shows", speaker, item.line)
        for key in ("shows", "stays_silent")
        for item in page.items(found.get(key))
    )


def _check_slots(page: Page, prompt: Prompt, line: int) -> None:
    """A name in braces must be a list, or be caught and shown: else it is a slip of the pen."""
    shown = names_in(prompt.show) | names_in(prompt.detail)
    named = _slots_of(says_in(prompt))
    told = _slots_of(says_of(prompt.when))
    for name in sorted(named - shown):
        mend = nearest(name, list(page.lists), f'Write the list "{name}", or show {{{name}}}')
        page.note(line, f"there is no list {{{name}}}, and no text shows it", mend)
    for name in sorted(shown - told):
        mend = nearest(name, sorted(told), f"Catch it in a pattern, or take {{{name}}} out")
        page.note(line, f"{{{name}}} is shown but no pattern catches it", mend)
    for name in sorted((shown & told) - caught(prompt.when)):
        mend = "Catch it in every pattern, or write a prompt of their own for the others"
        page.note(line, f"{{{name}}} is shown but not every pattern catches it", mend)


def _slots_of(every: Iterable[Says]) -> frozenset[str]:
    patterns = [pattern for says in every for pattern in says.patterns]
    return frozenset(slot for pattern in patterns for slot in pattern.slots)


def _check_length(page: Page, prompt: Prompt, line: int) -> None:
    count = len(prompt.show.split())
    if count > _MOST_WORDS:
        what = f"{count} words are too many to read at a glance"
        page.note(line, what, f"Say it in {_MOST_WORDS} words or fewer", Severity.WARNING)
