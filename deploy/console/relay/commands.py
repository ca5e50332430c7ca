"""The relays: what waits in each outbox, how long already, and who holds the shards."""

import asyncio
from typing import Any

import asyncpg
import msgspec
import typer

from deploy.console.selection import with_database
from shared.base.locks import AdvisoryLock
from shared.contracts.topics import SERVICES
from shared.delivery.shell.effects import SHARDS

app = typer.Typer(no_args_is_help=True, help="What carries the outboxes to Kafka.")
WAITING = (
    "SELECT topic, count(*) AS rows, extract(epoch FROM now() - min(at))::float8 AS oldest_s FROM outbox "
    "GROUP BY topic ORDER BY topic"
)
HOLDERS = (
    "SELECT l.pid, host(a.client_addr) AS client, a.backend_start AS since, "
    "array_agg(l.objid::int ORDER BY l.objid) FILTER (WHERE l.classid = $1) AS shards "
    "FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.granted "
    "AND l.classid = ANY(ARRAY[$1, $2]::oid[]) "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "GROUP BY l.pid, a.client_addr, a.backend_start ORDER BY l.pid"
)


@app.command()
def status(
    service: str | None = typer.Option(None, "--service", "-s", help="One service only"),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a service and line"),
) -> None:
    """Rows waiting, by topic and with the age of the oldest; the relays present and their shards.

    Exit code 1 when rows wait in a service of which a shard is held by nobody.
    """
    stranded = False
    for name in [service] if service else SERVICES:
        found = asyncio.run(_status(name))
        stranded |= bool(found["rows"] and found["unheld_shards"])
        typer.echo(msgspec.json.encode(found).decode() if as_json else _told(found))
    raise typer.Exit(1 if stranded else 0)


async def _status(service: str) -> dict[str, Any]:
    async def ask(conn: asyncpg.Connection) -> tuple[list[Any], list[Any]]:
        return await conn.fetch(WAITING), await conn.fetch(
            HOLDERS, AdvisoryLock.RELAY_SHARD, AdvisoryLock.RELAY_PRESENCE
        )

    waiting, holders = await with_database(service, ask)
    held = {shard for one in holders for shard in one["shards"] or ()}
    return {
        "service": service,
        "rows": sum(one["rows"] for one in waiting),
        "oldest_s": max((one["oldest_s"] for one in waiting), default=0.0),
        "topics": {one["topic"]: one["rows"] for one in waiting},
        "relays": [{**one, "shards": one["shards"] or []} for one in holders],
        "unheld_shards": [shard for shard in range(SHARDS) if shard not in held],
    }


def _told(found: dict[str, Any]) -> str:
    age = f", the oldest for {found['oldest_s']:.0f} s" if found["rows"] else ""
    lines = [f"{found['service']}: {found['rows']} rows wait{age}"]
    lines += [f"  {topic}: {rows}" for topic, rows in found["topics"].items()]
    for one in found["relays"]:
        where = f"backend {one['pid']} ({one['client'] or 'local socket'}, since {one['since']:%Y-%m-%d %H:%M:%S})"
        lines.append(f"  relay {where}: shards {' '.join(map(str, one['shards'])) or 'none'}")
    if found["unheld_shards"]:
        lines.append(f"  held by nobody: {' '.join(map(str, found['unheld_shards']))}")
    return "\n".join(lines)
