"""The JSON Schema of an event class, with the words that its source has for each field."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, NewType, get_args, get_type_hints

import msgspec

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(event: type[Any], type_: str) -> dict[str, Any]:
    """The schema of the event's body. Readers ignore unknown fields, so none is closed."""
    definitions = msgspec.json.schema(event)["$defs"]
    for cls in sorted(_dataclasses(event), key=lambda cls: cls.__name__):
        _explain(definitions[cls.__name__], cls)
    for definition in definitions.values():
        definition["description"] = inspect.cleandoc(definition.get("description", ""))
    root = definitions.pop(event.__name__)
    document = {"$schema": DIALECT, "$id": f"urn:{type_.replace('.', ':')}", **root}
    return {**document, "$defs": dict(sorted(definitions.items()))} if definitions else document


def _explain(definition: dict[str, Any], cls: type[Any]) -> None:
    words = _field_words(cls)
    for name, hint in get_type_hints(cls).items():
        field = definition["properties"].get(name)
        if field is None:
            continue
        if any(isinstance(part, NewType) for part in _parts(hint)):
            _mark_ids(field)
        if name in words:
            field["description"] = words[name]


def _mark_ids(field: dict[str, Any]) -> None:
    """Every id of the vocabulary is a UUID."""
    for one in (field, field.get("items", {}), *field.get("anyOf", ())):
        if one.get("type") == "string":
            one["format"] = "uuid"


def _field_words(cls: type[Any]) -> dict[str, str]:
    """The string that follows a field in the source."""
    body = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    assert isinstance(body, ast.ClassDef)
    words: dict[str, str] = {}
    for field, after in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(after, ast.Expr):
            words[field.target.id] = inspect.cleandoc(str(ast.literal_eval(after.value)))
    return words


def _dataclasses(cls: type[Any]) -> set[type[Any]]:
    found = {cls}
    for hint in get_type_hints(cls).values():
        for part in _parts(hint):
            if isinstance(part, type) and is_dataclass(part) and part not in found:
                found |= _dataclasses(part)
    return found


def _parts(hint: object) -> Iterator[object]:
    """The hint itself and all that it is made of."""
    yield hint
    for inner in get_args(hint):
        yield from _parts(inner)
