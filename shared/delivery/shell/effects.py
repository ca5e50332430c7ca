"""What a batch will write besides its aggregates: outbox, journal, deadlines, parked records."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
import uuid_utils

from shared.acts.change import CancelDeadline, SetDeadline
from shared.acts.refusal import refuse_if
from shared.contracts.dates import contradiction
from shared.contracts.envelope import MAX_RECORD_BYTES, MAX_VALUE_BYTES, Envelope, Headers, encode
from shared.contracts.registry import wire_of
from shared.contracts.topics import PARKED
from shared.delivery.journal.entry import Entry, values_of
from shared.delivery.journal.state_digest import deadline_mark, ordered
from shared.delivery.schema.base import columns_of
from shared.delivery.schema.evidence import JournalRow
from shared.delivery.schema.messages import DeadlineRow, OutboxRow, ParkedRow
from shared.delivery.shell.aggregate import Loaded
from shared.delivery.shell.messages import Cause, Record, Unusable
from shared.delivery.shell.store import Addition, Statement, insertion

SHARDS = 16
LONGEST_KEY = 1_000
"""Of a foreign record, on the parking topic: ours have 36 bytes; a longer one stays in the table alone."""
OUTBOX, DEADLINES, JOURNAL = columns_of(OutboxRow), columns_of(DeadlineRow), columns_of(JournalRow)
SETTLED = {"settled_at", "settled_by", "seen_at", "seen_by"}
"""What became of a parked record: written later."""
PARKED_COLUMNS = tuple(one for one in columns_of(ParkedRow) if one[0] not in SETTLED)
UPSERT_DEADLINE = "ON CONFLICT (aggregate, kind) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name, _ in DEADLINES if name not in {"aggregate", "kind"}
)
pack = msgspec.msgpack.Encoder().encode


def shard_of(key: bytes) -> int:
    """The relay shard of a key: the same key always goes through the same hands, in order."""
    return zlib.crc32(key) % SHARDS


def new_event_id() -> str:
    """A uuid7: sorts by time."""
    return str(uuid_utils.uuid7())


def storable(text: str | None) -> str | None:
    """A text from a stranger, without what PostgreSQL does not store: even the worst record must be parkable."""
    return text and text.replace("\0", "\ufffd").encode(errors="replace").decode()


def deadline_row(aggregate: str, deadline: SetDeadline, cause: Cause) -> tuple[Any, ...]:
    """A deadline as it is stored; it replaces one of the same kind."""
    return (
        new_event_id(), aggregate, deadline.kind, deadline.at, encode(deadline.derivation).decode(),
        encode(deadline.facts).decode(), cause.correlation, cause.traceparent,
    )  # fmt: skip


def deadline_note(changes: Sequence[SetDeadline | CancelDeadline]) -> str | None:
    """What an act changed of its deadlines, as its journal entry keeps it; None: nothing."""
    if not changes:
        return None
    marks = {
        one.kind: None if isinstance(one, CancelDeadline) else deadline_mark(one.at, one.derivation, one.facts)
        for one in changes
    }
    return ordered(marks).decode()


@dataclass(slots=True)
class Effects:
    """Rows to write at the end of the batch's transaction."""

    service: str
    now: datetime
    outbox: list[tuple[Any, ...]] = field(default_factory=list)
    journal: list[tuple[Any, ...]] = field(default_factory=list)
    deadlines: dict[tuple[str, str], tuple[Any, ...] | None] = field(default_factory=dict)
    parked: list[tuple[Any, ...]] = field(default_factory=list)
    redriven: dict[str, str] = field(default_factory=dict)
    """Parked records that were taken after all, and who asked for it."""

    def tell(self, loaded: Loaded, event: object, cause: Cause, sequence: int) -> str:
        """Put an event of an aggregate into the outbox; give its name.

        Refused: too_large, dates_contradict: no broker or no reader would take it, and an outbox row cannot be refused.
        """
        wire, value = wire_of(event), encode(event)
        refuse_if(len(value) > MAX_VALUE_BYTES, "too_large", event=wire.type, bytes=len(value), at_most=MAX_VALUE_BYTES)
        wrong = contradiction(event)
        refuse_if(wrong is not None, "dates_contradict", event=wire.type, detail=wrong)
        id_ = new_event_id()
        envelope = Envelope(
            id=id_,
            type=wire.type,
            source=f"/referencement/{self.service}",
            subject=loaded.id,
            time=self.now,
            sequence=sequence,
            dossier=loaded.state.dossier,
            correlation=cause.correlation,
            causation=cause.causation,
            programme=loaded.state.programme,
            traceparent=cause.traceparent,
        )
        key, headers = loaded.id.encode(), pack(envelope.headers())
        size = len(key) + len(headers) + len(value)
        refuse_if(size > MAX_RECORD_BYTES, "too_large", event=wire.type, bytes=size, at_most=MAX_RECORD_BYTES)
        self.outbox.append((shard_of(key), wire.topic, key, headers, value))
        return type(event).__name__

    def write_journal(self, entry: Entry, previous: bytes) -> bytes:
        """Add an entry; give its hash, which the aggregate's next entry continues."""
        hash_ = entry.hash_after(previous)
        self.journal.append((*values_of(entry), previous, hash_))
        return hash_

    def park(self, unusable: Unusable, aggregate: str | None) -> None:
        """Set a record aside: as a row for the operators, and as a copy without its value on the parking topic."""
        record = unusable.record
        headers = pack(list(record.headers))
        id_ = unusable.message
        self.parked.append(
            (id_, "parked", unusable.reason, storable(unusable.detail[:2000]), record.topic, record.partition,
             record.offset, record.key, headers, record.value, aggregate, storable(unusable.dossier),
             storable(unusable.traceparent), self.now)
        )  # fmt: skip
        notice = {"id": id_, "reason": unusable.reason, **_position(record)}
        told: Headers = [("content-type", b"application/json")]
        key = record.key if 0 < len(record.key) <= LONGEST_KEY else id_.encode()
        self.outbox.append((shard_of(key), PARKED[self.service], key, pack(told), encode(notice)))

    def writing(self) -> tuple[list[Addition], list[Statement]]:
        """The rows that are new, and what changes besides.

        The aggregates' row locks order the outbox ids: nothing of this may be written before they are loaded.
        """
        additions = [Addition("outbox", OUTBOX, self.outbox), Addition("journal", JOURNAL, self.journal)]
        deadlines = Addition("deadlines", DEADLINES, [row for row in self.deadlines.values() if row])
        return additions, [
            *insertion(Addition("parked", PARKED_COLUMNS, self.parked), then="ON CONFLICT (id) DO NOTHING"),
            *self._settled(),
            *self._cancelled(),
            *insertion(deadlines, then=UPSERT_DEADLINE),
        ]

    def _settled(self) -> list[Statement]:
        if not self.redriven:
            return []
        sql = (
            "UPDATE parked p SET status = 'redriven', settled_at = $3, settled_by = r.who "
            "FROM unnest($1::uuid[], $2::text[]) AS r(id, who) WHERE p.id = r.id"
        )
        return [Statement(sql, (list(self.redriven), list(self.redriven.values()), self.now))]

    def _cancelled(self) -> list[Statement]:
        gone = [key for key, row in self.deadlines.items() if row is None]
        if not gone:
            return []
        sql = (
            "DELETE FROM deadlines d USING unnest($1::uuid[], $2::text[]) AS g(aggregate, kind) "
            "WHERE d.aggregate = g.aggregate AND d.kind = g.kind"
        )
        return [Statement(sql, ([aggregate for aggregate, _ in gone], [kind for _, kind in gone]))]


def _position(record: Record) -> dict[str, object]:
    return {"topic": record.topic, "partition": record.partition, "offset": record.offset}
