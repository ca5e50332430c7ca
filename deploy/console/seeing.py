"""An operator has seen parked records: nothing about them changes, but nobody needs to be woken for them again."""

from collections.abc import Sequence
from itertools import groupby

from deploy.console.operating import journal_operation
from deploy.console.places import clock, connect_to, database_url
from deploy.console.selection import Parked


async def mark_seen(found: Sequence[Parked], by: str) -> int:
    """Mark those that nobody had seen, each with a journal entry; give how many."""
    marked = 0
    for service, of_service in groupby(found, key=lambda one: one.service):
        conn = await connect_to(service, database_url)
        try:
            for one in of_service:
                async with conn.transaction():
                    taken = await conn.execute(
                        "UPDATE parked SET seen_at = $2, seen_by = $3 WHERE id = $1::uuid AND seen_at IS NULL",
                        one.id,
                        clock().now(),
                        by,
                    )
                    if taken == "UPDATE 1":
                        await journal_operation(
                            conn, act="see_parked", by=by, about=one.id, outcome="seen", dossier=one.dossier
                        )
                        marked += 1
        finally:
            await conn.close()
    return marked
