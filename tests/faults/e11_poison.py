"""11: poison of every kind on every topic while dossiers flow, and events behind poison of their own key."""

import asyncio
import time
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from deploy.local.keys import key_file
from deploy.oracle.collection import SERVICES_BY_NAME
from deploy.oracle.verdict import Fault, Kind
from shared.contracts.topics import EVENTS
from shared.delivery.kafka.group_offsets import group_offsets
from shared.delivery.shell.messages import Record
from shared.signing.key_ring import load_private_key
from shared.signing.record_hash import record_hash
from shared.signing.signer import Signer
from tests.faults.experiment import Experiment, Findings, Ground
from tests.faults.load import Load
from tests.faults.poison import Poison, heard_topics, listeners, poisons
from tests.faults.scene import Scene
from tests.faults.wire import Raw, everything, producing

GOES_ON_S = 5.0
PARTITIONS = 6


@dataclass(slots=True)
class Put:
    """What was put where."""

    ends: dict[TopicPartition, int] = field(default_factory=dict)
    parked: dict[str, int] = field(default_factory=dict)
    """How many records each service must have parked."""
    forged: set[str] = field(default_factory=set)
    """Keys of events under which somebody else's events were forged."""


async def poison(scene: Scene, found: Findings) -> None:
    """Every partition goes on within 5 s, each record is parked once by whoever listens to its type."""
    found.done = "poison record"
    async with Load(scene, found):
        await asyncio.sleep(1.0)
    victims = await everything(scene.line.bootstrap_servers)
    longest, put = 0.0, Put()
    async with producing(scene.line.bootstrap_servers) as producer, Load(scene, found):
        for _ in range(scene.times(5, least=1)):
            for topic in heard_topics():
                made = [*poisons(topic, scene.random), *_followed(topic, victims, scene)]
                await _put(producer, made, put)
                found.times += len(made)
                longest = max(longest, await _passed(scene, put))
                scene.say(f"{found.times} poison records, longest {longest:.1f} s")
    found.expect(longest <= GOES_ON_S or not scene.timed, f"a partition waited {longest:.1f} s")
    parked, held = await _parked(scene)
    found.expect(parked == put.parked, f"parked {parked}, expected {put.parked}")
    found.expect(held > 0, "nothing was held behind the poison of its key")
    found.saw(f"partitions went on within {longest:.1f} s, parked {sum(parked.values())}, of these {held} held")

    def excused(fault: Fault) -> bool:
        return fault.kind is Kind.PARKED or any(key in str(fault) for key in put.forged)

    await scene.judge(found, excused=excused)


def _followed(topic: str, victims: list[Raw], scene: Scene) -> list[Poison]:
    """Poison of the owner under a dossier's key, then an event under that key that nobody has heard yet."""
    own = [one for one in victims if one.topic == topic]
    if not own:
        return []
    record = scene.random.choice(own)
    new = str(UUID(int=scene.random.getrandbits(128), version=4)).encode()
    headers = [(name, new if name == "ce_id" else value) for name, value in record.headers]
    key = record.key or b""
    service = next(name for name, events in EVENTS.items() if events == topic)
    signer = Signer(load_private_key(key_file(scene.line.stack.root, service).read_text()))
    unsigned = [(name, value) for name, value in headers if name != "signature"]
    made = [("under a key", unsigned[:1], b"{"), ("behind it", unsigned, record.value)]
    signatures = signer.sign([record_hash(topic, key, bare, value) for _, bare, value in made])
    return [
        Poison(kind, topic, key, [*bare, ("signature", signature)], value)
        for (kind, bare, value), signature in zip(made, signatures, strict=True)
    ]


async def _put(producer: AIOKafkaProducer, made: list[Poison], put: Put) -> None:
    for one in made:
        sent = await producer.send_and_wait(one.topic, one.value, key=one.key, headers=one.headers)
        put.ends[TopicPartition(one.topic, sent.partition)] = sent.offset + 1
        if one.kind == "behind it":
            put.forged.add(one.key.decode())
        for name in listeners(one.topic):
            put.parked[name] = put.parked.get(name, 0) + _heard(name, one)


def _heard(service: str, one: Poison) -> int:
    """How many acts of a service an event asks for; one for poison, unless nobody there listens to its type."""
    return len(
        SERVICES_BY_NAME[service].subscriptions.read(Record(one.topic, 0, 0, one.key, tuple(one.headers), one.value))
    )


async def _passed(scene: Scene, put: Put) -> float:
    """Seconds until every listener has committed offsets behind what was put."""
    began = time.monotonic()
    admin = AIOKafkaAdminClient(bootstrap_servers=scene.line.bootstrap_servers)
    await admin.start()
    try:
        while time.monotonic() - began < scene.within(GOES_ON_S * 4):
            behind = 0
            for name in {name for part in put.ends for name in listeners(part.topic)}:
                read = await group_offsets(admin._client, f"referencement-{name}")
                mine = [part for part in put.ends if name in listeners(part.topic)]
                behind += sum(read.get(part, 0) < put.ends[part] for part in mine)
            if not behind:
                break
            await asyncio.sleep(0.1)
        return time.monotonic() - began
    finally:
        await admin.close()


async def _parked(scene: Scene) -> tuple[dict[str, int], int]:
    """How many each service has parked, and how many of all are held behind others."""
    parked, held = {}, 0
    for name, dsn in scene.line.databases.items():
        conn = await asyncpg.connect(dsn)
        try:
            if count := await conn.fetchval("SELECT count(*) FROM parked"):
                parked[name] = count
            held += await conn.fetchval("SELECT count(*) FROM parked WHERE reason = 'held'")
        finally:
            await conn.close()
    return parked, held


EXPERIMENT = Experiment(number=11, title="poison", run=poison, ground=Ground.OWN)
