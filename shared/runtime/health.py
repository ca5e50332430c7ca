"""Whether a process is ready, and what it lacks."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.base.progress import Progress
from shared.contracts.registry import written_by
from shared.delivery.kafka.consumer import Consumer
from shared.delivery.kafka.sender import Sender
from shared.delivery.shell.transaction import Shell
from shared.diagnosis.causes import ahead_cause, cause_of, clock_cause, migration_cause, topic_causes, version_cause
from shared.persistence.connecting import lent
from shared.persistence.revision import AT
from shared.runtime.standing import Standing
from shared.runtime.termination import keep

log = logging.getLogger(__name__)
DATABASE_AT_MOST_S = 1.5
"""Probes give up after a few seconds: they are told before that."""
SAY_AGAIN_S = 60.0
OWN_EVERY_S, OWN_AT_MOST_S = 15.0, 2.0
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
    bars_work: bool = True
    """Whether it keeps a process without callers from being ready."""


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
    own_causes: Callable[[], Awaitable[Sequence[str]]] | None = None
    """What the service's own servers lack; bars nobody. Asked seldom: it may cost something."""
    standing: Standing = field(default_factory=Standing)
    _told: list[Want] | None = field(default=None, init=False)
    _logged: list[Want] | None = field(default=None, init=False)
    _said: dict[str, float] = field(default_factory=dict, init=False)
    _own: tuple[float, Sequence[str]] = field(default=(float("-inf"), ()), init=False)

    async def told_not_ready(self) -> list[str]:
        """What keeps the process from being ready; logged, with what it does without, whenever that changes."""
        self._told = wanting = await self.wanting()
        lacking, before = self._lacking(wanting), self._lacking(self._logged or [])
        if wanting != self._logged and (self._is_news(wanting) or self._logged is None or lacking != before):
            self._logged = wanting
            log.info("not ready" if lacking else "ready", extra={"lacking": _texts(wanting)})
            if not self.draining:
                keep(f"{self.shell.service} {one}" for one in _texts(lacking))
        return _texts(lacking)

    def _lacking(self, wanting: list[Want]) -> list[Want]:
        return [one for one in wanting if (one.bars_callers if self.serves else one.bars_work)]

    def _is_news(self, wanting: list[Want]) -> bool:
        """Whether the same, whatever its numbers, was not logged within the last minute."""
        now, same = time.monotonic(), re.sub(r"\d+", "", " ".join(_texts(wanting)))
        self._said = {text: at for text, at in self._said.items() if now - at < SAY_AGAIN_S}
        return self._said.setdefault(same, now) == now

    def without(self) -> list[str]:
        """All that it does without, as last looked at; readiness or not."""
        return _texts(self._told or [])

    async def wanting(self) -> list[Want]:
        """All that the process would like to have and has not."""
        if self.draining:
            return [Want("draining")]
        database, brokers, own = await asyncio.gather(self._database(), self._brokers(), self._own_causes())
        wanting = [*database, *brokers]
        if self.consumer and self.consumer.subscriptions.topics and self.consumer.partitions is None:
            wanting.append(Want("no partitions assigned yet", bars_callers=False))
        if self.consumer and self.consumer.guard.trouble:
            wanting.append(Want(self.consumer.guard.trouble))
        kept = [Want(one, bars_callers=False, bars_work=False) for one in own]
        return [*wanting, *self._partitions(), *kept]

    async def _own_causes(self) -> Sequence[str]:
        at, found = self._own
        if self.own_causes is None or time.monotonic() - at < OWN_EVERY_S:
            return found
        try:
            async with asyncio.timeout(OWN_AT_MOST_S):
                found = await self.own_causes()
        except Exception as error:
            found = [f"what it keeps things with {cause_of(error)}"]
        self._own = time.monotonic(), found
        return found

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
            return [Want(f"database {cause_of(error, self.shell.service)}")]
        unfit = migration_cause(facts["at"], self.revision, self.shell.service, facts["oldest_able"])
        wanting = [Want(f"database {cause}") for cause in (version_cause(facts["major"]), unfit) if cause]
        ahead = "" if unfit else ahead_cause(facts["at"], self.revision)
        harmless = (clock_cause(facts["clock"] - time.time()), ahead)
        wanting += [Want(f"database {one}", bars_callers=False, bars_work=False) for one in harmless if one]
        if short := self.shell.resource_errors.lately():
            wanting.append(Want(f"database {cause_of(short)}", bars_callers=False))
        return wanting

    async def _brokers(self) -> list[Want]:
        try:
            cluster = await self.sender.cluster()
        except Exception as error:
            return [Want(f"broker {await self.sender.trouble_with(error)}", bars_callers=False)]
        names = self.sender.names
        needed = {names.topic(name) for name in written_by(self.shell.service)}
        needed |= set(self.consumer.subscriptions.topics if self.consumer else ())
        causes = topic_causes(cluster, [topic for topic in names.topics() if topic.name in needed])
        return [Want(cause, bars_callers=False) for cause in causes]


def _texts(wanting: list[Want]) -> list[str]:
    return [one.what for one in wanting]
