"""Whatever lies on a topic: it is taken, or parked with its reason and position, and the batch goes on."""

import asyncpg
import pytest
from msgspec.structs import replace

from shared.base.progress import Progress
from shared.contracts.evaluation.evaluation import FindingsConfirmed
from shared.delivery.kafka.consumer import Consumer
from shared.delivery.kafka.subscription import On, Subscriptions
from shared.delivery.shell.messages import Record
from shared.delivery.shell.transaction import Shell
from tests.builders import some_id
from tests.delivery.desk import NOTEBOOK, notes, number, parked, raw, record, subscriptions
from tests.delivery.notebook import note

GOOD = record(number("spoilt", 1), offset=5)


@pytest.fixture
def consumer(shell: Shell) -> Consumer:
    return Consumer(subscriptions(), shell, Progress())


def with_header(name: str, value: bytes | None) -> Record:
    """The good record with a header replaced; None: without a value."""
    others = tuple(pair for pair in GOOD.headers if pair[0] != name)
    return replace(GOOD, headers=(*others, (name, value)))


def without_header(name: str) -> Record:
    return replace(GOOD, headers=tuple(pair for pair in GOOD.headers if pair[0] != name))


UNREADABLE = {
    "no JSON": (replace(GOOD, value=b"\x00\x01binary"), "bad_body"),
    "half a JSON": (replace(GOOD, value=b'{"dossier": "'), "bad_body"),
    "JSON of something else": (replace(GOOD, value=b'{"order": 1}'), "bad_body"),
    "a number where a text is": (replace(GOOD, value=b'{"dossier": 1, "confirmed": 1, "corrected": 0}'), "bad_body"),
    "no value": (replace(GOOD, value=None), "bad_body"),
    "2 MB": (replace(GOOD, value=b'{"dossier": "' + b"a" * 2_000_000 + b'"}'), "too_large"),
    "an unknown type": (with_header("ce_type", b"referencement.evaluation.Forgotten.v1"), "unknown_type"),
    "an unknown version": (with_header("ce_type", b"referencement.evaluation.FindingsConfirmed.v2"), "unknown_type"),
    "a type with a NUL": (with_header("ce_type", b"referencement.\x00"), "bad_headers"),
    "no headers": (replace(GOOD, headers=()), "missing_headers"),
    "no id": (without_header("ce_id"), "missing_headers"),
    "no type": (without_header("ce_type"), "missing_headers"),
    "a header without value": (with_header("ce_id", None), "missing_headers"),
    "another CloudEvents version": (with_header("ce_specversion", b"0.3"), "unknown_specversion"),
    "headers that are no UTF-8": (with_header("ce_source", b"\xff\xfe"), "bad_headers"),
    "an id that is no UUID": (with_header("ce_id", b"event-1"), "bad_headers"),
    "an id with a NUL": (with_header("ce_id", b"event\x00"), "bad_headers"),
    "a correlation of a megabyte": (with_header("ce_correlationid", b"c" * 1_040_000), "bad_headers"),
    "an attribute twice": (replace(GOOD, headers=(*GOOD.headers, ("ce_type", b"other"))), "bad_headers"),
    "a key twice in the body": (
        replace(GOOD, value=b'{"dossier": "a", "confirmed": 1, "corrected": 0, "confirmed": 2}'),
        "duplicate_key",
    ),
    "a time that is none": (with_header("ce_time", b"noon"), "bad_headers"),
    "a target that is no UUID": (
        replace(
            with_header("ce_subject", b"dossier-1"),
            key=b"dossier-1",
            value=b'{"dossier": "dossier-1", "confirmed": 1, "corrected": 0}',
        ),
        "bad_target",
    ),
    "an event of evaluation on intake's topic": (replace(GOOD, topic="referencement.intake.v1"), "wrong_topic"),
    "an event on a state topic": (replace(GOOD, topic="referencement.listings.v1"), "wrong_topic"),
    "from somewhere else": (with_header("ce_source", b"/evil/anything"), "wrong_source"),
    "from another service": (with_header("ce_source", b"/referencement/intake"), "wrong_source"),
    "from its service, written another way": (with_header("ce_source", b"/referencement/evaluation/"), "wrong_source"),
    "under another key": (replace(GOOD, key=some_id("another").encode()), "wrong_key"),
    "under another subject": (with_header("ce_subject", some_id("another").encode()), "wrong_key"),
    "about another aggregate than its key and subject": (
        replace(with_header("ce_subject", some_id("another").encode()), key=some_id("another").encode()),
        "wrong_subject",
    ),
    "a dossier with a NUL and no JSON": (
        replace(with_header("ce_dossierid", b"\x00"), value=b"{"),
        "bad_headers",
    ),
    "an empty key": (replace(GOOD, key=b""), "wrong_key"),
    "an empty key and no JSON": (replace(GOOD, key=b"", value=b"{"), "wrong_key"),
    "a key that is no UTF-8 and no JSON": (replace(GOOD, key=b"\xff\xfe", value=b"{"), "wrong_key"),
}


