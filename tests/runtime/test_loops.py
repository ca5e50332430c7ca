"""A loop that fails again and again fills no log, and is started again each time."""

import asyncio
import logging

import pytest

from shared.runtime import loops
from shared.runtime.loops import keep_running


async def test_a_loop_that_fails_again_and_again_is_logged_once_a_minute(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(loops, "FIRST_REST_S", 0.0)
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
