"""`referencement migrate`: to what this version needs, and not back from further."""

import asyncpg

from deploy.console.places import service_named
from shared.persistence.revision import head
from tests.console.conftest import Console

OURS = head(service_named("catalogue").migrations)


async def test_a_database_that_is_where_it_should_be_stays_there(console: Console) -> None:
    said = await console("migrate", "catalogue")

    assert (said.exit_code, said.output) == (0, f"catalogue: already at {OURS}\n")


async def test_a_database_that_is_ahead_is_left_as_it_is(console: Console, catalogue: asyncpg.Pool) -> None:
    await catalogue.execute("UPDATE alembic_version SET version_num = '9999'")

    said = await console("migrate", "catalogue")

    assert (said.exit_code, said.output) == (0, f"catalogue: at 9999, ahead of {OURS}: left as it is\n")
    assert await catalogue.fetchval("SELECT version_num FROM alembic_version") == "9999"
