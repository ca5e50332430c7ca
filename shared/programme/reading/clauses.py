"""Reads a clause of procedure into its model: the fields of the dataclass are the keys, their types what they hold.

A new clause needs no reader of its own. What a type cannot say (a code that is declared elsewhere, marks that fall) is
checked afterwards, in `procedure.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from shared.calendar.periods import Period, Unit
from shared.programme.ecoscore import EcoscoreRule
from shared.programme.reading.ecoscore import read_ecoscore
from shared.programme.reading.node import Node
from shared.programme.shape import LASTING, Range
from shared.programme.vocabulary import Title

Clause = TypeVar("Clause")
KEY = "key"
"""The field that holds the key under which a clause stands in a mapping."""


def read_clause(model: type[Clause], node: Node, key: str = "") -> Clause:
    """The clause of a node; every fault is noted with its place."""
    values: dict[str, Any] = {}
    for one, hint in written_fields(model):
        values[one.name] = key if one.name == KEY else _read(node, one, hint)
    node.done()
    return model(**values)


def written_fields(model: type) -> tuple[tuple[Field[Any], Any], ...]:
    """The fields of a clause that a document writes, each with its type."""
    hints = get_type_hints(model, include_extras=True)
    return tuple((one, hints[one.name]) for one in fields(model) if one.metadata.get("in_document", True))


def bare(hint: Any) -> tuple[Any, tuple[Any, ...]]:  # noqa: ANN401  # a type is any object
    """A type without `None` and annotations, and the annotations."""
    if get_origin(hint) in (Union, UnionType):
        return bare(next(one for one in get_args(hint) if one is not NoneType))
    if get_origin(hint) is Annotated:
        return get_args(hint)[0], hint.__metadata__
    return hint, ()


def clause_model(kind: Any) -> type | None:  # noqa: ANN401
    """The type itself, if it is the model of a clause."""
    return kind if isinstance(kind, type) and is_dataclass(kind) and kind is not Title else None


def needed(one: Field[Any]) -> bool:
    """Whether a document must write the field."""
    return one.default is MISSING and one.default_factory is MISSING


def _read(node: Node, one: Field[Any], hint: Any) -> Any:  # noqa: ANN401
    kind, notes = bare(hint)
    if kind is Period:
        return _period(node)
    if not needed(one) and node.get(one.name) is None:
        return one.default
    if kind in _OWN:
        return _OWN[kind](node.at(one.name))
    if model := clause_model(kind):
        return read_clause(model, node.at(one.name))
    if get_origin(kind) in (tuple, Mapping):
        return _collection(node, one, kind)
    return _value(node, one.name, kind, notes)


def _collection(node: Node, one: Field[Any], kind: Any) -> Any:  # noqa: ANN401
    item = get_args(kind)[-1] if get_origin(kind) is Mapping else get_args(kind)[0]
    inner, _ = bare(item)
    model = clause_model(inner)
    if get_origin(kind) is tuple:
        if model:
            return tuple(read_clause(model, each) for each in node.items(one.name))
        return node.texts(one.name, needed=needed(one)) if inner is str else node.wholes(one.name)
    if model:
        return MappingProxyType({name: read_clause(model, each, name) for name, each in node.each(one.name)})
    mapping, keys = node.at(one.name), get_args(kind)[0]
    names = list(keys) if issubclass(keys, StrEnum) else list(mapping.value)
    values = MappingProxyType({name: _value(mapping, name, inner, ()) for name in names})
    mapping.done()
    return values


def _value(node: Node, key: str, kind: Any, notes: tuple[Any, ...]) -> Any:  # noqa: ANN401
    if kind is Title:
        return node.title(key)
    if issubclass(kind, StrEnum):
        return node.word(key, kind)
    if Range in map(type, notes):
        return _bounded(node, key, kind, next(note for note in notes if isinstance(note, Range)))
    return _PLAIN[kind](node, key)


def _bounded(node: Node, key: str, kind: Any, within: Range) -> Any:  # noqa: ANN401
    if kind is Fraction:
        share = node.fraction(key)
        if share > within.most:
            node.fault(key, "rate_above_one", "from 0 to 1")
        return share
    count = node.days(key)
    if count < within.least:
        node.fault(key, "period_empty", "at least one")
    return max(count, within.least)


def _period(node: Node) -> Period:
    """So many units of legal time, at least one: two keys of the clause itself."""
    return Period(_bounded(node, "count", int, LASTING), node.word("unit", Unit))


_OWN: Mapping[Any, Callable[[Node], Any]] = {EcoscoreRule: read_ecoscore}
_PLAIN: Mapping[type, Callable[[Node, str], Any]] = {
    str: lambda node, key: node.text(key),
    int: lambda node, key: node.whole(key),
    bool: lambda node, key: node.flag(key),
}
