"""The JSON Schema: what it takes and refuses, beside what the reader takes and refuses."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assist.cli.schema import schema_text
from assist.core import language
from assist.core.reading import read_layers
from assist.core.schema import phrasebank_schema
from tests.dialogue import TESTS

SHIPPED = TESTS.parent / "phrasebanks"
GOOD = sorted((TESTS / "phrasebanks" / "good").glob("*.yaml"))
BAD = TESTS / "phrasebanks" / "bad"
SCHEMA = phrasebank_schema()
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
}
_NOTES = {"$schema", "$defs", "title", "description"}


def fits(value: object, schema: dict[str, Any]) -> bool:
    """Whether a value is as a schema says: as much of JSON Schema as the phrasebank's needs."""
    return all(_fits(value, key, schema) for key in schema if key not in _NOTES)


def _fits(value: Any, key: str, schema: dict[str, Any]) -> bool:  # noqa: ANN401 - any JSON
    wanted = schema[key]
    match key:
        case "$ref":
            return fits(value, SCHEMA["$defs"][wanted.removeprefix("#/$defs/")])
        case "type":
            names = [wanted] if isinstance(wanted, str) else wanted
            return any(_is(value, name) for name in names)
        case "anyOf":
            return any(fits(value, one) for one in wanted)
        case "enum":
            return value in wanted
        case "pattern":
            return re.search(wanted, str(value)) is not None
        case "minimum":
            return bool(value >= wanted)
        case "maximum":
            return bool(value <= wanted)
        case "minProperties":
            return bool(len(value) >= wanted)
        case "required":
            return all(name in value for name in wanted)
        case "items":
            return all(fits(one, wanted) for one in value)
        case "propertyNames":
            return all(fits(one, wanted) for one in value)
        case "properties":
            return all(fits(value[name], one) for name, one in wanted.items() if name in value)
        case "additionalProperties":
            rest = [one for name, one in value.items() if name not in schema.get("properties", {})]
            return not rest if wanted is False else all(fits(one, wanted) for one in rest)
    raise AssertionError(f"the schema uses {key}, which this check does not know")


def _is(value: object, name: str) -> bool:
    return isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def loaded(path: Path) -> object:
    """As an editor reads it: YAML 1.2, in which no, yes, on and off are plain words."""
    return yaml.load(path.read_text("utf-8"), Loader=_Yaml12)


class _Yaml12(yaml.SafeLoader):
    pass


_Yaml12.yaml_implicit_resolvers = {
    first: [(tag, one) for tag, one in found if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize(
    "path", [*GOOD, *sorted(SHIPPED.glob("*.yaml"))], ids=lambda path: path.stem
)
def test_a_good_bank_fits(path: Path) -> None:
    assert fits(loaded(path), SCHEMA)


@pytest.mark.parametrize(
    "name",
    [
        "a-list-of-nothing",
        "examples-key",
        "length-without-unit",
        "list-entry-no-text",
        "list-name",
        "missing-lines",
        "nested-group",
        "no-yes-or-no",
        "nothing-said",
        "number-out-of-range",
        "pattern-key",
        "quiet-after-text",
        "several",
        "text-for-fields",
        "unknown-key",
        "unknown-kind",
        "unknown-priority",
        "unknown-top-key",
        "limits",
        "stories",
    ],
)
def test_a_bad_bank_does_not_fit(name: str) -> None:
    assert not fits(loaded(BAD / f"{name}.yaml"), SCHEMA)


VALUES: list[tuple[str, str, bool]] = [
    ("stays_for", "8s", True),
    ("stays_for", "1m30s", True),
    ("stays_for", "1 m 30 s", True),
    ("stays_for", "2 hours", True),
    ("stays_for", "30s 1m", False),
    ("stays_for", "8 apples", False),
    ("stays_for", "s", False),
    ("silence", "over 8s", True),
    ("silence", "over 1m30s", True),
    ("silence", "under 8s", False),
    ("silence", "8s", False),
    ("agent_pace", "over 180 wpm", True),
    ("agent_pace", "under 90.5 wpm", True),
    ("agent_pace", "over 180", False),
    ("agent_pace", "over 180 dB", False),
    ("customer_level", "over 6 dB", True),
    ("customer_level", "over 6 s", False),
    ("strictness", "80", True),
    ("strictness", "80%", True),
    ("strictness", "80 %", True),
    ("strictness", "eighty", False),
    ("phase", "closing", True),
    ("phase", "[solving, closing]", True),
    ("phase", "end", False),
    ("mode", "sales", True),
    ("mode", "chat", False),
    ("once_per_call", "true", True),
    ("once_per_call", "perhaps", False),
    ("at_most", "2", True),
    ("at_most", "0", False),
    ("agent_has_not_said", "{any: [green pears], after: 5s}", True),
    ("agent_has_said", "{any: [green pears], after: 5s}", False),
    ("repeated", "{times: 2, within: 1m}", True),
    ("repeated", "{times: 1, within: 1m}", False),
    ("then", "{agent_says: green pears, within: 5s}", True),
    ("then", "{agent_said: green pears}", False),
    ("heed_weights", "yes", True),
    ("quiet_after_its_kind", "1m", True),
    ("quiet_after_its_kind", "often", False),
    ("customer_weighs", "{empathy: 15}", False),
    ("customer_weighs", "{}", False),
    ("customer_weighs", "over 15", False),
]


@pytest.mark.parametrize(("key", "value", "good"), VALUES)
def test_the_schema_and_the_reader_agree(key: str, value: str, good: bool) -> None:
    text = (
        "prompts:\n  - id: one\n    kind: cue\n    show: S.\n"
        f"    customer_says: red apples\n    {key}: {value}\n"
    )
    errors = read_layers([[("one.yaml", text)]]).errors
    assert (not errors) is good, errors
    assert fits(yaml.load(text, Loader=_Yaml12), SCHEMA) is good


def test_the_schema_beside_the_phrasebanks_is_the_one_that_is_printed() -> None:
    """`assist schema > phrasebanks/phrasebank.schema.json` makes it so."""
    assert (SHIPPED / "phrasebank.schema.json").read_text("utf-8") == schema_text()
    assert json.loads(schema_text())["$schema"].endswith("/draft/2020-12/schema")


TABLES = {
    name: table
    for name, table in vars(language).items()
    if name.isupper() and isinstance(table, dict)
}


def test_every_key_tells_what_it_is_for() -> None:
    for table in TABLES.values():
        for name, key in table.items():
            assert key.tells.endswith((".", "}.", "].")), name


def test_every_key_is_in_the_reference() -> None:
    page = (TESTS.parent / "docs" / "phrasebanks.md").read_text("utf-8")
    missing = {
        name for table in TABLES.values() for name in table if not re.search(rf"\b{name}\b", page)
    }
    assert missing == set()
