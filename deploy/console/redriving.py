"""Bringing parked records back through the same shell that set them aside."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

import msgspec

from shared.acts.moment import derived_id
from shared.calendar.france import FRANCE
from shared.delivery.effects import Effects
from shared.delivery.incoming import Door, Incoming, Performed, Record
from shared.delivery.journal import Entry
from shared.delivery.shell import Shell, World
from shared.identity.actor import Actor, Role
from shared.persistence.connecting import connect, open_pool
from shared.programme.loading import published
from shared.runtime.clock import SystemClock
from shared.runtime.service import Service

unpack = msgspec.msgpack.Decoder(list[tuple[str, bytes]]).decode


async def redrive_record(service: Service, dsn: str, row: Any, by: str) -> tuple[list[str], list[str]]:  # noqa: ANN401
    """Perform a parked record and what is held behind its key, in order; stops at the first that cannot be taken.

    Gives the ids that were performed, and those that are still parked.
    """
    pool = await open_pool(dsn, 2)
    try:
        shell = Shell(service.name, pool, World(SystemClock(), published(), FRANCE))
        behind = await pool.fetch(
            "SELECT * FROM parked WHERE key = $1 AND key <> '' AND status = 'parked' AND id <> $2 AND reason = 'held' "
            "ORDER BY parked_at, topic, partition, position",
            row["key"],
            row["id"],
        )
        done: list[str] = []
        waiting = [row, *behind]
        for place, parked in enumerate(waiting):
            message = _incoming(service, parked, by)
            outcome = (await shell.perform([message]))[0] if message else None
            if not isinstance(outcome, Performed):
                return done, [str(one["id"]) for one in waiting[place:]]
            done.append(str(parked["id"]))
        return done, []
    finally:
        await pool.close()


def _incoming(service: Service, row: Any, by: str) -> Incoming | None:  # noqa: ANN401
    record = Record(
        row["topic"], row["partition"], row["position"], row["key"], tuple(unpack(row["headers"])), row["value"]
    )
    for message in service.subscriptions.read(record):
        if isinstance(message, Incoming) and str(row["aggregate"] or message.target) == message.target:
            operator = Actor(by, frozenset({Role.SYSTEM}))
            return replace(message, message=str(row["id"]), door=Door.REDRIVE, actor=operator)
    return None


async def drop_record(service: Service, dsn: str, row: Any, by: str, reason: str) -> None:  # noqa: ANN401
    """Mark a parked record as given up, with a journal entry, in one transaction."""
    conn = await connect(dsn)
    try:
        async with conn.transaction():
            now = SystemClock().now()
            await conn.execute(
                "UPDATE parked SET status = 'dropped', settled_at = $2, settled_by = $3 "
                "WHERE id = $1 AND status = 'parked'",
                row["id"],
                now,
                by,
            )
            effects = Effects(service.name, now)
            entry = Entry(
                aggregate=None,
                entry=0,
                dossier=row["dossier"],
                at=now,
                door="operator",
                act="drop_parked",
                rule="",
                actor=by,
                roles="operator",
                message=derived_id("drop", str(row["id"])),
                outcome=reason,
                state=None,
                version=0,
                events="",
                digest=sha256(row["value"] or b"").digest(),
                trace=row["traceparent"],
            )
            effects.write_journal(entry, b"")
            await effects.store(conn)
    finally:
        await conn.close()
