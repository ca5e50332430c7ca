"""14: a migration dies by kill -9 at some moment, then runs again; three run at once on an empty database."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence

import asyncpg

from deploy.local.databases import run_sql
from shared.contracts.topics import SERVICES
from tests.faults.experiment import Experiment, Findings
from tests.faults.scene import Scene
from tests.waiting import WITHIN_S

MIGRATE = """
import asyncio, sys
from importlib import import_module
from shared.persistence.migrating import migrate
asyncio.run(migrate(sys.argv[1], import_module(f"services.{sys.argv[2]}.main").SERVICE.migrations))
"""
AT_ONCE = 3
SCHEMA = """
SELECT string_agg(line, ';' ORDER BY line) FROM (
    SELECT format('%s.%s %s %s', table_name, column_name, data_type, is_nullable) AS line
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public') AS lines
"""


async def migrations(scene: Scene, found: Findings) -> None:
    """Whole or not at all; run again, the schema is that of the service that runs here."""
    found.done = "migration killed and run again, or three at once"
    halfway = 0
    for round_ in range(scene.times(20, least=2)):
        service = SERVICES[round_ % len(SERVICES)]
        wanted = await _schema(scene.line.databases[service])
        name = f"faults_{round_}"
        dsn = scene.line.stack.administration_url(name)
        run_sql(scene.line.stack.administration_url(), f'CREATE DATABASE "{name}" TEMPLATE template0')
        if round_ % 2:
            ends = await asyncio.to_thread(_together, dsn, service)
            found.expect(ends == [0] * AT_ONCE, f"three at once ended with {ends}")
        else:
            await asyncio.to_thread(_killed, dsn, service, scene.random.uniform(0.9, 2.2))
            left = await _schema(dsn)
            found.expect(left in {None, wanted}, f"{service}: a part of the schema was left")
            halfway += left is None
            found.expect(await asyncio.to_thread(_again, dsn, service) == 0, f"{service}: the second run failed")
        found.expect(await _schema(dsn) == wanted, f"{service}: the schema is another")
        run_sql(scene.line.stack.administration_url(), f'DROP DATABASE "{name}" WITH (FORCE)')
        found.times += 1
        scene.say(f"{found.times} rounds")
    found.saw(f"{halfway} died before their end; the schema was whole or absent each time")


async def _schema(dsn: str) -> str | None:
    conn = await asyncpg.connect(dsn)
    try:
        found: str | None = await conn.fetchval(SCHEMA)
        return found
    finally:
        await conn.close()


def _start(dsn: str, service: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", MIGRATE, dsn, service], stderr=subprocess.DEVNULL)


def _killed(dsn: str, service: str, after_s: float) -> None:
    process = _start(dsn, service)
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _again(dsn: str, service: str) -> int:
    return _start(dsn, service).wait(WITHIN_S)


def _together(dsn: str, service: str) -> Sequence[int]:
    return [process.wait(WITHIN_S) for process in [_start(dsn, service) for _ in range(AT_ONCE)]]


EXPERIMENT = Experiment(number=14, title="migrations killed or at once", run=migrations)
