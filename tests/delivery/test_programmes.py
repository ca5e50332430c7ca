"""How a published version of the programme reaches a process, and how what is pinned to it waits."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import asyncpg
import msgspec
import pytest
from aiokafka import ConsumerRecord

from shared.base.clock import SystemClock
from shared.calendar.france import FRANCE
from shared.contracts.envelope import Envelope, encode
from shared.contracts.intake.programme import PublishedProgramme
from shared.contracts.registry import wire_of
from shared.delivery.kafka.pinned_versions import HEADER, PinnedVersions
from shared.delivery.kafka.programme_follower import ProgrammeFollower
from shared.delivery.kafka.topic_contents import TopicContents
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.messages import Message
from shared.programme.loading import published
from shared.signing.key_ring import KeyRing
from shared.signing.verifier import Verifier
from shared.telemetry import metrics
from tests.builders import some_id
from tests.delivery.desk import number, subscriptions
from tests.delivery.desk import record as notebook_record
from tests.programme.documents import changed, with_version
from tests.waiting import WITHIN_S
from tests.yamls import written

NEXT: dict[str, Any] = {"effective_from": "2027-01-01", "tracks": ["without_exchange"]}
NEVER_S = 3600.0
"""Whoever waits so long fails the test."""
FOUR = written(with_version("4.0.0", **NEXT))


def a_context() -> ActContext:
    return ActContext(SystemClock(), published(), FRANCE)


def follower(context: ActContext, pool: asyncpg.Pool) -> ProgrammeFollower:
    return ProgrammeFollower(context, pool, lambda: pytest.fail("no broker is needed"))


def record(document: str, offset: int = 0, value: bytes | None = None) -> ConsumerRecord[Any, Any]:
    event = PublishedProgramme(document=document, versions=())
    headers = Envelope(
        id=some_id("event"), type=wire_of(event).type, source="/referencement/intake", subject=some_id("programme"),
        time=None, sequence=1, dossier=None, correlation="c", causation=None, programme="4.0.0", traceparent=None,
    ).headers()  # fmt: skip
    made = SimpleNamespace(
        topic=wire_of(event).topic, key=some_id("programme").encode(), headers=headers, offset=offset, partition=0,
        value=encode(event) if value is None else value,
    )  # fmt: skip
    return cast("ConsumerRecord[Any, Any]", made)


def refs(context: ActContext) -> list[str]:
    return [programme.ref for programme in context.programmes]


@pytest.fixture
async def emptied(pool: asyncpg.Pool) -> asyncpg.Pool:
    await pool.execute("TRUNCATE programmes")
    return pool


async def test_a_published_version_is_learnt_and_kept_for_the_next_start(emptied: asyncpg.Pool) -> None:
    context, restarted = a_context(), a_context()

    await follower(context, emptied).take(record(FOUR))
    await follower(restarted, emptied).remember()

    assert refs(context) == refs(restarted) == ["1.0.0", "2.0.0", "3.0.0", "4.0.0"]


async def test_the_shipped_programme_holds_where_nothing_was_published(emptied: asyncpg.Pool) -> None:
    context = a_context()

    await follower(context, emptied).remember()

    assert refs(context) == ["1.0.0", "2.0.0", "3.0.0"]


@pytest.mark.parametrize(
    "document",
    [
        "no: programme",
        written(changed("procedure/validity/months", 24)),
        written(changed("programme/id", "another")),
    ],
    ids=["faulty", "changed", "another"],
)
async def test_what_does_not_go_on_from_what_is_known_is_not_taken_over(emptied: asyncpg.Pool, document: str) -> None:
    context = a_context()
    known = context.programmes

    await follower(context, emptied).take(record(document))

    assert context.programmes is known
    assert await emptied.fetchval("SELECT count(*) FROM programmes") == 0


async def test_an_unreadable_record_changes_nothing(emptied: asyncpg.Pool) -> None:
    context = a_context()

    await follower(context, emptied).take(record("", value=b"{"))

    assert refs(context) == ["1.0.0", "2.0.0", "3.0.0"]


async def test_an_older_record_read_again_does_not_take_a_version_away(emptied: asyncpg.Pool) -> None:
    context = a_context()
    following = follower(context, emptied)
    five = with_version("4.0.0", **NEXT)
    five["programme"]["versions"].append(
        {"version": "5.0.0", "effective_from": "2028-01-01", "tracks": ["without_exchange"]}
    )

    await following.take(record(written(five), offset=1))
    await following.take(record(FOUR, offset=0))

    assert refs(context)[-1] == "5.0.0"
    assert await emptied.fetchval("SELECT position FROM programmes") == 1


async def test_a_topic_made_anew_counts_from_0_and_the_newest_version_is_kept(emptied: asyncpg.Pool) -> None:
    await follower(a_context(), emptied).take(record(FOUR, offset=7))
    five = with_version("4.0.0", **NEXT)
    five["programme"]["versions"].append(
        {"version": "5.0.0", "effective_from": "2028-01-01", "tracks": ["without_exchange"]}
    )
    restarted = a_context()
    following = follower(restarted, emptied)
    await following.remember()

    await following.take(record(written(five), offset=0))
    once_more = a_context()
    await follower(once_more, emptied).remember()

    assert refs(restarted)[-1] == refs(once_more)[-1] == "5.0.0"


async def test_a_process_that_lags_takes_no_version_away_from_the_database(emptied: asyncpg.Pool) -> None:
    five = with_version("4.0.0", **NEXT)
    five["programme"]["versions"].append(
        {"version": "5.0.0", "effective_from": "2028-01-01", "tracks": ["without_exchange"]}
    )
    await follower(a_context(), emptied).take(record(written(five), offset=1))

    await follower(a_context(), emptied).take(record(FOUR, offset=9))

    restarted = a_context()
    await follower(restarted, emptied).remember()
    assert refs(restarted)[-1] == "5.0.0"


async def test_a_record_whose_headers_are_nothing_is_passed_over_and_said(emptied: asyncpg.Pool) -> None:
    context = a_context()
    odd = record(FOUR)
    odd.headers = [("ce_id", None), ("ce_type", None)]

    await follower(context, emptied).take(odd)
    said = metrics.PROGRAMME_UNREADABLE._value.get()
    await follower(context, emptied).take(record(FOUR, offset=1))

    assert (said, metrics.PROGRAMME_UNREADABLE._value.get()) == (1, 0)
    assert refs(context)[-1] == "4.0.0"


async def test_a_topic_that_lacks_what_was_published_is_said_until_it_holds_it_again(emptied: asyncpg.Pool) -> None:
    contents = TopicContents(emptied)
    said = []

    async def reads(*documents: str) -> None:
        contents.saw([record(document) for document in documents])
        await contents.compare()
        said.append(metrics.PROGRAMME_MISSING._value.get())

    await reads()  # nothing was ever published
    await follower(a_context(), emptied).take(record(FOUR))
    await reads(FOUR)
    await reads("older", "no: programme")
    await reads()
    await reads("older", FOUR)

    assert said == [0, 0, 1, 1, 0]


def pinned(*versions: str, verifier: Verifier | None = None) -> list[Message]:
    """What the subscription makes of records that name these versions."""
    found: list[Message] = []
    for number_, version in enumerate(versions):
        one = notebook_record(number("a", number_))
        headers = [*(pair for pair in one.headers if pair[0] != HEADER), (HEADER, version.encode())]
        found += subscriptions().checked_by(verifier).read(msgspec.structs.replace(one, headers=tuple(headers)))
    return found


async def test_records_pinned_to_known_versions_do_not_wait() -> None:
    async with asyncio.timeout(WITHIN_S):
        await PinnedVersions(a_context(), patience_s=NEVER_S).awaited(pinned("1.0.0", "3.0.0"))


async def test_a_record_waits_for_a_version_that_is_on_its_way(emptied: asyncpg.Pool) -> None:
    context = a_context()
    waiting = asyncio.create_task(PinnedVersions(context, patience_s=30).awaited(pinned("4.0.0")))
    await asyncio.sleep(0)
    assert not waiting.done()

    await follower(context, emptied).take(record(FOUR))
    await waiting

    assert refs(context)[-1] == "4.0.0"


async def test_a_version_that_never_comes_is_waited_for_once() -> None:
    pins = PinnedVersions(a_context(), patience_s=0.2)

    await pins.awaited(pinned("9.9.9"))
    pins.patience_s = NEVER_S
    async with asyncio.timeout(WITHIN_S):
        await pins.awaited(pinned("9.9.9"))


async def test_after_a_wait_in_vain_no_other_version_is_waited_for() -> None:
    pins = PinnedVersions(a_context(), patience_s=0.2)

    await pins.awaited(pinned("9.9.9"))
    pins.patience_s = NEVER_S
    async with asyncio.timeout(WITHIN_S):
        await pins.awaited(pinned("9.9.8", "9.9.7"))


async def test_what_was_learnt_since_makes_it_wait_again(emptied: asyncpg.Pool) -> None:
    context = a_context()
    pins = PinnedVersions(context, patience_s=0.2)
    await pins.awaited(pinned("9.9.9"))
    await follower(context, emptied).take(record(FOUR))
    pins.patience_s = 30

    waiting = asyncio.create_task(pins.awaited(pinned("9.9.8")))
    await asyncio.sleep(0)

    assert not waiting.done()
    waiting.cancel()


async def test_a_record_that_its_owner_did_not_sign_is_not_waited_for() -> None:
    forged = pinned("9.9.9", verifier=Verifier(KeyRing(keys=())))

    async with asyncio.timeout(WITHIN_S):
        await PinnedVersions(a_context(), patience_s=NEVER_S).awaited(forged)


def test_the_document_fits_into_a_record() -> None:
    assert len(msgspec.json.encode(PublishedProgramme(document=FOUR, versions=()))) < 500_000
