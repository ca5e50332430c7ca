"""Records that a consumer group has passed on its topics without performing them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from aiokafka import ConsumerRecord, TopicPartition

from shared.delivery.inbox.dedup import TAKEN, as_columns
from shared.delivery.kafka.record import record_of
from shared.delivery.recovery.gaps import Gap, Kind
from shared.delivery.recovery.installation import Installation, RecoverableService
from shared.delivery.recovery.replay import subscribed_by
from shared.delivery.recovery.topic_reader import Offsets
from shared.delivery.shell.messages import Incoming, Message

UNKNOWN = (
    "SELECT p.message::text, p.aggregate::text FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) "
    "AS p(message, aggregate, parked) "
    "WHERE NOT EXISTS (SELECT FROM inbox i WHERE (i.message, i.aggregate) = (p.message, p.aggregate)) "
    f"AND NOT ({TAKEN})"
)


@dataclass(slots=True)
class ConsumerAudit:
    """One consumer group."""

    service: RecoverableService
    passed: Offsets
    conn: asyncpg.Connection
    unheard: list[ConsumerRecord[Any, Any]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @staticmethod
    async def of(installation: Installation, service: RecoverableService, passed: Offsets) -> "ConsumerAudit":
        """With a connection to the service's database."""
        return ConsumerAudit(service, passed, await installation.connect_reading(service.name))

    async def check(self, records: Sequence[ConsumerRecord[Any, Any]]) -> None:
        """Ask the inbox about records of one partition."""
        place = TopicPartition(records[0].topic, records[0].partition)
        if place.topic not in self.service.subscriptions.topics:
            return
        concerned, passed = subscribed_by(self.service), self.passed.get(place, 0)
        mine = [raw for raw in records if raw.offset < passed and concerned(raw)]
        read = [(raw, message) for raw in mine for message in self.service.subscriptions.read(record_of(raw))]
        pairs = [_pair(message) for _, message in read]
        rows = await self.conn.fetch(UNKNOWN, *as_columns(pairs)) if pairs else []
        unknown = {(row["message"], row["aggregate"]) for row in rows}
        missed = [(raw, pair) for (raw, _), pair in zip(read, pairs, strict=True) if pair in unknown]
        for raw, (message, aggregate) in missed:
            if not self.unheard or self.unheard[-1] is not raw:
                self.unheard.append(raw)
            headers = dict(raw.headers)
            name = headers.get("ce_type", b"?").decode(errors="replace").split(".")[-2:][0]
            self.gaps.append(
                Gap(
                    kind=Kind.UNHEARD, service=self.service.name, place=aggregate,
                    dossier=headers.get("ce_dossierid", b"").decode(errors="replace"),
                    detail=f"{name} {message} at {raw.topic}/{raw.partition}@{raw.offset} was passed over",
                )
            )  # fmt: skip


def _pair(message: Message) -> tuple[str, str]:
    return (message.message, message.target) if isinstance(message, Incoming) else (message.message, message.message)
