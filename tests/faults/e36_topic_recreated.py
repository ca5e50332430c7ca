"""36: topics are deleted and created again: the one of the programme, and one of events that had been consumed."""

import asyncio
import time

import asyncpg
import httpx
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.brokers.topics import create_topics
from deploy.demo.client import Doors
from deploy.demo.people import People
from shared.contracts.topics import EVENTS, PROGRAMMES, SERVICES
from shared.delivery.kafka.broker_answers import BrokerRefused, require_topics
from tests.faults.experiment import Experiment, Findings, Ground
from tests.faults.hands import all_ready
from tests.faults.load import Load
from tests.faults.operator import BY, console
from tests.faults.poison import listeners
from tests.faults.scene import Scene
from tests.programme.documents import with_version
from tests.waiting import WITHIN_S
from tests.yamls import written

TOPIC = EVENTS["intake"]
FIRST, SECOND = "8.0.0", "9.0.0"
LEARNT_S, AGAIN_S = 90.0, 30.0
AWAY_S = 3.0


async def topic_recreated(scene: Scene, found: Findings) -> None:
    """No version is forgotten and the next one is learnt; all events on the new topic are performed."""
    found.done = "topic deleted and created again"
    async with Load(scene, found):
        await asyncio.sleep(1.0)
    await scene.judge(found)
    await _programme(scene, found)
    await _events(scene, found)


async def _programme(scene: Scene, found: Findings) -> None:
    """The next version lies at the very offset at which the last one lay before."""
    await _publish(scene, FIRST)
    lacking = await _lacking(scene, FIRST)
    found.expect(not lacking, f"{FIRST} never reached {lacking}")
    await _recreate(scene, PROGRAMMES)
    missed = await console(scene, "reconcile")
    found.expect(f"{PROGRAMMES} says nothing of it" in missed.output, f"reconcile: {missed.output[-300:]}")
    await console(scene, "reconcile", "--repair", "--by", BY)
    mended = await console(scene, "reconcile")
    found.expect(f"{PROGRAMMES} says" not in mended.output, f"after the repair: {mended.output[-300:]}")
    await _publish(scene, SECOND)
    lacking = await _lacking(scene, SECOND)
    found.expect(not lacking, f"{SECOND}, published on the new topic, never reached {lacking}")
    await asyncio.to_thread(scene.line.services.restart, "intake")
    known = await _known_to_intake(scene)
    found.expect({FIRST, SECOND} <= set(known), f"at the end intake knows {known}")
    found.times += 1
    found.saw("every service knows the version of before and the one published after")


async def _events(scene: Scene, found: Findings) -> None:
    """All had been consumed; the broker forgets the committed offsets with the topic, so all new records are read, and
    each listener tells of every partition on which it had come further than the new topic reaches."""
    listening = listeners(TOPIC)
    wanted = {service: await _kept_parts(scene, service) for service in listening}
    await _recreate(scene, TOPIC)
    await all_ready(scene.line)
    async with Load(scene, found):
        await asyncio.sleep(2.0)
    told = {service: await _told(scene, service, wanted[service]) for service in listening}
    found.expect(told == wanted and any(wanted.values()), f"told {told}, read before were {wanted}")
    found.times += 1
    found.saw("new dossiers went through on the new topic of intake")
    found.saw(f"{sum(map(len, told.values()))} partitions told by {len(told)} listeners")


async def _kept_parts(scene: Scene, service: str) -> set[int]:
    """The partitions that the service has read from."""
    rows = await _rows(scene, service, "SELECT partition FROM positions WHERE topic = $1 AND position > 0")
    return {row["partition"] for row in rows}


async def _told(scene: Scene, service: str, wanted: set[int]) -> set[int]:
    """The partitions of the notices, as soon as there are as many as wanted."""
    until = time.monotonic() + scene.within(LEARNT_S)
    while True:
        rows = await _rows(
            scene, service, "SELECT partition FROM parked WHERE topic = $1 AND reason = 'topic_recreated'"
        )
        told = {row["partition"] for row in rows}
        if len(told) >= len(wanted) or time.monotonic() > until:
            return told
        await asyncio.sleep(0.5)


async def _rows(scene: Scene, service: str, query: str) -> list[asyncpg.Record]:
    conn = await asyncpg.connect(scene.line.databases[service])
    try:
        return list(await conn.fetch(query, TOPIC))
    finally:
        await conn.close()


async def _publish(scene: Scene, ref: str) -> None:
    async with httpx.AsyncClient(timeout=WITHIN_S, trust_env=False) as http:
        people = People(scene.line.issuer, Doors(http, scene.line.urls, scene.ledger, WITHIN_S))
        body = {"document": _document(ref)}
        await people.delegate.does("intake", "/programme/publication", body, key=f"{scene.new_key()}-publish")


def _document(ref: str) -> str:
    """The shipped programme with the first version more, or with both."""
    document = with_version(FIRST, effective_from="2031-01-01", tracks=["without_exchange"])
    if ref == SECOND:
        second = {"version": SECOND, "effective_from": "2032-01-01", "tracks": ["without_exchange"]}
        document["programme"]["versions"].append(second)
    return written(document)


async def _lacking(scene: Scene, ref: str) -> list[str]:
    """The services that have not kept the version within the time allowed."""
    until = time.monotonic() + scene.within(LEARNT_S)
    while True:
        lacking = [name for name in SERVICES if not await _kept(scene, name, ref)]
        if not lacking or time.monotonic() > until:
            return lacking
        await asyncio.sleep(0.5)


async def _kept(scene: Scene, service: str, ref: str) -> bool:
    conn = await asyncpg.connect(scene.line.databases[service])
    try:
        return any(ref in row["document"] for row in await conn.fetch("SELECT document FROM programmes"))
    finally:
        await conn.close()


async def _known_to_intake(scene: Scene) -> list[str]:
    async with httpx.AsyncClient(timeout=WITHIN_S, trust_env=False) as http:
        told = (await http.get(f"{scene.line.url('intake')}/programme")).json()
    return [one["version"] for one in told["versions"]]


async def _recreate(scene: Scene, topic: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=scene.line.bootstrap_servers)
    await admin.start()
    try:
        require_topics("delete", await admin.delete_topics([topic]))
    finally:
        await admin.close()
    await asyncio.sleep(AWAY_S)
    scene.say(f"{topic} is deleted")
    async with asyncio.timeout(scene.within(AGAIN_S)):
        while not await _created(scene):  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.3)


async def _created(scene: Scene) -> bool:
    """Whether all topics are there; a broker that still deletes one refuses to create it."""
    try:
        _, wrong = await create_topics(scene.line.bootstrap_servers)
    except (KafkaError, BrokerRefused):
        return False
    return not wrong


EXPERIMENT = Experiment(number=36, title="topic recreated", run=topic_recreated, ground=Ground.OWN, limit_s=600.0)
