"""The JSON Schema of the rules of procedure, from their model: what editors check and explain while somebody writes.

`python -m shared.programme.schema` writes it into programme.schema.json, whose other sections are written by hand.
"""

import ast
import inspect
import json
import textwrap
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args, get_origin

from shared.calendar.periods import Period, Unit
from shared.programme.procedure import Procedure
from shared.programme.reading.clauses import KEY, bare, clause_model, needed, written_fields
from shared.programme.shape import CENTURY, AtLeast, Range
from shared.programme.vocabulary import Title

FILE = Path(__file__).parent / "programme.schema.json"
Schema = dict[str, Any]
PERIOD: Mapping[str, Schema] = {
    "count": {"type": "integer", "minimum": 1, "maximum": CENTURY, "description": "How many units."},
    "unit": {
        "enum": list(Unit),
        "description": "working_days skip Saturdays, Sundays and French public holidays; months run date to date.",
    },
}
WHOLE: Schema = {"type": "integer", "minimum": 0, "maximum": CENTURY}
TEXT: Schema = {"type": "string", "minLength": 1}
PLAIN: Mapping[Any, Schema] = {
    str: TEXT,
    int: {"type": "integer", "minimum": 0},
    bool: {"type": "boolean"},
    Title: {"$ref": "#/$defs/title"},
}


def whole_schema() -> Schema:
    """The schema of a document, its procedure as the model says."""
    written: Schema = json.loads(FILE.read_text("utf-8"))
    written["properties"]["procedure"] = clause_schema(Procedure)
    return written


def clause_schema(model: type) -> Schema:
    """An object with the fields of the clause; nothing else is allowed in it."""
    properties: Schema = {}
    required: list[str] = []
    for one, hint in written_fields(model):
        kind, notes = bare(hint)
        if kind is Period:
            properties |= PERIOD
            required += PERIOD
        elif one.name != KEY:
            properties[one.name] = _described(_schema(kind, notes), _texts(model).get(one.name, ""))
            required += [one.name] if needed(one) else []
    return {
        "type": "object",
        "description": inspect.cleandoc(model.__doc__ or ""),
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _schema(kind: Any, notes: tuple[Any, ...]) -> Schema:  # noqa: ANN401  # a type is any object
    if get_origin(kind) is tuple:
        (item, *_) = get_args(kind)
        return {
            "type": "array",
            "items": _item(item),
            **_bounds(notes),
            **({"uniqueItems": True} if item is str else {}),
        }
    if get_origin(kind) is Mapping:
        return _mapping(*get_args(kind))
    if kind in PLAIN:
        return PLAIN[kind] | _bounds(notes)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": list(kind)}
    if kind is Fraction:
        return {"type": "number"} | _bounds(notes)
    model = clause_model(kind)
    return clause_schema(model) if model else {"type": "number"}


def _bounds(notes: tuple[Any, ...]) -> Schema:
    found: Schema = {}
    for note in notes:
        if isinstance(note, Range):
            found |= {"minimum": note.least, "maximum": note.most}
        if isinstance(note, AtLeast):
            found["minItems"] = note.count
    return found


def _item(kind: Any) -> Schema:  # noqa: ANN401
    return WHOLE if kind is int else _schema(kind, ())


def _mapping(keys: Any, kind: Any) -> Schema:  # noqa: ANN401
    value = _schema(kind, ())
    if not issubclass(keys, StrEnum):
        return {"type": "object", "additionalProperties": value}
    return {
        "type": "object",
        "properties": {word.value: value | {"description": f"For {word}."} for word in keys},
        "required": list(keys),
        "additionalProperties": False,
    }


def _described(schema: Schema, text: str) -> Schema:
    return schema | {"description": text} if text else schema


@cache
def _texts(model: type) -> Mapping[str, str]:
    """What stands below each field of a model."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    found: dict[str, str] = {}
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            found[field.target.id] = " ".join(ast.literal_eval(text.value).split())
    return found


if __name__ == "__main__":
    FILE.write_text(json.dumps(whole_schema(), indent=2, ensure_ascii=False) + "\n", "utf-8")
