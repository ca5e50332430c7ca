"""`journal clear-reads`: reads are removed once their retention is over; the checkpoints over them stay.

Only whole ranges of checkpoints are removed. What is removed is named in the journal first, so verification tells a
range that was cleared from one that somebody took away. The database refuses it to all but the owner of the tables.
"""

import asyncio
from datetime import timedelta

import asyncpg
import typer

from deploy.console.places import clock, connect_to, owner_url
from shared.contracts.topics import SERVICES
from shared.delivery.journal.checkpoints import READS_CLEARED
from shared.delivery.recovery.audit import journal_operation
from shared.persistence.rights import GUARD

BATCH = 5000
LAST = "SELECT max(reads_last) FROM seals WHERE reads_entries > 0 AND sealed_at < $1"
BEFORE = "SELECT EXISTS (SELECT FROM reads WHERE id <= $1)"
REMOVE = "DELETE FROM reads WHERE id IN (SELECT id FROM reads WHERE id <= $1 ORDER BY id LIMIT $2)"


def clear_reads(
    older_than: int = typer.Option(
        ..., "--older-than", help="Days; reads covered by a checkpoint before that go", min=1
    ),
    by: str = typer.Option(help="Who does it, for the journal"),
    service: str | None = typer.Option(None, "--service", "-s", help="One service only"),
) -> None:
    """Remove the journal of reads beyond its retention; nothing else ever does. Checkpoints go on verifying.

    Needs the account that owns the tables. What is removed is gone: export it before, if it may be needed.
    """
    if service and service not in SERVICES:
        raise typer.BadParameter(f"there is no service {service}; there are: {', '.join(SERVICES)}")
    for one in (service,) if service else SERVICES:
        typer.echo(f"{one}: {asyncio.run(cleared(one, older_than, by))} reads cleared")


async def cleared(service: str, days: int, by: str) -> int:
    """Clear one service's reads; give how many went."""
    conn = await connect_to(service, owner_url)
    try:
        last: int | None = await conn.fetchval(LAST, clock().now() - timedelta(days=days))
        if last is None or not await conn.fetchval(BEFORE, last):
            return 0
        async with conn.transaction():
            outcome = f"reads to {last}, older than {days} days"
            await journal_operation(conn, at=clock().now(), act=READS_CLEARED, by=by, about=str(last), outcome=outcome)
        gone = 0
        while removed := await _remove(conn, last):
            gone += removed
        return gone
    finally:
        await conn.close()


async def _remove(conn: asyncpg.Connection, last: int) -> int:
    """One batch in a transaction of its own: while the guard is off, nobody else can write the table."""
    async with conn.transaction():
        await conn.execute(f"ALTER TABLE reads DISABLE TRIGGER {GUARD}")
        removed = int((await conn.execute(REMOVE, last, BATCH)).rsplit(" ", 1)[1])
        await conn.execute(f"ALTER TABLE reads ENABLE TRIGGER {GUARD}")
    return removed
