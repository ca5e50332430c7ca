"""A service that may write another's topic is not believed: what it forged is parked, what is true goes on."""

import asyncpg

from shared.delivery.consumer import Consumer
from shared.delivery.shell import Shell
from shared.runtime.progress import Progress
from shared.signing.key_ring import KeyRing, ring_key
from shared.signing.verifier import Verifier
from tests.delivery.desk import notes, number, parked, raw, record, subscriptions
from tests.signing.test_signatures import DECISION as EVALUATION
from tests.signing.test_signatures import SINCE, SURVEILLANCE, signed

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
