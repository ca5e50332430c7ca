"""What was taken is told to the group, if not now, then later."""

import asyncpg
import pytest
from aiokafka import TopicPartition
from aiokafka.errors import CommitFailedError

from shared.delivery.kafka.offsets import Offsets
from shared.delivery.kafka.positions import kept_positions

PART = TopicPartition("referencement.intake.v1", 2)


class Group:
    """Remembers what it was told; refuses as often as it should."""

    def __init__(self, *refusals: Exception) -> None:
        self.refusals = list(refusals)
        self.told: list[dict[TopicPartition, int]] = []

    async def commit(self, offsets: dict[TopicPartition, int]) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.told.append(offsets)


class Away:
    """A pool whose database is away at first."""

    def __init__(self, pool: asyncpg.Pool, error: Exception) -> None:
        self.pool, self.error = pool, error
        self.away = True

    async def execute(self, *words: object) -> None:
        if self.away:
            raise self.error
        await self.pool.execute(*words)


@pytest.mark.parametrize("error", [ConnectionRefusedError(), asyncpg.InternalClientError("cannot switch to state 12")])
async def test_offsets_that_a_database_that_was_away_could_not_keep_are_told_later(
    pool: asyncpg.Pool, error: Exception
) -> None:
    database, group = Away(pool, error), Group()
    offsets = Offsets(database)
    offsets.note({PART: 7})

    await offsets.commit(group)
    database.away = False
    await offsets.commit(group)

    assert group.told == [{PART: 7}]
    assert (await kept_positions(pool, [PART.topic]))[PART] == 7


@pytest.mark.parametrize("refusal", [TimeoutError(), CommitFailedError("rebalanced")])
async def test_offsets_that_the_group_did_not_take_are_told_later_with_what_came_since(
    pool: asyncpg.Pool, refusal: Exception
) -> None:
    group, offsets = Group(refusal), Offsets(pool)
    offsets.note({PART: 7})

    await offsets.commit(group)
    offsets.note({PART: 9})
    await offsets.commit(group)

    assert group.told == [{PART: 9}]


async def test_offsets_of_partitions_that_went_elsewhere_are_told_by_nobody_here(pool: asyncpg.Pool) -> None:
    group, offsets = Group(CommitFailedError("rebalanced")), Offsets(pool)
    offsets.note({PART: 7})

    await offsets.commit(group)
    offsets.forget()
    await offsets.commit(group)

    assert group.told == []
