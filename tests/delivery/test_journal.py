"""Whoever changes, removes, adds or reorders a line of the journal is found out."""

from collections.abc import Mapping
from typing import Any

import asyncpg
import pytest

from shared.delivery.journal.chain_check import broken
from shared.delivery.journal.row_check import Standing
from shared.delivery.shell.transaction import Shell
from tests.builders import some_id
from tests.delivery.desk import Asked, arriving, number, refused
from tests.delivery.notebook import Rename, rename

A, B = some_id("a"), some_id("b")


@pytest.fixture
async def written(shell: Shell, pool: asyncpg.Pool) -> asyncpg.Pool:
    """Three entries of a, two of b, and a refusal that belongs to nobody."""
    await shell.perform(arriving(number("a", 1), number("b", 1), number("a", 2)))
    await shell.perform([Asked(rename, Rename(title="red"), "rename-1", some_id("nobody")).incoming])
    await shell.perform(arriving(refused("a"), number("b", 2)))
    return pool


async def faults(pool: asyncpg.Pool, *, to_the_end: bool = True) -> list[str]:
    rows: list[Mapping[str, Any]] = [
        {**row, "aggregate": text(row["aggregate"]), "dossier": text(row["dossier"])}
        for row in map(dict, await pool.fetch("SELECT * FROM journal ORDER BY id"))
    ]
    if not to_the_end:
        return broken(rows)
    heads = await pool.fetch("SELECT id::text, entries, journal_head FROM notebooks")
    return broken(rows, [Standing(aggregate=row[0], entries=row[1], hash=row[2]) for row in heads])


def text(value: object) -> str | None:
    return None if value is None else str(value)


async def row_id(pool: asyncpg.Pool, aggregate: str, entry: int) -> int:
    found: int = await pool.fetchval(
        "SELECT id FROM journal WHERE aggregate = $1::uuid AND entry = $2", aggregate, entry
    )
    return found


async def test_a_journal_that_nobody_touched_is_whole(written: asyncpg.Pool) -> None:
    assert await written.fetchval("SELECT count(*) FROM journal") == 6
    assert await faults(written) == []


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'", "door = 'http'", "act = 'grant'", "rule = 'D-01'", "actor = 'other'",
        "roles = ''", "message = 'x'", "outcome = 'refused'", "state = 'closed'", "version = 9", "events = ''",
        "digest = '\\x00'", "trace = NULL", "dossier = NULL", "hash = '\\x00'",
        "frozen = ''", "state_found = NULL", "state_left = '\\x00'", "deadlines = '{}'",
    ],
)  # fmt: skip
async def test_a_changed_entry_is_named(written: asyncpg.Pool, change: str) -> None:
    changed = await row_id(written, A, 2)

    await written.execute(f"UPDATE journal SET {change} WHERE id = $1", changed)

    assert (await faults(written))[0] == (
        f"journal row {changed} (aggregate {A}, entry 2): was changed after it was written"
    )


async def test_a_removed_entry_is_missed(written: asyncpg.Pool) -> None:
    after = await row_id(written, A, 3)

    await written.execute("DELETE FROM journal WHERE aggregate = $1::uuid AND entry = 2", A)

    assert await faults(written) == [f"journal row {after} (aggregate {A}, entry 3): entry 2 is missing before it"]


async def test_removed_last_entries_are_missed_by_the_aggregate(written: asyncpg.Pool) -> None:
    await written.execute("DELETE FROM journal WHERE aggregate = $1::uuid AND entry >= 2", A)

    assert await faults(written, to_the_end=False) == []
    assert await faults(written) == [f"aggregate {A}: 3 entries were written, the chain ends with entry 1"]


async def test_a_whole_chain_that_is_gone_is_missed_by_the_aggregate(written: asyncpg.Pool) -> None:
    await written.execute("DELETE FROM journal WHERE aggregate = $1::uuid", B)

    assert await faults(written) == [f"aggregate {B}: 2 entries were written, the chain ends with entry 0"]


async def test_entries_that_changed_places_are_named(written: asyncpg.Pool) -> None:
    first, second = await row_id(written, A, 1), await row_id(written, A, 2)

    await written.execute("UPDATE journal SET id = 1000 WHERE id = $1", first)
    await written.execute("UPDATE journal SET id = $1 WHERE id = $2", first, second)

    assert (await faults(written))[0] == (f"journal row {first} (aggregate {A}, entry 2): entry 1 is missing before it")


async def test_an_entry_rewritten_with_a_hash_of_its_own_breaks_the_chain_behind_it(written: asyncpg.Pool) -> None:
    """Whoever can compute the hash has to rewrite all that follows, and the aggregate's row."""
    changed, after = await row_id(written, A, 2), await row_id(written, A, 3)

    await written.execute("UPDATE journal SET hash = sha256('forged') WHERE id = $1", changed)

    assert (await faults(written))[1] == (
        f"journal row {after} (aggregate {A}, entry 3): does not continue the entry before it"
    )


async def test_a_copied_entry_is_named(written: asyncpg.Pool) -> None:
    columns = "aggregate, entry, dossier, at, door, act, rule, actor, roles, message, outcome, state, version, events, digest, trace, previous, hash"  # noqa: E501
    copy = await written.fetchval(
        f"INSERT INTO journal ({columns}) SELECT {columns} FROM journal WHERE aggregate = $1::uuid AND entry = 2 "
        "RETURNING id",
        B,
    )

    assert (await faults(written))[
        0
    ] == f"journal row {copy} (aggregate {B}, entry 2): duplicated, or moved: entry 2 comes before it"


async def test_a_changed_refusal_that_belongs_to_nobody_is_named(written: asyncpg.Pool) -> None:
    changed = await written.fetchval("UPDATE journal SET actor = 'other' WHERE aggregate IS NULL RETURNING id")

    assert await faults(written) == [
        f"journal row {changed} (aggregate none, entry 0): was changed after it was written"
    ]
