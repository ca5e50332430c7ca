"""The relay carries the outbox to a real Kafka: nothing lost, order kept per key, whatever happens to whom."""

import asyncio
from contextlib import AsyncExitStack

import asyncpg
import pytest

from deploy.local.embedded import embedded_kafka
from shared.delivery.kafka import relay as relay_module
from shared.delivery.kafka import sender as sender_module
from shared.delivery.shell.effects import SHARDS
from shared.persistence.connecting import connect
from tests.delivery.relaying import NewRelay, numbers, rows, until_held
from tests.delivery.wire import emptied, put, read_all, running, without_repeats
from tests.topics import create_topic
from tests.waiting import WITHIN_S


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
        await emptied(pool)


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

            await emptied(pool)
        assert without_repeats(await read_all(kafka.bootstrap_servers, "relayed")) == numbers(10)
    finally:
        await asyncio.to_thread(kafka.stop)


async def test_a_drain_sends_what_is_left(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str, dsn: str
) -> None:
    await put(pool, topic, rows(0, 2))

    await new_relay(broker).drain(await connect(dsn))

    assert await pool.fetchval("SELECT count(*) FROM outbox") == 0
    assert without_repeats(await read_all(broker, topic)) == numbers(2)


async def test_a_relay_that_gets_no_answer_warns_those_who_use_other_connections(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.persistence.connecting.COMMAND_S", 0.3)
    relay, warned = new_relay(broker), asyncio.Event()

    async def warn() -> None:
        warned.set()

    relay.on_silence = warn
    async with running(relay), pool.acquire() as conn, conn.transaction():
        await conn.execute("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE")
        await asyncio.wait_for(warned.wait(), WITHIN_S)

    assert warned.is_set()


async def test_nothing_is_sent_to_a_topic_with_another_number_of_partitions_than_declared(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = new_relay(broker)
    monkeypatch.setitem(relay._sender._declared, topic, 99)
    await put(pool, topic, rows(0, 3))

    async with running(relay):
        await asyncio.sleep(2)
        held_back = await read_all(broker, topic)
        monkeypatch.delitem(relay._sender._declared, topic)
        await emptied(pool)

    assert held_back == []
    assert without_repeats(await read_all(broker, topic)) == numbers(3)


class EndsAsCancelled:
    """A producer that was still asking the brokers who it is when it was closed."""

    def __init__(self) -> None:
        self._sender, self.stopped = self, False

    async def close(self) -> None:
        raise asyncio.CancelledError

    async def stop(self) -> None:
        self.stopped = True


async def test_a_producer_that_ends_as_cancelled_does_not_cancel_whoever_closes_it() -> None:
    sender, producer = sender_module.Sender("127.0.0.1:1", "test"), EndsAsCancelled()
    sender._producer = producer

    await sender.stop(flush=False)

    assert producer.stopped
