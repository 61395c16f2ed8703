"""Where something stands in the files: the line of a pattern, a text or a key of a prompt.

A prompt as it was understood knows only its own first line; what stands in it is looked up in the
files again, by its text.
"""

import re
from collections.abc import Iterator, Mapping

from assist.core.phrasebank import Prompt
from assist.core.problems import Problem
from assist.core.yaml_tree import Fields, Items, Node, Text, read_tree

Place = tuple[str, int]
"""A file and a line in it, from 1."""

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
"""A word as it is written, after typographic apostrophes have become plain ones."""


class Places:
    """The lines of some files."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """`texts` are the files' texts, by the names that problems call them."""
        self._rows = {file: text.splitlines() for file, text in texts.items()}
        self._by_word: dict[str, dict[str, list[int]]] = {}
        self._begins: dict[str, list[int]] = {}
        self._texts: dict[str, dict[str, list[Place]]] = {}
        self._keys: dict[str, dict[str, list[Place]]] = {}
        self._words: dict[str, list[Text]] = {}
        for file, text in texts.items():
            tree = read_tree(text, file)
            if not isinstance(tree, Problem):
                self._words[file] = [one for one, key in _texts(tree) if not key]
                self._begins[file] = [prompt.line for prompt in _prompts(tree)]
                for prompt in _prompts(tree):
                    self._keep(file, prompt)

    def _keep(self, file: str, prompt: Fields) -> None:
        for name in (_id(prompt), f"{file}:{prompt.line}"):
            texts, keys = self._texts.setdefault(name, {}), self._keys.setdefault(name, {})
            for one, key in _texts(prompt):
                (keys if key else texts).setdefault(one.text.strip(), []).append((file, one.line))

    def of_text(self, prompt: Prompt, text: str, last: bool = False) -> Place:
        """Where this text stands in the prompt, such as a pattern; its first line if nowhere."""
        return self._find(self._texts, prompt, text)[-1 if last else 0]

    def of_key(self, prompt: Prompt, key: str) -> Place:
        """Where this key stands in the prompt; the prompt's first line if nowhere."""
        return self._find(self._keys, prompt, key)[0]

    def written_in(self, file: str) -> list[Text]:
        """Every text of a file that is no key."""
        return self._words.get(file, [])

    def of_word(self, prompt: Prompt, word: str) -> Place:
        """Where this word first stands in the prompt, else in its file; its first line if nowhere."""
        file, line = place_of(prompt)
        until = min((one for one in self._begins.get(file, ()) if one > line), default=1 << 62)
        lines = self._lines(file).get(word.casefold(), [])
        inside = [one for one in lines if line <= one < until]
        return file, min(inside or lines, default=line)

    def _lines(self, file: str) -> Mapping[str, list[int]]:
        """On which lines each word of a file stands."""
        if file not in self._by_word:
            found: dict[str, list[int]] = {}
            for number, line in enumerate(self._rows.get(file, ()), 1):
                for word in WORD.findall(line.casefold().replace("\u2019", "'")):
                    found.setdefault(word, []).append(number)
            self._by_word[file] = found
        return self._by_word[file]

    def files(self) -> list[str]:
        return list(self._rows)

    def within(self, file: str, line: int) -> int:
        """The line, or the file's last one where it has fewer."""
        return max(1, min(line, len(self._rows[file]))) if file in self._rows else max(1, line)

    def _find(
        self, among: Mapping[str, Mapping[str, list[Place]]], prompt: Prompt, text: str
    ) -> list[Place]:
        wanted = text.strip()
        for name in (prompt.source, prompt.id):
            if wanted in among.get(name, {}):
                return among[name][wanted]
        return [place_of(prompt)]


def place_of(prompt: Prompt) -> Place:
    """Where a prompt begins."""
    file, _, line = prompt.source.rpartition(":")
    return file, int(line) if line.isdecimal() else 1


def files_of(prompt: Prompt) -> frozenset[str]:
    """The files in which something of a prompt is written."""
    return frozenset((place_of(prompt)[0], *(one.file for one in prompt.examples if one.file)))


def _prompts(tree: Node) -> Iterator[Fields]:
    top = tree.fields if isinstance(tree, Fields) else []
    for key, value in top:
        nodes = value.items if isinstance(value, Items) else [value]
        if key.text in ("prompts", "overrides", "items"):
            yield from (node for node in nodes if isinstance(node, Fields))
        elif key.text in ("checklists", "checklist_overrides"):
            yield from (inner for node in nodes for inner in _prompts(node))


def _id(prompt: Fields) -> str:
    ids = (
        value.text for key, value in prompt.fields if key.text == "id" and isinstance(value, Text)
    )
    return next(ids, "").strip()


def _texts(node: Node) -> Iterator[tuple[Text, bool]]:
    """Every text below a node, with whether it is a key."""
    match node:
        case Text():
            yield node, False
        case Items(_, items):
            for item in items:
                yield from _texts(item)
        case Fields(_, fields):
            for key, value in fields:
                yield key, True
                yield from _texts(value)
