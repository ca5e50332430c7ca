"""How to start the five processes of each contender, and what to prepare for them."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import asyncpg

from benchmarks.load import HOPS
from deploy.local.ports import free_port
from shared.persistence.connecting import sqlalchemy_url

SERVICES = ("intake", "evaluation", "decision", "catalogue", "surveillance")


class Contender:
    """Five running processes; stopped when the block ends."""

    def __init__(self, name: str, dsns: dict[str, str], bootstrap: str, logs: Path) -> None:
        self.name = name
        self.dsns = [dsns[service] for service in SERVICES]
        self.bootstrap = bootstrap
        self.logs = logs
        self.processes: list[subprocess.Popen[bytes]] = []

    async def prepare(self) -> None:
        """Empty the databases; the floor makes its own tables."""
        for number, dsn in enumerate(self.dsns):
            conn = await asyncpg.connect(dsn)
            await conn.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            await conn.close()
            if self.name == "line":
                await self._tables(number, dsn)

    async def _tables(self, number: int, dsn: str) -> None:
        from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415

        from benchmarks.line_hop import SERVICE  # noqa: PLC0415
        from shared.persistence.revision import head  # noqa: PLC0415

        engine = create_async_engine(sqlalchemy_url(dsn))
        async with engine.begin() as conn:
            await conn.run_sync(SERVICE.metadata.create_all)
            await conn.exec_driver_sql("CREATE TABLE alembic_version (version_num text)")
            await conn.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{head(SERVICE.migrations)}')")
        await engine.dispose()

    def start(self, environment: dict[str, str] | None = None) -> None:
        """Start the five."""
        self.logs.mkdir(parents=True, exist_ok=True)
        for number in range(HOPS):
            command, own = self._command(number)
            log = (self.logs / f"{self.name}-{number}.log").open("ab")
            self.processes.append(
                subprocess.Popen(command, env={**os.environ, **own, **(environment or {})}, stdout=log, stderr=log)
            )

    def _command(self, number: int) -> tuple[list[str], dict[str, str]]:
        if self.name == "floor":
            module = "benchmarks.floor_hop"
            return [sys.executable, "-m", module, str(number), self.dsns[number], self.bootstrap], {}
        own = {
            "HOP": str(number),
            "DATABASE_URL": self.dsns[number],
            "KAFKA_BOOTSTRAP_SERVERS": self.bootstrap,
            "HTTP_PORT": str(free_port()),
            "IDENTITY_JWKS": "https://unused.invalid",
            "IDENTITY_ISSUER": "unused",
            "LOG_LEVEL": "WARNING",
        }
        return [sys.executable, "-m", "benchmarks.line_hop"], own

    def pids(self) -> Iterable[int]:
        """The five."""
        return [process.pid for process in self.processes]

    def stop(self) -> None:
        """SIGTERM, then SIGKILL."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        self.processes.clear()
