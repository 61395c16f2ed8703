"""Reading phrasebanks: from YAML text to prompts, with every problem found and none skipped.

A prompt with an error is left out and the rest of the file goes on, so that one slip never
silences a topic. An override with an error is left out too: the prompt stays as it was before.
"""

import re
from collections import ChainMap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assist.core.between import Quiet
from assist.core.checklist_lines import (
    WrittenChecklist,
    overridden_checklist,
    read_checklist,
    written_checklist,
)
from assist.core.conditions import read_cue
from assist.core.cues import CueName
from assist.core.language import BETWEEN, CUES, PHRASEBANK, SAYS, Keys
from assist.core.lasting import lasting
from assist.core.matcher import ENOUGH
from assist.core.page import Faulty, Page
from assist.core.pages import Include, NotIncluded, Pages, nothing_to_include
from assist.core.phrasebank import ENGLISH, Checklist, Cue, Phrasebank, Prompt
from assist.core.problems import Problem, Severity, nearest
from assist.core.prompt_lines import Written, overridden, read_prompt, written_prompt
from assist.core.weighed_lists import WeighedLists
from assist.core.weight_lines import read_weights
from assist.core.yaml_tree import Fields, Node, Text

__all__ = ["Include", "NotIncluded", "Read", "read_layers", "read_phrasebanks"]

_HOLDS = (
    *("prompts", "overrides", "checklists", "checklist_overrides", "cues", "between_calls"),
    *("weights", "lists", "shared_lists", "extend_lists", "replace_lists"),
)
"""What a file may be for; one that has none of them is a slip."""

MOST_PROMPTS = 500
"""In one file; the longest of the shipped ones has 15."""


