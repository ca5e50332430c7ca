"""Migrations: one alembic history per service, safe to run twice at once."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext, MigrationInfo
from alembic.script import Script
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.base.locks import AdvisoryLock
from shared.persistence.connecting import engine_of
from shared.persistence.revision import head
from shared.persistence.rights import Accounts, grant, guard

NOBODY_ELSE = Accounts()
ROOM_FOR_OLDEST = "ALTER TABLE alembic_version ADD COLUMN IF NOT EXISTS oldest_able text"


def config_of(migrations: Path) -> Config:
    """The alembic configuration for a service's `migrations` folder."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    return config


async def migrate(dsn: str, migrations: Path, accounts: Accounts = NOBODY_ELSE) -> tuple[str | None, str]:
    """Bring the database to head, and the rights of `accounts`; give the revision before and after.

    A second runner waits, then finds it done. A database that is ahead (an upgrade that was taken back) stays as it is.
    """
    engine = engine_of(dsn, poolclass=sa.NullPool)
    try:
        async with engine.begin() as conn:
            await conn.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": AdvisoryLock.MIGRATION})
            before, wanted = await current(conn), head(migrations)
            if before and before > wanted:
                return before, before
            await conn.run_sync(_upgrade, migrations)
            await guard(conn)
            await grant(conn, accounts)
        return before, wanted
    finally:
        await engine.dispose()


async def current(conn: AsyncConnection) -> str | None:
    """The revision that the database is at."""
    there = await conn.scalar(sa.text("SELECT to_regclass('alembic_version') IS NOT NULL"))
    return await conn.scalar(sa.text("SELECT version_num FROM alembic_version")) if there else None


def _upgrade(conn: sa.Connection, migrations: Path) -> None:
    config = config_of(migrations)
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def run_environment(metadata: sa.MetaData) -> None:
    """What every service's migrations/env.py does: run inside the connection that `migrate` holds."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection, target_metadata=metadata, compare_server_default=True, on_version_apply=_keep_oldest_able
    )
    context.run_migrations()


def _keep_oldest_able(
    ctx: MigrationContext, step: MigrationInfo, heads: Collection[Any], run_args: Mapping[str, Any]
) -> None:
    """Write down what a migration that takes something away says of older versions."""
    script = step.up_revision
    oldest = getattr(script.module, "oldest_able", None) if isinstance(script, Script) else None
    if oldest and step.is_upgrade and ctx.connection:
        ctx.connection.execute(sa.text(ROOM_FOR_OLDEST))
        ctx.connection.execute(sa.text("UPDATE alembic_version SET oldest_able = :oldest"), {"oldest": oldest})
