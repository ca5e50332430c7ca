"""Wakes the relays of other processes after a commit, so that they do not wait for their next poll.

One NOTIFY stands for all commits of a moment, in a transaction of its own: in every business transaction it would make
them queue for one lock of the whole server. A lost notification costs one poll interval and nothing else.
"""

import asyncio
import logging
from collections.abc import Callable
from secrets import token_hex

import asyncpg

from shared.base.outage import Outage
from shared.persistence.connecting import lent

log = logging.getLogger(__name__)
CHANNEL = "referencement_outbox"
INTERVAL_S = 0.02
RETRY_S = 1.0


class WakeupSender:
    """Sends the notifications of one process; none while `alone` says that its relay has all shards."""

    def __init__(self, pool: asyncpg.Pool, alone: Callable[[], bool]) -> None:
        self.sender_id = token_hex(8)
        """The payload: a relay ignores notifications of its own process."""
        self._pool = pool
        self._alone = alone
        self._signalled = asyncio.Event()
        self._database = Outage(log, "other relays are not notified, they find out when they poll")

    def signal(self) -> None:
        """Something was committed."""
        if not self._alone():
            self._signalled.set()

    async def run(self) -> None:
        """Notify until cancelled."""
        while True:
            await self._signalled.wait()
            self._signalled.clear()
            try:
                async with lent(self._pool) as conn:
                    await conn.execute("SELECT pg_notify($1, $2)", CHANNEL, self.sender_id)
                self._database.over()
            except Exception as error:
                self._database.note(error)
                await asyncio.sleep(RETRY_S)
            await asyncio.sleep(INTERVAL_S)
