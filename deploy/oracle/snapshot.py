"""What the oracle looks at: everything that the five databases and the topics hold, at rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.acts.life import Life

Entry = Mapping[str, Any]
"""A journal row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An aggregate as its service stores it."""

    kind: str
    id: str
    dossier: str | None
    state: str
    version: int
    events: int
    entries: int
    journal_head: bytes
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRecord:
    """A readable record of a topic: an event, or a record of a state topic."""

    topic: str
    partition: int
    offset: int
    key: str
    id: str
    name: str
    subject: str
    sequence: int
    dossier: str | None
    body: Mapping[str, Any]
    targets: frozenset[tuple[str, str]] = frozenset()
    """Which (service, aggregate) must act on it."""

    @property
    def where(self) -> str:
        """Its position, for people."""
        return f"{self.topic}/{self.partition}@{self.offset} ({self.name} {self.sequence} of {self.subject})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """The contents of one service's database."""

    service: str
    lives: Mapping[str, Life]
    """By kind of aggregate."""
    rows: tuple[Row, ...] = ()
    journal: tuple[Entry, ...] = ()
    outbox: int = 0
    due: int = 0
    parked: Mapping[str, str] = field(default_factory=dict)
    """Records set aside: id to reason and position."""
    snapshots: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By aggregate id: what its state topic must say of it now."""

    def performed(self) -> Iterator[Entry]:
        """Journal entries of performed acts, oldest first."""
        return (entry for entry in self.journal if entry["outcome"] == "performed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything, at one moment of rest."""

    databases: Mapping[str, Database]
    records: tuple[PublishedRecord, ...]
    """All records of all event and state topics, in order per partition."""
    unreadable: tuple[str, ...] = ()
    """Positions of records that are no events of ours."""
