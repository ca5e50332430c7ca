"""For developers: draft a migration from the difference between a service's tables and a migrated database.

python -m shared.persistence.drafting intake "what changes" postgresql://...
"""

import asyncio
import shutil
import sys
from importlib import import_module
from pathlib import Path

import sqlalchemy as sa
from alembic import command

from shared.persistence.connecting import engine_of
from shared.persistence.migrating import config_of


async def draft(service: str, message: str, dsn: str) -> None:
    """Write the next numbered revision into the service's migrations."""
    migrations: Path = import_module(f"services.{service}.main").SERVICE.migrations
    template = Path(__file__).with_name("script.py.mako")
    number = len(list((migrations / "versions").glob("[0-9]*.py"))) + 1
    engine = engine_of(dsn, poolclass=sa.NullPool)

    def write(conn: sa.Connection) -> None:
        config = config_of(migrations)
        config.attributes["connection"] = conn
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        shutil.copy(template, migrations / "script.py.mako")
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
        (migrations / "script.py.mako").unlink()

    async with engine.begin() as conn:
        await conn.run_sync(write)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(draft(*sys.argv[1:4]))
