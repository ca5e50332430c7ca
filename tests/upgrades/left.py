"""What an earlier version left: its tables as its migrations made them, with its rows."""

import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import asyncpg
import sqlalchemy as sa
from alembic import command

from deploy.console.places import service_named
from shared.persistence.connecting import engine_of
from shared.persistence.migrating import config_of
from tests.upgrades.record import rows

NOW = "SELECT max(at) FROM journal"
MARK = "alembic_version"


@dataclass(frozen=True)
class Left:
    """One service's part of it."""

    folder: Path
    service: str

    @cached_property
    def _kept(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(gzip.decompress((self.folder / f"rows.{self.service}.json.gz").read_bytes()))
        return found

    @property
    def shape(self) -> list[str]:
        """Columns and indexes, one a line."""
        found: list[str] = self._kept["shape"]
        return found

    @property
    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """All rows by table."""
        found: dict[str, list[dict[str, Any]]] = self._kept["rows"]
        return found

    @property
    def head(self) -> str:
        """The migration that it was at."""
        return str(self.rows[MARK][0]["version_num"])

    async def restore(self, dsn: str) -> list[str]:
        """Bring an empty database there; give the shape that this version's own migrations made on the way."""
        engine = engine_of(dsn, poolclass=sa.NullPool)
        async with engine.begin() as conn:
            await conn.run_sync(self._upgrade)
        await engine.dispose()
        _, shape = await rows(dsn)
        conn_ = await asyncpg.connect(dsn)
        try:
            for table, there in self.rows.items():
                if table != MARK:
                    await conn_.execute(LOAD.format(table=table), json.dumps(there, ensure_ascii=False))
            for sequence, table, column in await conn_.fetch(SEQUENCES):
                await conn_.execute(f"SELECT setval('{sequence}', (SELECT coalesce(max({column}), 1) FROM {table}))")
        finally:
            await conn_.close()
        return shape

    def _upgrade(self, conn: sa.Connection) -> None:
        config = config_of(service_named(self.service).migrations)
        config.attributes["connection"] = conn
        command.upgrade(config, self.head)


LOAD = "INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_recordset(NULL::{table}, $1::jsonb)"
SEQUENCES = """
SELECT pg_get_serial_sequence(table_name, column_name), table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public' AND is_identity = 'YES'
"""


async def last_act(dsn: str) -> datetime:
    """When the last act happened there."""
    conn = await asyncpg.connect(dsn)
    try:
        found: datetime = await conn.fetchval(NOW)
        return found
    finally:
        await conn.close()
