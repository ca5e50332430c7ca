"""Queries written once in SQLModel and SQLAlchemy Core, compiled once, executed by asyncpg without either."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import asyncpg as dialects

from shared.persistence.aggregate_row import AggregateRow

_DIALECT = dialects.dialect()  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
PLUMBING = frozenset({"events", "entries", "journal_head", "changed_at"})
"""Columns of an aggregate that only the shell needs."""


class Query:
    """One statement: its text for asyncpg, and the order of its named parameters.

    `sa.bindparam("name")` marks what each execution gives. Lists go in as one array (`== sa.any_(…)`): an `IN` would be
    another text for every length.
    """

    __slots__ = ("_compiled", "_fixed", "_names", "_statement")

    def __init__(self, statement: sa.Executable) -> None:
        self._statement = statement
        self._compiled = ""
        self._names: tuple[str, ...] = ()
        self._fixed: Mapping[str, object] = {}

    @property
    def sql(self) -> str:
        """The statement as PostgreSQL reads it; compiled when first asked for."""
        if not self._compiled:
            compiled: Any = self._statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]  # all can
            self._names = tuple(compiled.positiontup or ())
            self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
            self._compiled = str(compiled)
            assert "POSTCOMPILE" not in self._compiled, "use `among` or `one_of` for lists"
        return self._compiled

    def arguments(self, given: Mapping[str, object]) -> list[object]:
        """The values in the order of the text. Every name that the statement leaves open must be given."""
        fixed = self._fixed
        return [given[name] if name in given else fixed[name] for name in self._names]


def columns_of(row: type[AggregateRow], *names: str) -> list[sa.ColumnElement[Any]]:
    """The columns of a table to read, all that are not plumbing unless named. Ids come as texts, as JSON has them."""
    table: sa.Table = row.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it
    wanted = names or tuple(column.name for column in table.columns if column.name not in PLUMBING)
    return [_readable(table.c[name]) for name in wanted]


def _readable(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    return sa.cast(column, sa.Text).label(column.name) if isinstance(column.type, sa.UUID) else column


def parameter(name: str, like: Any) -> sa.BindParameter[Any]:  # noqa: ANN401  # a column, as SQLModel or as Core has it
    """A named parameter of the type of a column."""
    return sa.bindparam(name, type_=like.type)


def among(column: Any, values: Iterable[str]) -> sa.ColumnElement[bool]:  # noqa: ANN401  # the same
    """Whether a column is one of the values that the statement itself names."""
    found: sa.ColumnElement[bool] = column.in_([sa.literal(str(value)) for value in values])
    return found


def one_of(name: str, column: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401  # the same
    """Whether a column is one of the values in a parameter, which is an array."""
    found: sa.ColumnElement[bool] = column == sa.any_(sa.bindparam(name, type_=sa.ARRAY(column.type)))
    return found
