"""Any record whatsoever can be set aside: whatever its key, headers and value hold, and however long they are."""

import json
from collections.abc import AsyncIterator
from hashlib import sha256
from random import Random

import asyncpg
import pytest
from aiokafka import ConsumerRecord
from msgspec import structs

from shared.contracts.attributes import ATTRIBUTES
from shared.delivery.kafka.record import record_of
from shared.delivery.shell.claim import PARKED
from shared.delivery.shell.messages import Parked, Record, Skipped
from shared.delivery.shell.transaction import Shell
from shared.persistence.transience import is_bad_value
from tests.delivery.desk import arriving, notes, number, parked, record, refused, title

LONGEST = 900_000
"""Near what a broker takes."""
LENGTHS = (0, 1, 36, 1_000, 1_001, 2_704, 2_705, 8_192, LONGEST)
NAMES = (*sorted(ATTRIBUTES), "__replicator_id", "", "\0", "é\u202e", "x" * 40_000)


def anything(dice: Random, offset: int) -> Record:
    """A record as the client library may hand it out, random in all its parts."""
    key = dice.choice((None, *(dice.randbytes(length) for length in LENGTHS)))
    value = dice.choice((None, b"{", b"\0" * 9_000, dice.randbytes(dice.choice(LENGTHS))))
    headers = tuple(
        (dice.choice(NAMES), dice.choice((None, b"", b"\0", b"\xff", "\u2028é".encode(), dice.randbytes(70_000))))
        for _ in range(dice.randrange(20))
    )
    topic = dice.choice(("referencement.evaluation.v1", "t" * 249))
    return record_of(ConsumerRecord(topic, 0, offset, 0, 0, key, value, None, 0, 0, headers))


@pytest.mark.parametrize("seed", range(8))
async def test_any_record_is_parked_once_as_it_lay_and_the_next_dossier_goes_on(
    shell: Shell, pool: asyncpg.Pool, seed: int
) -> None:
    dice = Random(seed)
    foreign = [anything(dice, offset) for offset in range(1, 13)]

    outcomes = await shell.perform(arriving(*foreign, number("a", 1)))
    again = await shell.perform(arriving(*foreign))

    assert [type(one) for one in outcomes[:-1]] == [Parked] * 12
    assert again == [Skipped()] * 12
    assert await notes(pool, "a") == ["1"]
    rows = await pool.fetch("SELECT topic, key, value FROM parked ORDER BY position")
    assert [tuple(row) for row in rows] == [(one.topic, one.key, one.value) for one in foreign]


async def test_a_key_longer_than_an_index_row_is_parked(shell: Shell, pool: asyncpg.Pool) -> None:
    lay = structs.replace(record(number("a", 1), offset=41), key=Random(1).randbytes(LONGEST))

    outcomes = await shell.perform(arriving(lay))

    assert [type(one) for one in outcomes] == [Parked]
    assert await pool.fetchval("SELECT key FROM parked") == lay.key


async def test_what_waits_is_looked_up_by_an_index(shell: Shell, pool: asyncpg.Pool) -> None:
    lay = record(refused("a"))
    await shell.perform(arriving(lay))
    digests = [sha256(lay.key).digest()]

    async with pool.acquire() as conn:
        await conn.execute("SET enable_seqscan = off")
        plan = await conn.fetchval(f"EXPLAIN (FORMAT JSON) {PARKED.format('$1')}", digests)
        found = await conn.fetchval(PARKED.format("$1"), digests)

    assert "parked_key_digest" in json.dumps(json.loads(plan))
    assert found == lay.key


@pytest.fixture
async def indexed_titles(pool: asyncpg.Pool) -> AsyncIterator[None]:
    await pool.execute("CREATE INDEX by_title ON notebooks (title)")
    yield
    await pool.execute("DROP INDEX by_title")


@pytest.mark.usefixtures("indexed_titles")
async def test_a_text_too_long_for_a_search_index_harms_only_its_own_record(shell: Shell, pool: asyncpg.Pool) -> None:
    too_long = Random(1).randbytes(50_000).hex()

    outcomes = await shell.perform(arriving(title("a", too_long), number("b", 1)))

    assert outcomes[0] == Parked("value_refused")
    assert [reason for reason, _ in await parked(pool)] == ["value_refused"]
    assert await notes(pool, "b") == ["1"]


def test_a_limit_of_the_database_is_the_fault_of_the_value() -> None:
    assert is_bad_value(asyncpg.ProgramLimitExceededError("index row size 2712 exceeds btree version 4 maximum 2704"))
