"""17: the catalogue's database is lost and rebuilt from the log; databases are put back to an earlier moment."""

import asyncio
import json
from collections import Counter
from typing import Any

import asyncpg

from deploy.oracle.collection import SERVICES_BY_NAME
from deploy.oracle.quiescence import settle
from shared.contracts.envelope import encode
from shared.contracts.topics import SERVICES
from tests.faults.experiment import Experiment, Findings, Ground
from tests.faults.load import Load
from tests.faults.operator import BY, back_up, back_up_all, console, new_database, restore, restore_all, start, stop
from tests.faults.scene import Scene

Gaps = list[dict[str, Any]]


async def lost_and_restored(scene: Scene, found: Findings) -> None:
    """What came by Kafka or by the calendar comes back; what only people said is named, every single act of it."""
    found.done = "database lost and rebuilt, or put back to an earlier moment and reconciled"
    for _ in range(scene.times(2, least=1)):
        await _catalogue_lost(scene, found)
        await _one_restored(scene, found, "catalogue")
    await scene.judge(found)
    for _ in range(scene.times(2, least=1)):
        await _all_restored(scene, found)


async def _catalogue_lost(scene: Scene, found: Findings) -> None:
    """While the others serve: an empty database, tables, the past lived through again, then a start.

    In this order: a service that starts on an empty database hears again what its offsets do not cover yet, and tells
    it anew under other ids.
    """
    async with Load(scene, found):
        await asyncio.sleep(1.0)
    await settle(scene.endpoints)
    before = await _public_states(scene)
    async with Load(scene, found):
        await asyncio.sleep(1.0)
        await asyncio.to_thread(scene.line.services.kill, "catalogue")
        await asyncio.to_thread(new_database, scene, "catalogue")
        migrated = await console(scene, "migrate", "catalogue")
        rebuilt = await console(scene, "rebuild", "catalogue", "--by", BY)
        await start(scene, "catalogue")
        found.expect(not migrated.exit_code + rebuilt.exit_code, f"{migrated.stderr}{rebuilt.stderr}"[-500:])
    await settle(scene.endpoints)
    after = await _public_states(scene)
    changed = [id_ for id_, said in before.items() if after.get(id_) != said]
    found.expect(not changed, f"{len(changed)} of {len(before)} listings say something else after the rebuild")
    compared = await console(scene, "rebuild", "catalogue", "--by", BY, "--compare")
    found.expect(compared.exit_code == 0, f"compared again: {compared.stdout}{compared.stderr}"[-500:])
    found.times += 1
    hash_ = compared.stdout.partition("hash ")[2][:12]
    found.saw(f"catalogue lost: {len(after)} listings rebuilt while others served, hash {hash_} equal")
    scene.say("catalogue lost and rebuilt")


async def _one_restored(scene: Scene, found: Findings, service: str) -> None:
    """A service that only hears: everything comes back, byte for byte."""
    await settle(scene.endpoints)
    await stop(scene, service)
    await asyncio.to_thread(back_up, scene, service)
    await start(scene, service)
    async with Load(scene, found):
        await asyncio.sleep(2.0)
    await settle(scene.endpoints)
    before = await rows_of(scene, service)
    await stop(scene, service)
    await asyncio.to_thread(restore, scene, service)
    named = Counter(gap["kind"] for gap in await _gaps(scene))
    repaired = await console(scene, "reconcile", "--repair", "--by", BY)
    await start(scene, service)
    await settle(scene.endpoints)
    left = await _gaps(scene)
    after = await rows_of(scene, service)
    found.expect(named["ahead"] > 0 and named["unheard"] > 0, f"{service} put back, named: {dict(named)}")
    found.expect(not left, f"{service} repaired, and still: {left[:2]} {repaired.stdout[-300:]}")
    found.expect(after == before, f"{service}: {sum(before[one] != after.get(one) for one in before)} states differ")
    found.times += 1
    found.saw(f"{service} put back: {_told(named)} named, all repaired, {len(after)} states as before")
    scene.say(f"{service} put back")


