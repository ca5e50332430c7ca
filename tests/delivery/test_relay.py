"""The relay carries the outbox to a real Kafka: nothing lost, order kept per key, whatever happens to whom."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from itertools import count

import asyncpg
import pytest

from deploy.local.embedded import embedded_kafka
from deploy.local.stack import LocalStack
from shared.delivery import relay as relay_module
from shared.delivery import sender as sender_module
from shared.delivery.effects import SHARDS
from shared.delivery.relay import Relay
from shared.delivery.sender import Sender
from shared.persistence.connecting import connect
from tests.delivery.wire import create_topic, emptied, put, read_all, running, without_repeats

_numbers = count(1)
KEYS = [b"key-%d" % number for number in range(20)]
NewRelay = Callable[[str], Relay]


@pytest.fixture
def broker(local_stack: LocalStack) -> str:
    return local_stack.bootstrap_servers


@pytest.fixture
async def topic(broker: str) -> str:
    name = f"delivery.relay.{next(_numbers)}"
    await create_topic(broker, name)
    return name


@pytest.fixture
async def new_relay(dsn: str) -> AsyncIterator[NewRelay]:
    """A relay that sends to the brokers given, as another replica of the same service."""
    senders: list[Sender] = []

    def new(bootstrap_servers: str) -> Relay:
        senders.append(Sender(bootstrap_servers, f"relay-{len(senders)}"))
        return Relay(lambda: connect(dsn), senders[-1])

    yield new
    for sender in senders:
        await sender.stop(flush=False)


def rows(first: int, last: int) -> list[tuple[bytes, bytes]]:
    """One row per key and number."""
    return [(key, b"%04d" % number) for number in range(first, last) for key in KEYS]


def numbers(last: int) -> dict[bytes, list[bytes]]:
    return {key: [b"%04d" % number for number in range(last)] for key in KEYS}


async def holders(pool: asyncpg.Pool) -> dict[int, int]:
    """Backend to the number of shards that it holds."""
    found = await pool.fetch(
        "SELECT pid, count(*) AS held FROM pg_locks WHERE locktype = 'advisory' AND classid = 7301 AND database = "
        "(SELECT oid FROM pg_database WHERE datname = current_database()) GROUP BY pid"
    )
    return {row["pid"]: row["held"] for row in found}


async def until_held(pool: asyncpg.Pool, *shares: int) -> dict[int, int]:
    async with asyncio.timeout(10):
        while sorted((held := await holders(pool)).values()) != sorted(shares):  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.05)
    return held


async def test_what_was_in_the_outbox_is_on_the_topic_and_no_longer_in_the_outbox(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str
) -> None:
    await put(pool, topic, rows(0, 3))

    async with running(new_relay(broker)):
        await emptied(pool)

    assert without_repeats(await read_all(broker, topic)) == numbers(3)


async def test_two_relays_share_the_shards_and_one_takes_over_from_the_other(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str
) -> None:
    async with running(new_relay(broker)):
        await until_held(pool, SHARDS)
        async with running(new_relay(broker)):
            await until_held(pool, 8, 8)
        await until_held(pool, 16)


async def test_order_holds_while_one_of_two_relays_loses_its_connection_in_the_middle(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str
) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(running(new_relay(broker)))
        held = await until_held(pool, 8, 8)

        for first in range(0, 100, 10):
            await put(pool, topic, rows(first, first + 10))
            if first == 40:
                await pool.execute("SELECT pg_terminate_backend($1)", next(iter(held)))
        await emptied(pool)

    assert without_repeats(await read_all(broker, topic)) == numbers(100)


async def test_order_holds_while_one_of_two_relays_is_killed_in_the_middle(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str
) -> None:
    async with running(new_relay(broker)), running(new_relay(broker)) as killed:
        await until_held(pool, 8, 8)

        for first in range(0, 60, 10):
            await put(pool, topic, rows(first, first + 10))
            if first == 30:
                killed.cancel()
        await emptied(pool)

    assert without_repeats(await read_all(broker, topic)) == numbers(60)


async def test_a_commit_is_carried_at_once_when_the_relay_is_told(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "SAFETY_POLL_S", 3600)
    relay = new_relay(broker)
    async with running(relay):
        await until_held(pool, SHARDS)
        await asyncio.sleep(0.2)

        await put(pool, topic, rows(0, 1))
        relay.wake()
        await emptied(pool, within_s=5)


async def test_rows_wait_while_no_broker_answers(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str
) -> None:
    await put(pool, topic, rows(0, 2))

    async with running(new_relay("127.0.0.1:1")):
        await asyncio.sleep(0.5)
        assert await pool.fetchval("SELECT count(*) FROM outbox") == 40

    async with running(new_relay(broker)):
        await emptied(pool)
    assert without_repeats(await read_all(broker, topic)) == numbers(2)


async def test_a_broker_that_is_killed_and_comes_back_gets_everything(
    pool: asyncpg.Pool, new_relay: NewRelay, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender_module, "SEND_TIMEOUT_S", 2)
    kafka = embedded_kafka(tmp_path_factory.mktemp("kafka"), None, 1, lambda _: None)
    try:
        kafka.start()
        await create_topic(kafka.bootstrap_servers, "relayed")
        async with running(new_relay(kafka.bootstrap_servers)):
            await put(pool, "relayed", rows(0, 5))
            await emptied(pool)

            await asyncio.to_thread(kafka.kill, 1)
            await put(pool, "relayed", rows(5, 10))
            await asyncio.sleep(1)
            assert await pool.fetchval("SELECT count(*) FROM outbox") == 100
            await asyncio.to_thread(kafka.start, 1)

            await emptied(pool, within_s=40)
        assert without_repeats(await read_all(kafka.bootstrap_servers, "relayed")) == numbers(10)
    finally:
        await asyncio.to_thread(kafka.stop)


@pytest.mark.parametrize(
    ("value", "headers"),
    [(b"a" * 2_000_000, b"\x90"), (b"{}", b"\xc1")],
    ids=["2 MB", "headers that are none"],
)
async def test_a_row_that_no_broker_takes_holds_up_its_own_key_only(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str, value: bytes, headers: bytes
) -> None:
    await put(pool, topic, rows(0, 1))
    await put(pool, topic, [(KEYS[0], value)], headers)
    await put(pool, topic, rows(1, 2))

    async with running(new_relay(broker)):
        await emptied(pool, left=2)
        assert [row["key"] for row in await pool.fetch("SELECT key FROM outbox")] == [KEYS[0], KEYS[0]]

        await pool.execute("DELETE FROM outbox WHERE headers = $1", headers)
        await emptied(pool)

    assert without_repeats(await read_all(broker, topic)) == numbers(2)


async def test_the_largest_value_that_may_travel_does(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str
) -> None:
    largest = b"a" * 1_000_000
    await put(pool, topic, [(b"before", b"1"), (b"large", largest), (b"after", b"2")])

    async with running(new_relay(broker)):
        await emptied(pool)

    assert dict(await read_all(broker, topic)) == {b"before": b"1", b"large": largest, b"after": b"2"}


async def test_a_drain_sends_what_is_left(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str, dsn: str
) -> None:
    await put(pool, topic, rows(0, 2))

    await new_relay(broker).drain(await connect(dsn))

    assert await pool.fetchval("SELECT count(*) FROM outbox") == 0
    assert without_repeats(await read_all(broker, topic)) == numbers(2)
