"""Performs what lies on topics again, each at the time at which it was performed first, with the deadlines between."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import asyncpg
from aiokafka import ConsumerRecord

from deploy.console.topic_reading import record_of
from shared.calendar.paris import paris_day
from shared.contracts.envelope import Unreadable, read_envelope
from shared.contracts.registry import TYPES, WIRES
from shared.delivery.deadlines.scheduler import Scheduler
from shared.delivery.shell.messages import Incoming, Message
from shared.delivery.shell.transaction import Shell
from shared.runtime.service import Service

BATCH = 1000


@dataclass(slots=True)
class ReplayClock:
    """Stands at the time that is being lived through again."""

    at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    steady: bool = True

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Heard:
    """What a service hears of one record, and when it heard it."""

    at: datetime
    place: tuple[str, int, int]
    messages: tuple[Message, ...]


def heard(service: Service, raw: ConsumerRecord[Any, Any], performed_at: Callable[[str], datetime | None]) -> Heard:
    """What the service makes of a record. `performed_at` knows when an event was acted on, by its id."""
    record = record_of(raw)
    at = datetime.fromtimestamp(raw.timestamp / 1000, UTC)
    try:
        envelope = read_envelope(record.headers)
        at = performed_at(envelope.id) or envelope.time or at
    except Unreadable:
        pass
    return Heard(at, (raw.topic, raw.partition, raw.offset), tuple(service.subscriptions.read(record)))


def listening(service: Service) -> Callable[[ConsumerRecord[Any, Any]], bool]:
    """Whether a service listens to a record, or cannot tell; quick, for most of a topic is for others."""
    wanted = frozenset(WIRES[on.event].type for on in service.subscriptions.ons)

    def concerned(raw: ConsumerRecord[Any, Any]) -> bool:
        type_ = next((value for name, value in raw.headers if name == "ce_type"), b"").decode(errors="replace")
        return type_ in wanted or type_ not in TYPES

    return concerned


def in_time(found: Iterable[Heard]) -> list[Heard]:
    """By time, but never against the order of a partition."""
    latest: dict[tuple[str, int], datetime] = {}
    kept = []
    for one in sorted(found, key=lambda one: one.place):
        lane = one.place[:2]
        latest[lane] = max(one.at, latest.get(lane, one.at))
        kept.append((latest[lane], one))
    return [Heard(at, one.place, one.messages) for at, one in sorted(kept, key=lambda pair: (pair[0], pair[1].place))]


@dataclass(slots=True)
class Replay:
    """One service living through its past again, in a database of its own."""

    service: Service
    shell: Shell
    pool: asyncpg.Pool
    clock: ReplayClock
    passed_over: frozenset[str] = frozenset()
    """Ids of parked records that an operator dropped."""

    async def perform(self, found: Sequence[Heard]) -> None:
        """Perform what was heard on one legal day, after the deadlines that had fallen due by then."""
        await self.time_passes(found[0].at)
        self.clock.at = max(self.clock.at, found[-1].at)
        wanted = [message for one in found for message in one.messages if not self._dropped(message)]
        if wanted:
            await self.shell.perform(wanted)

    def _dropped(self, message: Message) -> bool:
        return (message.parked if isinstance(message, Incoming) else message.message) in self.passed_over

    async def time_passes(self, until: datetime) -> None:
        """Fire what falls due until then, each at its own time."""
        scheduler = Scheduler(self.shell, self.service.aggregates)
        while due := await self.pool.fetchval("SELECT min(due_at) FROM deadlines WHERE due_at <= $1", until):
            self.clock.at = max(self.clock.at, due)
            fired, _ = await scheduler.fire_due()
            if not fired:
                break
        self.clock.at = max(self.clock.at, until)


def batches(found: Sequence[Heard]) -> Iterator[list[Heard]]:
    """Batches of at most BATCH that lie within one legal day: between them, deadlines may fall due."""
    for _, of_day in groupby(found, key=lambda one: paris_day(one.at)):
        ones = list(of_day)
        yield from (ones[start : start + BATCH] for start in range(0, len(ones), BATCH))
