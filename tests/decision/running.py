"""Decision on a real PostgreSQL, without a broker: records and commands go in by hand, rows are looked at."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

import msgspec

from services.decision.decision_file.rows import DECISION_FILE
from services.decision.main import SERVICE
from shared.acts.act import AnyAct
from shared.contracts.envelope import Envelope, encode
from shared.contracts.registry import wire_of
from shared.delivery.deadlines.scheduler import Scheduler
from shared.delivery.journal.chain_check import broken
from shared.delivery.shell.aggregate import Aggregate
from shared.delivery.shell.channels import Channel
from shared.delivery.shell.messages import Cause, Incoming, Outcome, Record
from shared.delivery.shell.transaction import Shell
from shared.identity.actor import Actor
from tests.builders import at, some_id
from tests.decision.decision_file.dossier import DOSSIER

_numbers = count(1)


@dataclass
class HandClock:
    """A clock that stands where it was put."""

    instant: datetime = field(default_factory=lambda: at("2026-03-10").at)
    steady: bool = True

    def now(self) -> datetime:
        """Where it stands."""
        return self.instant

    def put(self, day: str, hour: int = 10) -> None:
        """Put it on an hour of a day in Paris."""
        self.instant = at(day, hour=hour).at


def record(event: object, key: str, name: str) -> Record:
    """The event as it lies on its topic, under an id of its own."""
    wire = wire_of(event)
    envelope = Envelope(
        id=some_id(name),
        type=wire.type,
        source=f"/referencement/{wire.service}",
        subject=key,
        time=None,
        sequence=1,
        dossier=DOSSIER,
        correlation=some_id("correlation"),
        causation=None,
        programme="3.0.0",
        traceparent=None,
    )
    return Record(wire.topic, 0, next(_numbers), key.encode(), tuple(envelope.headers()), encode(event))


@dataclass
class Running:
    """The service's shell on its own database."""

    shell: Shell
    clock: HandClock
    dsn: str

    async def hear(self, *records: Record) -> list[Outcome]:
        """One batch from Kafka."""
        return await self.shell.perform([message for one in records for message in SERVICE.subscriptions.read(one)])

    async def ask(
        self, act: AnyAct, command: object, by: Actor, *, target: str = DOSSIER, of: Aggregate[Any] = DECISION_FILE
    ) -> Outcome:
        """One command of a person."""
        message = some_id(f"command {next(_numbers)}")
        incoming = Incoming(
            message=message,
            channel=Channel.HTTP,
            act=act,
            aggregate=of,
            target=target,
            payload=command,
            actor=by,
            cause=Cause(message, None, None),
            digest=b"digest",
        )
        return (await self.shell.perform([incoming]))[0]

    async def let_time_pass(self, day: str) -> int:
        """Go to ten o'clock of a day; fire what fell due, one batch. Gives how many."""
        self.clock.put(day)
        fired, _ = await Scheduler(self.shell, SERVICE.aggregates).fire_due()
        return fired

    async def state(self, id_: str = DOSSIER, of: Aggregate[Any] = DECISION_FILE) -> Any:  # noqa: ANN401
        """The aggregate as stored."""
        body = await self.shell.pool.fetchval(f"SELECT body::text FROM {of.table.name} WHERE id = $1", id_)
        return of.decode(body)

    async def told(self, topic: str = "referencement.decision.v1") -> list[dict[str, Any]]:
        """Type name and body of what waits to be sent on a topic, in order."""
        rows = await self.shell.pool.fetch("SELECT headers, value FROM outbox WHERE topic = $1 ORDER BY id", topic)
        return [
            {
                "is": dict(msgspec.msgpack.decode(row["headers"]))["ce_type"].decode().split(".")[2],
                **msgspec.json.decode(row["value"]),
            }
            for row in rows
        ]

    async def awaited(self) -> dict[str, str]:
        """The deadlines set: kind to the last day in time."""
        rows = await self.shell.pool.fetch("SELECT kind, facts::text FROM deadlines")
        return {row["kind"]: msgspec.json.decode(row["facts"])["due_on"] for row in rows}

    async def journal_faults(self) -> list[str]:
        """What is wrong with the hash chains."""
        return broken(await self.shell.pool.fetch("SELECT * FROM journal ORDER BY id"))
