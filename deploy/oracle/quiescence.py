"""Waits until nothing is under way in the line any more."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, Self

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from deploy.oracle.collection import SERVICES_BY_NAME
from shared.base.clock import SimulatedClock
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.topics import EVENTS
from shared.delivery.kafka.group_offsets import group_offsets
from shared.signing.verifier import Verifier

POLL_S, START_S = 0.3, 60.0
WITHIN_S = 120.0


def event_partitions(names: KafkaNames) -> list[TopicPartition]:
    """Every partition of the event topics."""
    events = {names.topic(name) for name in EVENTS.values()}
    topics = [topic for topic in names.topics() if topic.name in events]
    return [TopicPartition(topic.name, part) for topic in topics for part in range(topic.partitions)]


PARTITIONS = event_partitions(KafkaNames())
Now = Callable[[], datetime]
"""The services' clock."""


class RunningLine(Protocol):
    """A line on this machine: `deploy.local.line.Line`, or one like it."""

    @property
    def databases(self) -> Mapping[str, str]: ...
    @property
    def bootstrap_servers(self) -> str: ...
    @property
    def clock_file(self) -> Path: ...
    @property
    def verifier(self) -> Verifier | None: ...
    @property
    def names(self) -> KafkaNames: ...


@dataclass(slots=True)
class Endpoints:
    """The servers of a line: the databases by service, and Kafka."""

    databases: Mapping[str, str]
    bootstrap_servers: str
    now: Now
    verifier: Verifier | None = None
    """Checks the signatures of records; None: they are not checked."""
    names: KafkaNames = field(default_factory=KafkaNames)
    """How its topics and groups are named."""

    @classmethod
    def of(cls, line: RunningLine) -> Self:
        """The servers of a line that runs on this machine, and its clock."""
        now = SimulatedClock(line.clock_file).now
        return cls(line.databases, line.bootstrap_servers, now, line.verifier, line.names)


async def settle(endpoints: Endpoints, *, within_s: float = WITHIN_S) -> tuple[str, ...]:
    """Wait for empty outboxes, nothing due, nothing unread; give what still moves after `within_s`: nothing, mostly.

    Looks at databases and topics, and once more: what was under way between the two looks has moved the topics' ends.
    """
    until = asyncio.get_running_loop().time() + within_s
    async with _Topics(endpoints.bootstrap_servers, endpoints.names) as topics:
        while True:
            before = await topics.ends()
            moving = [*await _unfinished(endpoints), *await topics.unread(before)]
            if not moving and before == await topics.ends() and not await _unfinished(endpoints):
                return ()
            if asyncio.get_running_loop().time() > until:
                return tuple(moving) or ("records keep coming",)
            await asyncio.sleep(POLL_S)


async def _unfinished(endpoints: Endpoints) -> list[str]:
    waiting_for = []
    for service, dsn in endpoints.databases.items():
        conn = await asyncpg.connect(dsn)
        try:
            waiting = await conn.fetchval("SELECT count(*) FROM outbox")
            due = await conn.fetchval("SELECT count(*) FROM deadlines WHERE due_at <= $1", endpoints.now())
        finally:
            await conn.close()
        waiting_for += [f"{service}: {waiting} rows in the outbox"] if waiting else []
        waiting_for += [f"{service}: {due} deadlines due"] if due else []
    return waiting_for


@dataclass(slots=True)
class _Topics:
    """The event topics' ends, and how far each service has read."""

    bootstrap_servers: str
    names: KafkaNames
    _consumer: Any = field(init=False)
    _admin: Any = field(init=False)

    async def __aenter__(self) -> Self:
        self._consumer = AIOKafkaConsumer(bootstrap_servers=self.bootstrap_servers)
        self._admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap_servers)
        async with asyncio.timeout(START_S):
            await self._consumer.start()
            await self._admin.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._admin.close()
        await self._consumer.stop()

    async def ends(self) -> dict[TopicPartition, int]:
        ends: dict[TopicPartition, int] = await self._consumer.end_offsets(event_partitions(self.names))
        return ends

    async def unread(self, ends: Mapping[TopicPartition, int]) -> list[str]:
        waiting_for = []
        for name, service in SERVICES_BY_NAME.items():
            read = await group_offsets(self._admin._client, self.names.group(name))
            mine = [part for part in ends if part.topic in service.subscriptions.named(self.names).topics]
            lag = sum(ends[part] - read.get(part, 0) for part in mine)
            waiting_for += [f"{name}: {lag} records not consumed"] if lag else []
        return waiting_for
