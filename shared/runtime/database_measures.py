"""PostgreSQL, as the service sees it."""

import time

import asyncpg

from shared.persistence.connecting import lent
from shared.telemetry import metrics
from shared.telemetry.exposition import ToldCounters

ACTIVITY = (
    "SELECT d.numbackends, d.xact_commit, d.xact_rollback, d.deadlocks, d.blks_hit, d.blks_read, "
    "current_setting('max_connections')::int AS most, pg_database_size(d.datid) AS size "
    "FROM pg_stat_database d WHERE d.datname = current_database()"
)
COUNTERS = ToldCounters(
    {
        "database_commits": "Transactions committed in the service's database",
        "database_rollbacks": "Transactions rolled back in the service's database",
        "database_deadlocks": "Deadlocks in the service's database",
        "database_blocks_hit": "Blocks found in PostgreSQL's memory",
        "database_blocks_read": "Blocks that PostgreSQL had to read",
    }
)


class DatabaseMeasures:
    """Is it there, how far away, how full."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def measure(self) -> None:
        """Raises what keeps us from measuring; the gauge for it is then 0."""
        size, idle = self._pool.get_size(), self._pool.get_idle_size()
        metrics.POOL_CONNECTIONS.labels("idle").set(idle)
        metrics.POOL_CONNECTIONS.labels("busy").set(size - idle)
        try:
            await self._ask()
        except BaseException:
            metrics.DATABASE_UP.set(0)
            raise
        metrics.DATABASE_UP.set(1)

    async def _ask(self) -> None:
        began = time.perf_counter()
        async with lent(self._pool) as conn:
            theirs = await conn.fetchval("SELECT extract(epoch FROM clock_timestamp())::float8")
            metrics.DATABASE_ROUND_TRIP.set(time.perf_counter() - began)
            metrics.DATABASE_CLOCK.set(theirs - time.time())
            _tell(await conn.fetchrow(ACTIVITY))


def _tell(row: asyncpg.Record) -> None:
    metrics.DATABASE_CONNECTIONS.set(row["numbackends"])
    metrics.DATABASE_CONNECTIONS_LIMIT.set(row["most"])
    metrics.DATABASE_SIZE.set(row["size"])
    COUNTERS.values = {
        "database_commits": row["xact_commit"],
        "database_rollbacks": row["xact_rollback"],
        "database_deadlocks": row["deadlocks"],
        "database_blocks_hit": row["blks_hit"],
        "database_blocks_read": row["blks_read"],
    }
