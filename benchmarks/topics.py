"""Removing topics for good: the broker says so at once, and does so a moment later."""

import asyncio
from collections.abc import Iterable

from aiokafka.admin import AIOKafkaAdminClient

from shared.delivery.kafka.broker_answers import require_topics

SETTLES_S = 1.0
"""Until the groups' offsets are gone too."""


async def remove(admin: AIOKafkaAdminClient, names: Iterable[str]) -> None:
    """Those that are there."""
    wanted = set(names)
    gone = wanted & set(await admin.list_topics())
    if not gone:
        return
    require_topics("delete", await admin.delete_topics(list(gone)))
    while wanted & set(await admin.list_topics()):  # noqa: ASYNC110  # nobody tells
        await asyncio.sleep(0.2)
    await asyncio.sleep(SETTLES_S)
