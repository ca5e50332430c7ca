"""What one process commits, the relay of another carries at once; where there is no other, nobody is notified."""

import asyncio

import asyncpg
import pytest

from shared.delivery.kafka import relay as relay_module
from shared.delivery.kafka.wakeup import CHANNEL, WakeupSender
from shared.delivery.shell.effects import SHARDS
from tests.delivery.relaying import NewRelay, numbers, rows, until_held
from tests.delivery.wire import emptied, put, read_all, running, without_repeats
from tests.waiting import until


async def test_a_commit_elsewhere_is_carried_without_waiting_for_the_poll(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "SAFETY_POLL_S", 3600)
    wakeups = WakeupSender(pool, lambda: False)
    sending = asyncio.create_task(wakeups.run())
    async with running(new_relay(broker)):
        await until_held(pool, SHARDS)
        await asyncio.sleep(0.2)

        await put(pool, topic, rows(0, 1))
        wakeups.signal()
        await emptied(pool)
    sending.cancel()

    assert without_repeats(await read_all(broker, topic)) == numbers(1)


async def test_many_commits_of_a_moment_notify_once_and_a_lone_relay_never(
    pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.delivery.kafka.wakeup.INTERVAL_S", 3600)
    alone = True
    wakeups, heard = WakeupSender(pool, lambda: alone), list[object]()
    async with pool.acquire() as listening:
        await listening.add_listener(CHANNEL, heard_in := lambda *told: heard.append(told[-1]))
        sending = asyncio.create_task(wakeups.run())
        wakeups.signal()
        await asyncio.sleep(0.1)
        silent = list(heard)

        alone = False
        for _ in range(20):
            wakeups.signal()
            await asyncio.sleep(0)
        await until(lambda: heard)
        sending.cancel()
        await listening.remove_listener(CHANNEL, heard_in)

    assert silent == []
    assert heard == [wakeups.sender_id]


async def test_notifications_go_on_after_the_database_was_away(
    pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.delivery.kafka.wakeup.RETRY_S", 0.01)
    asked: list[str] = []

    class Broken:
        def acquire(self, **_: object) -> None:
            asked.append("a connection")
            raise ConnectionError("away")

    wakeups = WakeupSender(Broken(), lambda: False)
    sending = asyncio.create_task(wakeups.run())
    for wanted in (1, 2):
        wakeups.signal()
        await until(lambda: len(asked) >= wanted)  # noqa: B023  # awaited in this round
    sending.cancel()

    assert not sending.done()


async def test_a_relay_ignores_notifications_of_its_own_process(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "SAFETY_POLL_S", 3600)
    woken: list[str] = []
    relay = new_relay(broker)
    relay.own_sender_id = "ours"
    monkeypatch.setattr(relay, "wake", lambda: woken.append("woken"))
    async with running(relay):
        await until_held(pool, SHARDS)
        for sender_id in ("ours", "another", "ours"):
            await pool.execute("SELECT pg_notify($1, $2)", CHANNEL, sender_id)
        await until(lambda: woken)
        await asyncio.sleep(0.1)

    assert woken == ["woken"]
