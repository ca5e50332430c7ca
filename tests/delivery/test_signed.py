"""A service that may write another's topic is not believed: what it forged is parked, what is true goes on."""

from datetime import date

import asyncpg
import pytest
from msgspec.structs import replace

from shared.base.progress import Progress
from shared.contracts.evaluation.evaluation import EvaluationLapsed
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.vocabulary import DossierId
from shared.delivery.kafka.consumer import Consumer
from shared.delivery.shell.messages import Record, Unusable
from shared.delivery.shell.transaction import Shell
from shared.signing.key_ring import KeyRing, ring_key
from shared.signing.verifier import Verifier
from tests.builders import some_id
from tests.delivery.desk import notes, number, parked, raw, record, subscriptions
from tests.signing.test_signatures import DECISION as EVALUATION
from tests.signing.test_signatures import NOBODY, SINCE, SURVEILLANCE, signed

RING = KeyRing(
    keys=(
        ring_key("evaluation", EVALUATION.public_key(), SINCE),
        ring_key("surveillance", SURVEILLANCE.public_key(), SINCE),
    )
)


async def test_forged_records_are_parked_and_those_of_the_owner_performed(shell: Shell, pool: asyncpg.Pool) -> None:
    consumer = Consumer(subscriptions().checked_by(Verifier(RING)), shell, Progress())
    [forged] = signed(SURVEILLANCE, record(number("a", 1), offset=1))
    unsigned = record(number("b", 1), offset=2)
    true = signed(EVALUATION, record(number("c", 1), offset=3), record(number("d", 2), offset=4))

    await consumer.take([raw(one) for one in (forged, unsigned, *true)])

    assert await parked(pool) == [("signature_wrong_service", 1), ("unsigned", 2)]
    assert [await notes(pool, name) for name in ("a", "b", "c", "d")] == [[], [], ["1"], ["2"]]


A_STRANGERS = record(number("a", 1), offset=1)
STRANGERS = {
    "unsigned": A_STRANGERS,
    "signature_key_unknown": signed(NOBODY, A_STRANGERS)[0],
    "signature_malformed": replace(A_STRANGERS, headers=(*A_STRANGERS.headers, ("signature", b"x"))),
    "signature_wrong_service": signed(SURVEILLANCE, A_STRANGERS)[0],
    "signature_invalid": replace(signed(EVALUATION, A_STRANGERS)[0], value=b"{}"),
    "wrong_source": replace(
        A_STRANGERS,
        headers=tuple((name, b"/elsewhere" if name == "ce_source" else held) for name, held in A_STRANGERS.headers),
    ),
    "wrong_key": replace(record(number("b", 1), offset=1), key=A_STRANGERS.key),
}
NOT_EVEN_READABLE = {
    "no headers": replace(A_STRANGERS, headers=()),
    "no JSON": replace(A_STRANGERS, value=b"{"),
    "a header twice": replace(A_STRANGERS, headers=(*A_STRANGERS.headers, *A_STRANGERS.headers)),
}


@pytest.mark.parametrize(
    ("reason", "strange"),
    [*STRANGERS.items(), *(("unsigned", strange) for strange in NOT_EVEN_READABLE.values())],
    ids=[*STRANGERS, *NOT_EVEN_READABLE],
)
async def test_the_owners_records_never_wait_behind_a_strangers_under_the_same_key(
    shell: Shell, pool: asyncpg.Pool, reason: str, strange: Record
) -> None:
    consumer = Consumer(subscriptions().checked_by(Verifier(RING)), shell, Progress())
    beside, later = signed(EVALUATION, record(number("a", 2), offset=2), record(number("a", 3), offset=3))

    await consumer.take([raw(strange), raw(beside)])
    await consumer.take([raw(later)])

    assert await parked(pool) == [(reason, 1)]
    assert await notes(pool, "a") == ["2", "3"]


BLUE, GREEN = KafkaNames("blue."), KafkaNames("green.")


async def test_a_record_of_another_release_is_not_believed_although_both_know_the_key(
    shell: Shell, pool: asyncpg.Pool
) -> None:
    """A signature covers the topic as brokers know it: copied onto our topic, with its signature, it is a forgery."""
    consumer = Consumer(subscriptions().named(GREEN).checked_by(Verifier(RING)), shell, Progress())
    ours, theirs = (replace(A_STRANGERS, topic=names.topic(A_STRANGERS.topic)) for names in (GREEN, BLUE))
    [copied] = signed(EVALUATION, replace(theirs, offset=2))
    [true] = signed(EVALUATION, replace(ours, offset=3))

    await consumer.take([raw(theirs), raw(replace(copied, topic=ours.topic)), raw(true)])

    assert await parked(pool) == [("wrong_topic", 1), ("signature_invalid", 2)]
    assert await notes(pool, "a") == ["1"]


NOBODYS = record(EvaluationLapsed(dossier=DossierId(some_id("a")), lapsed_on=date(2026, 3, 10)))
"""An event that no act of the notebook's listens to, and that nobody signed."""


@pytest.mark.parametrize("value", [NOBODYS.value, b"{", None], ids=["as it should be", "no JSON", "nothing"])
def test_of_an_event_that_no_act_listens_to_only_the_headers_are_looked_at(value: bytes | None) -> None:
    reader = subscriptions().checked_by(Verifier(RING))

    assert list(reader.read(replace(NOBODYS, value=value))) == []


STRANGE_HEADERS = {
    "wrong_topic": replace(NOBODYS, topic="referencement.decision.v1"),
    "wrong_key": replace(NOBODYS, key=b"another"),
    "bad_headers": replace(NOBODYS, headers=(*NOBODYS.headers, ("ce_id", b"twice"))),
}


@pytest.mark.parametrize(("reason", "strange"), STRANGE_HEADERS.items(), ids=STRANGE_HEADERS)
def test_an_event_that_no_act_listens_to_is_parked_where_its_headers_cannot_be(reason: str, strange: Record) -> None:
    [message] = subscriptions().read(strange)

    assert isinstance(message, Unusable)
    assert message.reason == reason


async def test_an_event_that_no_act_listens_to_holds_nothing_of_its_key_behind_it(
    shell: Shell, pool: asyncpg.Pool
) -> None:
    consumer = Consumer(subscriptions(), shell, Progress())

    await consumer.take([raw(replace(NOBODYS, value=b"{")), raw(record(number("a", 1), offset=1))])

    assert await parked(pool) == []
    assert await notes(pool, "a") == ["1"]
