"""What the account of a running service may do in its database: enough, and not too much."""

from collections.abc import Iterator

import asyncpg

from deploy.console.config.checks.finding import Finding, doubtful, ok, wrong
from shared.persistence.connecting import connect
from shared.persistence.rights import APPEND_ONLY
from shared.runtime.service import Service

PAGE = "docs/operations/accounts.md"
RIGHTS = """
SELECT current_user AS account, c.relname AS name, pg_has_role(c.relowner, 'USAGE') AS owned,
    has_table_privilege(c.oid, 'UPDATE') AS updates, has_table_privilege(c.oid, 'DELETE') AS deletes,
    has_table_privilege(c.oid, 'TRUNCATE') AS truncates, has_table_privilege(c.oid, 'TRIGGER') AS triggers,
    has_table_privilege(c.oid, 'INSERT') AS inserts, has_table_privilege(c.oid, 'SELECT') AS reads
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname
"""
GUARDED = "SELECT count(*) FROM pg_trigger WHERE tgname = 'append_only' AND tgenabled = 'O'"
CHANGES = ("updates", "deletes", "truncates", "triggers")


async def check_rights(service: Service, dsn: str) -> list[Finding]:
    """Nothing where the database is away, or not migrated yet: that is said elsewhere."""
    try:
        conn = await connect(dsn)
    except Exception:
        return []
    try:
        tables = await conn.fetch(RIGHTS)
        if not any(one["name"] == "journal" for one in tables):
            return []
        what = f"{service.name} account"
        found = [*_judged(what, tables), *_guard(what, await conn.fetchval(GUARDED))]
        return found or [ok(what, f"{tables[0]['account']} adds to the journal and cannot change it")]
    finally:
        await conn.close()


def _is_added_to(table: asyncpg.Record) -> bool:
    return table["name"] in APPEND_ONLY


def _judged(what: str, tables: list[asyncpg.Record]) -> Iterator[Finding]:
    account = tables[0]["account"]
    owned = [one["name"] for one in tables if one["owned"]]
    changeable = [one["name"] for one in tables if _is_added_to(one) and any(one[may] for may in CHANGES)]
    lacking = [one["name"] for one in tables if not one["reads"] or (_is_added_to(one) and not one["inserts"])]
    if owned:
        told = f"{account} owns {len(owned)} tables and may rewrite the journal"
        yield doubtful(what, f"{told}: run services under an account of their own ({PAGE})")
    elif changeable:
        told = f"{account} may change {', '.join(changeable)}: migrate as their owner with {account} as running account"
        yield doubtful(what, f"{told} ({PAGE})")
    if lacking:
        grant = f"run `referencement migrate` as the owner, with {account} as running account"
        yield wrong(what, f"{account} lacks rights on {', '.join(lacking)}: {grant} ({PAGE})")


def _guard(what: str, guarded: int) -> Iterator[Finding]:
    if guarded < len(APPEND_ONLY):
        off = f"{len(APPEND_ONLY) - guarded} of {len(APPEND_ONLY)} triggers append_only are off"
        yield doubtful(what, f"{off}: run `referencement migrate`")
