"""What one process commits, the relay of another carries at once; where there is no other, nobody rings."""

import asyncio

import asyncpg
import pytest

from shared.delivery import relay as relay_module
from shared.delivery.bell import CHANNEL, Bell
from shared.delivery.effects import SHARDS
from tests.delivery.relaying import NewRelay, numbers, rows, until_held
from tests.delivery.wire import emptied, put, read_all, running, without_repeats
from tests.waiting import until


async def test_a_commit_elsewhere_is_carried_without_waiting_for_the_poll(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "SAFETY_POLL_S", 3600)
    bell = Bell(pool, lambda: False)
    ringing = asyncio.create_task(bell.run())
    async with running(new_relay(broker)):
        await until_held(pool, SHARDS)
        await asyncio.sleep(0.2)

        await put(pool, topic, rows(0, 1))
        bell.pull()
        await emptied(pool)
    ringing.cancel()

    assert without_repeats(await read_all(broker, topic)) == numbers(1)


async def test_many_commits_of_a_moment_ring_once_and_a_lone_relay_never(
    pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.delivery.bell.RINGS_APART_S", 3600)
    alone = True
    bell, heard = Bell(pool, lambda: alone), list[object]()
    async with pool.acquire() as listening:
        await listening.add_listener(CHANNEL, heard_in := lambda *told: heard.append(told[-1]))
        ringing = asyncio.create_task(bell.run())
        bell.pull()
        await asyncio.sleep(0.1)
        silent = list(heard)

        alone = False
        for _ in range(20):
            bell.pull()
            await asyncio.sleep(0)
        await until(lambda: heard)
        ringing.cancel()
        await listening.remove_listener(CHANNEL, heard_in)

    assert silent == []
    assert heard == [bell.ringer]


async def test_a_bell_that_cannot_be_heard_goes_on(pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.delivery.bell.LATER_S", 0.01)
    asked: list[str] = []

    class Broken:
        def acquire(self, **_: object) -> None:
            asked.append("a connection")
            raise ConnectionError("away")

    bell = Bell(Broken(), lambda: False)
    ringing = asyncio.create_task(bell.run())
    for wanted in (1, 2):
        bell.pull()
        await until(lambda: len(asked) >= wanted)  # noqa: B023  # awaited in this round
    ringing.cancel()

    assert not ringing.done()


async def test_a_relay_does_not_heed_its_own_process_s_bell(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "SAFETY_POLL_S", 3600)
    woken: list[str] = []
    relay = new_relay(broker)
    relay.own_bell = "ours"
    monkeypatch.setattr(relay, "wake", lambda: woken.append("woken"))
    async with running(relay):
        await until_held(pool, SHARDS)
        for ringer in ("ours", "another", "ours"):
            await pool.execute("SELECT pg_notify($1, $2)", CHANNEL, ringer)
        await until(lambda: woken)
        await asyncio.sleep(0.1)

    assert woken == ["woken"]
