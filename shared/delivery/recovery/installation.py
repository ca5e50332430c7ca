"""What the engine needs of an installation: its services, databases and brokers. The console knows all of it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import asyncpg
import sqlalchemy as sa
from aiokafka import TopicPartition

from shared.base.clock import Clock
from shared.contracts.kafka_names import KafkaNames
from shared.delivery.kafka.subscription import Subscriptions
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.aggregate import Aggregate
from shared.signing.verifier import Verifier


class RecoverableService(Protocol):
    """The parts of a service that the engine works with."""

    @property
    def name(self) -> str: ...

    @property
    def aggregates(self) -> tuple[Aggregate[Any], ...]: ...

    @property
    def subscriptions(self) -> Subscriptions: ...

    @property
    def metadata(self) -> sa.MetaData: ...


class Installation(Protocol):
    """Functions of a module do as well as methods: `deploy.console.places` is one."""

    def service_named(self, name: str) -> RecoverableService: ...

    def all_services(self) -> Sequence[RecoverableService]: ...

    def clock(self) -> Clock: ...

    def act_context(self) -> ActContext: ...

    def database_url(self, service: str) -> str: ...

    async def connect(self, service: str) -> asyncpg.Connection:
        """A connection under the account that the service runs under."""
        ...

    async def connect_reading(self, service: str) -> asyncpg.Connection:
        """A connection under the account that only reads."""
        ...

    async def committed_offsets(self, service: str) -> Mapping[TopicPartition, int]:
        """What the service's consumer group has committed."""
        ...

    def bootstrap_servers(self) -> str: ...

    def kafka_names(self) -> KafkaNames: ...

    def kafka_security(self) -> dict[str, Any]: ...

    def verifier(self) -> Verifier | None: ...
