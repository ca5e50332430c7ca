"""The brokers and the topics."""

import asyncio
from collections.abc import Awaitable, Iterator, Mapping
from contextlib import suppress

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.cluster import ClusterMetadata
from aiokafka.errors import KafkaError

from deploy.console.config.checks.finding import Finding, doubtful, ok, wrong
from shared.contracts.envelope import MAX_RECORD_BYTES
from shared.contracts.topics import TOPICS, Topic
from shared.delivery.kafka.broker_answers import refused_resources
from shared.diagnosis.broker_causes import broker_cause
from shared.diagnosis.causes import topic_causes
from shared.runtime.codecs import codec_troubles, missing_codecs

ANSWERS_WITHIN_S = 5.0
KNOCKS_FOR_S = 2.0


async def check_brokers(
    bootstrap_servers: str, security: Mapping[str, object], topics: tuple[Topic, ...] = TOPICS
) -> list[Finding]:
    """Reachable, with every topic as declared."""
    what = "brokers"
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers, **security)
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            await producer.start()
            cluster = await producer.client.fetch_all_metadata()
    except Exception as error:
        return [wrong("broker", await broker_cause(bootstrap_servers, security, error, KNOCKS_FOR_S))]
    finally:
        await stopped(producer.stop())
    found = [wrong("brokers:", cause) for cause in topic_causes(cluster, topics)]
    there = [topic.name for topic in topics if cluster.partitions_for_topic(topic.name)]
    found += await _check_configurations(bootstrap_servers, security, there)
    leaderless = [
        topic.name for topic in topics if cluster.partitions_for_topic(topic.name) and not _led(cluster, topic)
    ]
    found += [
        doubtful("brokers:", f"topic {name} has partitions without a leader: start brokers") for name in leaderless
    ]
    count = len(cluster.brokers())
    return found or [ok(what, f"{count} {'broker' if count == 1 else 'brokers'}, {len(topics)} topics as declared")]


async def _check_configurations(servers: str, security: Mapping[str, object], names: list[str]) -> list[Finding]:
    """What brokers say of topics: a codec that cannot be read here, records of ours that they would not take."""
    found = [wrong("brokers:", trouble) for trouble in codec_troubles()]
    admin = AIOKafkaAdminClient(bootstrap_servers=servers, **security)
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            await admin.start()
            answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in names])
    except (KafkaError, OSError) as error:
        return [*found, doubtful("brokers:", f"do not say how topics are set up ({error!r}): allow DescribeConfigs")]
    finally:
        await stopped(admin.close())
    refused = refused_resources(answers)
    found += [doubtful("brokers:", f"topic {name} is not described: {why}") for name, why in sorted(refused.items())]
    rows = sorted((row for answer in answers for row in answer.resources), key=lambda row: str(row[3]))
    for row in rows:
        settings = {entry[0]: entry[1] for entry in row[4]}
        found += [wrong("brokers:", f"topic {row[3]} {trouble}") for trouble in _unfit(settings)]
    return found


async def stopped(stopping: Awaitable[None]) -> None:
    """Brokers that have just gone away are not waited for."""
    with suppress(Exception):
        await asyncio.wait_for(stopping, ANSWERS_WITHIN_S)


def _unfit(settings: Mapping[str, str]) -> Iterator[str]:
    codec = settings.get("compression.type")
    if codec in missing_codecs():
        yield f"has compression.type {codec}, which cannot be read here: install the locked dependencies"
    most = int(settings.get("max.message.bytes") or MAX_RECORD_BYTES)
    if most < MAX_RECORD_BYTES:
        yield f"has max.message.bytes {most}: our records have up to {MAX_RECORD_BYTES}, raise it"


def _led(cluster: ClusterMetadata, topic: Topic) -> bool:
    """Whether each of its partitions has a leader."""
    return bool(cluster.available_partitions_for_topic(topic.name) == cluster.partitions_for_topic(topic.name))
