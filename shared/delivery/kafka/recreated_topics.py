"""A group that has no offset on a partition: it is new there, or its topic was deleted and created again.

The brokers forget a group's offsets with the topic, so the new one is read from its first record, and what the old one
held unread is missed without a word. The database remembers how far it had come (positions.py), which tells the two
apart.
"""

import logging

from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.acts.moment import derived_id
from shared.delivery.kafka.group_offsets import group_offsets
from shared.delivery.kafka.positions import GroupGuard, kept_positions
from shared.delivery.shell.messages import Record, Unusable
from shared.persistence.connecting import connected

log = logging.getLogger(__name__)
RECREATED = "topic_recreated"
RESTART = "UPDATE positions SET position = 0 WHERE topic = $1 AND partition = $2"


async def offset_of(consumer: AIOKafkaConsumer, part: TopicPartition) -> int:
    """What the group has committed, asked once more: aiokafka takes some errors for "nothing". 0: nothing."""
    return (await group_offsets(consumer._client, consumer._group_id)).get(part, 0)


async def recreated_notice(
    consumer: AIOKafkaConsumer, part: TopicPartition, end: int, guard: GroupGuard
) -> Unusable | None:
    """What to park where the records up to the database's position are not those that it knows. None: it is new here,
    or the brokers have only forgotten the group. Settled by `restart`, or it would be told again at the next start."""
    async with connected(guard.pool) as conn:
        kept = (await kept_positions(conn, [part.topic])).get(part, 0)
    if not kept or (kept <= end and await guard.took(consumer, part, None, kept, unheard=False)):
        return None
    log.error("topic was created again", extra={"topic": part.topic, "partition": part.partition, "position": kept})
    return Unusable(
        record=Record(part.topic, part.partition, kept, b"", (), None),
        message=derived_id(RECREATED, part.topic, str(part.partition), str(kept)),
        reason=RECREATED,
        detail=f"this service had read up to offset {kept}, its group has no offset there any more and the log ends at "
        f"{end}: the topic was deleted and created again. It is read from its first record; what it held before and "
        "was not read yet is missing: reconcile",
    )


async def restart(guard: GroupGuard, notice: Unusable) -> None:
    """From now on the partition's offsets count anew, for the comparison with the group as well."""
    async with connected(guard.pool) as conn:
        await conn.execute(RESTART, notice.record.topic, notice.record.partition)
