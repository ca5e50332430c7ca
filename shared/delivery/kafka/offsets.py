"""How far a consumer has come, and its lazy word of it to the group: what comes twice, the inbox knows."""

import asyncio
import logging
import time
from collections.abc import Mapping

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError

from shared.base.outage import Outage
from shared.delivery.kafka.fail_points import FailPoint, reached
from shared.delivery.kafka.positions import keep_positions
from shared.persistence.transience import DATABASE_AWAY

log = logging.getLogger(__name__)
COMMIT_EVERY_S = 1.0
COMMIT_AT_MOST_S = 5.0
NOT_NOW = (KafkaError, IllegalStateError, *DATABASE_AWAY)


class Offsets:
    """The next offset of each partition that was read since the last commit."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._done: dict[TopicPartition, int] = {}
        self._committed_at = 0.0
        self._share = 0
        self._outage = Outage(log, "offsets not committed")

    def note(self, done: Mapping[TopicPartition, int]) -> None:
        """All before these offsets is durable."""
        self._done.update(done)

    def due(self) -> bool:
        """Whether the last commit was long ago."""
        return time.monotonic() - self._committed_at > COMMIT_EVERY_S

    def forget(self) -> None:
        """The partitions went elsewhere."""
        self._done.clear()
        self._share += 1

    async def commit(self, consumer: AIOKafkaConsumer) -> None:
        """Tell the group, in a bounded time; brokers that are away are told later."""
        done, self._done = self._done, {}
        self._committed_at, share = time.monotonic(), self._share
        if not done:
            return
        reached(FailPoint.BEFORE_OFFSETS)
        try:
            async with asyncio.timeout(COMMIT_AT_MOST_S):
                await keep_positions(self._pool, done)
                await consumer.commit(done)
        except NOT_NOW as error:  # aiokafka itself tries for ever
            self._keep(done, share)
            self._outage.note(error)
        else:
            self._outage.over()

    def _keep(self, done: Mapping[TopicPartition, int], share: int) -> None:
        """Say it next time, unless the partitions went elsewhere: on a quiet topic nothing else would ever say it."""
        if share == self._share:
            self._done = {**done, **self._done}
