"""35: topics are set to each of Kafka's codecs in turn while dossiers flow: brokers compress anew what is sent."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from shared.contracts.topics import DECISIONS, EVENTS, LISTINGS, SERVICES, TOPICS
from shared.delivery.kafka.broker_answers import require_resources
from shared.delivery.kafka.raw_batches import fetch
from tests.faults.experiment import Experiment, Findings
from tests.faults.load import Load
from tests.faults.operator import console
from tests.faults.scene import Scene

CODECS = ("uncompressed", "gzip", "snappy", "lz4", "zstd")
"""In the order of their numbers in a batch."""
CODEC_AT, CODEC_BITS = 22, 0x07
KNOWN = (*(EVENTS[name] for name in SERVICES[:4]), DECISIONS, LISTINGS, EVENTS["surveillance"])
"""The busy ones first, so that each codec is tried in a single turn."""
CONFIGURED = {topic.name: topic.config for topic in TOPICS}


async def codecs(scene: Scene, found: Findings) -> None:
    """Each topic with another codec, then all with the next one: every dossier goes through, every batch is read."""
    found.done = "topic set to another codec"
    seen: dict[str, set[str]] = defaultdict(set)
    try:
        for turn in range(scene.times(len(CODECS), least=1)):
            chosen = {name: CODECS[(place + turn) % len(CODECS)] for place, name in enumerate(KNOWN)}
            await _set(scene, chosen)
            before = await _ends(scene)
            async with Load(scene, found):
                await asyncio.sleep(1.0)
            await scene.judge(found)
            for name, used in (await _used(scene, before)).items():
                found.expect(used <= {chosen[name]}, f"{name} was set to {chosen[name]} and holds {used}")
                seen[chosen[name]] |= {name} if used else set()
            found.times += len(chosen)
            scene.say(f"{found.times} times a topic was set")
        unused = [codec for codec in CODECS if not seen[codec]]
        found.expect(not unused, f"no batch was ever written with {unused}")
        compared = await console(scene, "reconcile")
        found.expect("unreadable" not in compared.output, f"reconcile: {compared.output[-300:]}")
    finally:
        await _set(scene, dict.fromkeys(KNOWN, "producer"))
    found.saw(f"dossiers went through {', '.join(f'{codec} on {len(seen[codec])} topics' for codec in CODECS)}")


async def _set(scene: Scene, chosen: Mapping[str, str]) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=scene.line.bootstrap_servers)
    await admin.start()
    try:
        wanted = [
            ConfigResource(ConfigResourceType.TOPIC, name, {**CONFIGURED[name], "compression.type": codec})
            for name, codec in chosen.items()
        ]
        require_resources("set codecs", await admin.alter_configs(wanted))
    finally:
        await admin.close()
    await asyncio.sleep(1.0)  # brokers take settings over a moment after they have said yes


def _places() -> list[TopicPartition]:
    sizes = {topic.name: topic.partitions for topic in TOPICS}
    return [TopicPartition(name, part) for name in KNOWN for part in range(sizes[name])]


async def _ends(scene: Scene) -> dict[TopicPartition, int]:
    consumer = AIOKafkaConsumer(bootstrap_servers=scene.line.bootstrap_servers)
    await consumer.start()
    try:
        ends: dict[TopicPartition, int] = await consumer.end_offsets(_places())
        return ends
    finally:
        await consumer.stop()


async def _used(scene: Scene, since: Mapping[TopicPartition, int]) -> dict[str, set[str]]:
    """The codecs of the batches that lie behind these offsets, by topic."""
    consumer = AIOKafkaConsumer(bootstrap_servers=scene.line.bootstrap_servers)
    await consumer.start()
    try:
        await consumer.end_offsets(list(since))  # the client asks where topics lie only when it needs them
        found: dict[str, set[str]] = defaultdict(set)
        for place, raw in (await fetch(consumer, since)).items():
            found[place.topic] |= {CODECS[batch[CODEC_AT] & CODEC_BITS] for batch in _batches(raw.data)}
        return found
    finally:
        await consumer.stop()


def _batches(data: bytes) -> Iterator[Sequence[int]]:
    at = 0
    while at + CODEC_AT < len(data):
        yield data[at:]
        at += 12 + int.from_bytes(data[at + 8 : at + 12], "big")


EXPERIMENT = Experiment(number=35, title="every codec", run=codecs, limit_s=600.0)
