"""A key that the ring does not know: a stranger stops nobody by it, and an owner whose key comes late loses nothing."""

import asyncio
from itertools import count
from pathlib import Path

import asyncpg
import msgspec
import pytest

from deploy.local.stack import LocalStack
from shared.base.progress import Progress
from shared.delivery.kafka import late_keys
from shared.delivery.kafka.consumer import Consumer
from shared.delivery.recovery.redrive import Redriver
from shared.delivery.shell.transaction import Shell
from shared.runtime.service import Service, Slice
from shared.signing.key_ring import KeyRing, load_ring, ring_key
from shared.signing.verifier import Verifier
from tests.builders import some_id
from tests.delivery.desk import METADATA, NOTEBOOK, notes, number, parked, raw, record, subscriptions
from tests.delivery.line import Line
from tests.delivery.wire import produce
from tests.signing.test_signatures import DECISION as OLD
from tests.signing.test_signatures import NOBODY as STRANGER
from tests.signing.test_signatures import SINCE, signed
from tests.signing.test_signatures import SURVEILLANCE as NEW
from tests.topics import create_topic
from tests.waiting import WITHIN_S, eventually

ENTRIES = {
    "old": ring_key("evaluation", OLD.public_key(), SINCE),
    "new": ring_key("evaluation", NEW.public_key(), SINCE),
}
KEY = some_id("a")
_numbers = count(1)


class Ring:
    """The ring's file, as operators write it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.write("old")

    def write(self, *names: str) -> None:
        self.file.write_bytes(msgspec.json.encode(KeyRing(keys=tuple(ENTRIES[name] for name in names))))

    def verifier(self) -> Verifier:
        return Verifier(load_ring(self.file), self.file)


@pytest.fixture
def ring(tmp_path: Path) -> Ring:
    return Ring(tmp_path / "ring.json")


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait for the ring is over at once."""
    monkeypatch.setattr(late_keys, "WAIT_S", 0.0)


def consumer(ring: Ring, shell: Shell) -> Consumer:
    return Consumer(subscriptions().checked_by(ring.verifier()), shell, Progress())


FIRST, SECOND, THIRD, FOURTH = (record(number("a", n), offset=n) for n in (1, 2, 3, 4))


async def test_a_key_that_is_in_the_file_by_now_is_known_at_once(ring: Ring, shell: Shell, pool: asyncpg.Pool) -> None:
    reading = consumer(ring, shell)
    ring.write("old", "new")

    await reading.take([raw(one) for one in (*signed(OLD, FIRST), *signed(NEW, SECOND))])

    assert await parked(pool) == []
    assert await notes(pool, "a") == ["1", "2"]


@pytest.mark.usefixtures("no_waiting")
async def test_what_the_owner_signed_holds_later_records_once_its_key_is_known_and_is_redriven_in_order(
    ring: Ring, shell: Shell, pool: asyncpg.Pool
) -> None:
    reading = consumer(ring, shell)
    await reading.take([raw(one) for one in (*signed(STRANGER, FIRST), *signed(NEW, SECOND))])
    assert await parked(pool) == [("signature_key_unknown", 1), ("signature_key_unknown", 2)]

    ring.write("old", "new")
    await consumer(ring, shell).take([raw(one) for one in (*signed(NEW, THIRD), *signed(OLD, FOURTH))])

    assert await parked(pool) == [
        ("signature_key_unknown", 1), ("signature_key_late", 2), ("held", 3), ("held", 4),
    ]  # fmt: skip
    service = Service(
        name="intake", title="", slices=(Slice(aggregate=NOTEBOOK, subscriptions=subscriptions().ons),),
        metadata=METADATA, migrations=Path(), verifier=ring.verifier(),
    )  # fmt: skip
    late = await pool.fetchval("SELECT id::text FROM parked WHERE reason = 'signature_key_late'")
    outcome = await Redriver(service, pool, "op-1", shell.context).redrive(KEY.encode(), {late})
    assert (outcome.stopped_at, len(outcome.done)) == (None, 3)
    assert await notes(pool, "a") == ["2", "3", "4"]


@pytest.mark.usefixtures("no_waiting")
async def test_a_strangers_record_stops_no_redrive_of_its_key(ring: Ring, shell: Shell, pool: asyncpg.Pool) -> None:
    reading = consumer(ring, shell)
    await reading.take([raw(one) for one in (*signed(STRANGER, FIRST), *signed(NEW, SECOND))])
    ring.write("old", "new")
    service = Service(
        name="intake", title="", slices=(Slice(aggregate=NOTEBOOK, subscriptions=subscriptions().ons),),
        metadata=METADATA, migrations=Path(), verifier=ring.verifier(),
    )  # fmt: skip
    both = {row["id"] for row in await pool.fetch("SELECT id::text AS id FROM parked")}

    outcome = await Redriver(service, pool, "op-1", shell.context).redrive(KEY.encode(), both)

    assert outcome.why.startswith("signature_key_unknown")
    assert await notes(pool, "a") == ["2"]


async def test_a_stranger_with_ever_new_keys_is_waited_for_once(
    ring: Ring, shell: Shell, pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    asleep = asyncio.sleep

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        monkeypatch.setattr(late_keys, "WAIT_S", 0.0)
        await asleep(0)

    monkeypatch.setattr(late_keys, "WAIT_S", 0.001)
    monkeypatch.setattr("shared.delivery.kafka.late_keys.asyncio.sleep", sleep)
    reading = consumer(ring, shell)
    for one in (FIRST, SECOND, THIRD):
        await reading.take([raw(record) for record in signed(STRANGER, one)])
    first_waits = list(waits)
    await reading.take([raw(record) for record in signed(OLD, FOURTH)])

    assert set(first_waits) == {late_keys.PAUSE_S}
    assert waits == first_waits
    assert await notes(pool, "a") == ["4"]


async def test_a_ring_that_cannot_be_read_again_leaves_the_keys_that_are_known(
    ring: Ring, shell: Shell, pool: asyncpg.Pool, no_waiting: None
) -> None:
    reading = consumer(ring, shell)
    ring.file.write_text("{")

    await reading.take([raw(one) for one in (*signed(NEW, FIRST), *signed(OLD, SECOND))])

    assert await parked(pool) == [("signature_key_unknown", 1)]
    assert await notes(pool, "a") == ["2"]


class Watched(Verifier):
    """Counts how often its file was asked for."""

    reloads = 0

    def reload(self) -> bool:
        self.reloads += 1
        return super().reload()


async def test_on_a_real_topic_an_owner_that_signs_before_the_ring_knows_its_key_is_waited_for(
    local_stack: LocalStack, ring: Ring, shell: Shell, pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_keys, "WAIT_S", 10 * WITHIN_S)
    name = f"delivery-late-keys-{next(_numbers)}"
    await create_topic(local_stack.bootstrap_servers, name, partitions=1)
    verifier = Watched(load_ring(ring.file), ring.file)
    line = Line(local_stack.bootstrap_servers, name, verifier=verifier)
    await produce(local_stack.bootstrap_servers, name, [*signed(OLD, FIRST), *signed(NEW, SECOND, THIRD)])

    async with line.consuming(shell):
        await eventually(lambda: asked(verifier))
        assert await parked(pool) == []
        ring.write("old", "new")
        await eventually(lambda: has(pool, ["1", "2", "3"]))

    assert await parked(pool) == []


async def asked(verifier: Watched) -> bool:
    return verifier.reloads > 1


async def has(pool: asyncpg.Pool, numbers: list[str]) -> bool:
    return await notes(pool, "a") == numbers
