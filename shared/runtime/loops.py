"""Loops that live as long as their process."""

import logging
import time
from collections.abc import Awaitable, Callable

from shared.base.backoff import Backoff

log = logging.getLogger(__name__)
LONGEST_REST_S, SAY_EVERY_S = 15.0, 60.0


async def keep_running(name: str, loop: Callable[[], Awaitable[None]]) -> None:
    """Run a loop until it returns. Should it end by an error that it did not foresee, it starts again after a rest;
    the log says so at once, then once a minute."""
    said_at, backoff = -SAY_EVERY_S, Backoff(1.0, LONGEST_REST_S)
    while True:
        began = time.monotonic()
        try:
            await loop()
            return
        except Exception:
            now = time.monotonic()
            if now - said_at >= SAY_EVERY_S:
                log.exception("loop failed, starts again", extra={"loop": name})
                said_at = now
            if now - began > LONGEST_REST_S:
                backoff.reset()
            await backoff.pause()