@dataclass(frozen=True, slots=True)
class Read:
    """What reading some files gave: the banks without their faulty prompts, and the problems."""

    banks: tuple[Phrasebank, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep something out."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)


def read_phrasebanks(files: Iterable[tuple[str, str]], strictness: int = ENOUGH) -> Read:
    """Read phrasebank files, given as (file name, text), all of one layer.

    Lists under `shared_lists` of any file serve them all; a file's own `lists` go before them.
    `strictness` holds for files that say nothing of it. Never raises for what stands in a text.
    """
    return read_layers([files], strictness=strictness)


def read_layers(
    layers: Iterable[Iterable[tuple[str, str]]],
    include: Include = nothing_to_include,
    strictness: int = ENOUGH,
    instead: int = 0,
) -> Read:
    """Read layers of phrasebank files, the company's first, the agent's own last.

    A later layer may override what an earlier one says; `include` opens what files include.
    `instead` (if not 0) holds in the place of what files say of their strictness as a whole.
    """
    with lasting():
        return _Reading(Pages(layers, include, strictness), instead).read()


@dataclass(slots=True)
class _Known:
    """A prompt of which the id is known: as it is written, and as it reads if it has no fault."""

    layer: int
    stands: str
    written: Written | None
    prompt: Prompt | None
    changed: tuple[int, str] = (-1, "")
    """The last layer with an override of it, and where that stands."""


class _Reading:
    def __init__(self, pages: Pages, instead: int) -> None:
        self._pages = pages.pages
        self._weighed_lists = WeighedLists(pages.shared)
        self._instead = instead
        self._unreadable = pages.problems
        self._known: dict[str, _Known] = {}
        self._names: dict[str, str] = {}
        self._languages: dict[str, str] = {}
        self._ids: dict[str, list[str]] = {page.file: [] for page in pages.pages}
        self._lists: dict[str, WrittenChecklist] = {}
        self._checklists: dict[str, list[Checklist]] = {page.file: [] for page in pages.pages}

    def read(self) -> Read:
        tops = [(page, self._top(page)) for page in self._pages]
        for page, top in tops:
            for count, node in enumerate(page.items(top.get("prompts"))):
                if count == MOST_PROMPTS:
                    page.where = ""
                    what = (
                        f"up to here the file has {MOST_PROMPTS} prompts; the others are left out"
                    )
                    page.note(node.line, what, "Split it into one file a topic")
                    break
                self._prompt(page, node)
        for key, take in (
            ("checklists", self._write_checklist),
            ("checklist_overrides", self._override_checklist),
        ):
            for page, top in tops:
                for node in page.items(top.get(key)):
                    page.tried(partial(take, page, node), None)
        for written in self._lists.values():
            self._read_checklist(written)
        for page, top in tops:
            for node in page.items(top.get("overrides")):
                self._override(page, node)
        self._check_mentions()
        weights = {
            page.file: read_weights(page, top.get("weights"), self._weighed_lists)
            for page, top in tops
        }
        listed = {page.file: tuple(self._weighed_lists.written_in(page)) for page, _ in tops}
        self._check_weights({one.name for every in weights.values() for one in every})
        cues = {page.file: tuple(self._cues(page, top.get("cues"))) for page, top in tops}
        between = {page.file: self._between(page, top.get("between_calls")) for page, top in tops}
        banks = [
            Phrasebank(
                self._names[page.file],
                page.file,
                tuple(self._prompts_of(page)),
                tuple(self._checklists[page.file]),
                cues[page.file],
                self._languages.get(page.file, ENGLISH),
                between[page.file],
                weights[page.file],
                listed[page.file],
            )
            for page in self._pages
        ]
        problems = [*self._unreadable, *(one for page in self._pages for one in page.problems)]
        return Read(tuple(banks), tuple(sorted(problems, key=lambda one: (one.file, one.line))))

    def _prompts_of(self, page: Page) -> Iterable[Prompt]:
        for name in self._ids[page.file]:
            prompt = self._known[name].prompt
            if prompt is not None:
                yield prompt

    def _cues(self, page: Page, node: Node | None) -> Iterable[Cue]:
        """The cues that a file adds; what is faulty in them is noted and left out."""
        for name, below in self._fields(page, node, CUES, "cues"):
            for key, value in self._fields(page, below, SAYS, f"cues, {name}"):
                yield from (Cue(CueName(name), says) for says in read_cue(page, key, value))

    def _between(self, page: Page, node: Node | None) -> tuple[tuple[Quiet, str], ...]:
        """The lines for the quiet between two calls."""
        found = self._fields(page, node, BETWEEN, "between_calls")
        return tuple((Quiet(key), text) for key, below in found for text in page.texts(below))

    def _fields(
        self, page: Page, node: Node | None, known: Keys, where: str
    ) -> Iterable[tuple[str, Node]]:
        page.where = where
        try:
            return list(page.fields(node, known, f'"{where}"').items()) if node else ()
        except Faulty:
            return ()

    def _top(self, page: Page) -> dict[str, Node]:
        """The file's first lines."""
        page.where = "the file's first lines"
        self._names[page.file] = re.split(r"[/\\]", page.file)[-1].rsplit(".", 1)[0]
        try:
            top = page.fields(page.tree, PHRASEBANK, "a phrasebank")
            if "topic" in top:
                self._names[page.file] = page.text(top["topic"])
            if "language" in top:
                self._languages[page.file] = _language(page, top["language"])
            written = page.score(top.get("strictness"), page.strictness)
            page.strictness = self._instead or written
            page.spares_calm_calls = page.flag(top.get("spare_calm_calls"))
            page.heeds_weights = page.flag(top.get("heed_weights"))
        except Faulty:
            return {}
        holds = [key for key in _HOLDS if key in top]
        if not holds or (holds == ["prompts"] and not page.items(top["prompts"])):
            page.note(page.tree.line, "there are no prompts here", 'Write them under "prompts:"')
        return top

    def _prompt(self, page: Page, node: Node) -> None:
        """Read a prompt, and know it by its id even where there is an error in it."""
        name = _id_of(node)
        page.where = f'prompt "{name}"' if name else "a prompt"
        before = len(page.problems)
        written = page.tried(lambda: written_prompt(page, node, self._names[page.file]), None)
        self._know(page, node.line, name, written, before)

    def _know(self, page: Page, line: int, name: str, written: Written | None, before: int) -> None:
        """Read the prompt; it has errors where there are more than `before` problems by then."""
        prompt = page.tried(lambda: read_prompt(written), None) if written else None
        stands = f"{page.file}:{line}"
        known = self._known.get(name)
        if known:
            mend = "Give each prompt an id of its own"
            if known.layer < page.layer:
                mend = 'To change that prompt, write what differs under "overrides:"'
            page.note(line, f'the id "{name}" is used at {known.stands} too', mend)
        elif name:
            sound = not _has_error(page.problems[before:])
            self._known[name] = _Known(page.layer, stands, written, prompt if sound else None)
            self._ids[page.file].append(name)

    def _write_checklist(self, page: Page, node: Node) -> None:
        page.where = "a checklist"
        written = written_checklist(page, node, self._names[page.file])
        known = self._lists.get(written.id)
        if known:
            stands = f"{known.page.file}:{known.line}"
            mend = 'Give it an id of its own, or write what differs under "checklist_overrides:"'
            page.note(node.line, f'the checklist "{written.id}" is at {stands} too', mend)
        else:
            self._lists[written.id] = written

    def _override_checklist(self, page: Page, node: Node) -> None:
        name = _id_of(node)
        page.where = f'override of the checklist "{name}"'
        known = self._lists.get(name)
        if known is None or known.page.layer >= page.layer:
            ids = [one.id for one in self._lists.values() if one.page.layer < page.layer]
            mend = nearest(name, ids, "Name a checklist of an earlier layer")
            page.note(node.line, f'there is no checklist "{name}" in an earlier layer', mend)
            return
        changed = overridden_checklist(known, page, node)
        if changed is None:
            del self._lists[name]
        else:
            self._lists[name] = changed

    def _read_checklist(self, written: WrittenChecklist) -> None:
        """Read it, and know its reminders as prompts."""
        page = written.page
        page.where = f'checklist "{written.id}"'
        read = page.tried(lambda: read_checklist(written), None)
        if read is None:
            return
        self._checklists[page.file].append(read.checklist)
        for reminder in read.reminders:
            on = reminder.page
            on.where = f'reminder "{_text_of(reminder)}"'
            self._know(on, reminder.line, _text_of(reminder), reminder, len(on.problems))

    def _override(self, page: Page, node: Node) -> None:
        name = _id_of(node)
        page.where = f'override of "{name}"' if name else "an override"
        if not isinstance(node, Fields) or not name:
            mend = 'Write "- id: …" with the id of the prompt that it changes'
            page.note(node.line, "an override must name its prompt", mend)
            return
        known = self._known.get(name)
        if known is None or known.layer > page.layer:
            ids = [one for one, found in self._known.items() if found.layer < page.layer]
            mend = nearest(name, ids, "Name a prompt of an earlier layer")
            page.note(node.line, f'there is no prompt "{name}" in an earlier layer', mend)
        elif known.layer == page.layer:
            what = f'the prompt "{name}" is of the same layer'
            page.note(node.line, what, f"Change it where it stands, at {known.stands}")
        elif known.changed[0] == page.layer:
            what = f'"{name}" is overridden at {known.changed[1]} too'
            page.note(node.line, what, "Put both into one override")
        elif known.written is not None:
            known.changed = page.layer, f"{page.file}:{node.line}"
            self._change(known, known.written, page, node)

    def _change(self, known: _Known, written: Written, page: Page, node: Fields) -> None:
        """Read the prompt anew with these lines in it, unless that makes an error."""
        over = replace(page, problems=[], lists=ChainMap({**page.lists}, {**written.page.lists}))
        below = [line.page for line in written.found.values()]
        told = {one for under in (written.page, *below) for one in under.problems}
        apart = {id(one): _apart(one, page.where) for one in below}
        apart[id(written.page)] = _apart(written.page, f'prompt "{_id_of(node)}"')
        try:
            changed = overridden(_on(written, apart), over, node)
            prompt = read_prompt(changed) if changed else None
        except Faulty:
            changed, prompt = written, known.prompt
        new = [one for one in over.problems if one not in told]
        for under in apart.values():
            for one in under.problems:
                if one not in told:
                    new.append(replace(one, file=page.file, line=node.line, where=page.where))
        page.problems += new
        if not _has_error(new):
            known.written, known.prompt = changed or None, prompt

    def _check_mentions(self) -> None:
        """Whether there are the prompts that others name. They may stand in any of the files."""
        ids = sorted(self._known)
        for page in self._pages:
            for where, key in page.mentions:
                if key.text not in self._known:
                    page.where = where
                    mend = nearest(key.text, ids, "Name the id of a prompt")
                    what = f'there is no prompt "{key.text}"'
                    page.note(key.line, what, mend, Severity.WARNING)

    def _check_weights(self, names: set[str]) -> None:
        """Whether there are the weights that prompts name. They may stand in any of the files."""
        for page in self._pages:
            for where, key in page.weighed:
                if key.text not in names:
                    page.where = where
                    mend = nearest(key.text, sorted(names), 'Write them under "weights:"')
                    page.note(key.line, f'there are no weights "{key.text}"', mend)


def _text_of(reminder: Written) -> str:
    """The id of a reminder."""
    node = reminder.found["id"].node
    return node.text if isinstance(node, Text) else ""


def _apart(page: Page, where: str) -> Page:
    """The page, to read from once more without noting the same problems again."""
    return replace(page, problems=[], mentions=[], where=where)


def _on(written: Written, apart: dict[int, Page]) -> Written:
    """The prompt with its lines on those pages instead."""
    found = {
        key: replace(
            line,
            page=apart.get(id(line.page), line.page),
            also=tuple((apart.get(id(page), page), node) for page, node in line.also),
        )
        for key, line in written.found.items()
    }
    return replace(written, page=apart.get(id(written.page), written.page), found=found)


def _language(page: Page, node: Node) -> str:
    text = page.text(node)
    if re.fullmatch("[a-z]{2,3}", text) is None:
        mend = 'Write its two letters, as in "language: de"'
        page.note(node.line, f'"{text}" is not the code of a language', mend)
        raise Faulty
    return text


def _id_of(node: Node) -> str:
    """The id that a prompt names; nothing where it has none."""
    fields: Sequence[tuple[Text, Node]] = node.fields if isinstance(node, Fields) else []
    return next(
        (
            value.text.strip()
            for key, value in fields
            if key.text == "id" and isinstance(value, Text)
        ),
        "",
    )


def _has_error(problems: Iterable[Problem]) -> bool:
    return any(one.severity is Severity.ERROR for one in problems)
