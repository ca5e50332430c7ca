"""Kafka, as the service sees it."""

import asyncio
import time

from shared.contracts.topics import TOPICS
from shared.delivery.consumer import Consumer
from shared.delivery.sender import Sender
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
    led = sum(len(cluster.available_partitions_for_topic(topic.name) or ()) for topic in TOPICS)
    metrics.KAFKA_LEADERLESS.set(sum(topic.partitions for topic in TOPICS) - led)


async def measure_lag(consumer: Consumer) -> None:
    """Records between what our group has committed and the end, for our share of the partitions."""
    client, mine = consumer.client, sorted(consumer.partitions or ())
    if client is None or not mine:
        metrics.CONSUMER_LAG.clear()
        return
    ends = await client.end_offsets(mine)
    done = await asyncio.gather(*(client.committed(place) for place in mine))
    metrics.CONSUMER_LAG.clear()
    for place, offset in zip(mine, done, strict=True):
        metrics.CONSUMER_LAG.labels(place.topic, str(place.partition)).set(max(ends[place] - (offset or 0), 0))
