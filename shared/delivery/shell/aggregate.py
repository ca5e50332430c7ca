"""Binds an aggregate's state to its table, its life and its state topic."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import msgspec
import sqlalchemy as sa

from shared.acts.change import AggregateState
from shared.acts.life import Life
from shared.acts.refusal import Refused
from shared.delivery.journal.state_digest import canonical, ordered, state_digest
from shared.delivery.schema.base import Columns, columns_of

S = TypeVar("S", bound=AggregateState)
BASE = ("id", "dossier", "state", "version", "events", "entries", "journal_head", "body", "changed_at")


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
    def typed_columns(self) -> Columns:
        """`columns`, each with its PostgreSQL type."""
        return columns_of(self.row, self.columns)

    @cached_property
    def decoder(self) -> msgspec.json.Decoder[S]:
        """Decodes the `body` column."""
        return msgspec.json.Decoder(self.state)

    def decode(self, body: str) -> S:
        """The state from its JSON text."""
        return self.decoder.decode(body)

    def encode(self, state: S) -> str:
        """The state as JSON text."""
        return ordered(state).decode()

    @cached_property
    def has_fractions(self) -> bool:
        """Whether its states may hold numbers that are not whole: those have more than one writing."""
        return b'"type":"number"' in msgspec.json.encode(msgspec.json.schema(self.state))

    def digest(self, encoded: str) -> bytes:
        """`state_digest` of what `encode` made: it has sorted members already, so one pass less for most."""
        text = encoded.encode()
        return hashlib.sha256(canonical(text) if self.has_fractions else text).digest()


@dataclass(slots=True)
class Loaded:
    """An aggregate whose row a batch has locked: what was stored, and what the batch made of it."""

    aggregate: Aggregate[Any]
    id: str
    state: Any = None
    version: int = 0
    events: int = 0
    entries: int = 0
    journal_head: bytes = b""
    stored: bool = False
    dirty: bool = False
    read: str | None = None
    """The body as it was read from the table."""
    digest: bytes | None = None
    """Digest of the state that the last journal entry of this batch left."""
    _encoded: tuple[Any, str] | None = None

    def expect(self, versions: frozenset[int] | None) -> None:
        """Refused stale_version: whoever asks has seen other versions. None: whatever version."""
        if versions is not None and self.version not in versions:
            raise Refused("stale_version", expected=max(versions), current=self.version)

    def digests(self) -> tuple[bytes | None, bytes]:
        """Of the state that the entry to be written found, and of the one that it leaves."""
        found = self.digest
        if found is None and self.read is not None:
            found = state_digest(self.read)
        if self.digest is None or self._encoded is None or self._encoded[0] is not self.state:
            self.digest = self.aggregate.digest(self.body())
        return found, self.digest

    def body(self) -> str:
        """The state as JSON text, encoded once."""
        if self._encoded is None or self._encoded[0] is not self.state:
            self._encoded = self.state, self.aggregate.encode(self.state)
        return self._encoded[1]

    def noted(self) -> tuple[Any, ...]:
        """What an act may change, to `return_to`; much cheaper than a copy."""
        return (
            self.state, self.version, self.events, self.entries, self.journal_head, self.dirty,
            self.digest, self._encoded,
        )  # fmt: skip

    def return_to(self, noted: tuple[Any, ...]) -> None:
        """Be again as it was."""
        (
            self.state, self.version, self.events, self.entries, self.journal_head, self.dirty,
            self.digest, self._encoded,
        ) = noted  # fmt: skip
