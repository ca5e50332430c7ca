"""Records signed by a key that the ring does not know: either the ring is behind, or a stranger wrote them.

The ring's file is read again at once, and waited for a little: at most `WAIT_S` in `WAIT_EVERY_S`, so that nobody stops
a partition with ever new key ids. A record whose key is still unknown then is parked, and nothing is held behind it.
Once the ring knows the key, such records are judged again before any other is taken: one that its owner signed holds
the later records of its key until an operator redrives it, so these stay in order.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Any

import asyncpg
import msgspec
from aiokafka import ConsumerRecord

from shared.base.outage import Outage
from shared.base.progress import Progress
from shared.contracts.envelope import Headers
from shared.delivery.kafka.record import record_of
from shared.delivery.kafka.subscription import Subscriptions
from shared.delivery.shell.messages import Message, Record, Unusable
from shared.persistence.transience import DATABASE_AWAY

log = logging.getLogger(__name__)
UNKNOWN, LATE = "signature_key_unknown", "signature_key_late"
WAIT_S, WAIT_EVERY_S = 30.0, 600.0
PAUSE_S = 1.0
PAGE = 500
PARKED = (
    "SELECT id, topic, partition, position, key, headers, value FROM parked "
    "WHERE status = 'parked' AND reason = $1 AND id > $2 ORDER BY id LIMIT $3"
)
JUDGED = "UPDATE parked SET reason = $2, detail = $3 WHERE id = $1 AND status = 'parked' AND reason = $4"
FIRST = "00000000-0000-0000-0000-000000000000"
_headers = msgspec.msgpack.Decoder(Headers).decode


class LateKeys:
    """Reads a consumer's batches, and sees to keys that the ring learns of late."""

    def __init__(self, subscriptions: Subscriptions, pool: asyncpg.Pool, progress: Progress) -> None:
        self.subscriptions = subscriptions
        self.pool = pool
        self.progress = progress
        self._judged = False
        self._may_wait_at = 0.0
        self._database = Outage(log, "database away, parked records are not judged yet")

    def assigned(self) -> None:
        """Other partitions are ours now: whoever had them may have known fewer keys."""
        self._judged = False

    async def read(self, raw: Sequence[ConsumerRecord[Any, Any]]) -> list[Message]:
        """The messages of a batch, read with all the keys that the ring's file has."""
        if self.subscriptions.verifier and not self._judged:
            await self._judge_parked()
        messages = self._read(raw)
        while any(isinstance(one, Unusable) and one.reason == UNKNOWN for one in messages):
            if not await self._ring_changes():
                break
            await self._judge_parked()
            messages = self._read(raw)
        return messages

    def _read(self, raw: Sequence[ConsumerRecord[Any, Any]]) -> list[Message]:
        return [message for one in raw for message in self.subscriptions.read(record_of(one))]

    async def _ring_changes(self) -> bool:
        """Whether the file of the ring has other keys than before; waits for it where a wait is due."""
        assert self.subscriptions.verifier
        if self.subscriptions.verifier.reload():
            return True
        if time.monotonic() < self._may_wait_at:
            return False
        log.warning("a record is signed by a key that the ring does not know: waiting for the ring")
        end = time.monotonic() + WAIT_S
        while time.monotonic() < end:
            self.progress.beat("consumer")
            await asyncio.sleep(PAUSE_S)
            if self.subscriptions.verifier.reload():
                return True
        self._may_wait_at = time.monotonic() + WAIT_EVERY_S
        return False

    async def _judge_parked(self) -> None:
        """Judge again what was parked for a key unknown then, however long the database is away."""
        while True:
            self.progress.beat("consumer")
            try:
                await self._judge()
            except DATABASE_AWAY as error:
                self._database.note(error)
                await asyncio.sleep(PAUSE_S)
            else:
                self._database.over()
                self._judged = True
                return

    async def _judge(self) -> None:
        after = FIRST
        while rows := await self.pool.fetch(PARKED, UNKNOWN, after, PAGE):
            for row in rows:
                reason, detail = self._verdict(row)
                if reason != UNKNOWN:
                    await self.pool.execute(JUDGED, row["id"], reason, detail, UNKNOWN)
            after = rows[-1]["id"]

    def _verdict(self, row: asyncpg.Record) -> tuple[str, str]:
        """Why the record is parked, with the keys that are known now."""
        headers = tuple(_headers(row["headers"]))
        record = Record(row["topic"], row["partition"], row["position"], row["key"], headers, row["value"])
        for message in self.subscriptions.read(record):
            if isinstance(message, Unusable):
                return message.reason, message.detail
        return LATE, "signed by its owner with a key that the ring learnt of later: redrive it"
