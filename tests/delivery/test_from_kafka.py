"""From a real topic into the database: whatever fails when, each record counts once, and none is passed over."""

import asyncio
from contextlib import suppress
from itertools import count
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from deploy.local.databases import run_sql
from deploy.local.stack import LocalStack
from shared.delivery.kafka import retries as retries_module
from shared.delivery.shell.transaction import Shell
from tests.delivery.desk import notes, number, parked, record
from tests.delivery.line import Line
from tests.delivery.wire import produce
from tests.topics import create_topic
from tests.waiting import eventually

_numbers = count(1)


@pytest.fixture
async def line(local_stack: LocalStack) -> Line:
    name = f"delivery-from-kafka-{next(_numbers)}"
    await create_topic(local_stack.bootstrap_servers, name, partitions=1, config={"max.message.bytes": "4000000"})
    return Line(local_stack.bootstrap_servers, name)


async def test_what_lies_on_the_topic_is_performed_and_then_committed(
    line: Line, shell: Shell, pool: asyncpg.Pool
) -> None:
    await line.tell(*(number("a", n) for n in range(5)))

    async with line.consuming(shell):
        await eventually(lambda: has(pool, "a", 5))
        await eventually(lambda: at_offset(line, 5))

    assert await notes(pool, "a") == ["0", "1", "2", "3", "4"]


async def test_nothing_is_committed_before_the_transaction(line: Line, shell: Shell, pool: asyncpg.Pool) -> None:
    await line.tell(number("a", 1))

    async with pool.acquire() as conn:
        lock = conn.transaction()
        await lock.start()
        await conn.execute("LOCK TABLE notebooks")
        async with line.consuming(shell):
            await asyncio.sleep(3)
            assert await line.committed() == 0
            await lock.commit()
            await eventually(lambda: at_offset(line, 1))

    assert await notes(pool, "a") == ["1"]


async def test_a_database_that_is_away_delays_and_loses_nothing(
    line: Line, shell: Shell, pool: asyncpg.Pool, local_stack: LocalStack, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long: it is not the records' fault, so none is given up."""
    monkeypatch.setattr(retries_module, "PATIENCE", 1)
    database = dsn.rpartition("/")[2]
    async with line.consuming(shell):
        await line.tell(number("a", 1))
        await eventually(lambda: has(pool, "a", 1))

        run_sql(local_stack.administration_url(), f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS false')
        run_sql(
            local_stack.administration_url(),
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'",
        )
        await line.tell(number("a", 2), number("a", 3))
        await asyncio.sleep(2)
        assert await line.committed() <= 1
        run_sql(local_stack.administration_url(), f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS true')

        await eventually(lambda: has(pool, "a", 3))

    assert await notes(pool, "a") == ["1", "2", "3"]
    assert await parked(pool) == []


async def test_a_replica_that_dies_before_it_commits_leaves_no_doubles(
    line: Line, shell: Shell, other_shell: Shell, pool: asyncpg.Pool
) -> None:
    await line.tell(*(number("a", n) for n in range(3)))
    async with line.consuming(shell) as dying:
        dying._offsets.note = lambda done: None  # type: ignore[method-assign]  # it never gets round to committing
        await eventually(lambda: has(pool, "a", 3))
    assert await line.committed() == 0

    await line.tell(number("a", 3))
    async with line.consuming(other_shell):
        await eventually(lambda: at_offset(line, 4))

    assert await notes(pool, "a") == ["0", "1", "2", "3"]


async def test_records_that_cannot_be_read_are_parked_and_the_partition_goes_on(
    line: Line, shell: Shell, pool: asyncpg.Pool
) -> None:
    good = record(number("spoilt", 0))
    spoilt = [
        replace(good, value=b"\x00\x01"),
        replace(good, key=b"", value=b""),
        replace(good, value=b'{"dossier": "' + b"a" * 2_000_000),
        replace(good, key=b"k4", headers=()),
        replace(good, key=b"k5", headers=(("ce_id", b"\xff\xfe"),)),
        replace(good, key=b"k6", headers=(("ce_id", None), ("ce_type", None))),
    ]
    await produce(line.bootstrap_servers, line.name, [*spoilt, record(number("a", 1))])

    async with line.consuming(shell):
        await eventually(lambda: at_offset(line, 7))

    assert await parked(pool) == [
        ("bad_body", 0), ("wrong_key", 1), ("too_large", 2), ("missing_headers", 3), ("bad_headers", 4),
        ("missing_headers", 5),
    ]  # fmt: skip
    assert await notes(pool, "a") == ["1"]


async def test_a_loop_that_breaks_off_takes_its_batch_again(line: Line, shell: Shell, pool: asyncpg.Pool) -> None:
    """The position of the client had gone on: without going back, the next commit would have passed it over."""
    await line.tell(number("a", 1))
    broken_once = BreaksOnce(shell)

    async with line.consuming(broken_once) as consumer:
        await eventually(broken_once.has_broken)
        again = asyncio.create_task(consumer.run())
        await line.tell(number("a", 2))
        await eventually(lambda: has(pool, "a", 2))
        again.cancel()
        with suppress(asyncio.CancelledError):
            await again

    assert await notes(pool, "a") == ["1", "2"]


class BreaksOnce(Shell):
    """Ends the loop that calls it, the first time."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.service, shell.pool, shell.context)
        self.broken = False

    async def perform(self, messages: Any) -> Any:  # noqa: ANN401
        if not self.broken:
            self.broken = True
            raise asyncio.CancelledError
        return await super().perform(messages)

    async def has_broken(self) -> bool:
        return self.broken


async def has(pool: asyncpg.Pool, name: str, number_of_notes: int) -> bool:
    with suppress(asyncpg.PostgresError, OSError, asyncpg.InterfaceError):
        return len(await notes(pool, name)) == number_of_notes
    return False


async def at_offset(line: Line, offset: int) -> bool:
    return await line.committed() == offset
