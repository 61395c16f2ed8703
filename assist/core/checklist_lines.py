"""Reading one checklist from its lines: those where it stands, and those that overrides change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assist.core.conditions import Line, Lines, lines_on
from assist.core.language import (
    CHECKLIST,
    CHECKLIST_OVERRIDE,
    CONDITIONS,
    ITEM,
    ITEM_OVERRIDE,
    REMINDER,
    SAYS,
    TICKS,
)
from assist.core.page import Faulty, Page
from assist.core.phrasebank import Checklist, Item, Prompt, Role
from assist.core.prompt_lines import Written, read_prompt
from assist.core.yaml_tree import Fields, Node, Text

_KIND = "next_step"


@dataclass(frozen=True, slots=True)
class WrittenChecklist:
    """A checklist as it is written: where it stands, its lines, and its items by their id."""

    page: Page
    bank: str
    line: int
    id: str
    found: Lines
    items: Mapping[str, tuple[Page, Fields]]


def written_checklist(page: Page, node: Node, bank: str) -> WrittenChecklist:
    """Raises Faulty where it has no id or no items."""
    found = page.fields(node, CHECKLIST, "a checklist")
    name = _named(page, node, found, ("id", "items"))
    page.where = f'checklist "{name}"'
    items: dict[str, tuple[Page, Fields]] = {}
    for item in page.items(found.pop("items")):
        item_id, fields = _item_id(page, item, ITEM)
        if item_id in items:
            page.note(item.line, f'the item "{item_id}" stands twice', "Give each an id of its own")
        items[item_id] = page, fields
    return WrittenChecklist(page, bank, node.line, name, lines_on(page, found), items)


def overridden_checklist(
    written: WrittenChecklist, page: Page, node: Node
) -> WrittenChecklist | None:
    """The checklist with the lines of an override; None where it is off. Raises Faulty.

    An item of the same id is replaced as a whole, one that is `off` left out, a new one added.
    """
    changed = page.fields(node, CHECKLIST_OVERRIDE, "a checklist's override")
    if page.flag(changed.pop("off", None)):
        return None
    changed.pop("id", None)
    items = dict(written.items)
    for item in page.items(changed.pop("items", None)):
        name, fields = _item_id(page, item, ITEM_OVERRIDE)
        off = [value for key, value in fields.fields if key.text == "off"]
        if off and page.flag(off[0]):
            items.pop(name, None)
        else:
            rest = [(key, value) for key, value in fields.fields if key.text != "off"]
            items[name] = page, Fields(fields.line, rest)
    return replace(written, found={**written.found, **lines_on(page, changed)}, items=items)


@dataclass(frozen=True, slots=True)
class ReadChecklist:
    """A checklist, and the reminders of its items as they are written."""

    checklist: Checklist
    reminders: tuple[Written, ...]


def read_checklist(written: WrittenChecklist) -> ReadChecklist:
    """The checklist. What is wrong in it is noted on the pages of its lines, all of it.

    Raises Faulty where nothing brings it up.
    """
    items: list[Item] = []
    reminders: list[Written] = []
    for name, (page, node) in written.items.items():
        before, page.where = page.where, f'checklist "{written.id}", item "{name}"'
        try:
            item, reminder = _item(written, page, node, name)
            items.append(item)
            reminders += [reminder] if reminder else []
        except Faulty:
            pass
        page.where = before
    return ReadChecklist(Checklist(written.id, _opens(written), tuple(items)), tuple(reminders))


def _opens(written: WrittenChecklist) -> Prompt:
    found = {key: line for key, line in written.found.items() if key in (*CONDITIONS, "strictness")}
    if not any(key in CONDITIONS for key in found):
        mend = 'Add "phase: closing" or what is said when it should come up'
        written.page.note(written.line, "nothing brings this checklist up", mend)
        raise Faulty
    about = _lines(written.page, written.line, id=f"✓{written.id}", kind=_KIND, show=written.id)
    prompt = read_prompt(Written(written.page, written.bank, written.line, {**about, **found}))
    return replace(prompt, role=Role.OPENS)


def _item(
    written: WrittenChecklist, page: Page, node: Fields, name: str
) -> tuple[Item, Written | None]:
    found = page.fields(node, ITEM, "an item")
    _named(page, node, found, ("id", "show"))
    if not any(key in SAYS for key in found):
        mend = 'Add "agent_says:" with what an agent may say'
        page.note(node.line, "nothing can tick this item", mend)
        raise Faulty
    reminder, examples = found.pop("reminder", None), found.pop("examples", None)
    if examples is not None:
        found["examples"] = _as_shown(page, examples)
    about = _lines(page, node.line, id=f"✓{written.id}/{name}", kind=_KIND)
    lines = {**lines_on(page, found), **about}
    ticks = replace(read_prompt(Written(page, written.bank, node.line, lines)), role=Role.TICKS)
    return Item(name, ticks.show, ticks), _reminder(written, page, reminder, name)


def _reminder(
    written: WrittenChecklist, page: Page, node: Node | None, name: str
) -> Written | None:
    """The prompt that shows while the item is not done. It is read with all others."""
    if node is None:
        return None
    found = page.fields(node, REMINDER, '"reminder"')
    missing = [key for key in ("kind", "show") if key not in found]
    for key in missing:
        page.note(node.line, f'"{key}" is missing', f'Add a line "{key}: …"')
    if missing:
        raise Faulty
    about = _lines(page, node.line, id=f"{written.id}-{name}")
    lines = {**about, **lines_on(page, found)}
    return Written(page, written.bank, node.line, lines, done=f"✓{written.id}/{name}")


def _as_shown(page: Page, node: Node) -> Fields:
    """The examples of an item, as those of a prompt are written."""
    found = page.fields(node, TICKS, '"examples"')
    called = {"ticks": "shows", "stays_open": "stays_silent"}
    return Fields(node.line, [(Text(one.line, called[key]), one) for key, one in found.items()])


def _lines(page: Page, line: int, **texts: str) -> dict[str, Line]:
    return {key: Line(page, Text(line, text)) for key, text in texts.items()}


def _item_id(page: Page, node: Node, known: Mapping[str, object]) -> tuple[str, Fields]:
    """The id of an item, and its lines. Raises Faulty."""
    if not isinstance(node, Fields):
        page.note(node.line, "an item needs named lines", f'Write "{next(iter(known))}: …" in it')
        raise Faulty
    name = next((value for key, value in node.fields if key.text == "id"), None)
    if name is None:
        page.note(node.line, '"id" is missing', 'Add a line "id: …"')
        raise Faulty
    return page.text(name), node


def _named(page: Page, node: Node, found: Mapping[str, Node], needed: tuple[str, ...]) -> str:
    missing = [key for key in needed if key not in found]
    for key in missing:
        page.note(node.line, f'"{key}" is missing', f'Add a line "{key}: …"')
    if missing:
        raise Faulty
    return page.text(found["id"])
