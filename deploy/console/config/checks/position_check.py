"""A database against the offsets that its consumer group has committed."""

import asyncio
from collections.abc import Mapping

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import BrokerResponseError, GroupCoordinatorNotAvailableError, KafkaError

from deploy.console.config.checks.broker_check import ANSWERS_WITHIN_S, stopped
from deploy.console.config.checks.finding import Finding, doubtful, wrong
from shared.delivery.kafka.group_offsets import group_offsets
from shared.delivery.kafka.positions import LIVED, ahead_of, kept_positions, way_out
from shared.delivery.kafka.prefix_guard import prefix_trouble
from shared.persistence.connecting import connect
from shared.persistence.transience import DATABASE_AWAY
from shared.runtime.service import Service

TRIES = 4


async def check_positions(
    service: Service, dsn: str, bootstrap_servers: str, security: Mapping[str, object]
) -> list[Finding]:
    """WRONG: the group has read past this database. Servers that are away are named by checks of their own.

    A database that has rows but kept no positions yet comes from a version before: its first start looks closer.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers, **security)
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            await admin.start()
            committed = await group_offsets(admin._client, service.subscriptions.names.group(service.name), tries=TRIES)
            conn = await connect(dsn)
            try:
                kept = await kept_positions(conn, service.subscriptions.topics)
                lived = await conn.fetchval(LIVED)
                if trouble := await prefix_trouble(conn, service.subscriptions.names):
                    return [wrong(service.name, trouble)]
            finally:
                await conn.close()
    except GroupCoordinatorNotAvailableError:
        return []  # a new cluster, on which no group has committed anything
    except BrokerResponseError as error:
        return [doubtful(service.name, f"offsets of its group are not told ({error}): allow it to describe its group")]
    except (KafkaError, ValueError, *DATABASE_AWAY):
        return []
    finally:
        await stopped(admin.close())
    ahead = ahead_of(committed, kept)
    return [] if not ahead or (lived and not kept) else [wrong(service.name, way_out(service.name, ahead))]
