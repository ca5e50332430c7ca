"""A line from a topic into the database: a topic and a group of one's own."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from faststream.kafka import KafkaBroker
from msgspec.structs import replace

from shared.base.progress import Progress
from shared.contracts.topics import EVENTS
from shared.delivery.kafka.consumer import Consumer
from shared.delivery.kafka.group_offsets import group_offsets
from shared.delivery.kafka.subscription import On, Subscriptions
from shared.delivery.shell.messages import Message, Record
from shared.delivery.shell.transaction import Shell
from shared.signing.verifier import Verifier
from tests.delivery.desk import record, subscriptions
from tests.delivery.wire import produce


class OnTopicOfItsOwn(Subscriptions):
    """Takes what lies on the test's topic as if it lay on that of evaluation."""

    def read(self, record: Record) -> Sequence[Message]:
        return super().read(replace(record, topic=EVENTS["evaluation"]))


class Line:
    """A topic and a group of one's own."""

    def __init__(
        self,
        bootstrap_servers: str,
        name: str,
        ons: Sequence[On] = subscriptions().ons,
        verifier: Verifier | None = None,
    ) -> None:
        self.bootstrap_servers = bootstrap_servers
        self.verifier = verifier
        self.ons = ons
        self.name = name
        self.group = name

    @asynccontextmanager
    async def consuming(self, shell: Shell) -> AsyncIterator[Consumer]:
        """A replica that consumes; on leaving, its process ends without a word."""
        listening = OnTopicOfItsOwn(self.group, *self.ons).checked_by(self.verifier)
        listening.topics = [self.name]
        consumer = Consumer(listening, shell, Progress())
        broker = KafkaBroker(self.bootstrap_servers, consumer_only=True, apply_types=False, logger=None)
        consumer.attach(broker, instance=None)
        await broker.start()
        task = asyncio.create_task(consumer.run())
        try:
            yield consumer
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await broker.stop()

    async def tell(self, *events: Any) -> None:  # noqa: ANN401
        await produce(self.bootstrap_servers, self.name, [record(event) for event in events])

    async def committed(self) -> int:
        """How far the group has committed."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap_servers)
        await admin.start()
        offsets = await group_offsets(admin._client, f"referencement-{self.group}")
        await admin.close()
        return offsets.get(TopicPartition(self.name, 0), 0)
