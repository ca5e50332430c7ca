"""An operator has seen parked records: nothing about them changes, but nobody needs to be woken for them again."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

import asyncpg

from shared.delivery.recovery.audit import journal_operation
from shared.delivery.recovery.installation import Installation
from shared.delivery.recovery.parked import Parked


async def mark_seen(installation: Installation, found: Sequence[Parked], by: str) -> int:
    """Mark those that nobody had seen, each with a journal entry; give how many."""
    marked, now = 0, installation.clock().now()
    for service, of_service in groupby(found, key=lambda one: one.service):
        conn = await installation.connect(service)
        try:
            marked += sum([await _mark(conn, one, by, now) for one in of_service])
        finally:
            await conn.close()
    return marked


async def _mark(conn: asyncpg.Connection, one: Parked, by: str, now: datetime) -> bool:
    async with conn.transaction():
        changed = await conn.execute(
            "UPDATE parked SET seen_at = $2, seen_by = $3 WHERE id = $1::uuid AND seen_at IS NULL", one.id, now, by
        )
        if changed == "UPDATE 0":
            return False
        await journal_operation(
            conn, at=now, act="see_parked", by=by, about=one.id, outcome="seen", dossier=one.dossier
        )
        return True
