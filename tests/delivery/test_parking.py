"""What cannot be taken is set aside with its reason; what follows it waits, everything else goes on."""

import json

import asyncpg

from shared.delivery.shell.messages import Parked, Performed, Skipped
from shared.delivery.shell.transaction import Shell
from tests.builders import some_id
from tests.delivery.desk import (
    TOO_LARGE_A_NUMBER,
    arriving,
    dump,
    journaled,
    mistake,
    notes,
    number,
    parked,
    record,
    refused,
    title,
)


async def test_a_refused_event_is_parked_and_journaled(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform(arriving(number("a", 1)))

    outcomes = await shell.perform(arriving(record(refused("a"), offset=41)))

    assert outcomes == [Parked("not_today")]
    assert await parked(pool) == [("not_today", 41)]
    assert await journaled(pool) == [("note", "performed"), ("say_no", "not_today")]


async def test_a_parked_record_is_kept_as_it_lay_on_the_topic(shell: Shell, pool: asyncpg.Pool) -> None:
    lay = record(refused("a"), offset=41, traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")

    await shell.perform(arriving(lay))

    row = await pool.fetchrow("SELECT * FROM parked")
    assert (row["topic"], row["partition"], row["position"]) == ("referencement.evaluation.v1", 0, 41)
    assert (row["key"], row["value"]) == (lay.key, lay.value)
    assert str(row["aggregate"]) == some_id("a")
    assert row["traceparent"] == "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    assert row["detail"] == "{'cases': ['a']}"


async def test_the_parking_topic_is_told_where_the_record_lies_but_not_what_it_says(
    shell: Shell, pool: asyncpg.Pool
) -> None:
    await shell.perform(arriving(record(refused("a"), offset=41)))

    rows = await pool.fetch("SELECT topic, key, value FROM outbox")
    id_ = await pool.fetchval("SELECT id::text FROM parked")

    assert [(row["topic"], row["key"]) for row in rows] == [("referencement.intake.parked.v1", some_id("a").encode())]
    assert json.loads(rows[0]["value"]) == {
        "id": id_,
        "reason": "not_today",
        "topic": "referencement.evaluation.v1",
        "partition": 0,
        "offset": 41,
    }


async def test_what_follows_a_parked_record_is_held_and_others_go_on(shell: Shell, pool: asyncpg.Pool) -> None:
    outcomes = await shell.perform(
        arriving(record(number("a", 1), offset=1), record(refused("a"), offset=2), record(number("a", 3), offset=3),
                 record(number("b", 4), offset=4))
    )  # fmt: skip

    assert outcomes[1:3] == [Parked("not_today"), Parked("held")]
    assert await notes(pool, "a") == ["1"]
    assert await notes(pool, "b") == ["4"]
    assert await parked(pool) == [("not_today", 2), ("held", 3)]


async def test_what_comes_in_a_later_batch_is_held_too(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform(arriving(refused("a")))

    outcomes = await shell.perform(arriving(number("a", 1), number("b", 2)))

    assert [type(one) for one in outcomes] == [Parked, Performed]
    assert await notes(pool, "a") == []


async def test_once_an_operator_has_dropped_it_the_next_ones_go_on(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform(arriving(refused("a")))
    await pool.execute("UPDATE parked SET status = 'dropped'")

    await shell.perform(arriving(number("a", 1)))

    assert await notes(pool, "a") == ["1"]


async def test_a_parked_record_delivered_again_is_not_parked_twice(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform(arriving(refused("a"), number("a", 1)))
    before = await dump(pool)

    outcomes = await shell.perform(arriving(refused("a"), number("a", 1)))

    assert outcomes == [Skipped(), Skipped()]
    assert await dump(pool) == before


async def test_a_mistake_in_an_act_sets_its_own_record_aside(shell: Shell, pool: asyncpg.Pool) -> None:
    outcomes = await shell.perform(arriving(mistake("a"), number("b", 2)))

    assert outcomes[0] == Parked("act_failed")
    assert await pool.fetchval("SELECT detail FROM parked") == (
        "ZeroDivisionError('integer division or modulo by zero')"
    )
    assert await notes(pool, "b") == ["2"]


async def test_a_value_that_the_database_refuses_harms_only_its_own_record(shell: Shell, pool: asyncpg.Pool) -> None:
    outcomes = await shell.perform(
        arriving(number("a", 1), record(number("b", TOO_LARGE_A_NUMBER), offset=7), title("b", "red"), number("c", 3))
    )

    assert outcomes[1:3] == [Parked("value_refused"), Parked("held")]
    assert [await notes(pool, name) for name in "abc"] == [["1"], [], ["3"]]
    assert (await parked(pool))[1] == ("value_refused", 7)


async def test_a_value_that_the_database_refuses_is_known_when_it_comes_again(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform(arriving(number("b", TOO_LARGE_A_NUMBER)))
    before = await dump(pool)

    outcomes = await shell.perform(arriving(number("b", TOO_LARGE_A_NUMBER)))

    assert outcomes == [Skipped()]
    assert await dump(pool) == before


async def test_a_trace_that_is_none_does_no_harm(shell: Shell, pool: asyncpg.Pool) -> None:
    outcomes = await shell.perform(arriving(record(number("a", 1), traceparent="00-\x00-01"), number("b", 2)))

    assert [type(one) for one in outcomes] == [Performed, Performed]
    assert await notes(pool, "a") == ["1"]


async def test_a_refused_event_with_a_trace_that_is_none_is_parked(shell: Shell, pool: asyncpg.Pool) -> None:
    outcomes = await shell.perform(arriving(record(refused("a"), traceparent="00-\x00-01"), number("b", 2)))

    assert [type(one) for one in outcomes] == [Parked, Performed]
    assert await notes(pool, "b") == ["2"]
