"""Records that nobody can read lie on a topic: commands that read topics name them and do their work with the rest."""

import asyncpg
import pytest
from aiokafka import TopicPartition

from deploy.console.config.checks.finding import Finding
from deploy.console.config.checks.position_check import check_positions
from services.catalogue.main import SERVICE as CATALOGUE
from shared.contracts.topics import EVENTS
from shared.delivery.kafka.positions import keep_positions, kept_positions
from shared.delivery.shell.messages import Record
from tests.console.conftest import Console
from tests.console.lived import Lived
from tests.console.wires import pass_over
from tests.delivery.unreadable_batches import put_batch
from tests.unguarded import unguard

OWN = ("catalogue", "decision")
TOPIC, PARTITION = EVENTS["decision"], 2


@pytest.fixture
async def lived(new_life: Lived) -> Lived:
    await new_life.first_day()
    return new_life


async def spoil(lived: Lived) -> int:
    """A record with a header name that is no text; gives its offset."""
    records = [Record(TOPIC, PARTITION, 0, b"stranger", (), b"{}")]
    return await put_batch(lived.brokers, TOPIC, PARTITION, records, 0)


async def test_reconcile_names_what_cannot_be_read_and_compares_the_rest(console: Console, lived: Lived) -> None:
    at = await spoil(lived)
    await pass_over(CATALOGUE, lived.brokers)
    await lived.pool.execute("UPDATE listings SET body = jsonb_set(body, '{grant,service,name}', '\"Carnet\"')")

    done = await console("reconcile")

    (line,) = [line for line in done.output.splitlines() if line.startswith("unreadable")]
    assert f"{TOPIC}/{PARTITION}, offsets {at} to {at}: " in line
    assert "the name of a header is no UTF-8" in line
    assert "referencement.listings.v1 says something else than the database" in done.output
    assert done.exit_code == 1


async def test_rebuild_names_what_cannot_be_read_and_rebuilds_from_the_rest(console: Console, lived: Lived) -> None:
    at, before = await spoil(lived), await lived.rows()

    done = await console("rebuild", "catalogue", "--by", "op-1")

    assert f"unreadable: {TOPIC}/{PARTITION}, offsets {at} to {at}: " in done.output
    assert "equal" in done.output
    assert done.exit_code == 1
    assert await lived.rows() == before


async def test_after_a_rebuild_the_database_has_come_to_the_end_of_its_topics(console: Console, lived: Lived) -> None:
    passed = await pass_over(CATALOGUE, lived.brokers)
    await unguard(lived.pool)
    await lived.pool.execute("TRUNCATE listings, inbox, journal, deadlines, outbox, seals, positions")
    assert [one.line().split(" on ")[0] for one in await looked(lived)] == [
        "wrong     catalogue database is behind its consumer group"
    ]

    await console("rebuild", "catalogue", "--by", "op-1")

    assert await positions(lived.pool) == passed
    assert await looked(lived) == []


async def test_after_a_repair_the_database_has_come_as_far_as_its_group(console: Console, lived: Lived) -> None:
    """It was put back to a moment before the last record of a partition."""
    passed = await pass_over(CATALOGUE, lived.brokers)
    place = next(place for place, offset in passed.items() if offset)
    await keep_positions(lived.pool, {**passed, place: passed[place] - 1})
    assert f"database is behind its consumer group on {place.topic}/{place.partition}: " in (
        "".join(one.line() for one in await looked(lived))
    )

    await console("reconcile", "--repair", "--by", "op-1")

    assert await positions(lived.pool) == passed
    assert await looked(lived) == []


async def positions(pool: asyncpg.Pool) -> dict[TopicPartition, int]:
    return await kept_positions(pool, CATALOGUE.subscriptions.topics)


async def looked(lived: Lived) -> list[Finding]:
    """What `config check` says of the database against its group."""
    dsn = str(lived.pool._connect_args[0])
    return await check_positions(CATALOGUE, dsn, lived.brokers, {})
