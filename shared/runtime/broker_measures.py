"""Kafka, as the service sees it."""

import time
from collections.abc import Mapping

from aiokafka import TopicPartition

from shared.delivery.kafka.consumer import Consumer
from shared.delivery.kafka.group_offsets import group_offsets
from shared.delivery.kafka.sender import Sender
from shared.runtime.standing import Standing
from shared.telemetry import metrics


async def measure_brokers(sender: Sender) -> None:
    """Raises what keeps us from measuring; the gauge for it is then 0."""
    began = time.perf_counter()
    try:
        cluster = await sender.cluster()
    except BaseException:
        metrics.KAFKA_UP.set(0)
        raise
    metrics.KAFKA_ROUND_TRIP.set(time.perf_counter() - began)
    metrics.KAFKA_UP.set(1)
    metrics.KAFKA_BROKERS.set(len(cluster.brokers()))
    topics = sender.names.topics()
    led = sum(len(cluster.available_partitions_for_topic(topic.name) or ()) for topic in topics)
    metrics.KAFKA_LEADERLESS.set(sum(topic.partitions for topic in topics) - led)
    metrics.KAFKA_MISDIVIDED.clear()
    for topic in topics:
        there = cluster.partitions_for_topic(topic.name)
        metrics.KAFKA_MISDIVIDED.labels(topic.name).set(bool(there) and len(there) != topic.partitions)


async def measure_lag(consumer: Consumer, standing: Standing) -> None:
    """Records between what our group has committed and the end, for our share of the partitions; what stands still."""
    client, mine = consumer.client, sorted(consumer.partitions or ())
    if client is None or not mine:
        _forget_partitions()
        standing.look({}, {})
        return
    try:
        ends = await client.end_offsets(mine)
        done = await group_offsets(client._client, client._group_id, tries=1)
    except BaseException:
        _tell(standing.look(None, _positions(consumer)))
        raise
    _forget_partitions()
    for place in mine:
        metrics.CONSUMER_LAG.labels(place.topic, str(place.partition)).set(max(ends[place] - done.get(place, 0), 0))
    _tell(standing.look(ends, _positions(consumer)))
    for place in consumer.reader.held() if consumer.reader else ():
        metrics.CONSUMER_HELD.labels(place.topic, str(place.partition)).set(1)


def _positions(consumer: Consumer) -> dict[TopicPartition, int]:
    return consumer.reader.positions() if consumer.reader else {}


def _forget_partitions() -> None:
    for gauge in (metrics.CONSUMER_LAG, metrics.CONSUMER_STANDING, metrics.CONSUMER_HELD):
        gauge.clear()


def _tell(standing: Mapping[TopicPartition, float]) -> None:
    for place, seconds in standing.items():
        metrics.CONSUMER_STANDING.labels(place.topic, str(place.partition)).set(seconds)
