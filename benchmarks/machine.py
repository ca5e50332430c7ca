"""Where and with what was measured: a figure without these says little."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

import asyncpg

from benchmarks.contenders.dbos import PYTHON
from benchmarks.ground import Ground
from deploy.local.jars import ROOTS

PACKAGES = ("aiokafka", "asyncpg", "faststream", "msgspec", "sqlalchemy", "opentelemetry-sdk", "uvloop")


def machine() -> dict[str, str]:
    """Size and make."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    named = (
        line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    )
    return {
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory:.0f} GiB",
        "processor": next(named, platform.machine()),
        "kernel": platform.release(),
    }


async def versions(ground: Ground) -> dict[str, str]:
    """Of Python, the servers, the libraries, and DBOS."""
    conn = await asyncpg.connect(ground.databases[0])
    try:
        postgres = await conn.fetchval("SHOW server_version")
    finally:
        await conn.close()
    return {
        "python": platform.python_version(),
        "postgresql": postgres,
        "kafka": ROOTS[0].rsplit(":", 1)[1],
        **{name: version(name) for name in PACKAGES},
        "dbos": _dbos(),
    }


def _dbos() -> str:
    asked = "from importlib.metadata import version; print(version('dbos'))"
    done = subprocess.run([PYTHON, "-c", asked], check=True, capture_output=True, text=True)
    return done.stdout.strip()
