"""The notebook's tables and subscriptions, and words to send it messages and to look at what became of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import asyncpg
from aiokafka import ConsumerRecord
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from shared.acts.act import AnyAct
from shared.acts.moment import derived_id
from shared.contracts.envelope import Envelope, encode
from shared.contracts.evaluation.connection_tests import (
    ConnectionTestsFailed,
    ConnectionTestsPassed,
    ConnectionTestsRequired,
)
from shared.contracts.evaluation.evaluation import EvaluationDeadlineMissed, FindingsConfirmed
from shared.contracts.registry import wire_of
from shared.contracts.vocabulary import DossierId
from shared.delivery.kafka.subscription import On, Subscriptions
from shared.delivery.schema.tables import delivery_tables
from shared.delivery.shell.aggregate import Aggregate
from shared.delivery.shell.channels import Channel
from shared.delivery.shell.messages import Cause, Incoming, Message, Record
from shared.identity.actor import Actor
from shared.persistence.aggregate_row import AggregateRow
from tests.builders import DESK, some_id
from tests.delivery.notebook import LIFE, Notebook, note, say_no, stumble, take_title, tell_nonsense


class DeskTable(SQLModel, registry=registry()):
    """Metadata of its own."""


class NotebookRow(DeskTable, AggregateRow, table=True):
    __tablename__ = "notebooks"

    title: str = Field()
    last: int = Field()


METADATA = DeskTable.metadata
delivery_tables(METADATA)
NOTEBOOK = Aggregate("notebook", Notebook, NotebookRow, LIFE)
TABLES = ("notebooks", "inbox", "forgotten", "outbox", "journal", "deadlines", "parked")


def subscriptions(service: str = "intake") -> Subscriptions:
    return Subscriptions(
        service,
        On(FindingsConfirmed, note, NOTEBOOK),
        On(ConnectionTestsPassed, take_title, NOTEBOOK),
        On(ConnectionTestsRequired, stumble, NOTEBOOK),
        On(ConnectionTestsFailed, say_no, NOTEBOOK),
        On(EvaluationDeadlineMissed, tell_nonsense, NOTEBOOK),
    )


TOO_LARGE_A_NUMBER = 5_000_000_000
"""For the four bytes of its column."""


def number(name: str, value: int) -> FindingsConfirmed:
    """The event that makes notebook `name` write a number down."""
    return FindingsConfirmed(dossier=DossierId(some_id(name)), confirmed=value, corrected=0)


def title(name: str, text: str) -> ConnectionTestsPassed:
    return ConnectionTestsPassed(dossier=DossierId(some_id(name)), passed_on=date(2026, 3, 10), api_version=text)


def mistake(name: str) -> ConnectionTestsRequired:
    return ConnectionTestsRequired(dossier=DossierId(some_id(name)))


def refused(name: str) -> ConnectionTestsFailed:
    return ConnectionTestsFailed(dossier=DossierId(some_id(name)), failed_on=date(2026, 3, 10), failed_cases=("a",))


def nonsense(name: str) -> EvaluationDeadlineMissed:
    return EvaluationDeadlineMissed(dossier=DossierId(some_id(name)), due_on=date(2026, 3, 10))


def record(event: Any, *, id_: str = "", offset: int = 0, traceparent: str | None = None) -> Record:  # noqa: ANN401
    """The event as it lies on its topic, keyed by its subject; the id is derived from its content unless given."""
    wire, value = wire_of(event), encode(event)
    subject: str = getattr(event, wire.subject or "dossier")
    envelope = Envelope(
        id=id_ or some_id(f"{wire.type} {value!r}"),
        type=wire.type,
        source=f"/referencement/{wire.service}",
        subject=subject,
        time=datetime(2026, 3, 10, 9, tzinfo=UTC),
        sequence=1,
        dossier=event.dossier,
        correlation=some_id("correlation"),
        causation=None,
        programme=None,
        traceparent=traceparent,
    )
    return Record(wire.topic, 0, offset, subject.encode(), tuple(envelope.headers()), value)


def raw(one: Record) -> ConsumerRecord[Any, Any]:
    """The same as aiokafka hands it out."""
    return ConsumerRecord(
        one.topic, one.partition, one.offset, 0, 0, one.key or None, one.value, None, 0, 0, one.headers
    )


def arriving(*events: Any, channel: Channel = Channel.KAFKA) -> list[Message]:  # noqa: ANN401
    """What the Kafka door makes of events."""
    reader = subscriptions()
    return [
        message for event in events for message in reader.read(event if isinstance(event, Record) else record(event))
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as the HTTP door hands it on."""

    act: AnyAct
    payload: object
    key: str
    notebook: str | None = None
    """Id; None: a new one."""
    version: int | None = None
    by: Actor = DESK

    @property
    def incoming(self) -> Incoming:
        message = derived_id("command", self.by.id, self.key)
        return Incoming(
            message=message,
            channel=Channel.HTTP,
            act=self.act,
            aggregate=NOTEBOOK,
            target=self.notebook or derived_id("notebook", message),
            payload=self.payload,
            actor=self.by,
            cause=Cause(message, None, None),
            digest=sha256(repr((self.act.name, self.notebook, self.payload)).encode()).digest(),
            expected_version=None if self.version is None else frozenset({self.version}),
        )


async def dump(pool: asyncpg.Pool, *tables: str) -> dict[str, list[str]]:
    """Everything that is stored, as text, in a fixed order."""
    return {
        table: [row[0] for row in await pool.fetch(f"SELECT t::text FROM {table} t ORDER BY 1")]
        for table in tables or TABLES
    }


async def notes(pool: asyncpg.Pool, name: str) -> list[str]:
    """What notebook `name` has written down."""
    body = await pool.fetchval("SELECT body::text FROM notebooks WHERE id = $1::uuid", some_id(name))
    return [] if body is None else list(json.loads(body)["notes"])


async def parked(pool: asyncpg.Pool) -> list[tuple[str, int]]:
    """Reason and position of what is parked."""
    rows = await pool.fetch("SELECT reason, position FROM parked WHERE status = 'parked' ORDER BY position, id")
    return [(row["reason"], row["position"]) for row in rows]


async def journaled(pool: asyncpg.Pool) -> list[tuple[str, str]]:
    """Act and outcome of all entries, in order."""
    return [(row["act"], row["outcome"]) for row in await pool.fetch("SELECT act, outcome FROM journal ORDER BY id")]


async def told(pool: asyncpg.Pool, key: str) -> list[str]:
    """What waits in the outbox for a key, in order."""
    rows = await pool.fetch("SELECT value FROM outbox WHERE key = $1 ORDER BY id", key.encode())
    return [json.loads(row["value"])["grounds"][0] for row in rows if b"grounds" in row["value"]]


def in_pieces(messages: Sequence[Message], sizes: Sequence[int]) -> list[list[Message]]:
    """The messages in batches of these sizes, the rest in a last one."""
    left, batches = list(messages), []
    for size in sizes:
        batches.append(left[:size])
        left = left[size:]
    return [batch for batch in (*batches, left) if batch]
