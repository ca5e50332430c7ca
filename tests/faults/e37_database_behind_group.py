"""37: a database is emptied, or put back to an earlier moment, and its service starts: its group is ahead of it."""

import asyncio
import time

import asyncpg
import httpx
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from deploy.oracle.quiescence import settle
from shared.delivery.kafka.group_offsets import group_offsets
from tests.faults.e17_lost_and_restored import rows_of
from tests.faults.experiment import Experiment, Findings
from tests.faults.hands import all_ready, relaunch
from tests.faults.load import Load
from tests.faults.operator import BY, back_up, console, new_database, restore, start, stop
from tests.faults.scene import Scene
from tests.waiting import WITHIN_S

SERVICE = "catalogue"
SAID = "database is behind its consumer group on referencement."
SOON_S, HOLDS_S = 60.0, 3.0


async def database_behind_group(scene: Scene, found: Findings) -> None:
    """Nothing is consumed or committed, everybody is told the way out; on that way every state comes back."""
    found.done = "start of a service whose group is ahead of its database"
    for _ in range(scene.times(3, least=1)):
        await _put_back(scene, found)
        await _emptied(scene, found)
    await scene.judge(found)


async def _put_back(scene: Scene, found: Findings) -> None:
    await stop(scene, SERVICE)
    await asyncio.to_thread(back_up, scene, SERVICE)
    await start(scene, SERVICE)
    async with Load(scene, found):
        await asyncio.sleep(1.0)
    await settle(scene.endpoints)
    before = await rows_of(scene, SERVICE)
    await stop(scene, SERVICE)
    await asyncio.to_thread(restore, scene, SERVICE)
    await _held(scene, found, "put back")
    repaired = await console(scene, "reconcile", "--repair", "--by", BY)
    await _goes_on(scene, found, f"put back, after the repair: {repaired.output[-300:]}")
    after = await rows_of(scene, SERVICE)
    found.expect(after == before, f"put back: {sum(before[one] != after.get(one) for one in before)} states differ")
    found.saw(f"put back: held until repaired, {len(after)} states as before")


async def _emptied(scene: Scene, found: Findings) -> None:
    before = {id_: (row[1], row[4]) for id_, row in (await rows_of(scene, SERVICE)).items()}
    await stop(scene, SERVICE)
    await asyncio.to_thread(new_database, scene, SERVICE)
    migrated = await console(scene, "migrate", SERVICE)
    found.expect(migrated.exit_code == 0, migrated.output[-300:])
    await _held(scene, found, "emptied")
    rebuilt = await console(scene, "rebuild", SERVICE, "--by", BY)
    await _goes_on(scene, found, f"emptied, after the rebuild: {rebuilt.output[-300:]}")
    after = {id_: (row[1], row[4]) for id_, row in (await rows_of(scene, SERVICE)).items()}
    found.expect(after == before, f"emptied: {sum(before[one] != after.get(one) for one in before)} states differ")
    found.saw(f"emptied: held until rebuilt, {len(after)} states as before")


async def _held(scene: Scene, found: Findings, how: str) -> None:
    """It runs and is not ready, its group stays where it was, `config check` says the same."""
    committed = await _committed(scene)
    await relaunch(scene.line, SERVICE)
    told = await _readiness(scene, SAID)
    found.expect(SAID in told, f"{how}: readiness says {told[:300]}")
    await asyncio.sleep(HOLDS_S)
    found.expect(await _committed(scene) == committed, f"{how}: offsets were committed while it ought to hold")
    checked = await console(scene, "config", "check")
    found.expect(SAID in checked.output and checked.exit_code == 1, f"{how}: config check says {checked.output[-300:]}")
    conn = await asyncpg.connect(scene.line.databases[SERVICE])
    try:
        taken = await conn.fetchval("SELECT count(*) FROM inbox WHERE seen_at > now() - interval '1 minute'")
    finally:
        await conn.close()
    found.expect(how == "put back" or not taken, f"{how}: {taken} records were taken while it ought to hold")
    found.times += 1
    scene.say(f"{how}, holds")


async def _goes_on(scene: Scene, found: Findings, otherwise: str) -> None:
    """Without another start, and what is filed from now on goes through."""
    told = await _readiness(scene, "")
    found.expect(not told, f"{otherwise}: readiness says {told[:300]}")
    await all_ready(scene.line)
    await settle(scene.endpoints)


async def _readiness(scene: Scene, wanted: str) -> str:
    """What readiness says, as soon as it is ready (nothing wanted) or says what is wanted; empty: it is ready."""
    url, until, told = (
        f"{scene.line.services.internal_url(SERVICE)}/readyz",
        time.monotonic() + scene.within(SOON_S),
        "",
    )
    async with httpx.AsyncClient(timeout=WITHIN_S, trust_env=False) as http:
        while time.monotonic() < until:
            try:
                answer = await http.get(url)
            except httpx.TransportError as error:
                told = repr(error)
            else:
                told = "" if answer.is_success else answer.text
                if wanted in told if wanted else not told:
                    break
            await asyncio.sleep(0.2)
    return told


async def _committed(scene: Scene) -> dict[TopicPartition, int]:
    admin = AIOKafkaAdminClient(bootstrap_servers=scene.line.bootstrap_servers)
    await admin.start()
    try:
        return await group_offsets(admin._client, f"referencement-{SERVICE}")
    finally:
        await admin.close()


EXPERIMENT = Experiment(number=37, title="database behind its group", run=database_behind_group, limit_s=600.0)
