"""`referencement rebuild catalogue`, on a log of grants: events per second, and whether the public states are equal."""

import asyncio
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime

import asyncpg

from benchmarks.decided import decide
from benchmarks.figures import Figures
from benchmarks.ground import Ground
from benchmarks.real import real
from shared.calendar.paris import paris_day

COMMAND = "from deploy.console.main import run; run()"
LIVED = re.compile(r"(\d+) records lived through in ([\d.]+) s")
SERVED_S = 300.0


def rebuild(ground: Ground, listings: int, *, way: bool) -> Figures:
    """The real catalogue serves `listings` grants; then it is rebuilt from the log and compared."""
    with real(ground, ("catalogue",)):
        asyncio.run(_serve(ground, listings, way=way))
        environment = {
            **os.environ,
            "KAFKA_BOOTSTRAP_SERVERS": ground.bootstrap_servers,
            **{f"{name.upper()}_DATABASE_URL": url for name, url in ground.stack.state.owner_urls.items()},
        }
        command = [sys.executable, "-c", COMMAND, "rebuild", "catalogue", "--by", "benchmark", "--compare"]
        done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    found = LIVED.search(done.stdout)
    if not found:
        raise RuntimeError(f"rebuild failed:\n{done.stdout}{done.stderr}")
    records, seconds = int(found[1]), float(found[2])
    return {
        "events": records,
        "events_per_s": records / seconds,
        "acts_per_s": listings / seconds,
        "equal": float(done.returncode == 0),
    }


async def _serve(ground: Ground, listings: int, *, way: bool) -> None:
    await decide(ground.bootstrap_servers, listings, paris_day(datetime.now(UTC)), way=way)
    conn = await asyncpg.connect(ground.stack.database_url("catalogue"))
    try:
        until = time.monotonic() + SERVED_S
        while await conn.fetchval("SELECT count(*) FROM listings") < listings or await conn.fetchval(
            "SELECT count(*) FROM outbox"
        ):
            if time.monotonic() > until:
                raise RuntimeError("the catalogue does not come to an end with its grants")
            await asyncio.sleep(0.5)
    finally:
        await conn.close()
