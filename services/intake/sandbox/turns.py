"""Who uses a worker next: each caller has one at a time, however much it sends, and callers take turns."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from services.intake.sandbox.limits import Limits


class Busy(Exception):
    """All workers are at work and enough jobs wait already, of all callers or of this one."""


@dataclass(slots=True)
class _Caller:
    jobs: int = 0
    """At work and waiting."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Turns:
    """As many turns at a time as there are workers."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._free = asyncio.Semaphore(limits.workers)
        self._waiting = 0
        self._callers: dict[str, _Caller] = {}

    @asynccontextmanager
    async def turn(self, caller: str | None) -> AsyncIterator[None]:
        """Wait for a worker and hold it. None: a caller that shares nothing with any other. Busy."""
        async with AsyncExitStack() as held:
            await self._wait(held, caller)
            yield

    async def _wait(self, held: AsyncExitStack, caller: str | None) -> None:
        if self._waiting >= self.limits.waiting:
            raise Busy
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.wait_s):
                if caller is not None:
                    await held.enter_async_context(self._own(caller))
                await held.enter_async_context(self._free)
        except TimeoutError:
            raise Busy from None
        finally:
            self._waiting -= 1

    @asynccontextmanager
    async def _own(self, caller: str) -> AsyncIterator[None]:
        """The one turn of a caller; taken before a worker, so that its next job keeps none from others."""
        own = self._callers.setdefault(caller, _Caller())
        if own.jobs >= self.limits.jobs_of_caller:
            raise Busy
        own.jobs += 1
        try:
            async with own.lock:
                yield
        finally:
            own.jobs -= 1
            if not own.jobs:
                del self._callers[caller]