@pytest.mark.parametrize(("spoilt", "reason"), UNREADABLE.values(), ids=UNREADABLE)
async def test_what_is_unreadable_is_parked_and_the_others_go_on(
    consumer: Consumer, pool: asyncpg.Pool, spoilt: Record, reason: str
) -> None:
    before, after = record(number("a", 1), offset=4), record(number("b", 2), offset=6)

    await consumer.take([raw(before), raw(spoilt), raw(after)])

    assert await parked(pool) == [(reason, 5)]
    assert await pool.fetchval("SELECT value FROM parked") == spoilt.value
    assert [await notes(pool, name) for name in ("a", "b")] == [["1"], ["2"]]


async def test_what_is_unreadable_is_parked_once_however_often_it_comes(consumer: Consumer, pool: asyncpg.Pool) -> None:
    spoilt = raw(replace(GOOD, value=b"{"))

    await consumer.take([spoilt, spoilt])
    await consumer.take([spoilt])

    assert await parked(pool) == [("bad_body", 5)]


async def test_what_follows_an_unreadable_record_of_the_same_key_is_held(
    consumer: Consumer, pool: asyncpg.Pool
) -> None:
    await consumer.take([raw(replace(GOOD, value=b"{")), raw(record(number("spoilt", 2), offset=6))])

    assert await parked(pool) == [("bad_body", 5), ("held", 6)]


async def test_records_without_a_key_do_not_wait_for_one_another(consumer: Consumer, pool: asyncpg.Pool) -> None:
    await consumer.take([raw(replace(GOOD, key=b"", value=b"{")), raw(record(number("spoilt", 2), offset=6))])

    assert await parked(pool) == [("wrong_key", 5)]
    assert await notes(pool, "spoilt") == ["2"]


async def test_a_header_of_somebody_else_without_a_value_does_no_harm(consumer: Consumer, pool: asyncpg.Pool) -> None:
    await consumer.take([raw(with_header("x-trace-of-somebody", None))])

    assert await notes(pool, "spoilt") == ["1"]


async def test_an_event_that_nobody_here_listens_to_is_passed_over(consumer: Consumer, pool: asyncpg.Pool) -> None:
    unheard = with_header("ce_type", b"referencement.evaluation.EvaluationStarted.v1")

    await consumer.take([raw(replace(unheard, value=b'{"dossier": "%s"}' % some_id("spoilt").encode()))])

    assert await pool.fetchval("SELECT count(*) FROM inbox") == 0
    assert await parked(pool) == []


async def test_an_event_whose_target_cannot_be_found_out_is_parked(shell: Shell, pool: asyncpg.Pool) -> None:
    def no_target(_event: object) -> str:
        raise LookupError("no such listing")

    listening = Subscriptions("intake", On(FindingsConfirmed, note, NOTEBOOK, target=no_target))

    await Consumer(listening, shell, Progress()).take([raw(GOOD)])

    assert await parked(pool) == [("target_failed", 5)]
