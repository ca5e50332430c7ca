"""One service's database at one moment: how many events each aggregate has published, and what its state topic must
hold."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import msgspec

from shared.contracts.envelope import Headers, Unreadable, encode, read_envelope
from shared.contracts.registry import wire_of
from shared.delivery.recovery.installation import Installation
from shared.delivery.shell.aggregate import Aggregate

unpack = msgspec.msgpack.Decoder(Headers).decode


def digest(value: bytes | None) -> bytes:
    """Stands for a record's value."""
    return hashlib.sha256(value or b"").digest()[:16]


@dataclass(frozen=True, slots=True)
class Row:
    """An aggregate's row."""

    table: str
    dossier: str
    version: int
    events: int
    public: tuple[str, bytes] | None = None
    """State topic, and the digest of what it must say."""


@dataclass(slots=True)
class Snapshot:
    """One service."""

    service: str
    rows: dict[str, Row] = field(default_factory=dict)
    waiting: dict[tuple[str, str], int] = field(default_factory=dict)
    """Topic and aggregate to the sequences that are still in the outbox, as bits."""
    dropped: set[tuple[str, int, int]] = field(default_factory=set)
    """Places of the records that an operator has given up: they were looked into."""


async def read_snapshot(installation: Installation, service: str) -> Snapshot:
    """Read one service in one transaction."""
    conn = await installation.connect_reading(service)
    try:
        async with conn.transaction(isolation="repeatable_read", readonly=True):
            snapshot = Snapshot(service)
            for aggregate in installation.service_named(service).aggregates:
                await _read_rows(conn, aggregate, snapshot)
            async for row in conn.cursor("SELECT topic, headers FROM outbox", prefetch=2000):
                _note_waiting(snapshot, row["topic"], unpack(row["headers"]))
            dropped = await conn.fetch("SELECT topic, partition, position FROM parked WHERE status = 'dropped'")
            snapshot.dropped = {(row["topic"], row["partition"], row["position"]) for row in dropped}
            return snapshot
    finally:
        await conn.close()


async def _read_rows(conn: asyncpg.Connection, aggregate: Aggregate[Any], snapshot: Snapshot) -> None:
    body = ", body::text" if aggregate.snapshot else ""
    query = f"SELECT id::text, dossier::text, version, events{body} FROM {aggregate.table.name}"
    async for row in conn.cursor(query, prefetch=2000):
        public = public_of(aggregate, row["body"]) if aggregate.snapshot else None
        known = Row(aggregate.table.name, row["dossier"] or "", row["version"], row["events"])
        snapshot.rows[row["id"]] = Row(known.table, known.dossier, known.version, known.events, _stands_for(public))


def public_of(aggregate: Aggregate[Any], body: str) -> object | None:
    """The state topic's record for a stored state."""
    return aggregate.snapshot(aggregate.decode(body)) if aggregate.snapshot else None


def _stands_for(public: object | None) -> tuple[str, bytes] | None:
    return None if public is None else (wire_of(public).topic, digest(encode(public)))


def _note_waiting(snapshot: Snapshot, topic: str, headers: Headers) -> None:
    try:
        envelope = read_envelope(headers)
    except Unreadable:
        return
    place = (topic, envelope.subject)
    snapshot.waiting[place] = snapshot.waiting.get(place, 0) | 1 << envelope.sequence


async def journaled_events(
    installation: Installation, service: str, aggregates: Sequence[str]
) -> Mapping[str, list[str]]:
    """The names of all events that aggregates published, by their journals: the first has sequence 1."""
    conn = await installation.connect_reading(service)
    try:
        rows = await conn.fetch(
            "SELECT aggregate::text, string_agg(events, ' ' ORDER BY entry) AS events FROM journal "
            "WHERE aggregate = ANY($1::uuid[]) AND events <> '' GROUP BY 1",
            list(aggregates),
        )
    finally:
        await conn.close()
    return {row["aggregate"]: row["events"].split() for row in rows}
