"""The JSON Schema (draft 2020-12) of a phrasebank, made from the tables that the reader goes by.

What it refuses the reader refuses too. It says nothing of what only the reader can know: whether a
pattern can be read, whether there is a list or prompt of that name.
"""

from typing import Any

from assist.core.language import (
    CHECKLIST,
    CHECKLIST_OVERRIDE,
    CONDITIONS,
    ITEM,
    ITEM_OVERRIDE,
    MOST,
    MOST_POINTS,
    OVERRIDE,
    PATTERN,
    PHRASEBANK,
    PROMPT,
    WEIGHTS,
    YES_OR_NO,
    Form,
    Key,
    Keys,
)
from assist.core.matcher import LEAST
from assist.core.page import LENGTH, POINTS, SCORE, WEIGHT_LIMIT, limit_pattern

Schema = dict[str, Any]

LIST_NAME = r"[a-z][a-z0-9_]*"


def phrasebank_schema() -> Schema:
    """The whole schema, ready to be written as JSON."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Phrasebank",
        "description": "Prompts about one topic, and when each shows.",
        **_fields(PHRASEBANK),
        "$defs": {
            "text": {"type": ["string", "number", "boolean"]},
            "texts": _one_or_more({"$ref": "#/$defs/text"}),
            "length": _matching(LENGTH, "A length, such as 8s, 2m or 1m30s."),
            "score": {
                "anyOf": [
                    {"type": "integer", "minimum": LEAST, "maximum": 100},
                    _matching(SCORE, "A score, such as 80 or 80%."),
                ]
            },
            "yes_or_no": {"anyOf": [{"type": "boolean"}, {"enum": list(YES_OR_NO)}]},
            "points": {"type": "integer", "minimum": -MOST_POINTS, "maximum": MOST_POINTS},
            "weights": _fields(WEIGHTS),
            "weight_limit": _matching(WEIGHT_LIMIT, "So many points, such as over 15."),
            "pattern": {"anyOf": [{"$ref": "#/$defs/text"}, _fields(PATTERN, ("says",))]},
            "patterns": _one_or_more({"$ref": "#/$defs/pattern"}),
            "lists": {
                "type": "object",
                "propertyNames": {"pattern": f"^{LIST_NAME}$"},
                "additionalProperties": {"$ref": "#/$defs/texts"},
            },
            "conditions": _fields(CONDITIONS),
            "prompt": _fields(PROMPT, ("id", "kind", "show")),
            "override": _fields(OVERRIDE, ("id",)),
            "checklist": _fields(CHECKLIST, ("id", "items")),
            "checklist_override": _checklist_override(),
        },
    }


def _checklist_override() -> Schema:
    schema = _fields(CHECKLIST_OVERRIDE, ("id",))
    items = {"type": "array", "items": _fields(ITEM_OVERRIDE, ("id",))}
    schema["properties"]["items"] = {"description": CHECKLIST["items"].tells, **items}
    return schema


def _fields(keys: Keys, required: tuple[str, ...] = ()) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {name: _property(key) for name, key in keys.items()},
        "additionalProperties": False,
    }
    return {**schema, "required": list(required)} if required else schema


def _property(key: Key) -> Schema:
    return {"description": key.tells, **_value(key)}


def _value(key: Key) -> Schema:
    match key.form:
        case Form.CHOICE:
            return {"enum": list(key.of)}
        case Form.CHOICES:
            return _one_or_more({"enum": list(key.of)})
        case Form.COUNT:
            return {"type": "integer", "minimum": key.least, "maximum": MOST}
        case Form.LIMIT:
            return _matching(limit_pattern(key))
        case Form.FIELDS:
            return _fields(key.under or {})
        case Form.SAID:
            return {"anyOf": [_ref("patterns"), _fields(key.under or {}, ("any",))]}
        case Form.UNLESS:
            return {"anyOf": [_ref("patterns"), _ref("conditions")]}
        case Form.GROUP:
            return _one_or_more(_ref("conditions"))
        case Form.LENGTHS:
            return {"type": "object", **_of("length")}
        case Form.PROMPTS:
            return {"type": "array", "items": _ref("prompt")}
        case Form.OVERRIDES:
            return {"type": "array", "items": _ref("override")}
        case Form.ITEMS:
            return {"type": "array", "items": _fields(ITEM, ("id", "show"))}
        case Form.CHECKLISTS:
            return {"type": "array", "items": _ref("checklist")}
        case Form.POINTED:
            return {"type": "object", "propertyNames": {"pattern": f"^{POINTS}$"}, **_of("texts")}
        case Form.WEIGHTS:
            return {"type": "object", **_of("weights")}
        case Form.WEIGHS:
            return {"type": "object", "minProperties": 1, **_of("weight_limit")}
        case Form.CHECKLIST_OVERRIDES:
            return {"type": "array", "items": _ref("checklist_override")}
        case _:
            return _ref(_PLAIN[key.form])


_PLAIN = {
    Form.TEXT: "text",
    Form.TEXTS: "texts",
    Form.LENGTH: "length",
    Form.SCORE: "score",
    Form.FLAG: "yes_or_no",
    Form.PATTERNS: "patterns",
    Form.LISTS: "lists",
    Form.POINTS: "points",
}


def _of(name: str) -> Schema:
    """Named values of one kind."""
    return {"additionalProperties": _ref(name)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _one_or_more(schema: Schema) -> Schema:
    """A list, for which one value may stand alone."""
    return {"anyOf": [schema, {"type": "array", "items": schema}]}


def _matching(pattern: str, tells: str = "") -> Schema:
    schema: Schema = {"type": "string", "pattern": f"^(?:{pattern})$"}
    return {**schema, "description": tells} if tells else schema
