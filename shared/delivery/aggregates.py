"""Binds an aggregate's state to its table, its life and its state topic."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from shared.acts.change import AggregateState
from shared.acts.life import Life

S = TypeVar("S", bound=AggregateState)
BASE = ("id", "dossier", "state", "version", "events", "entries", "journal_head", "body", "changed_at")
_encode = msgspec.json.Encoder(order=None).encode


@dataclass(frozen=True, eq=False)
class Aggregate(Generic[S]):
    """One kind of aggregate of a service."""

    name: str
    """Singular noun, as in journal and URL: application, listing."""
    state: type[S]
    row: type[Any]
    """The SQLModel row class; columns beyond the base ones are filled from state attributes of the same name."""
    life: Life
    snapshot: Callable[[S], object | None] | None = None
    """The state topic's record for a state, where the aggregate has one."""

    @cached_property
    def table(self) -> sa.Table:
        """The SQLAlchemy table."""
        table: sa.Table = self.row.__table__
        return table

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All columns in the order of writing: the base ones, then the search columns."""
        return (*BASE, *(c.name for c in self.table.columns if c.name not in BASE))

    @cached_property
    def column_types(self) -> tuple[str, ...]:
        """PostgreSQL type of each of `columns`."""
        dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
        return tuple(self.table.c[name].type.compile(dialect) for name in self.columns)

    @cached_property
    def decoder(self) -> msgspec.json.Decoder[S]:
        """Decodes the `body` column."""
        return msgspec.json.Decoder(self.state)

    def decode(self, body: str) -> S:
        """The state from its JSON text."""
        return self.decoder.decode(body)

    def encode(self, state: S) -> str:
        """The state as JSON text."""
        return _encode(state).decode()


@dataclass(slots=True)
class Held:
    """An aggregate while a batch holds its row lock: the stored part, and what the batch made of it."""

    aggregate: Aggregate[Any]
    id: str
    state: Any = None
    version: int = 0
    events: int = 0
    entries: int = 0
    journal_head: bytes = b""
    stored: bool = False
    dirty: bool = False

    def noted(self) -> tuple[Any, int, int, int, bytes, bool]:
        """What an act may change, to `return_to`; much cheaper than a copy."""
        return self.state, self.version, self.events, self.entries, self.journal_head, self.dirty

    def return_to(self, noted: tuple[Any, int, int, int, bytes, bool]) -> None:
        """Be again as it was."""
        self.state, self.version, self.events, self.entries, self.journal_head, self.dirty = noted
