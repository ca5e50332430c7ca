"""Migrations: one alembic history per service, safe to run twice at once."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command, context
from alembic.config import Config
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.persistence.connecting import engine_of
from shared.persistence.revision import head

LOCK = 7300


def config_of(migrations: Path) -> Config:
    """The alembic configuration for a service's `migrations` folder."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    return config


async def migrate(dsn: str, migrations: Path) -> tuple[str | None, str]:
    """Bring the database to head; give the revision before and after. A second runner waits, then finds it done."""
    engine = engine_of(dsn, poolclass=sa.NullPool)
    try:
        async with engine.begin() as conn:
            await conn.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            before = await current(conn)
            await conn.run_sync(_upgrade, migrations)
        return before, head(migrations)
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
    context.configure(connection=connection, target_metadata=metadata, compare_server_default=True)
    context.run_migrations()
