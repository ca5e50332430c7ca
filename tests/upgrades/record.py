"""Records what a version leaves in its databases: `python tests/upgrades/record.py FOLDER`, run in its own tree.

Dossiers walk through a local line and stop at different stages; then everything stops, one event still in an outbox.
The folder gets each service's rows and the shape of its tables (rows.<service>.json.gz), and the walk (walk.json).
Not a part of the tests: once for each release, before its tree changes.
"""

import asyncio
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from aiokafka import AIOKafkaProducer

from deploy.demo.driving import STAGES, Drive
from deploy.demo.journey import Journey
from deploy.demo.people import People
from deploy.demo.reading import read_dossiers
from deploy.demo.stages.sampling import draw_sample
from deploy.local.line import Line
from shared.calendar.paris import paris_day
from shared.contracts.topics import EVENTS, SERVICES
from shared.programme.loading import published

DOCUMENT = Path("shared/programme/documents/referencement-mes.yaml").read_text("utf-8")
KEY = "kept"
CONSOLE = "from deploy.console.main import app; app()"
PATIENCE_S, POLL_S = 120.0, 0.5
SHAPE = """
SELECT format('%s.%s %s %s', table_name, column_name, data_type, is_nullable) FROM information_schema.columns
WHERE table_schema = 'public' UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
ORDERED = "SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY to_jsonb(t)::text), '[]')::text FROM {table} t"


class Halted(Exception):
    """This dossier stays where it is."""


class Halting(Drive):
    """Each dossier as far as its stop, and no further."""

    stops: Mapping[int, str] = {}

    async def _through(self, journey: Journey) -> None:
        told_so = journey.passed

        def passed(stage: str) -> None:
            told_so(stage)
            if stage == self.stops[id(journey.dossier)]:
                raise Halted

        journey.passed = passed
        with suppress(Halted):
            for stage in STAGES:
                if not await stage(journey):
                    break


async def walk(line: Line, folder: Path) -> Drive:
    """All dossiers as far as the stops in walk.json say."""
    told = json.loads((folder / "walk.json").read_text("utf-8"))
    today = paris_day(datetime.now(UTC))
    programme = published().in_force_on(today)
    dossiers = read_dossiers(folder / "dossiers.jsonl", programme, today)
    Halting.stops = {id(one): stop for one, stop in zip(dossiers, told["stops"], strict=True)}
    drive = Halting(line, dossiers, programme, today, key=KEY, through_the_year=False, patience_s=PATIENCE_S)
    await drive.run()
    faults = [f"{one.dossier.service.name}: {one.fault}" for one in drive.journeys if one.fault]
    if faults:
        raise SystemExit("\n".join(faults))
    told |= {"today": today.isoformat(), "key": KEY}
    (folder / "walk.json").write_text(json.dumps(told, indent=1))
    return drive


async def beside(line: Line, drive: Drive) -> None:
    """What the dossiers do not bring: a published programme, a document, a sample, records that are set aside."""
    async with drive.reading() as people:
        await people.delegate.does("intake", "/programme/publication", {"document": DOCUMENT}, key="kept-publication")
        await draw_sample(people, KEY)
        await _document(line, people)
    producer = AIOKafkaProducer(bootstrap_servers=line.bootstrap_servers)
    await producer.start()
    for topic in EVENTS.values():
        await producer.send_and_wait(topic, b"{", key=b"not an aggregate")
    await producer.stop()
    for name in SERVICES:
        await _until(line.databases[name], "SELECT EXISTS (SELECT FROM parked) AND EXISTS (SELECT FROM programmes)")


async def _document(line: Line, people: People) -> None:
    publisher = people.publisher("Exemple Santé SAS")
    headers = {
        "authorization": f"Bearer {publisher.token}",
        "idempotency-key": "kept-document",
        "content-type": "application/pdf",
    }
    content = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n\ntrailer\n<<>>\n%%EOF\n"
    async with httpx.AsyncClient(trust_env=False) as http:
        query = "?type=certificate&issuer=Exemple&issued_on=2026-01-15"
        answer = await http.post(f"{line.url('intake')}/documents{query}", content=content, headers=headers)
    if not answer.is_success:
        raise SystemExit(answer.text)


async def unsent(line: Line, drive: Drive) -> None:
    """One more prior request while no broker is there: its event waits in the outbox."""
    assert line.stack.kafka
    line.stack.kafka.stop()
    async with drive.reading() as people:
        publisher = people.publisher("Exemple Santé SAS")
        profile = {
            "name": "Sans courtier",
            "publisher": "Exemple Santé SAS",
            "category": "condition_follow_up",
            "typology": "without_exchange",
            "usable_by_end_users": True,
            "forms": ["web_site"],
            "synthetic": True,
        }
        await publisher.does("intake", "/dossiers", profile, key="kept-unsent")


async def _until(dsn: str, holds: str) -> None:
    conn = await asyncpg.connect(dsn)
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not await conn.fetchval(holds):  # noqa: ASYNC110  # another process does it
                await asyncio.sleep(POLL_S)
    finally:
        await conn.close()


async def rows(dsn: str) -> tuple[dict[str, Any], list[str]]:
    """All rows by table as JSON, and the shape of the tables."""
    conn = await asyncpg.connect(dsn)
    try:
        names = [row[0] for row in await conn.fetch(TABLES)]
        shape = [row[0] for row in await conn.fetch(SHAPE)]
        return {name: json.loads(await conn.fetchval(ORDERED.format(table=name))) for name in names}, shape
    finally:
        await conn.close()


def keep(line: Line, folder: Path) -> Iterator[str]:
    """Write what is in the databases."""
    for name, dsn in line.databases.items():
        found, shape = asyncio.run(rows(dsn))
        content = json.dumps({"shape": shape, "rows": found}, ensure_ascii=False, sort_keys=True).encode()
        (folder / f"rows.{name}.json.gz").write_bytes(gzip.compress(content, mtime=0))
        yield f"{name}: " + ", ".join(f"{table} {len(there)}" for table, there in found.items())


def main(folder: Path) -> None:
    """All of it."""
    with Line(Path("build/record"), durable=False) as line:
        drive = asyncio.run(walk(line, folder))
        asyncio.run(beside(line, drive))
        environment = os.environ | {f"{name.upper()}_DATABASE_URL": dsn for name, dsn in line.databases.items()}
        for words in (("journal", "seal"), ("journal", "verify", "--by", "recorded")):
            subprocess.run([sys.executable, "-c", CONSOLE, *words], check=True, env=environment)
        asyncio.run(unsent(line, drive))
        line.services.stop()
        print("\n".join(keep(line, folder)))  # noqa: T201  # what a person wants to see


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
