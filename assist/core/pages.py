"""The pages of a reading: every file opened, what it includes, and the lists that it may use."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from assist.core.page import Page
from assist.core.problems import Problem, nearest
from assist.core.yaml_tree import Fields, Node, Text, read_tree

Include = Callable[[str, str], tuple[str, str]]
"""Given a file and what it includes as written there: the included file's name and text.

Raises NotIncluded."""


class NotIncluded(Exception):
    """A file that cannot be included: what is wrong, and what to do."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what, mend)
        self.what, self.mend = what, mend


def nothing_to_include(_file: str, _written: str) -> tuple[str, str]:
    raise NotIncluded("nothing can be included here", "Take the include out")


class Pages:
    """Files that are read together, in layers: a later layer may change what an earlier one says."""

    def __init__(
        self, layers: Iterable[Iterable[tuple[str, str]]], include: Include, strictness: int
    ) -> None:
        self.pages: list[Page] = []
        self.problems: list[Problem] = []
        self._by_file: dict[str, Page] = {}
        self._strictness = strictness
        for layer, files in enumerate(layers):
            for file, text in files:
                self._open(file, text, layer)
        for page in self.pages:
            self._include(page, include)
        self.pages.sort(key=lambda page: page.layer)
        self._give_lists()

    def _open(self, file: str, text: str, layer: int) -> Page | None:
        tree = read_tree(text, file)
        if isinstance(tree, Problem):
            self.problems.append(tree)
        elif isinstance(tree, Fields):
            page = Page(file, tree, layer=layer, strictness=self._strictness)
            self.pages.append(page)
            self._by_file[file] = page
            return page
        else:
            mend = 'Begin it with "topic: …" and "prompts:"'
            self.problems.append(Problem(file, tree.line, "", "this is not a phrasebank", mend))
        return None

    def _include(self, page: Page, include: Include) -> None:
        """Open what the page includes. It goes on with the pages that this adds."""
        page.where = "include"
        for node in page.items(line_of(page, "include")):
            if not isinstance(node, Text) or not node.text.strip():
                page.note(node.line, "the name of a file is missing here", "Write it in the list")
                continue
            try:
                file, text = include(page.file, node.text.strip())
            except NotIncluded as error:
                page.note(node.line, error.what, error.mend)
                continue
            included = self._by_file.get(file) or self._open(file, text, page.layer)
            if included is None:
                page.note(node.line, f"{file} cannot be read", "Mend that file first")
            elif _reaches(included, page):
                page.note(node.line, "a file includes itself", "Take one of the includes out")
            else:
                page.included.append(included)

    def _give_lists(self) -> None:
        """Each page's lists: its own go first, then those of what it includes, then the shared."""
        for page in self.pages:
            page.own_lists = read_lists(page, "lists")
        shared: dict[str, tuple[Page, list[str]]] = {}
        for page in self.pages:
            self._share(page, shared)
            self._change_lists(page, shared)
        self.shared = {name: entries for name, (_, entries) in shared.items()}
        for page in self.pages:
            page.lists = {**self.shared, **_lists_of(page)}

    def _share(self, page: Page, shared: dict[str, tuple[Page, list[str]]]) -> None:
        for name, entries in read_lists(page, "shared_lists").items():
            before = shared.get(name)
            if before is None:
                shared[name] = page, entries
                continue
            mend = 'Put it under "replace_lists:" or "extend_lists:"'
            if before[0].layer == page.layer:
                mend = "Give it another name, or put both in one"
            page.where = f'list "{name}"'
            line = _line_of_list(page, "shared_lists", name)
            page.note(line, f"{before[0].file} shares a list of that name too", mend)

    def _change_lists(self, page: Page, shared: Mapping[str, tuple[Page, list[str]]]) -> None:
        """Replace or extend the lists of earlier layers, wherever one of that name stands."""
        earlier = [one for one in self.pages if one.layer < page.layer]
        known = {name for one in earlier for name in one.own_lists}
        known |= {name for name, (one, _) in shared.items() if one.layer < page.layer}
        for key in ("replace_lists", "extend_lists"):
            for name, entries in read_lists(page, key).items():
                targets = [one.own_lists[name] for one in earlier if name in one.own_lists]
                if name in shared and shared[name][0].layer < page.layer:
                    targets.append(shared[name][1])
                for target in targets:
                    target[:] = entries if key == "replace_lists" else [*target, *entries]
                if not targets:
                    mend = nearest(name, sorted(known), 'Write it under "lists:" if it is new')
                    what = f'there is no list "{name}" in an earlier layer'
                    page.where = key
                    page.note(_line_of_list(page, key, name), what, mend)


def line_of(page: Page, key: str) -> Node | None:
    """What stands behind a key of the file."""
    return next((value for name, value in page.tree.fields if name.text == key), None)


def read_lists(page: Page, key: str) -> dict[str, list[str]]:
    """Named lists of texts; what is none is noted and left out."""
    node = line_of(page, key)
    if node is None:
        return {}
    page.where = key
    if not isinstance(node, Fields):
        page.note(node.line, "lists need names", 'Write "name: [one, two]" under it')
        return {}
    named = page.named(node, "list", "this list stands twice")
    return {name: page.texts(entries) for name, entries in named}


def _line_of_list(page: Page, key: str, name: str) -> int:
    node = line_of(page, key)
    names: Sequence[tuple[Text, Node]] = node.fields if isinstance(node, Fields) else []
    return next((text.line for text, _ in names if text.text == name), page.tree.line)


def _reaches(page: Page, other: Page) -> bool:
    """Whether a page is the other one, or includes it, however far away."""
    return page is other or any(_reaches(one, other) for one in page.included)


def _lists_of(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in page.included:
        found |= _lists_of(one)
    return found | page.own_lists
