"""The same measures with few dossiers in the tables, and with many."""

import asyncio

import asyncpg

from benchmarks.contenders.chain import Chain
from benchmarks.figures import Measured
from benchmarks.multiplying import multiply
from benchmarks.rounds import Rounds

FEW = 1_000
TABLES = (
    "SELECT relname FROM pg_class c "
    "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND EXISTS "
    "(SELECT FROM pg_attribute WHERE attrelid = c.oid AND atttypid = 'uuid'::regtype AND NOT attisdropped)"
)
"""Whose rows belong to an aggregate or a message; others have a row per partition, version or shard."""
UNSEALED = "SELECT (SELECT max(id) FROM journal) - coalesce((SELECT max(last) FROM seals), 0) > 10000"
LOOKS_S = 1.0
NOT_GROWING = ("deadlines", "parked")
"""What is empty again behind each dossier."""


async def growth(contender: Chain, rounds: Rounds, many: int) -> Measured:
    """All measures of a round at `FEW` and at `many`; each named after its number."""
    await contender.prepare()
    measured: Measured = {}
    try:
        await contender.start()
        await contender.lay(FEW)
        await contender.work_off()
        few = await rounds.measure(contender, f"{FEW} dossiers in the tables")
        contender.stop()
        rounds.say(f"filling the tables up to {many} dossiers …")
        await asyncio.gather(*(_fill(dsn, many) for dsn in contender.ground.databases))
        contender.launch()
        await contender.lay(FEW)
        await contender.work_off()
        await asyncio.gather(*(_until_sealed(dsn) for dsn in contender.ground.databases))
        grown = await rounds.measure(contender, f"{many} dossiers in the tables")
    finally:
        contender.stop()
    for measure, figures in few.items():
        measured[f"few, {measure}"], measured[f"many, {measure}"] = figures, grown[measure]
    return measured


async def _fill(dsn: str, many: int) -> None:
    """Each hop has taken one message of each dossier: its inbox says how many there are."""
    conn = await asyncpg.connect(dsn)
    try:
        tables = [row["relname"] for row in await conn.fetch(TABLES)]
        there = await conn.fetchval("SELECT count(*) FROM inbox")
    finally:
        await conn.close()
    await multiply(dsn, [table for table in tables if table not in NOT_GROWING], many // there)


async def _until_sealed(dsn: str) -> None:
    """A line that grew by itself has its journal sealed; ours has a million entries to seal first."""
    conn = await asyncpg.connect(dsn)
    try:
        while await conn.fetchval(UNSEALED):  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(LOOKS_S)
    finally:
        await conn.close()
