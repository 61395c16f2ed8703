"""The page that leads from practices to prompts: all that it names is there."""

import re

from assist.core.reading import read_phrasebanks
from assist.core.rulebook import Rulebook
from tests.dialogue import TESTS

ROOT = TESTS.parent
PAGE = (ROOT / "docs" / "practice.md").read_text("utf-8")
PRACTICES = PAGE[PAGE.index("| practice") :].split("\n\n")[0]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PRACTICES.splitlines()
    if line.startswith("| ") and not line.startswith("| practice")
]
SHIPPED = [
    (path.name, path.read_text("utf-8")) for path in sorted((ROOT / "phrasebanks").glob("*.yaml"))
]
RULEBOOK = Rulebook(read_phrasebanks(SHIPPED).banks)


def named(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def test_every_row_has_its_four_cells() -> None:
    assert len(ROWS) > 20
    assert {len(row) for row in ROWS} == {4}


def test_every_prompt_item_and_line_that_it_names_is_there() -> None:
    items = {f"{one.id}/{item.id}" for one in RULEBOOK.checklists for item in one.items}
    known = {one.id for one in RULEBOOK.prompts} | items | {str(one) for one in RULEBOOK.between}
    missing = {name for row in ROWS for name in named(row[1])} - known
    assert missing == set()


def test_every_file_that_it_names_is_there() -> None:
    paths = [one for one in named(PAGE) if one.startswith(("tests/", "assist/"))]
    assert len(paths) > 30
    assert [one for one in paths if not (ROOT / one).is_file()] == []


def test_every_practice_has_a_test() -> None:
    assert [row[0] for row in ROWS if not named(row[3])] == []
