"""An administrator's connection to the brokers: brokers that are away are not waited for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError

from shared.runtime.kafka_security import for_aiokafka
from shared.runtime.kafka_settings import KafkaSecuritySettings

CONNECT_S, CLOSE_S = 15.0, 5.0
REQUEST_MS = 15_000


@asynccontextmanager
async def administering(bootstrap_servers: str) -> AsyncIterator[AIOKafkaAdminClient]:
    """Connected, for a while. KafkaConnectionError: no broker answers in time, or each refuses us."""
    security = for_aiokafka(KafkaSecuritySettings())
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers, request_timeout_ms=REQUEST_MS, **security)
    try:
        try:
            async with asyncio.timeout(CONNECT_S):
                await admin.start()
        except TimeoutError as error:
            raise KafkaConnectionError("no broker answers in time") from error
        yield admin
    finally:
        with suppress(Exception):
            async with asyncio.timeout(CLOSE_S):
                await admin.close()
