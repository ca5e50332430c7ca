"""Who may do what in a service's database: one account owns and migrates, one runs the service, one reads.

The running account may add to the journal and to what belongs to it, and change nothing there. Behind the rights stands
a trigger, which stops even the owner until it is taken off by name.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

APPEND_ONLY = ("journal", "seals", "verifications", "anchors", "reconciliations", "accepted_gaps", "reads")
"""Tables whose rows nobody changes or removes."""
GUARD = "append_only"
REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % refused: its rows are only ever added', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
AGGREGATES = f"{TABLES} AND oid IN (SELECT attrelid FROM pg_attribute WHERE attname = 'journal_head')"


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts beside the one that migrates; None: there is none of its own."""

    running: str | None = None
    reading: str | None = None


async def guard(conn: AsyncConnection) -> None:
    """Have the database refuse changes of what is only ever added to. Safe to repeat."""
    await conn.execute(sa.text(REFUSE))
    for table in await _present(conn, APPEND_ONLY):
        await conn.execute(
            sa.text(
                f"CREATE OR REPLACE TRIGGER {GUARD} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        )


async def grant(conn: AsyncConnection, accounts: Accounts) -> None:
    """Give each account what it needs and no more. Safe to repeat."""
    owner = await conn.scalar(sa.text("SELECT current_user"))
    added_to = ", ".join(await _present(conn, APPEND_ONLY))
    if accounts.running and accounts.running != owner:
        name = _quoted(accounts.running)
        await _run(
            conn,
            f"GRANT USAGE ON SCHEMA public TO {name}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
            f"REVOKE ALL ON {added_to}, alembic_version FROM {name}",
            f"GRANT SELECT ON alembic_version TO {name}",
            f"GRANT SELECT, INSERT ON {added_to} TO {name}",
            *(f"REVOKE DELETE ON {table} FROM {name}" for table in await conn.scalars(sa.text(AGGREGATES))),
        )
    if accounts.reading and accounts.reading not in {owner, accounts.running}:
        name = _quoted(accounts.reading)
        await _run(
            conn,
            f"GRANT USAGE ON SCHEMA public TO {name}",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}",
            f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
            f"GRANT INSERT ON verifications, anchors, reconciliations TO {name}",
        )


async def _present(conn: AsyncConnection, tables: tuple[str, ...]) -> list[str]:
    there = set(await conn.scalars(sa.text(TABLES)))
    return [table for table in tables if table in there]


async def _run(conn: AsyncConnection, *statements: str) -> None:
    for statement in statements:
        await conn.execute(sa.text(statement))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
