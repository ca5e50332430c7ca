"""A loop that fails again and again fills no log, and is started again each time."""

import asyncio
import logging
from types import SimpleNamespace
from typing import Any

import pytest

from shared.base.progress import Progress
from shared.runtime import loops
from shared.runtime.loops import keep_running
from shared.runtime.process import _consume


async def test_a_loop_that_fails_again_and_again_is_logged_once_a_minute(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(loops, "LONGEST_REST_S", 0.0)
    runs = 0

    async def broken() -> None:
        nonlocal runs
        runs += 1
        if runs < 20:
            raise RuntimeError("not foreseen")

    with caplog.at_level(logging.ERROR):
        await asyncio.wait_for(keep_running("relay", broken), 60)

    assert runs == 20
    assert [record.message for record in caplog.records] == ["loop failed, starts again"]


async def test_a_consumer_that_starts_again_without_brokers_does_not_stand_still() -> None:
    progress, tried = Progress(patience_s=0.0), asyncio.Event()
    progress.beat("consumer")  # by the loop before

    async def refused() -> None:
        tried.set()
        raise ConnectionRefusedError

    async def stopped() -> None:
        return

    parts: Any = SimpleNamespace(
        consumer=SimpleNamespace(partitions=None, progress=progress),
        broker=SimpleNamespace(start=refused, stop=stopped),
    )
    stuck_before = progress.stuck()
    consuming = asyncio.create_task(_consume(parts))
    await asyncio.wait_for(tried.wait(), 60)
    stuck = progress.stuck()
    consuming.cancel()
    await asyncio.wait([consuming], timeout=60)

    assert (stuck_before, stuck, consuming.done()) == (["consumer"], [], True)
