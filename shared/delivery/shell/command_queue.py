"""Group commit for commands: while one batch is being written, the next one gathers."""

import asyncio
from collections import deque
from contextvars import Context

from shared.delivery.shell.messages import Incoming, Outcome
from shared.delivery.shell.transaction import Shell, Unavailable

LARGEST = 200


class CommandQueue:
    """Commands that arrive together are performed in one transaction; each caller gets its own outcome."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._waiting: deque[tuple[Incoming, asyncio.Future[Outcome]]] = deque()
        self._worker: asyncio.Task[None] | None = None

    async def perform(self, command: Incoming) -> Outcome:
        """Perform one command. Unavailable: nothing was performed. BadValue: the database refuses its content."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((command, future))
        if self._worker is None or self._worker.done():
            # an empty context: the worker outlives the request that started it, and serves the requests of others
            self._worker = asyncio.create_task(self._work(), name="commands", context=Context())
        return await future

    async def _work(self) -> None:
        while self._waiting:
            group = [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST))]
            try:
                outcomes = await self._shell.perform([command for command, _ in group])
            except Unavailable as error:
                for _, future in group:
                    _settle(future, error)
                continue
            except Exception:
                await self._separately(group)
                continue
            for (_, future), outcome in zip(group, outcomes, strict=True):
                _settle(future, outcome)

    async def _separately(self, group: list[tuple[Incoming, asyncio.Future[Outcome]]]) -> None:
        """One command of the group broke it: let each stand for itself."""
        for command, future in group:
            try:
                _settle(future, (await self._shell.perform([command]))[0])
            except Exception as error:
                _settle(future, error)


def _settle(future: asyncio.Future[Outcome], result: Outcome | Exception) -> None:
    if future.done():
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
