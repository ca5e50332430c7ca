"""What the plumbing tables are made of: those that every service keeps beside its aggregates."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

UUID = postgresql.UUID(as_uuid=False)
UTC = sa.DateTime(timezone=True)
BYTEA, JSONB = postgresql.BYTEA(), postgresql.JSONB()
Columns = tuple[tuple[str, str], ...]
"""Name and PostgreSQL type of each."""


class PlumbingTable(SQLModel, registry=registry()):
    """Base of all of them. Services copy the tables into their own metadata (tables.py)."""


def text(*, key: bool = False) -> Any:  # noqa: ANN401  # SQLModel types a field by what it holds
    """SQLModel's own strings have a length."""
    return Field(sa_type=sa.Text, primary_key=key)


def column(type_: Any, *, key: bool = False, index: bool = False) -> Any:  # noqa: ANN401  # the same
    """A column of a type that PostgreSQL has and Python has not."""
    more: Mapping[str, Any] = {"autoincrement": False} if key and isinstance(type_, sa.Integer) else {}
    return Field(sa_type=type_, primary_key=key, index=index, sa_column_kwargs=more)


def identity() -> Any:  # noqa: ANN401  # the same
    """A primary key that the database numbers."""
    return Field(default=None, sa_type=sa.BigInteger, primary_key=True, sa_column_args=(sa.Identity(),))


def written_at() -> Any:  # noqa: ANN401  # the same
    """An instant that the database sets when the row is written."""
    return Field(default=None, sa_type=UTC, nullable=False, sa_column_kwargs={"server_default": sa.func.now()})


def columns_of(row: type[SQLModel], names: Sequence[str] = ()) -> Columns:
    """The columns that a writer gives, in their order: `names`, or all that the database does not fill in itself."""
    table: sa.Table = row.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
    given = [one for one in table.columns if one.identity is None and one.server_default is None]
    wanted = [table.c[name] for name in names] or given
    return tuple((one.name, one.type.compile(dialect)) for one in wanted)


def names_of(row: type[SQLModel]) -> tuple[str, ...]:
    """The names of `columns_of`."""
    return tuple(name for name, _ in columns_of(row))
