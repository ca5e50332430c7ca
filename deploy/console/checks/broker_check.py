"""The brokers and the topics."""

import asyncio
import ssl
from collections.abc import Mapping

from aiokafka import AIOKafkaProducer
from aiokafka.cluster import ClusterMetadata

from deploy.console.checks.finding import Finding, doubtful, ok, wrong
from shared.contracts.topics import TOPICS, Topic
from shared.runtime.knocking import why_no_broker
from shared.runtime.trouble import topic_troubles

ANSWERS_WITHIN_S = 5.0
KNOCKS_FOR_S = 2.0


async def check_brokers(
    bootstrap_servers: str, security: Mapping[str, object], topics: tuple[Topic, ...] = TOPICS
) -> list[Finding]:
    """Reachable, with every topic as declared."""
    what = "brokers"
    tls = context if isinstance(context := security.get("ssl_context"), ssl.SSLContext) else None
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers, **security)
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            await producer.start()
            cluster = await producer.client.fetch_all_metadata()
    except Exception as error:
        return [wrong("broker", await why_no_broker(bootstrap_servers, tls, error, KNOCKS_FOR_S))]
    finally:
        await producer.stop()
    found = [wrong("brokers:", trouble) for trouble in topic_troubles(cluster, topics)]
    leaderless = [
        topic.name for topic in topics if cluster.partitions_for_topic(topic.name) and not _led(cluster, topic)
    ]
    found += [
        doubtful("brokers:", f"topic {name} has partitions without a leader: start brokers") for name in leaderless
    ]
    count = len(cluster.brokers())
    return found or [ok(what, f"{count} {'broker' if count == 1 else 'brokers'}, {len(topics)} topics as declared")]


def _led(cluster: ClusterMetadata, topic: Topic) -> bool:
    """Whether each of its partitions has a leader."""
    return bool(cluster.available_partitions_for_topic(topic.name) == cluster.partitions_for_topic(topic.name))
