"""YAML as a phrasebank uses it: text stays as it is written, and what is hostile is refused."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.problems import Problem
from assist.core.yaml_tree import (
    LARGEST,
    LARGEST_BYTES,
    Fields,
    Items,
    Node,
    Text,
    read_tree,
    text_of,
)


def plain(node: Node) -> object:
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return [(key.text, plain(value)) for key, value in node.fields]


def read(text: str) -> object:
    node = read_tree(text, "one.yaml")
    assert not isinstance(node, Problem), node
    return plain(node)


def refused(text: str) -> tuple[int, str]:
    problem = read_tree(text, "one.yaml")
    assert isinstance(problem, Problem)
    assert problem.file == "one.yaml"
    assert problem.mend
    return problem.line, problem.what


@pytest.mark.parametrize("word", ["no", "yes", "on", "null", "~", "1e3", "012", "2024-01-01", "<<"])
def test_every_value_stays_the_text_that_was_written(word: str) -> None:
    assert read(f"says: {word}") == [("says", word)]


def test_lists_and_fields_in_their_order() -> None:
    assert read("b: [x, 'y z']\na:\n  - p: q\n  - |\n    two\n    lines\n") == [
        ("b", ["x", "y z"]),
        ("a", [[("p", "q")], "two\nlines\n"]),
    ]


def test_an_empty_file_has_no_fields() -> None:
    assert read("") == read("# nothing\n") == []


def test_each_part_knows_its_line() -> None:
    tree = read_tree("a: x\n\nb:\n  - y\n  - z\n", "one.yaml")
    assert isinstance(tree, Fields)
    assert [(key.line, value.line) for key, value in tree.fields] == [(1, 1), (3, 4)]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 1\nb: *a\n", 2, "'*' begins a YAML alias"),
        ("a: 1\nb: &x y\n", 2, "'&' begins a YAML anchor"),
        ("a: &x\n  b: *x\n", 1, "'&' begins a YAML anchor"),
        ("a: !!python/object:os.system x\n", 1, "'!' begins a YAML tag"),
        ("a: !!binary aGk=\n", 1, "'!' begins a YAML tag"),
        ("a: !b\n  - c\n", 1, "'!' begins a YAML tag"),
        ("a: 1\n---\nb: 2\n", 3, "a second document begins"),
        ("a: 1\nb:\n  - [c: {d: e}\n", 4, ""),
        ("? [a]\n: b\n", 1, "a name was expected here"),
        ("- " * 30 + "x", 1, "nested too deeply"),
        ("[" * 3000, 1, "nested too deeply"),
        ("{" * 3000, 1, ""),
        ("a: 1\nb: \x07", 2, "a character that YAML does not allow"),
        ("é: ü\nb: \x00", 2, "a character that YAML does not allow"),
        ("a: 1\nb: \ud800", 2, "a character that YAML does not allow"),
        ("a: 1\n\tb: 2", 2, "a tab stands where spaces belong"),
        ("x" * (LARGEST + 1), 1, "the file is too large"),
    ],
    ids=range(17),
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, line: int, what: str) -> None:
    at, said = refused(text)
    assert at <= max(1, len(text.splitlines()))
    assert said.startswith(what)
    assert at == line or not what


@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%@`?, \n\t\x00\x85é\u2028", max_size=60))
def test_any_text_is_a_tree_or_one_problem(text: str) -> None:
    tree = read_tree(text, "one.yaml")
    if isinstance(tree, Problem):
        assert 1 <= tree.line <= max(1, len(text.splitlines()))


# Bytes that are no text


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("topic: é\n".encode("utf-16"), 1, "this text is written in UTF-16, not in UTF-8"),
        ("topic: é\n".encode("utf-16-le"), 1, "this text is written in UTF-16, not in UTF-8"),
        ("topic: é\n".encode("utf-32"), 1, "this text is written in UTF-32, not in UTF-8"),
        ("topic: a\nabout: é\n".encode("latin-1"), 2, "a character is not written in UTF-8"),
        ("topic: a\nabout: \u201ca\n".encode("cp1252"), 2, "a character is not written in UTF-8"),
        (b"topic: a\n\n\0", 3, "this is not a text: it holds a zero byte"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\x02\0>\0", 1, "this is not a text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 3, "this is not a text"),
        (b"a" * (LARGEST_BYTES + 1), 1, "the file is too large"),
    ],
    ids=range(9),
)
def test_bytes_that_are_no_text_are_refused_with_a_line(
    content: bytes, line: int, what: str
) -> None:
    problem = text_of(content, "one.yaml")
    assert isinstance(problem, Problem)
    assert (problem.file, problem.line) == ("one.yaml", line)
    assert problem.what.startswith(what)
    assert problem.mend


def test_utf_8_is_read_with_and_without_its_mark() -> None:
    assert text_of("topic: é\n".encode(), "one.yaml") == "topic: é\n"
    assert text_of("topic: é\n".encode("utf-8-sig"), "one.yaml") == "topic: é\n"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_one_problem(content: bytes) -> None:
    text = text_of(content, "one.yaml")
    if isinstance(text, Problem):
        assert 1 <= text.line <= content.count(b"\n") + 1


@pytest.mark.parametrize(
    "text", ["- a\n" * 900_000, "a:\n" * 900_000, "[" + "a," * 1_900_000 + "]"], ids=range(3)
)
def test_a_file_of_too_many_parts_is_refused_soon(text: str) -> None:
    began = time.process_time()
    _, what = refused(text)
    assert what == "too many lines for one file"
    assert time.process_time() - began < 10, "a guard against hanging; measured 1.5 s"


@pytest.mark.parametrize(
    "text", ["a: " + "x" * 3_000_000, "#" * 3_000_000, "a: |\n" + " x\n" * 900_000]
)
def test_very_long_lines_and_texts_are_only_long(text: str) -> None:
    assert isinstance(read_tree(text, "one.yaml"), Fields)
