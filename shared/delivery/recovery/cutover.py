"""Puts the rebuilt tables in the place of the serving ones, in one transaction, a moment's pause for the service."""

from collections.abc import Awaitable, Callable

import asyncpg
import msgspec
from msgspec.structs import replace

from shared.contracts.envelope import Headers, read_envelope
from shared.contracts.topics import EVENTS
from shared.delivery.recovery.audit import journal_operation
from shared.delivery.recovery.covering_entries import cover
from shared.delivery.recovery.memory_target import MemoryTarget
from shared.delivery.recovery.published import Published
from shared.delivery.recovery.rebuilt_schema import SCHEMA
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


async def swap(
    conn: asyncpg.Connection, replayed: MemoryTarget, by: str, catch_up: Callable[[], Awaitable[None]]
) -> int:
    """Swap; give how many events of the rebuilt past had not been published, and will be.

    `catch_up` is called once the service stands still, for what arrived meanwhile.
    """
    service, published = replayed.service, replayed.published
    tables = [aggregate.table.name for aggregate in service.aggregates]
    async with conn.transaction():
        await conn.execute(
            f"LOCK TABLE {', '.join([*tables, 'deadlines', 'inbox', 'outbox'])} IN ACCESS EXCLUSIVE MODE"
        )
        await catch_up()
        for row in await conn.fetch("SELECT headers, value FROM public.outbox ORDER BY id"):
            published.note(unpack(row["headers"]), row["value"])
        unpublished = await _publish_the_rest(conn, replayed)
        for table in tables:
            await _continue_chains(conn, table, published)
            await cover(conn, f"{SCHEMA}.{table}", "rebuild", by, replayed.context.clock)
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
            at=replayed.context.clock.now(),
            act="rebuild",
            by=by,
            about=service.name,
            outcome=f"rebuilt from {', '.join(service.subscriptions.topics)}",
        )
    return unpublished


async def _continue_chains(conn: asyncpg.Connection, table: str, published: Published) -> None:
    """Versions, sequences and journal chains go on where the topic and the journal have them."""
    await conn.execute(
        f"UPDATE {SCHEMA}.{table} r SET entries = j.entry, journal_head = j.hash, version = j.version FROM "
        "(SELECT DISTINCT ON (aggregate) aggregate, entry, hash, version FROM public.journal "
        "WHERE aggregate IS NOT NULL ORDER BY aggregate, entry DESC) j WHERE r.id = j.aggregate"
    )
    await conn.execute(
        f"UPDATE {SCHEMA}.{table} r SET events = t.last "
        "FROM unnest($1::uuid[], $2::int[]) AS t(id, last) WHERE r.id = t.id",
        list(published.last),
        list(published.last.values()),
    )
    await conn.execute(
        f"UPDATE {SCHEMA}.{table} r SET version = greatest(r.version, p.version), "
        f"events = greatest(r.events, p.events) FROM public.{table} p WHERE p.id = r.id"
    )


async def _publish_the_rest(conn: asyncpg.Connection, replayed: MemoryTarget) -> int:
    """Put events of the past that were never published into the outbox, numbered on from the last published one.

    The last record of each state topic follows for the aggregates concerned.
    """
    events: list[tuple[object, ...]] = []
    states: dict[tuple[str, str], tuple[object, ...]] = {}
    concerned: set[str] = set()
    published, topic = replayed.published, EVENTS[replayed.service.name]
    for shard, of_topic, key, packed, value in replayed.outbox:
        envelope = read_envelope(unpack(packed))
        if of_topic != topic:
            states[of_topic, envelope.subject] = (shard, of_topic, key, packed, value)
        elif not published.covers(envelope.subject, envelope.type, value, envelope.time):
            concerned.add(envelope.subject)
            published.last[envelope.subject] = number = published.last.get(envelope.subject, 0) + 1
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
