"""The work of a service: what waits, what is parked, what is due, what is sealed, and where its aggregates are."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import asyncpg
import msgspec

from shared.delivery.shell.aggregate import Aggregate
from shared.delivery.shell.transaction import Shell
from shared.persistence.connecting import lent
from shared.telemetry import metrics

WAITING = """
SELECT (SELECT count(*) FROM outbox) AS waiting,
    (SELECT coalesce(extract(epoch FROM now() - min(at)), 0)::float8 FROM outbox) AS oldest,
    (SELECT count(*) FROM deadlines WHERE due_at <= $1) AS due,
    (SELECT count(*) FROM deadlines WHERE due_at <= $1 - interval '1 minute') AS overdue,
    greatest(
        (SELECT coalesce(extract(epoch FROM $1 - min(at)), 0)::float8 FROM journal WHERE id > coalesce(last, 0)),
        (SELECT coalesce(extract(epoch FROM $1 - min(at)), 0)::float8 FROM reads WHERE id > coalesce(reads_last, 0))
    ) AS unsealed
FROM (SELECT 1) AS one LEFT JOIN (SELECT last, reads_last FROM seals ORDER BY number DESC LIMIT 1) AS seal ON true
"""
PARKED = """
SELECT reason, seen_at IS NOT NULL AS seen, count(*) AS records,
    extract(epoch FROM $1 - min(parked_at))::float8 AS oldest
FROM parked WHERE status = 'parked' GROUP BY 1, 2
"""
VERIFIED = """
SELECT coalesce(extract(epoch FROM v.verified_at), f.since)::float8 AS at, v.seconds, v.entries, v.faults, v.roots,
    coalesce((SELECT extract(epoch FROM max(anchored_at)) FROM anchors), f.since)::float8 AS anchored
FROM (SELECT extract(epoch FROM coalesce((SELECT at FROM journal ORDER BY id LIMIT 1), $1)) AS since) f
    LEFT JOIN (SELECT * FROM verifications ORDER BY id DESC LIMIT 1) v ON true
"""
"""A new line has a day, from its first entry on, until somebody must have verified it and kept a root."""
RECONCILED = """
SELECT coalesce(extract(epoch FROM r.compared_at), f.since)::float8 AS at,
    coalesce(r.gaps, '{}')::text AS gaps, r.accepted
FROM (SELECT extract(epoch FROM coalesce((SELECT at FROM journal ORDER BY id LIMIT 1), $1)) AS since) f
    LEFT JOIN (SELECT * FROM reconciliations ORDER BY id DESC LIMIT 1) r ON true
"""
SIZES = """
SELECT c.relname AS name, pg_total_relation_size(c.oid) AS bytes
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = current_schema()
"""
HELD = "held"
"""The reason of what only waits behind another record: that one is what an operator must see."""
IDLE = (("under_1d", 1), ("under_7d", 7), ("under_30d", 30), ("under_90d", 90))
SHARE = 0.01
"""At most this part of the time goes into counting aggregates: on many rows it happens less often."""
LEAST_PAUSE_S = 15.0


class WorkMeasures:
    """Counts and ages, from the service's database."""

    def __init__(self, shell: Shell, aggregates: tuple[Aggregate[Any], ...]) -> None:
        self._shell = shell
        self._query = _census(aggregates)
        self._again_at = 0.0

    async def measure(self) -> None:
        """Raises what keeps us from measuring."""
        now = self._shell.context.clock.now()
        async with lent(self._shell.pool) as conn:
            _tell_waiting(await conn.fetchrow(WAITING, now))
            _tell_parked(await conn.fetch(PARKED, now))
            _tell_verified(await conn.fetchrow(VERIFIED, now))
            _tell_reconciled(await conn.fetchrow(RECONCILED, now))
            began = time.monotonic()
            if began >= self._again_at:
                rows = await conn.fetch(self._query, *(now - timedelta(days=days) for _, days in IDLE))
                sizes = await conn.fetch(SIZES)
                took = time.monotonic() - began
                self._again_at = began + max(LEAST_PAUSE_S, took / SHARE)
                _tell_aggregates(rows)
                _tell_sizes(sizes)


def _census(aggregates: tuple[Aggregate[Any], ...]) -> str:
    idle = " ".join(f"WHEN changed_at > ${place} THEN '{name}'" for place, (name, _) in enumerate(IDLE, 1))
    return " UNION ALL ".join(
        f"SELECT '{one.name}' AS aggregate, state, CASE {idle} ELSE 'longer' END AS idle, count(*) AS number "
        f"FROM {one.table.name} GROUP BY 1, 2, 3"
        for one in aggregates
    )


def _tell_waiting(row: asyncpg.Record) -> None:
    metrics.OUTBOX_WAITING.set(row["waiting"])
    metrics.OUTBOX_OLDEST.set(row["oldest"])
    metrics.DEADLINES_DUE.set(row["due"])
    metrics.DEADLINES_OVERDUE.set(row["overdue"])
    metrics.JOURNAL_UNSEALED_OLDEST.set(max(row["unsealed"], 0))


def _tell_parked(rows: list[asyncpg.Record]) -> None:
    metrics.PARKED.clear()
    for row in rows:
        metrics.PARKED.labels(row["reason"], str(row["seen"]).lower()).set(row["records"])
    metrics.PARKED_UNSEEN_OLDEST.set(max((0.0, *_unseen_ages(rows))))


def _unseen_ages(rows: list[asyncpg.Record]) -> Iterator[float]:
    return (row["oldest"] for row in rows if not row["seen"] and row["reason"] != HELD)


def _tell_verified(row: asyncpg.Record) -> None:
    metrics.JOURNAL_VERIFIED.set(row["at"])
    metrics.JOURNAL_VERIFICATION.set(row["seconds"] or 0)
    metrics.JOURNAL_ENTRIES.set(row["entries"] or 0)
    metrics.JOURNAL_FAULTS.set(row["faults"] or 0)
    metrics.JOURNAL_ROOTS.set(row["roots"] or 0)
    metrics.JOURNAL_ANCHORED.set(row["anchored"])


def _tell_reconciled(row: asyncpg.Record) -> None:
    metrics.RECONCILED.set(row["at"])
    metrics.RECONCILIATION_GAPS.clear()
    for kind, count in msgspec.json.decode(row["gaps"], type=dict[str, int]).items():
        metrics.RECONCILIATION_GAPS.labels(kind).set(count)
    metrics.RECONCILIATION_ACCEPTED.set(row["accepted"] or 0)


def _tell_aggregates(rows: list[asyncpg.Record]) -> None:
    metrics.AGGREGATES.clear()
    for row in rows:
        metrics.AGGREGATES.labels(row["aggregate"], row["state"], row["idle"]).set(row["number"])


def _tell_sizes(rows: list[asyncpg.Record]) -> None:
    for row in rows:
        metrics.TABLE_SIZE.labels(row["name"]).set(row["bytes"])
