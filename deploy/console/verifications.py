"""What verifications of the journal found, kept where the service's metrics find it."""

from deploy.console.places import clock, database_url
from shared.persistence.connecting import connect


async def keep_verification(service: str, by: str, *, seconds: float, entries: int, faults: int) -> None:
    """Keep one result."""
    conn = await connect(database_url(service))
    try:
        await conn.execute(
            "INSERT INTO verifications (verified_at, verified_by, seconds, entries, faults) "
            "VALUES ($1, $2, $3, $4, $5)",
            clock().now(),
            by,
            seconds,
            entries,
            faults,
        )
    finally:
        await conn.close()
