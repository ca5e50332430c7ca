"""34: events with headers of somebody else, attributes and keys far beyond their bounds, while dossiers flow."""

import asyncio
import time
from collections import Counter
from uuid import UUID

import asyncpg

from deploy.oracle.verdict import Fault, Kind
from shared.calendar.paris import paris_day
from shared.calendar.periods import anniversary
from shared.contracts.decision.decision_file import ListingGranted
from shared.contracts.topics import EVENTS
from tests.faults.experiment import Experiment, Findings, Ground
from tests.faults.forging import ForeignHeaders, forge_grants
from tests.faults.load import Load
from tests.faults.poison import listeners, valid_headers
from tests.faults.scene import Scene
from tests.faults.wire import producing

TOPIC = EVENTS["decision"]
TAKEN_S = 60.0
KIB = 1024
FOREIGN: dict[str, ForeignHeaders] = {
    "a replicator's id that is no text": [("__replicator_id", b"\x00\x01\xff\xfe")],
    "no value": [("x-trace", None)],
    "an empty name": [("", b"1")],
    "the same name three times": [("x-hop", b"1"), ("x-hop", b"2"), ("x-hop", b"\xff")],
    "two hundred": [(f"x-{number}", b"\x00" * 16) for number in range(200)],
    "900 KiB": [("x-baggage", b"\xff" * 900 * KIB)],
    "names like ours": [("CE_TYPE", b"\xff"), ("ce-id", b"other"), ("ce", b"")],
}
"""Headers that are none of ours: the event is performed."""
BEYOND: dict[str, tuple[str, bytes, dict[str, bytes]]] = {
    "correlation of 900 KiB": ("bad_headers", b"", {"ce_correlationid": b"c" * 900 * KIB}),
    "causation of 257 characters": ("bad_headers", b"", {"ce_causationid": b"c" * 257}),
    "programme of 900 KiB": ("bad_headers", b"", {"ce_programmeversion": b"8" * 900 * KIB}),
    "sequence of 900 KiB": ("bad_headers", b"", {"ce_sequence": b"1" * 900 * KIB}),
    "time of 900 KiB": ("bad_headers", b"", {"ce_time": b"2" * 900 * KIB}),
    "key of 900 KiB": ("wrong_key", b"k" * 900 * KIB, {}),
    "key and subject of 400 KiB": ("bad_headers", b"k" * 400 * KIB, {"ce_subject": b"k" * 400 * KIB}),
    "key of 900 KiB that is no text": ("wrong_key", b"\xff\x00" * 450 * KIB, {}),
}
"""Reason, key (none: a dossier's) and attributes: the record is parked by this reason, the partition goes on."""
WHY = "CASE reason WHEN 'unsigned' THEN split_part(split_part(detail, '; ', 2), ':', 1) ELSE reason END"
"""That nobody signed such a record comes first; behind it, in the detail, stands what else is wrong."""


async def foreign_headers(scene: Scene, found: Findings) -> None:
    """Whatever others add is ignored; what could never leave again does not come in; dossiers flow meanwhile."""
    found.done = "record with foreign or oversized headers or key"
    today = paris_day(scene.now)
    granted: list[ListingGranted] = []
    wanted: Counter[str] = Counter()
    async with Load(scene, found):
        for _ in range(scene.times(20)):
            for headers in FOREIGN.values():
                granted += await forge_grants(scene, 1, today, anniversary(today, 12), headers)
            wanted += await _put_beyond(scene)
    found.times = len(granted) + wanted.total()
    lacking = await _lacking(scene, granted)
    found.expect(not lacking, f"{lacking} of {len(granted)} events with foreign headers were never performed")
    for service in listeners(TOPIC):
        told = await _parked(scene, service, wanted)
        found.expect(told == wanted, f"{service} parked {dict(told)}, put were {dict(wanted)}")
    forged = {id_ for grant in granted for id_ in (grant.dossier, grant.listing)}

    def excused(fault: Fault) -> bool:
        """Parked records, what nobody decided, and what experiment 33 left on this line."""
        said = str(fault)
        return fault.kind is Kind.PARKED or any(id_ in said for id_ in forged) or f"{EVENTS['intake']}/" in said

    await scene.judge(found, excused=excused)
    found.saw(f"{len(granted)} events with foreign headers performed, {wanted.total()} records beyond bounds parked")


async def _put_beyond(scene: Scene) -> Counter[str]:
    """One record of each kind; how many for each reason."""
    wanted: Counter[str] = Counter()
    async with producing(scene.line.bootstrap_servers) as producer:
        for reason, key, changes in BEYOND.values():
            own = str(UUID(int=scene.random.getrandbits(128), version=4))
            headers = {**valid_headers(own, TOPIC, scene.random), **changes}
            await producer.send_and_wait(TOPIC, b"{}", key=key or own.encode(), headers=list(headers.items()))
            wanted[reason] += 1
    return wanted


async def _lacking(scene: Scene, granted: list[ListingGranted]) -> int:
    """How many of the grants have no listing within the time allowed."""
    ids, until = [grant.listing for grant in granted], time.monotonic() + scene.within(TAKEN_S)
    conn = await asyncpg.connect(scene.line.databases["catalogue"])
    try:
        while True:
            there: int = await conn.fetchval("SELECT count(*) FROM listings WHERE id = ANY($1::uuid[])", ids)
            if there == len(ids) or time.monotonic() > until:
                return len(ids) - there
            await asyncio.sleep(0.2)
    finally:
        await conn.close()


async def _parked(scene: Scene, service: str, wanted: Counter[str]) -> Counter[str]:
    """How many records of the topic are parked for each reason, as soon as there are as many as wanted."""
    until = time.monotonic() + scene.within(TAKEN_S)
    conn = await asyncpg.connect(scene.line.databases[service])
    try:
        while True:
            rows = await conn.fetch(
                f"SELECT {WHY} AS reason, count(*) AS number FROM parked WHERE topic = $1 GROUP BY 1", TOPIC
            )
            told = Counter({row["reason"]: row["number"] for row in rows})
            if told.total() >= wanted.total() or time.monotonic() > until:
                return told
            await asyncio.sleep(0.2)
    finally:
        await conn.close()


EXPERIMENT = Experiment(number=34, title="foreign headers", run=foreign_headers, ground=Ground.STRANGERS, limit_s=600.0)
