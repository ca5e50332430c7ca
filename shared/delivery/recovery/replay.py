"""Performs what lies on topics again, each message at the time at which it was performed first, with the deadlines
between. A rebuild replays into memory (memory_target.py), a repair through the shell (shell_target.py)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Protocol

from aiokafka import ConsumerRecord

from shared.calendar.paris import paris_day
from shared.contracts.envelope import Unreadable, read_envelope
from shared.contracts.registry import TYPES, WIRES
from shared.delivery.kafka.record import record_of
from shared.delivery.recovery.installation import RecoverableService
from shared.delivery.shell.messages import Incoming, Message

BATCH = 1000


@dataclass(slots=True)
class ReplayClock:
    """Stands at the time that is replayed."""

    at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    steady: bool = True

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Arrival:
    """The messages of one record, and when they were performed first."""

    at: datetime
    place: tuple[str, int, int]
    messages: tuple[Message, ...]


class Target(Protocol):
    """Where the messages are performed again."""

    async def perform(self, messages: Sequence[Message]) -> None: ...

    async def next_due(self, until: datetime) -> datetime | None:
        """When the next deadline falls due, if it does by then."""
        ...

    async def fire_due(self) -> bool:
        """Fire deadlines that are due by the replay's clock; False: none could be fired."""
        ...


@dataclass(slots=True)
class Replay:
    """Drives one target through the past."""

    target: Target
    clock: ReplayClock
    dropped: frozenset[str] = frozenset()
    """Ids of parked records that an operator dropped."""

    async def perform(self, arrivals: Sequence[Arrival]) -> None:
        """Perform the arrivals of one legal day, after the deadlines that had fallen due by then."""
        await self.time_passes(arrivals[0].at)
        self.clock.at = max(self.clock.at, arrivals[-1].at)
        wanted = [message for one in arrivals for message in one.messages if not self._is_dropped(message)]
        if wanted:
            await self.target.perform(wanted)

    async def time_passes(self, until: datetime) -> None:
        """Fire what falls due until then, each at its own time."""
        while due := await self.target.next_due(until):
            self.clock.at = max(self.clock.at, due)
            if not await self.target.fire_due():
                break
        self.clock.at = max(self.clock.at, until)

    def _is_dropped(self, message: Message) -> bool:
        parked_as = message.parked if isinstance(message, Incoming) else message.message
        return bool(self.dropped) and parked_as in self.dropped


def arrival_of(
    service: RecoverableService, raw: ConsumerRecord[Any, Any], performed_at: Callable[[str], datetime | None]
) -> Arrival:
    """What the service makes of a record. `performed_at` knows when an event was acted on, by its id."""
    record = record_of(raw)
    at = datetime.fromtimestamp(raw.timestamp / 1000, UTC)
    try:
        envelope = read_envelope(record.headers)
        at = performed_at(envelope.id) or envelope.time or at
    except Unreadable:
        pass
    return Arrival(at, (raw.topic, raw.partition, raw.offset), tuple(service.subscriptions.read(record)))


def subscribed_by(service: RecoverableService) -> Callable[[ConsumerRecord[Any, Any]], bool]:
    """Whether a service subscribes to a record, or cannot tell; quick, for most of a topic is for others."""
    wanted = frozenset(WIRES[on.event].type for on in service.subscriptions.ons)

    def is_subscribed(raw: ConsumerRecord[Any, Any]) -> bool:
        type_ = next((value for name, value in raw.headers if name == "ce_type"), b"").decode(errors="replace")
        return type_ in wanted or type_ not in TYPES

    return is_subscribed


def in_order_of_time(arrivals: Iterable[Arrival]) -> list[Arrival]:
    """By time, but never against the order of a partition."""
    latest: dict[tuple[str, int], datetime] = {}
    timed = []
    for one in sorted(arrivals, key=lambda one: one.place):
        partition = one.place[:2]
        latest[partition] = max(one.at, latest.get(partition, one.at))
        timed.append((latest[partition], one))
    timed.sort(key=lambda pair: (pair[0], pair[1].place))
    return [Arrival(at, one.place, one.messages) for at, one in timed]


def batches(arrivals: Sequence[Arrival]) -> Iterator[list[Arrival]]:
    """Batches of at most BATCH that lie within one legal day: between them, deadlines may fall due."""
    for _, of_day in groupby(arrivals, key=lambda one: paris_day(one.at)):
        ones = list(of_day)
        yield from (ones[start : start + BATCH] for start in range(0, len(ones), BATCH))
