"""How far this database has come on each partition, so that a group ahead of it is noticed.

Offsets are committed to the brokers only after the same offsets stand here: a group whose committed offset is greater
has read records that this database has never seen, because it was emptied or put back. Going on would lose them.
Written once a second with the commit, not with each batch: what a batch costs stays the same.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.delivery.kafka.group_offsets import group_offsets
from shared.delivery.kafka.prefix_guard import prefix_trouble
from shared.delivery.kafka.raw_batches import readable
from shared.delivery.kafka.record import record_of
from shared.delivery.kafka.subscription import Subscriptions
from shared.delivery.shell.messages import Incoming
from shared.persistence.connecting import connected
from shared.telemetry import metrics

log = logging.getLogger(__name__)
KEEP = (
    "INSERT INTO positions (topic, partition, position) SELECT * FROM unnest($1::text[], $2::int[], $3::int8[]) "
    "ON CONFLICT (topic, partition) DO UPDATE SET position = greatest(positions.position, excluded.position)"
)
KEPT = "SELECT topic, partition, position FROM positions WHERE topic = ANY($1::text[])"
LIVED = "SELECT EXISTS (SELECT FROM inbox) OR EXISTS (SELECT FROM journal)"
KNOWN = (
    "SELECT m FROM unnest($1::uuid[]) AS m WHERE EXISTS (SELECT FROM inbox i WHERE i.message = m) "
    "OR EXISTS (SELECT FROM journal j WHERE j.message = m::text) OR EXISTS (SELECT FROM parked k WHERE k.id = m)"
)
LOOKED_AT = 500
Offsets = Mapping[TopicPartition, int]


async def keep_positions(conn: Any, offsets: Offsets) -> None:  # noqa: ANN401  # pool or connection of asyncpg
    """Note that everything before these offsets is taken. Never goes back: a repeated batch takes nothing away."""
    parts = list(offsets)
    await conn.execute(
        KEEP, [part.topic for part in parts], [part.partition for part in parts], [offsets[part] for part in parts]
    )


def ahead_of(committed: Offsets, kept: Offsets) -> list[TopicPartition]:
    """The partitions on which the group is ahead of the database."""
    return sorted(part for part, offset in committed.items() if offset > kept.get(part, 0))


async def kept_positions(conn: Any, topics: Sequence[str]) -> dict[TopicPartition, int]:  # noqa: ANN401
    """What the database says of itself."""
    rows = await conn.fetch(KEPT, list(topics))
    return {TopicPartition(row["topic"], row["partition"]): row["position"] for row in rows}


def way_out(service: str, parts: Sequence[TopicPartition]) -> str:
    """What is wrong and what to do, for readiness, log and `config check`."""
    named = ", ".join(f"{part.topic}/{part.partition}" for part in parts)
    instead = "`referencement rebuild catalogue --by NAME` or " if service == "catalogue" else ""
    return (
        f"database is behind its consumer group on {named}: it was emptied or put back, nothing is consumed. "
        f"Run {instead}`referencement reconcile --repair --by NAME`; or another release reads in the same group: "
        "give each its KAFKA_PREFIX"
    )


class GroupGuard:
    """Looks at the partitions of this process after each assignment, and holds the worker back from a hole."""

    def __init__(self, subscriptions: Subscriptions, pool: asyncpg.Pool) -> None:
        self.subscriptions = subscriptions
        self.pool = pool
        self.trouble = ""
        """For readiness; empty: nothing."""
        self._unproven = True

    def assigned(self) -> None:
        """Partitions came: they have to be looked at."""
        self._unproven = True

    async def clear(self, consumer: AIOKafkaConsumer) -> bool:
        """Whether the worker may take records. Asked before each batch, answered at once when nothing has changed."""
        if not self._unproven:
            return True
        told = await group_offsets(consumer._client, consumer._group_id)
        committed = {part: told[part] for part in consumer.assignment() if told.get(part)}
        async with connected(self.pool) as conn:
            kept = await kept_positions(conn, self.subscriptions.topics)
            lived = await conn.fetchval(LIVED)
            trouble = await prefix_trouble(conn, self.subscriptions.names)
        if trouble:
            self._tell(trouble)
            return False
        if ahead_of(
            committed, kept
        ):  # an offset behind the end of the log is missing_records.py's: no record was there to be read
            ends = await consumer.end_offsets(list(committed))
            committed = {part: min(offset, ends[part]) for part, offset in committed.items()}
        ahead = ahead_of(committed, kept)
        if lived:
            ahead = [part for part in ahead if not await self.took(consumer, part, kept.get(part), committed[part])]
        if ahead:
            self._tell(way_out(self.subscriptions.service, ahead))
            return False
        async with connected(self.pool) as conn:
            await keep_positions(conn, committed)
        self._tell("")
        self._unproven = False
        return True

    def _tell(self, trouble: str) -> None:
        metrics.BEHIND_GROUP.set(bool(trouble))
        if trouble != self.trouble and trouble:
            log.error("worker holds", extra={"trouble": trouble})
        self.trouble = trouble

    async def took(
        self, consumer: AIOKafkaConsumer, part: TopicPartition, kept: int | None, committed: int, unheard: bool = True
    ) -> bool:
        """Whether the database knows the last records before what was committed.

        A database that kept no positions yet, or whose records were taken for a while by a version that keeps none,
        is behind in this table only. One that has never seen them does not know a single one. `unheard`: what to answer
        where none of the records is for this service.
        """
        beginning = (await consumer.beginning_offsets([part]))[part]
        first = max(kept or 0, committed - LOOKED_AT, beginning)
        if first >= committed:
            return True
        found = await readable(consumer, part, first, committed)
        if not found:
            return False
        messages = [
            message.message
            for raw in found
            for message in self.subscriptions.read(record_of(raw))
            if isinstance(message, Incoming)
        ]
        if not messages:
            return unheard and (kept is None or first == kept)
        async with connected(self.pool) as conn:
            return len(await conn.fetch(KNOWN, messages)) == len(messages)
