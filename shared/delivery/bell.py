"""The bell: tells the relays of other processes that something was committed, so that they do not wait for their poll.

One NOTIFY stands for all commits of a moment, in a transaction of its own: in every business transaction it would make
them queue for one lock of the whole server. A ring that is lost costs a poll interval and nothing else.
"""

import asyncio
import logging
from collections.abc import Callable
from secrets import token_hex

import asyncpg

from shared.persistence.connecting import lent
from shared.runtime.outage import Outage

log = logging.getLogger(__name__)
CHANNEL = "referencement_outbox"
RINGS_APART_S = 0.02
LATER_S = 1.0


class Bell:
    """One process's bell. `alone` says that no other relay carries anything: then it stays silent."""

    def __init__(self, pool: asyncpg.Pool, alone: Callable[[], bool]) -> None:
        self.ringer = token_hex(8)
        """What it says of itself: relays do not heed the bell of their own process."""
        self._pool = pool
        self._alone = alone
        self._pulled = asyncio.Event()
        self._database = Outage(log, "other relays are not told, they look by themselves")

    def pull(self) -> None:
        """Something was committed."""
        if not self._alone():
            self._pulled.set()

    async def run(self) -> None:
        """Ring until cancelled."""
        while True:
            await self._pulled.wait()
            self._pulled.clear()
            try:
                async with lent(self._pool) as conn:
                    await conn.execute("SELECT pg_notify($1, $2)", CHANNEL, self.ringer)
                self._database.over()
            except Exception as error:
                self._database.note(error)
                await asyncio.sleep(LATER_S)
            await asyncio.sleep(RINGS_APART_S)
