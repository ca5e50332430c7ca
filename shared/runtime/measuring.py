"""What a service measures when somebody asks for its metrics; while nobody asks, it measures nothing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.calendar.paris import paris_day
from shared.delivery.kafka.consumer import Consumer
from shared.delivery.kafka.sender import Sender
from shared.delivery.shell.aggregate import Aggregate
from shared.delivery.shell.transaction import Shell
from shared.runtime.broker_measures import measure_brokers, measure_lag
from shared.runtime.database_measures import DatabaseMeasures
from shared.runtime.standing import Standing
from shared.runtime.work_measures import WorkMeasures
from shared.telemetry import metrics
from shared.telemetry.tracing import product_version

log = logging.getLogger(__name__)
AT_MOST_S = 2.0
"""For each part: servers that are away must not make the scrape fail, which would silence the alert for it."""


@dataclass(slots=True)
class Measuring:
    """Brings the gauges up to date; a part that cannot be measured leaves its last values, and is counted."""

    shell: Shell
    aggregates: tuple[Aggregate[Any], ...]
    sender: Sender
    consumer: Consumer
    revision: str
    others: Mapping[str, Callable[[], Awaitable[None]]] = field(default_factory=dict)
    """Further parts, by the name under which a failure is counted."""
    standing: Standing = field(default_factory=Standing)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    _database: DatabaseMeasures = field(init=False)
    _work: WorkMeasures = field(init=False)

    def __post_init__(self) -> None:
        self._database = DatabaseMeasures(self.shell.pool)
        self._work = WorkMeasures(self.shell, self.aggregates)
        metrics.BUILD.labels(product_version(), self.revision).set(1)

    async def measure(self) -> None:
        """Measure all parts at once."""
        async with self._one_at_a_time:
            await asyncio.gather(
                _bounded("programme", self._programme),
                _bounded("database", self._database_and_work),
                _bounded("brokers", lambda: measure_brokers(self.sender)),
                _bounded("lag", lambda: measure_lag(self.consumer, self.standing)),
                *(_bounded(part, measure) for part, measure in self.others.items()),
            )

    async def _database_and_work(self) -> None:
        await self._database.measure()
        await self._work.measure()

    async def _programme(self) -> None:
        context = self.shell.context
        in_force = context.programmes.in_force_on(paris_day(context.clock.now()))
        metrics.PROGRAMME.clear()
        metrics.PROGRAMME.labels(context.programmes.id, in_force.ref).set(1)


async def _bounded(part: str, measure: Callable[[], Awaitable[None]]) -> None:
    try:
        async with asyncio.timeout(AT_MOST_S):
            await measure()
    except Exception as error:
        metrics.MEASURING_FAILED.labels(part).inc()
        log.debug("not measured", extra={"part": part, "error": repr(error)})
