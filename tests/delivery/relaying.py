"""Words of the relay's tests: rows that count per key, and who holds which shards."""

from collections.abc import Callable

import asyncpg

from shared.base.locks import AdvisoryLock
from shared.delivery.kafka.relay import Relay
from tests.waiting import eventually

KEYS = [b"key-%d" % number for number in range(20)]
NewRelay = Callable[[str], Relay]


def rows(first: int, last: int) -> list[tuple[bytes, bytes]]:
    """One row per key and number."""
    return [(key, b"%04d" % number) for number in range(first, last) for key in KEYS]


def numbers(last: int) -> dict[bytes, list[bytes]]:
    return {key: [b"%04d" % number for number in range(last)] for key in KEYS}


async def holders(pool: asyncpg.Pool) -> dict[int, int]:
    """Backend to the number of shards that it holds."""
    found = await pool.fetch(
        "SELECT pid, count(*) AS held FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND database = "
        "(SELECT oid FROM pg_database WHERE datname = current_database()) GROUP BY pid",
        AdvisoryLock.RELAY_SHARD,
    )
    return {row["pid"]: row["held"] for row in found}


async def until_held(pool: asyncpg.Pool, *shares: int) -> dict[int, int]:
    return await eventually(lambda: holders(pool), lambda held: sorted(held.values()) == sorted(shares))
