"""Whether a process is ready, and what it lacks."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.contracts.registry import written_by
from shared.delivery.consumer import Consumer
from shared.delivery.sender import Sender
from shared.delivery.shell import Shell
from shared.persistence.connecting import lent
from shared.persistence.revision import AT
from shared.runtime.progress import Progress
from shared.runtime.standing import Standing
from shared.runtime.trouble import clock_trouble, migration_trouble, topic_troubles, trouble_of, version_trouble

log = logging.getLogger(__name__)
DATABASE_AT_MOST_S = 1.5
"""Probes give up after a few seconds: they are told before that."""
FACTS = f"""
SELECT at, oldest_able, current_setting('server_version_num')::int / 10000 AS major,
    extract(epoch FROM clock_timestamp())::float8 AS clock
FROM (SELECT) one LEFT JOIN ({AT}) there ON true
"""


class Want(NamedTuple):
    """Something that the process has not."""

    what: str
    bars_callers: bool = True
    """Whether it keeps us from answering people."""


@dataclass(slots=True)
class Health:
    """Live: every loop turns. Ready: database migrated, broker reachable, partitions assigned.

    A process that serves HTTP is ready for its callers with its database alone, also when it starts while brokers are
    away: what it accepts waits in the outbox, and a rebalance is none of its callers' business. One without callers
    is ready when it has everything.
    """

    shell: Shell
    sender: Sender
    consumer: Consumer | None
    progress: Progress
    revision: str
    measure: Callable[[], Awaitable[None]]
    """Brings the gauges up to date that are read from somewhere; never raises."""
    serves: bool = True
    draining: bool = False
    standing: Standing = field(default_factory=Standing)
    _told: list[Want] | None = field(default=None, init=False)
    _clocks: str = field(default="", init=False)

    async def told_not_ready(self) -> list[str]:
        """What keeps the process from being ready; logged, with what it does without, whenever that changes."""
        wanting = await self.wanting()
        lacking = [one for one in wanting if one.bars_callers] if self.serves else wanting
        if wanting != self._told:
            self._told = wanting
            log.info("not ready" if lacking else "ready", extra={"lacking": _texts(wanting)})
        return _texts(lacking)

    def without(self) -> list[str]:
        """All that it does without, as last looked at; readiness or not."""
        return _texts(self._told or [])

    async def wanting(self) -> list[Want]:
        """All that the process would like to have and has not."""
        if self.draining:
            return [Want("draining")]
        database, brokers = await asyncio.gather(self._database(), self._brokers())
        wanting = [*database, *brokers]
        if self.consumer and self.consumer.subscriptions.topics and self.consumer.partitions is None:
            wanting.append(Want("no partitions assigned yet", bars_callers=False))
        if self.consumer and self.consumer.guard.trouble:
            wanting.append(Want(self.consumer.guard.trouble))
        return [*wanting, *self._partitions()]

    def _partitions(self) -> Iterator[Want]:
        """Partitions of ours that do not move on although records wait there."""
        held = self.consumer.reader.held() if self.consumer and self.consumer.reader else {}
        for place, why in sorted(held.items()):
            yield Want(f"partition {place.topic}/{place.partition} cannot be read at {why}", bars_callers=False)
        for place, offset in sorted(self.standing.stuck().items()):
            if place not in held:
                told = f"partition {place.topic}/{place.partition} stands at offset {offset} although records wait"
                yield Want(told, bars_callers=False)

    async def _database(self) -> list[Want]:
        try:
            async with asyncio.timeout(DATABASE_AT_MOST_S), lent(self.shell.pool) as conn:
                facts = await conn.fetchrow(FACTS)
        except Exception as error:
            return [Want(f"database {trouble_of(error)}")]
        self._tell_clocks(clock_trouble(facts["clock"] - time.time()))
        troubles = (
            version_trouble(facts["major"]),
            migration_trouble(facts["at"], self.revision, self.shell.service, facts["oldest_able"]),
        )
        wanting = [Want(f"database {trouble}") for trouble in troubles if trouble]
        if short := self.shell.shortage.lately():
            wanting.append(Want(f"database {trouble_of(short)}", bars_callers=False))
        return wanting

    def _tell_clocks(self, trouble: str) -> None:
        """A log line when they part, and when they agree again: it bars nobody."""
        if trouble and not self._clocks:
            log.warning("clocks differ", extra={"trouble": f"database {trouble}"})
        elif self._clocks and not trouble:
            log.info("clocks agree again")
        self._clocks = trouble

    async def _brokers(self) -> list[Want]:
        try:
            cluster = await self.sender.cluster()
        except Exception as error:
            return [Want(f"broker {await self.sender.trouble_with(error)}", bars_callers=False)]
        names = self.sender.names
        needed = {names.topic(name) for name in written_by(self.shell.service)}
        needed |= set(self.consumer.subscriptions.topics if self.consumer else ())
        troubles = topic_troubles(cluster, [topic for topic in names.topics() if topic.name in needed])
        return [Want(trouble, bars_callers=False) for trouble in troubles]


def _texts(wanting: list[Want]) -> list[str]:
    return [one.what for one in wanting]
