"""Within a version only optional fields are added; whatever else changes breaks a reader or a stored record."""

from copy import deepcopy
from typing import Any

import pytest

from shared.contracts.publishing.compatibility import breaks

BEFORE: dict[str, Any] = {
    "title": "Granted",
    "type": "object",
    "properties": {
        "dossier": {"type": "string", "format": "uuid"},
        "rank": {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None},
        "grounds": {"type": "array", "items": {"type": "string"}},
        "scores": {"type": "object", "additionalProperties": {"type": "string"}},
        "service": {"$ref": "#/$defs/Service"},
    },
    "required": ["dossier", "grounds", "scores", "service"],
    "$defs": {
        "Service": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "track": {"enum": ["with", "without"]}},
            "required": ["name", "track"],
        }
    },
}


def changed(path: str, value: object) -> dict[str, Any]:
    """The schema with the value at `path` replaced."""
    after = deepcopy(BEFORE)
    place: Any = after
    *way, last = path.split("/")
    for step in way:
        place = place[step]
    place[last] = value
    return after


def test_the_same_schema_breaks_nothing() -> None:
    assert breaks(BEFORE, deepcopy(BEFORE)) == []


@pytest.mark.parametrize(
    "after",
    [
        changed("properties/note", {"type": "string"}),
        changed("$defs/Service/properties/note", {"type": "string"}),
        changed("description", "other words"),
        changed("properties/dossier/description", "other words"),
        changed("required", ["service", "scores", "grounds", "dossier"]),
    ],
    ids=["optional field", "optional field further in", "words", "words of a field", "order of the required"],
)
def test_what_no_reader_trips_over_is_allowed(after: dict[str, Any]) -> None:
    assert breaks(BEFORE, after) == []


@pytest.mark.parametrize(
    ("after", "fault"),
    [
        (changed("properties/dossier/type", "integer"), "$.dossier: type was 'string', is 'integer'"),
        (changed("properties/dossier/format", "date"), "$.dossier: format was 'uuid', is 'date'"),
        (changed("properties/rank/default", 1), "$.rank: default was None, is 1"),
        (changed("properties/rank/anyOf", [{"type": "integer"}]), "$.rank: had 2 alternatives, has 1"),
        (
            changed("properties/rank/anyOf", [{"type": "string"}, {"type": "null"}]),
            "$.rank|0: type was 'integer', is 'string'",
        ),
        (changed("properties/grounds/items/type", "integer"), "$.grounds.items: type was 'string', is 'integer'"),
        (
            changed("properties/scores/additionalProperties/type", "number"),
            "$.scores.additionalProperties: type was 'string', is 'number'",
        ),
        (
            changed("properties/service", {"type": "object", "properties": {}, "required": []}),
            "$.service.name: removed",
        ),
        (
            changed("$defs/Service/properties/track/enum", ["with", "without", "both"]),
            "$.service.track: enum was ['with', 'without'], is ['with', 'without', 'both']",
        ),
        (changed("$defs/Service/required", ["name"]), "$.service.track: no longer required"),
        (changed("required", ["dossier", "rank", "grounds", "scores", "service"]), "$.rank: now required"),
        (
            changed("additionalProperties", {"type": "string"}),
            "$.additionalProperties: was None, is {'type': 'string'}",
        ),
    ],
)
def test_what_somebody_trips_over_is_named(after: dict[str, Any], fault: str) -> None:
    assert breaks(BEFORE, after)[0] == fault


def test_every_fault_is_named_at_once() -> None:
    after = changed("properties/dossier/type", "integer")
    del after["properties"]["grounds"]

    assert breaks(BEFORE, after) == ["$.grounds: removed", "$.dossier: type was 'string', is 'integer'"]
