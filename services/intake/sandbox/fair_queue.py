"""A fair queue for workers: one running job per caller, so that no caller keeps the others waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from services.intake.sandbox.limits import Limits


class Busy(Exception):
    """All workers are busy and the queue is full, of all callers or of this one."""


@dataclass(slots=True)
class _Caller:
    jobs: int = 0
    """Running and waiting."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class FairQueue:
    """As many slots as there are workers."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._free = asyncio.Semaphore(limits.workers)
        self._waiting = 0
        self._callers: dict[str, _Caller] = {}

    @asynccontextmanager
    async def slot(self, caller: str | None) -> AsyncIterator[None]:
        """Wait for a slot and release it at the end. None: a caller without a limit of its own. Busy."""
        async with AsyncExitStack() as stack:
            await self._wait(stack, caller)
            yield

    async def _wait(self, stack: AsyncExitStack, caller: str | None) -> None:
        if self._waiting >= self.limits.waiting:
            raise Busy
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.wait_s):
                if caller is not None:
                    await stack.enter_async_context(self._own(caller))
                await stack.enter_async_context(self._free)
        except TimeoutError:
            raise Busy from None
        finally:
            self._waiting -= 1

    @asynccontextmanager
    async def _own(self, caller: str) -> AsyncIterator[None]:
        """The one running job of a caller; acquired before a slot, so that its next job blocks no other caller."""
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
