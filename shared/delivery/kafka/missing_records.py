"""Records that a service should have read next and cannot: its topic no longer has them, or nobody can decode them.

Told by a notice, never passed over in silence.
"""

import logging
from collections.abc import Mapping, Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, NoOffsetForPartitionError, OffsetOutOfRangeError

from shared.acts.moment import derived_id
from shared.delivery.kafka.positions import GroupGuard
from shared.delivery.kafka.recreated_topics import offset_of, recreated_notice
from shared.delivery.kafka.unreadable_ranges import UnreadableRange
from shared.delivery.shell.messages import Record, Unusable

log = logging.getLogger(__name__)
REASON, UNREADABLE = "records_gone", "records_unreadable"
NoPosition = (NoOffsetForPartitionError, OffsetOutOfRangeError)
"""What a consumer without a reset policy raises: it was never there before, or its place is outside the log."""


async def go_on(consumer: AIOKafkaConsumer, error: KafkaError, guard: GroupGuard) -> Sequence[Unusable]:
    """Put the consumer where it can go on; give a notice for each partition of which it misses records.

    The notice is parked like a record that nobody can read: an operator sees it, and must rebuild or reconcile.
    """
    wanted = await _wanted(consumer, error)
    firsts = await consumer.beginning_offsets(list(wanted))
    ends = await consumer.end_offsets(list(wanted))
    notices = []
    for part, offset in wanted.items():
        there = firsts[part] <= offset <= ends[part]
        anew = None if offset else await recreated_notice(consumer, part, ends[part], guard)
        consumer.seek(part, offset if there else firsts[part])
        if anew:
            notices.append(anew)
        elif not there:
            notices.append(_notice(part, offset, firsts[part], ends[part]))
    return notices


async def _wanted(consumer: AIOKafkaConsumer, error: KafkaError) -> Mapping[TopicPartition, int]:
    """The offsets that were asked for; a group that was never there begins with the first record ever."""
    if isinstance(error, OffsetOutOfRangeError):
        offsets: dict[TopicPartition, int] = error.args[0]
        return offsets
    return {error.args[0]: await offset_of(consumer, error.args[0])}


def _notice(part: TopicPartition, wanted: int, first: int, end: int) -> Unusable:
    lost = f"offsets {wanted} to {first - 1} were removed" if wanted < first else f"the log was cut at offset {end}"
    log.error("records are gone that were not read", extra={"topic": part.topic, "partition": part.partition})
    return Unusable(
        record=Record(part.topic, part.partition, wanted, b"", (), None),
        message=derived_id(REASON, part.topic, str(part.partition), str(wanted), str(first)),
        reason=REASON,
        detail=f"{lost} before this service had read as far: rebuild it or reconcile; it goes on at offset {first}",
    )


def unreadable_notice(gap: UnreadableRange) -> Unusable:
    """What to park for a range that nobody can decode; the reader goes on behind it."""
    place = gap.place
    log.error("records cannot be read", extra={"range": gap.said()})
    return Unusable(
        record=Record(place.topic, place.partition, gap.first, gap.key, (), None),
        message=derived_id(UNREADABLE, place.topic, str(place.partition), str(gap.first), str(gap.last)),
        reason=UNREADABLE,
        detail=f"offsets {gap.first} to {gap.last} cannot be decoded ({gap.why}): find out what wrote them, then "
        f"reconcile; it goes on at offset {gap.last + 1}",
    )