async def _all_restored(scene: Scene, found: Findings) -> None:
    """The whole server's files: acts that people asked for since then are lost, and each is named."""
    postgres = scene.line.stack.postgres
    assert postgres is not None
    await settle(scene.endpoints)
    await asyncio.to_thread(scene.line.services.stop, *SERVICES)
    await asyncio.to_thread(back_up_all, postgres)
    await asyncio.to_thread(scene.line.services.start, *SERVICES)
    kept = len(scene.ledger)
    async with Load(scene, found):
        await asyncio.sleep(2.0)
    await settle(scene.endpoints)
    await asyncio.to_thread(scene.line.services.stop, *SERVICES)
    await asyncio.to_thread(restore_all, postgres)

    gaps = await _gaps(scene)
    ahead = {(gap["service"], gap["place"]) for gap in gaps if gap["kind"] == "ahead"}
    lost = list(scene.ledger)[kept:]
    unnamed = [one.path for one in lost if (one.service, one.aggregate) not in ahead]
    found.expect(bool(lost) and not unnamed, f"{len(unnamed)} of {len(lost)} lost commands not named: {unnamed[:3]}")
    repaired = await console(scene, "reconcile", "--repair", "--by", BY)
    await asyncio.to_thread(scene.line.services.start, *SERVICES)
    await settle(scene.endpoints)
    left = await _gaps(scene)
    old = {gap["dossier"] for gap in gaps}
    strange = [gap for gap in left if gap["dossier"] not in old or gap["kind"] not in {"ahead", "unheard"}]
    found.expect(not strange, f"after the repair: {strange[:3]} {repaired.stdout[-300:]}")
    there = {(service, id_) for service in SERVICES for id_ in await rows_of(scene, service)}
    behind = [gap for gap in left if gap["kind"] == "ahead" and (gap["service"], gap["place"]) in there]
    found.expect(not behind, f"{len(behind)} sequences would be used twice: {behind[:2]}")
    async with Load(scene, found):
        await asyncio.sleep(1.0)
    found.times += 1
    found.saw(f"all five put back: {_told(Counter(gap['kind'] for gap in gaps))} named")
    found.saw(f"each of {len(lost)} lost commands among them")
    found.saw(f"left for people after the repair: {_told(Counter(gap['kind'] for gap in left))}; new dossiers flow")
    scene.say("all five put back")


async def _gaps(scene: Scene) -> Gaps:
    told = await console(scene, "reconcile", "--json")
    return [json.loads(line) for line in told.stdout.splitlines() if line.startswith("{")]


def _told(kinds: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "none"


async def rows_of(scene: Scene, service: str) -> dict[str, tuple[object, ...]]:
    """Each aggregate's state, version, sequence and body."""
    conn = await asyncpg.connect(scene.line.databases[service])
    try:
        return {
            row["id"]: tuple(row)
            for aggregate in SERVICES_BY_NAME[service].aggregates
            for row in await conn.fetch(
                f"SELECT id::text, state, version, events, body::text FROM {aggregate.table.name}"
            )
        }
    finally:
        await conn.close()


async def _public_states(scene: Scene) -> dict[str, bytes]:
    (aggregate,) = [one for one in SERVICES_BY_NAME["catalogue"].aggregates if one.snapshot]
    assert aggregate.snapshot
    conn = await asyncpg.connect(scene.line.databases["catalogue"])
    try:
        rows = await conn.fetch(f"SELECT id::text, body::text FROM {aggregate.table.name}")
    finally:
        await conn.close()
    said = {row["id"]: aggregate.snapshot(aggregate.decode(row["body"])) for row in rows}
    return {id_: encode(public) for id_, public in said.items() if public is not None}


EXPERIMENT = Experiment(
    number=17, title="databases lost and restored", run=lost_and_restored, ground=Ground.OWN, limit_s=600.0
)
