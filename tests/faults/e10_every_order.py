"""10: what really lay on the topics reaches empty services in other orders across topics and partitions.

Only what concerns aggregates that events bring about: an application is made by its publisher, and what others tell of
it can come to no intake where it is not.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random
from typing import Any

import msgspec

from deploy.local.databases import run_sql
from deploy.oracle.collection import SERVICES_BY_NAME
from shared.calendar.france import FRANCE
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.messages import Outcome, Parked, Record, Unusable
from shared.delivery.shell.transaction import Shell
from shared.persistence.connecting import open_pool
from shared.persistence.migrating import migrate
from shared.programme.loading import published
from tests.faults.experiment import Experiment, Findings
from tests.faults.load import Load
from tests.faults.scene import Scene
from tests.faults.wire import Raw, everything

LARGEST_BATCH = 40
Ends = Mapping[str, object]


class StandingClock:
    """Every order happens at the same moment."""

    steady = True

    def now(self) -> datetime:
        """Noon."""
        return datetime(2026, 3, 10, 12, tzinfo=UTC)


async def every_order(scene: Scene, found: Findings) -> None:
    """Nothing is parked, and every order ends in the same states; lists in them may be in another order."""
    found.done = "replay into an empty service in another order"
    async with Load(scene, found):
        await asyncio.sleep(max(1.0, 20.0 * scene.scale))
    records = await everything(scene.line.bootstrap_servers)
    heard: Counter[str] = Counter()
    for name, service in SERVICES_BY_NAME.items():
        mine = [one for one in records if one.topic in service.subscriptions.topics]
        with _databases(scene, name) as new_database:
            await migrate(new_database(), service.migrations)
            first: Ends | None = None
            for _ in range(scene.times(10, least=2)):
                outcomes, ends = await _replay(name, new_database(copy=True), mine, scene.random)
                parked = Counter(one.reason for one in outcomes if isinstance(one, Parked))
                found.expect(not parked, f"{name} parked {dict(parked)}")
                first = first or ends
                differing = [id_ for id_ in first.keys() | ends.keys() if first.get(id_) != ends.get(id_)]
                found.expect(not differing, f"{name}: {len(differing)} aggregates end otherwise: {differing[:2]}")
                found.times += 1
            heard[name] = len(first or {})
        scene.say(f"{name}: {heard[name]} aggregates from {len(mine)} records")
    found.saw(", ".join(f"{name} {count} aggregates" for name, count in heard.items()) + " alike in every order")


def _orders(records: list[Raw], dice: Random) -> Iterator[Raw]:
    """Each partition in its order, the partitions against one another in any."""
    lanes: dict[tuple[str, int], list[Raw]] = {}
    for one in records:
        lanes.setdefault((one.topic, one.partition), []).append(one)
    waiting = [lane[::-1] for lane in lanes.values()]
    while waiting:
        lane = dice.choice(waiting)
        for _ in range(min(len(lane), dice.randint(1, LARGEST_BATCH))):
            yield lane.pop()
        waiting = [one for one in waiting if one]


async def _replay(name: str, dsn: str, records: list[Raw], dice: Random) -> tuple[list[Outcome], Ends]:
    service = SERVICES_BY_NAME[name]
    pool = await open_pool(dsn, 2)
    try:
        shell = Shell(name, pool, ActContext(StandingClock(), published(), FRANCE))
        outcomes: list[Outcome] = []
        ons = service.subscriptions.ons
        made_by_events = {on.aggregate.name for on in ons if on.aggregate.life.targets(None, on.act.name)}
        waiting = [
            message
            for one in _orders(records, dice)
            for message in service.subscriptions.read(
                Record(one.topic, one.partition, one.offset, one.key or b"", tuple(one.headers), one.value)
            )
            if isinstance(message, Unusable) or message.aggregate.name in made_by_events
        ]
        while waiting:
            size = dice.randint(1, LARGEST_BATCH)
            outcomes += await shell.perform(waiting[:size])
            waiting = waiting[size:]
        async with pool.acquire() as conn:
            return outcomes, await _ends(conn, name)
    finally:
        await pool.close()


async def _ends(conn: Any, name: str) -> Ends:  # noqa: ANN401  # asyncpg's pooled connection
    """Each aggregate's state, without the order of lists, and its deadlines."""
    ends: dict[str, object] = {}
    for aggregate in SERVICES_BY_NAME[name].aggregates:
        for row in await conn.fetch(f"SELECT id::text, body::text FROM {aggregate.table.name}"):
            ends[row["id"]] = _unordered(msgspec.json.decode(row["body"]))
    for row in await conn.fetch("SELECT aggregate::text, kind, due_at FROM deadlines"):
        ends[f"{row['aggregate']} {row['kind']}"] = row["due_at"]
    return ends


def _unordered(value: object) -> object:
    if isinstance(value, dict):
        return {name: _unordered(one) for name, one in value.items()}
    if isinstance(value, list):
        return sorted((_unordered(one) for one in value), key=repr)
    return value


@contextmanager
def _databases(scene: Scene, service: str) -> Iterator[Any]:
    """Makes databases on the line's server; all are dropped at the end."""
    made: list[str] = []
    url = scene.line.stack.administration_url()

    def new(*, copy: bool = False) -> str:
        name = f"order_{service}_{len(made)}"
        run_sql(url, f'CREATE DATABASE "{name}" TEMPLATE "{made[0] if copy else "template0"}"')
        made.append(name)
        return scene.line.stack.administration_url(name)

    try:
        yield new
    finally:
        run_sql(url, "".join(f'DROP DATABASE "{name}" WITH (FORCE);\n' for name in made))


EXPERIMENT = Experiment(number=10, title="every order across topics", run=every_order)
