"""A replay through the shell, into the serving tables of a service."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from shared.delivery.deadlines.scheduler import Scheduler
from shared.delivery.recovery.installation import RecoverableService
from shared.delivery.shell.messages import Message
from shared.delivery.shell.transaction import Shell

NEXT_DUE = "SELECT min(due_at) FROM deadlines WHERE due_at <= $1"


class ShellTarget:
    """Performs in transactions, like the service itself; the shell's clock is the replay's."""

    def __init__(self, service: RecoverableService, shell: Shell, pool: asyncpg.Pool) -> None:
        self._service, self._shell, self._pool = service, shell, pool

    async def perform(self, messages: Sequence[Message]) -> None:
        """Unavailable: none was performed."""
        await self._shell.perform(messages)

    async def next_due(self, until: datetime) -> datetime | None:
        """By the table of deadlines."""
        due: datetime | None = await self._pool.fetchval(NEXT_DUE, until)
        return due

    async def fire_due(self) -> bool:
        """One batch of the scheduler."""
        fired, _ = await Scheduler(self._shell, self._service.aggregates).fire_due()
        return fired > 0
