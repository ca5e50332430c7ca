"""What /metrics says of the work that waits: read from a real database when asked."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from services.catalogue.listing.rows import LISTING
from shared.calendar.france import FRANCE
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.transaction import Shell
from shared.delivery.tasks.checkpoint_writer import CheckpointWriter
from shared.persistence.connecting import open_pool
from shared.programme.loading import published
from shared.runtime.database_measures import DatabaseMeasures
from shared.runtime.work_measures import WorkMeasures
from shared.telemetry.exposition import render
from tests.conftest import ServiceDatabase
from tests.waiting import eventually

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


class Standing:
    steady = True

    def now(self) -> datetime:
        return NOW


@pytest.fixture
async def pool(service_database: ServiceDatabase) -> AsyncIterator[asyncpg.Pool]:
    opened = await open_pool(await service_database("catalogue"), 3)
    yield opened
    await opened.close()


@pytest.fixture
def work(pool: asyncpg.Pool) -> WorkMeasures:
    return WorkMeasures(Shell("catalogue", pool, ActContext(Standing(), published(), FRANCE)), (LISTING,))


async def park(pool: asyncpg.Pool, reason: str, *, minutes: int, seen: bool = False) -> None:
    at = NOW - timedelta(minutes=minutes)
    await pool.execute(
        "INSERT INTO parked (id, status, reason, detail, topic, partition, position, key, headers, parked_at, seen_at) "
        "VALUES ($1, 'parked', $2, '', 't', 0, 0, '', '', $3, $4)",
        uuid4(),
        reason,
        at,
        at if seen else None,
    )


async def list_(pool: asyncpg.Pool, state: str, *, days: int) -> None:
    await pool.execute(
        "INSERT INTO listings (id, state, version, events, entries, journal_head, body, changed_at) "
        "VALUES ($1, $2, 1, 1, 1, '', '{}', $3)",
        uuid4(),
        state,
        NOW - timedelta(days=days),
    )


def told(*names: str) -> list[str]:
    """The lines of these metrics, without prefix and service."""
    lines = render("catalogue")[0].decode().splitlines()
    short = [re.sub(r',?service="catalogue"', "", line.removeprefix("referencement_")) for line in lines]
    own = tuple(f"{name}{{" for name in names)
    return sorted(line.replace("{,", "{").replace("{}", "") for line in short if line.startswith(own))


async def test_parked_records_are_told_by_reason_and_by_whether_somebody_saw_them(
    pool: asyncpg.Pool, work: WorkMeasures
) -> None:
    await park(pool, "bad_body", minutes=5)
    await park(pool, "bad_body", minutes=3)
    await park(pool, "not_found", minutes=60, seen=True)

    await work.measure()

    assert told("parked_records") == [
        'parked_records{reason="bad_body",seen="false"} 2.0',
        'parked_records{reason="not_found",seen="true"} 1.0',
    ]
    assert told("parked_unseen_oldest_seconds") == ["parked_unseen_oldest_seconds 300.0"]


async def test_what_only_waits_behind_a_seen_record_wakes_nobody(pool: asyncpg.Pool, work: WorkMeasures) -> None:
    await park(pool, "bad_body", minutes=60, seen=True)
    await park(pool, "held", minutes=30)

    await work.measure()

    assert told("parked_unseen_oldest_seconds") == ["parked_unseen_oldest_seconds 0.0"]


async def test_a_settled_record_is_told_no_more(pool: asyncpg.Pool, work: WorkMeasures) -> None:
    await park(pool, "bad_body", minutes=5)
    await work.measure()
    await pool.execute("UPDATE parked SET status = 'dropped'")

    await work.measure()

    assert told("parked_records") == []


async def test_aggregates_are_told_by_state_and_by_how_long_they_have_stood_still(
    pool: asyncpg.Pool, work: WorkMeasures
) -> None:
    for days in (0, 0, 2, 200):
        await list_(pool, "published", days=days)
    await list_(pool, "expired", days=60)

    await work.measure()

    assert told("aggregates") == [
        'aggregates{aggregate="listing",idle="longer",state="published"} 1.0',
        'aggregates{aggregate="listing",idle="under_1d",state="published"} 2.0',
        'aggregates{aggregate="listing",idle="under_7d",state="published"} 1.0',
        'aggregates{aggregate="listing",idle="under_90d",state="expired"} 1.0',
    ]


async def test_deadlines_are_overdue_a_minute_after_they_fell_due(pool: asyncpg.Pool, work: WorkMeasures) -> None:
    for seconds in (-10, 30, 90):
        await pool.execute(
            "INSERT INTO deadlines (id, aggregate, kind, due_at, derivation, facts, correlation) "
            "VALUES ($1, $1, 'k', $2, '[]', '{}', '')",
            uuid4(),
            NOW - timedelta(seconds=seconds),
        )

    await work.measure()

    assert told("deadlines_due", "deadlines_overdue") == ["deadlines_due 2.0", "deadlines_overdue 1.0"]


async def test_the_last_verification_is_told(pool: asyncpg.Pool, work: WorkMeasures) -> None:
    for faults in (3, 0):
        await pool.execute(
            "INSERT INTO verifications (verified_at, verified_by, seconds, entries, faults) "
            "VALUES ($1, 'c', 2.5, 70, $2)",
            NOW,
            faults,
        )

    await work.measure()

    assert told("journal_verified_timestamp_seconds") == ["journal_verified_timestamp_seconds 1.7803044e+09"]
    assert told("journal_faults", "journal_verified_entries") == ["journal_faults 0.0", "journal_verified_entries 70.0"]


FIRST_ENTRY = (
    "INSERT INTO journal (entry, at, door, act, rule, actor, roles, message, outcome, version, events, digest, "
    "previous, hash) VALUES (0, $1, 'http', 'a', '', '', '', '', 'not_found', 0, '', '', '', '')"
)
"""Of a line that is a day old, or older."""
VERIFIED, ANCHORED = "journal_verified_timestamp_seconds", "journal_anchored_timestamp_seconds"
HOUR = timedelta(hours=1)


def instants() -> tuple[datetime, datetime]:
    """Since when the alerts count, which fire after 26 hours: of verifications, of roots kept elsewhere."""
    verified, anchored = (datetime.fromtimestamp(float(told(name)[0].split()[1]), UTC) for name in (VERIFIED, ANCHORED))
    return verified, anchored


async def test_before_the_first_entry_nobody_is_late(pool: asyncpg.Pool, work: WorkMeasures) -> None:
    await work.measure()

    assert instants() == (NOW, NOW)
    assert await pool.fetchval("SELECT count(*) FROM journal") == 0


async def test_a_line_that_was_never_verified_has_time_from_its_first_entry_on(
    pool: asyncpg.Pool, work: WorkMeasures
) -> None:
    for hours in (27, 1):
        await pool.execute(FIRST_ENTRY, NOW - hours * HOUR)

    await work.measure()

    assert instants() == (NOW - 27 * HOUR, NOW - 27 * HOUR)


async def test_verifications_and_roots_count_from_the_last_one_each(pool: asyncpg.Pool, work: WorkMeasures) -> None:
    await pool.execute(FIRST_ENTRY, NOW - 90 * HOUR)
    verified = (
        "INSERT INTO verifications (verified_at, verified_by, seconds, entries, faults) VALUES ($1, 'c', 1, 1, 0)"
    )
    await pool.execute(verified, NOW - 26 * HOUR)
    await work.measure()
    unanchored = instants()
    for hours in (50, 25):
        await pool.execute(
            "INSERT INTO anchors (anchored_at, anchored_by, keeper, number, hash) VALUES ($1, 'c', 'bucket', 1, '')",
            NOW - hours * HOUR,
        )

    await work.measure()

    assert unanchored == (NOW - 26 * HOUR, NOW - 90 * HOUR)
    assert instants() == (NOW - 26 * HOUR, NOW - 25 * HOUR)


async def test_the_oldest_entry_or_read_that_nothing_covers_is_told(pool: asyncpg.Pool, work: WorkMeasures) -> None:
    read = "INSERT INTO reads (at, channel, what, actor, roles, subjects) VALUES ($1, 'api', 'w', 'a', '', '{}')"
    await pool.execute(FIRST_ENTRY, NOW - timedelta(seconds=50))
    await pool.execute(read, NOW - timedelta(seconds=70))
    await work.measure()
    assert told("journal_unsealed_oldest_seconds") == ["journal_unsealed_oldest_seconds 70.0"]

    async with pool.acquire() as conn:
        await CheckpointWriter("catalogue", Standing()).write(conn)
    await work.measure()
    assert told("journal_unsealed_oldest_seconds") == ["journal_unsealed_oldest_seconds 0.0"]

    await pool.execute(read, NOW - timedelta(seconds=20))
    await work.measure()
    assert told("journal_unsealed_oldest_seconds") == ["journal_unsealed_oldest_seconds 20.0"]


async def test_the_database_says_how_full_it_is(pool: asyncpg.Pool) -> None:
    async def commits() -> float:
        await DatabaseMeasures(pool).measure()
        return float(told("database_commits_total")[0].split()[1])

    await eventually(commits)  # PostgreSQL counts them a moment later

    assert told("database_up") == ["database_up 1.0"]
    assert float(told("database_connections")[0].split()[1]) >= 1
    assert float(told("database_size_bytes")[0].split()[1]) > 1_000_000


async def test_a_database_that_is_away_is_told_as_such() -> None:
    nowhere = await open_pool("postgresql://nobody@127.0.0.1:1/nothing", 2)

    with pytest.raises(OSError, match="111"):
        await DatabaseMeasures(nowhere).measure()

    assert told("database_up") == ["database_up 0.0"]
    await nowhere.close()


async def test_every_table_says_how_large_it_is(pool: asyncpg.Pool, work: WorkMeasures) -> None:
    await work.measure()

    sizes = dict(re.findall(r'table_size_bytes\{table="(\w+)"\} (\S+)', "\n".join(told("table_size_bytes"))))
    assert {"journal", "reads", "outbox", "inbox", "listings"} <= sizes.keys()
    assert all(float(size) > 0 for size in sizes.values())
