"""Puts the rebuilt tables in the place of the serving ones, in one transaction, a moment's pause for the service."""

from collections.abc import Awaitable, Callable

import asyncpg
import msgspec
from msgspec.structs import replace

from deploy.console.covering import cover
from deploy.console.operating import journal_operation
from deploy.console.reliving import Reliving
from deploy.console.rewriting import SCHEMA
from deploy.console.told import Told
from shared.contracts.envelope import Headers, read_envelope
from shared.contracts.topics import EVENTS
from shared.delivery.shell.effects import JOURNAL, OUTBOX, pack

BEFORE = "replaced"
unpack = msgspec.msgpack.Decoder(Headers).decode
SAME_RIGHTS = f"""
DO $$ DECLARE known record; BEGIN
    FOR known IN
        SELECT c.relname, a.grantee::regrole AS account, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.relnamespace = '{BEFORE}'::regnamespace AND c.relkind = 'r' AND a.grantee NOT IN (0, c.relowner)
    LOOP
        EXECUTE format('GRANT %s ON public.%I TO %s', known.privilege_type, known.relname, known.account);
    END LOOP;
END $$
"""
"""The accounts of the service may do with the new tables what they might with those before."""
ENTRIES = ", ".join(f'"{name}"' for name, _ in JOURNAL)


async def swap(conn: asyncpg.Connection, past: Reliving, by: str, catch_up: Callable[[], Awaitable[None]]) -> int:
    """Swap; give how many events of the rebuilt past the world had not been told, and will be.

    `catch_up` is asked for once the service stands still, for what came meanwhile.
    """
    service, told = past.service, past.told
    tables = [aggregate.table.name for aggregate in service.aggregates]
    async with conn.transaction():
        await conn.execute(
            f"LOCK TABLE {', '.join([*tables, 'deadlines', 'inbox', 'outbox'])} IN ACCESS EXCLUSIVE MODE"
        )
        await catch_up()
        for row in await conn.fetch("SELECT headers, value FROM public.outbox ORDER BY id"):
            told.note(unpack(row["headers"]), row["value"])
        untold = await _tell_the_untold(conn, past)
        for table in tables:
            await _continue_chains(conn, table, told)
            await cover(conn, f"{SCHEMA}.{table}", "rebuild", by)
        await conn.execute(
            f"INSERT INTO public.journal ({ENTRIES}) SELECT {ENTRIES} FROM {SCHEMA}.journal r "
            "WHERE r.aggregate IS NOT NULL AND NOT EXISTS "
            "(SELECT FROM public.journal p WHERE p.aggregate = r.aggregate) ORDER BY r.id"
        )
        await conn.execute(f"INSERT INTO public.inbox SELECT * FROM {SCHEMA}.inbox ON CONFLICT DO NOTHING")
        await _change_places(conn, [*tables, "deadlines"])
        await conn.execute(SAME_RIGHTS)
        await journal_operation(
            conn,
            act="rebuild",
            by=by,
            about=service.name,
            outcome=f"rebuilt from {', '.join(service.subscriptions.topics)}",
        )
    return untold


async def _continue_chains(conn: asyncpg.Connection, table: str, told: Told) -> None:
    """Versions, sequences and journal chains go on where the world and the journal know them to be."""
    await conn.execute(
        f"UPDATE {SCHEMA}.{table} r SET entries = j.entry, journal_head = j.hash, version = j.version FROM "
        "(SELECT DISTINCT ON (aggregate) aggregate, entry, hash, version FROM public.journal "
        "WHERE aggregate IS NOT NULL ORDER BY aggregate, entry DESC) j WHERE r.id = j.aggregate"
    )
    await conn.execute(
        f"UPDATE {SCHEMA}.{table} r SET events = t.last "
        "FROM unnest($1::uuid[], $2::int[]) AS t(id, last) WHERE r.id = t.id",
        list(told.last),
        list(told.last.values()),
    )
    await conn.execute(
        f"UPDATE {SCHEMA}.{table} r SET version = greatest(r.version, p.version), "
        f"events = greatest(r.events, p.events) FROM public.{table} p WHERE p.id = r.id"
    )


async def _tell_the_untold(conn: asyncpg.Connection, past: Reliving) -> int:
    """Into the outbox: events of the past that the world was not told, numbered on from what it was told.

    The last record of each state topic follows for the aggregates concerned.
    """
    events: list[tuple[object, ...]] = []
    states: dict[tuple[str, str], tuple[object, ...]] = {}
    concerned: set[str] = set()
    told, topic = past.told, EVENTS[past.service.name]
    for shard, of_topic, key, packed, value in past.outbox:
        envelope = read_envelope(unpack(packed))
        if of_topic != topic:
            states[of_topic, envelope.subject] = (shard, of_topic, key, packed, value)
        elif not told.covers(envelope.subject, envelope.type, value, envelope.time):
            concerned.add(envelope.subject)
            told.last[envelope.subject] = number = told.last.get(envelope.subject, 0) + 1
            events.append((shard, of_topic, key, pack(replace(envelope, sequence=number).headers()), value))
    after = [row for (_, subject), row in states.items() if subject in concerned]
    columns = [name for name, _ in OUTBOX]
    await conn.copy_records_to_table("outbox", records=[*events, *after], columns=columns, schema_name="public")
    return len(events)


async def _change_places(conn: asyncpg.Connection, tables: list[str]) -> None:
    await conn.execute(f"DROP SCHEMA IF EXISTS {BEFORE} CASCADE; CREATE SCHEMA {BEFORE}")
    for table in tables:
        await conn.execute(
            f"ALTER TABLE public.{table} SET SCHEMA {BEFORE}; ALTER TABLE {SCHEMA}.{table} SET SCHEMA public"
        )
    await conn.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
