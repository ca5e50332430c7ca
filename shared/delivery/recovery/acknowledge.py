"""An operator has seen parked records: nothing about them changes, but nobody needs to be woken for them again."""

from collections.abc import Sequence
from itertools import groupby

from shared.delivery.recovery.audit import journal_operation
from shared.delivery.recovery.installation import Installation
from shared.delivery.recovery.parked import Parked


async def mark_seen(installation: Installation, found: Sequence[Parked], by: str) -> int:
    """Mark those that nobody had seen, each with a journal entry; give how many."""
    marked, now = 0, installation.clock().now()
    for service, of_service in groupby(found, key=lambda one: one.service):
        conn = await installation.connect(service)
        try:
            for one in of_service:
                async with conn.transaction():
                    taken = await conn.execute(
                        "UPDATE parked SET seen_at = $2, seen_by = $3 WHERE id = $1::uuid AND seen_at IS NULL",
                        one.id,
                        now,
                        by,
                    )
                    if taken == "UPDATE 1":
                        await journal_operation(
                            conn, at=now, act="see_parked", by=by, about=one.id, outcome="seen", dossier=one.dossier
                        )
                        marked += 1
        finally:
            await conn.close()
    return marked
